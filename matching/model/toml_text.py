"""Settings from TOML: every field that must be there and no other, each error naming its field."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from matching.errors import InvalidProblem, require

Member = TypeVar("Member", bound=StrEnum)
Value = TypeVar("Value", str, bool, list[Any], dict[str, Any])

_WORDS: dict[type, str] = {str: "text", bool: "true or false", list: "a list", dict: "a table"}


def read_toml(text: str, record: str) -> dict[str, Any]:
    """
    Read TOML into tables.

    Raises
    ------
    InvalidProblem
        If the text is not TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidProblem(record, "text", str(error), "TOML") from error


def require_names(
    given: Mapping[str, object], needed: Collection[str], record: str, optional: Collection[str] = ()
) -> None:
    """Raise if a needed name is missing or another is there; the error names the first that is wrong."""
    for name in needed:
        require(name in given, record, name, None, "a value")
    known = (*needed, *optional)
    for name, value in given.items():
        require(name in known, record, name, value, f"none but {', '.join(known)}")


def of_type(kind: type[Value], value: object, record: str, field: str) -> Value:
    """Give the value if it is the text, list, table or ``true``/``false`` that is asked for."""
    if not isinstance(value, kind):
        raise InvalidProblem(record, field, value, _WORDS[kind])
    return value


def member_of(kind: type[Member], value: object, record: str, field: str) -> Member:
    """Give the member of an enum by its value."""
    for member in kind:
        if member == value:
            return member
    raise InvalidProblem(record, field, value, f"one of {', '.join(kind)}")


def members_of(kind: type[Member], values: object, record: str, field: str) -> tuple[Member, ...]:
    """Give the members of an enum by a list of their values."""
    return tuple(member_of(kind, value, record, field) for value in of_type(list, values, record, field))


def is_whole_number(value: object) -> bool:
    """Tell whether a value is a whole number; ``true`` is not one."""
    return isinstance(value, int) and not isinstance(value, bool)
