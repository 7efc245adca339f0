"""Points: what a placement is worth, as data that is shown with every proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from matching.errors import require
from matching.model.toml_text import is_whole_number, member_of, of_type, read_toml, require_names
from matching.vocabulary import Urgency

MOST_POINTS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Weights:
    """
    The value of a candidate is ``placed + priority(person) + fit(candidate) − best fit of that person``.

    All numbers are integer points. Fit compares hosts for one person; only priority compares persons.

    Parameters
    ----------
    placed
        For one more person with a place.
    waiting_point_a_week, most_waiting_weeks
        Priority for waiting: points a week, up to this many weeks.
    urgency
        Priority by urgency of the need.
    wish, conditions, travel, ladder, spread, continuity, retention
        Most points of each criterion of fit; ``retention`` 0 leaves predictions out.
    host_unknown
        Cost in fit of each rule that is 要確認 for want of the host's data.
    late_start
        Cost in fit of each week later than the person's earliest.
    deepest_fit
        A candidate this many points under the person's best fit or more is not proposed at all.
    change
        Cost of moving someone who has a placement, when a re-plan is asked.
    """

    placed: int = 10_000
    waiting_point_a_week: int = 20
    most_waiting_weeks: int = 52
    urgency: Mapping[Urgency, int]
    wish: int = 250
    conditions: int = 200
    travel: int = 200
    ladder: int = 200
    spread: int = 50
    continuity: int = 100
    retention: int = 0
    host_unknown: int = 60
    late_start: int = 15
    deepest_fit: int = 700
    change: int = 2_000

    def __post_init__(self) -> None:
        for name, number in asdict(self).items():
            for points in number.values() if isinstance(number, Mapping) else (number,):
                require(
                    is_whole_number(points) and 0 <= points <= MOST_POINTS,
                    "weights",
                    name,
                    points,
                    f"0 to {MOST_POINTS:,}, whole",
                )
        require(
            set(self.urgency) == set(Urgency), "weights", "urgency", sorted(self.urgency), "points for each"
        )
        require(
            self.deepest_fit < self.placed, "weights", "deepest_fit", self.deepest_fit, "less than placed"
        )

    @classmethod
    def from_toml(cls, text: str) -> Weights:
        """
        Read weights; every field must be given.

        Raises
        ------
        InvalidProblem
            If a field is missing, unknown or out of range.
        """
        table = read_toml(text, "weights")
        require_names(table, [field.name for field in fields(cls)], "weights")
        urgency = {
            member_of(Urgency, name, "weights", "urgency"): points
            for name, points in of_type(dict, table["urgency"], "weights", "urgency").items()
        }
        return cls(**{**table, "urgency": urgency})
