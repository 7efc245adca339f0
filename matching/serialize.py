"""Problem and proposal to and from JSON, under a published schema (data/schema)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from matching import bundled, model
from matching.errors import InvalidProblem
from matching.model import Problem, Proposal
from matching.model.gap import GapReport

Record = TypeVar("Record", Problem, Proposal, GapReport)

_DEFAULTS: dict[str, Callable[[], Any]] = {
    "rules": bundled.default_rules,
    "weights": bundled.default_weights,
    "travel": bundled.default_travel,
}


for _name in model.__all__:
    _kind = getattr(model, _name)
    if is_dataclass(_kind):
        # A misspelt field is an error, not something to lose silently; "40" is no number.
        _kind.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[union-attr]


_ADAPTERS: dict[str, TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Make the reader and writer of a record once, when it is first needed."""
    if kind.__name__ not in _ADAPTERS:
        _ADAPTERS[kind.__name__] = TypeAdapter(kind)
    return _ADAPTERS[kind.__name__]


def problem_to_json(problem: Problem, with_settings: bool = True) -> str:
    """
    Write a problem as readable JSON; read again it is an equal problem.

    Parameters
    ----------
    problem
        The problem.
    with_settings
        Also write rules, weights and travel; without them the shipped ones are used when it is read.
    """
    return _to_json(problem, exclude=None if with_settings else set(_DEFAULTS))


def problem_from_json(text: str | bytes) -> Problem:
    """
    Read a problem; rules, weights and travel that are left out are the shipped ones.

    Raises
    ------
    InvalidProblem
        Naming the first record and field that is wrong, what was given and what is expected.
    """
    try:
        fields = json.loads(text)
    except ValueError as wrong:
        raise InvalidProblem("problem", "text", str(wrong), "JSON") from wrong
    if isinstance(fields, dict):
        missing = {name: default() for name, default in _DEFAULTS.items() if name not in fields}
        if missing:
            settings = {
                name: _adapter(type(value)).dump_python(value, mode="json") for name, value in missing.items()
            }
            text = json.dumps({**fields, **settings})
    return _from_json(Problem, text)


def proposal_to_json(proposal: Proposal) -> str:
    """Write a proposal as readable JSON."""
    return _to_json(proposal)


def proposal_from_json(text: str | bytes) -> Proposal:
    """
    Read a proposal.

    Raises
    ------
    InvalidProblem
        Naming the first record and field that is wrong.
    """
    return _from_json(Proposal, text)


def gap_report_to_json(report: GapReport) -> str:
    """Write a gap analysis as readable JSON."""
    return _to_json(report)


def gap_report_from_json(text: str | bytes) -> GapReport:
    """
    Read a gap analysis.

    Raises
    ------
    InvalidProblem
        Naming the first record and field that is wrong.
    """
    return _from_json(GapReport, text)


def load_problem(path: Path) -> Problem:
    """Read a problem from a file."""
    return problem_from_json(path.read_bytes())


def problem_hash(problem: Problem) -> str:
    """Give the SHA-256 of a problem in canonical JSON, its records in order of their ids."""
    return hashlib.sha256(_adapter(Problem).dump_json(problem.in_order())).hexdigest()


def schema_of(kind: type[Problem] | type[Proposal]) -> str:
    """Give the JSON Schema that is published under data/schema."""
    return json.dumps(_adapter(kind).json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _to_json(record: Problem | Proposal | GapReport, exclude: set[str] | None = None) -> str:
    return (
        _adapter(type(record)).dump_json(record, indent=1, exclude_defaults=True, exclude=exclude).decode()
        + "\n"
    )


def _from_json(kind: type[Record], text: str | bytes) -> Record:
    try:
        record: Record = _adapter(kind).validate_json(text)
    except ValidationError as wrong:
        raise _invalid(kind, text, wrong) from wrong
    return record


def _invalid(kind: type[Record], text: str | bytes, wrong: ValidationError) -> InvalidProblem:
    first = wrong.errors()[0]
    path = [step for step in first["loc"] if not isinstance(step, str) or "(" not in step]
    record = _record_at(kind, text, path)
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, InvalidProblem):
        # A slot or place has no id of its own; the record that holds it has.
        is_part = len(path) > 2
        where = f"{record}, {cause.record}" if is_part else cause.record
        return InvalidProblem(where, cause.field, cause.given, cause.expected)
    more = f" (and {wrong.error_count() - 1} more)" if wrong.error_count() > 1 else ""
    return InvalidProblem(
        record,
        ".".join(str(step) for step in path) or "text",
        None if first["type"] == "missing" else first["input"],
        first["msg"] + more,
    )


def _record_at(kind: type[Record], text: str | bytes, path: list[int | str]) -> str:
    """Name the record an error lies in: by its id or its person's, or by its position where it has none."""
    if len(path) < 2 or not isinstance(path[1], int):
        return kind.__name__.lower()
    try:
        record = json.loads(text)[path[0]][path[1]]
        name = record.get("id") or record["person_id"]
    except (AttributeError, KeyError, TypeError):
        name = path[1]
    return f"{path[0]} {name}"
