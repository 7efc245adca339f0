"""What a municipality decides about predictions, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from matching.bundled import data_path
from matching.errors import InvalidProblem, require
from matching.model.toml_text import is_whole_number, member_of, of_type, read_toml, require_names
from matching.retention.stays import LONGEST_WEEKS
from matching.vocabulary import Evidence

_RECORD = "retention"


@dataclass(frozen=True)
class FollowUp:
    """
    Who may need a contact sooner.

    Parameters
    ----------
    look_ahead_weeks
        1 to 52.
    times_usual
        How many times the usual risk, 1 to 10.
    reasons
        Told at most, 1 to 6.
    evidence
        How sure it is.
    """

    look_ahead_weeks: int
    times_usual: float
    reasons: int
    evidence: Evidence


@dataclass(frozen=True)
class Drift:
    """
    When an alarm is given.

    Parameters
    ----------
    most_shift
        Population stability index of a feature, 0 to 5.
    surprise
        Probability of a count of breaks as far from the expected one, 0 to 0.5.
    least_stays
        New stays needed before anything is said, 1 to 10,000.
    evidence
        How sure it is.
    """

    most_shift: float
    surprise: float
    least_stays: int
    evidence: Evidence


@dataclass(frozen=True)
class RetentionSettings:
    """
    The whole of it; what each means stands in ``data/retention/default.toml``.

    Raises
    ------
    InvalidProblem
        If a number is out of its range, or the bins do not grow from 0.
    """

    in_scoring: bool
    points: int
    in_follow_up: bool
    floor: int
    least_breaks: int
    horizon_weeks: int
    bins: tuple[int, ...]
    folds: int
    draws: int
    seed: int
    band: float
    helps_by_errors: float
    least_group: int
    most_gap: float
    most_correlation: float
    evidence: Evidence
    follow_up: FollowUp
    drift: Drift

    def __post_init__(self) -> None:
        grows = list(self.bins) == sorted({0, *self.bins}) and self.bins[-1] < LONGEST_WEEKS
        require(
            grows and len(self.bins) <= 20,
            _RECORD,
            "bins",
            self.bins,
            f"weeks that grow from 0 to {LONGEST_WEEKS - 1}",
        )

    @classmethod
    def from_toml(cls, text: str) -> RetentionSettings:
        """
        Read the settings from TOML as in ``data/retention/default.toml``.

        Raises
        ------
        InvalidProblem
            If the text is not TOML, or a field is missing, unknown or out of range.
        """
        return cls.from_table(read_toml(text, _RECORD))

    @classmethod
    def from_table(cls, given: Mapping[str, Any]) -> RetentionSettings:
        """Read the settings from a table, as from TOML."""
        require_names(given, [each.name for each in fields(cls)], _RECORD)
        numbers = {name: _number(given, name, *span) for name, span in _RANGES.items()}
        bins = of_type(list, given["bins"], _RECORD, "bins")
        is_whole = bool(bins) and all(map(is_whole_number, bins))
        require(is_whole, _RECORD, "bins", bins, "whole numbers of weeks")
        return cls(
            **numbers,
            in_scoring=of_type(bool, given["in_scoring"], _RECORD, "in_scoring"),
            in_follow_up=of_type(bool, given["in_follow_up"], _RECORD, "in_follow_up"),
            bins=tuple(bins),
            evidence=member_of(Evidence, given["evidence"], _RECORD, "evidence"),
            follow_up=_part(FollowUp, given, "follow_up", _FOLLOW_UP),
            drift=_part(Drift, given, "drift", _DRIFT),
        )

    def as_table(self) -> dict[str, Any]:
        """Give the settings as `from_table` reads them."""
        return {**asdict(self), "bins": list(self.bins)}


def default_settings() -> RetentionSettings:
    """Read the settings a municipality starts from."""
    return RetentionSettings.from_toml(data_path("retention/default.toml").read_text(encoding="utf-8"))


_Span = tuple[float, float, bool]
"""Least, most, and whether it is a whole number."""

_RANGES: dict[str, _Span] = {
    "points": (0, 1_000_000, True),
    # Below 50 stays not even the simulated truth is found again (tests/benchmarks/README.md).
    "floor": (50, 1_000_000, True),
    "least_breaks": (10, 1_000_000, True),
    "horizon_weeks": (4, LONGEST_WEEKS, True),
    "folds": (2, 20, True),
    "draws": (50, 2_000, True),
    "seed": (0, 2**31 - 1, True),
    "band": (0.5, 0.999, False),
    "helps_by_errors": (0, 5, False),
    "least_group": (20, 1_000_000, True),
    "most_gap": (0, 0.5, False),
    "most_correlation": (0, 1, False),
}
_FOLLOW_UP: dict[str, _Span] = {
    "look_ahead_weeks": (1, 52, True),
    "times_usual": (1, 10, False),
    "reasons": (1, 6, True),
}
_DRIFT: dict[str, _Span] = {
    "most_shift": (0, 5, False),
    "surprise": (0, 0.5, False),
    "least_stays": (1, 10_000, True),
}


def _part(kind: type[Any], given: Mapping[str, Any], name: str, ranges: Mapping[str, _Span]) -> Any:
    table = of_type(dict, given[name], _RECORD, name)
    record = f"{_RECORD} {name}"
    require_names(table, (*ranges, "evidence"), record)
    numbers = {field: _number(table, field, *span, record=record) for field, span in ranges.items()}
    return kind(**numbers, evidence=member_of(Evidence, table["evidence"], record, "evidence"))


def _number(
    given: Mapping[str, Any], field: str, least: float, most: float, is_whole: bool, record: str = _RECORD
) -> Any:
    value = given[field]
    fits = is_whole_number(value) or (not is_whole and isinstance(value, float))
    if not (fits and least <= value <= most):
        kind = "a whole number, " if is_whole else ""
        raise InvalidProblem(record, field, value, f"{kind}{least:g} to {most:g}")
    return value if is_whole else float(value)
