"""The three kinds of bindings: a text, a choice of codes, a list of records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from api.calendar import wareki
from api.forms.records import Records, Withheld
from matching.labels import label
from matching.vocabulary import Answer, Lang

Section = TypeVar("Section")


@dataclass(frozen=True)
class Text:
    """
    A text.

    Parameters
    ----------
    words
        What it is.
    read
        Gives it from the records, or from one of a list: "" where there is nothing, None where the person
        was not asked. It raises `Withheld` where the reader does not see it.
    """

    words: str
    read: Callable[[Any], str | None]


@dataclass(frozen=True)
class Choice:
    """A choice of one or more codes, each with its words."""

    words: str
    codes: Mapping[str, str]
    read: Callable[[Any], Collection[str]]


@dataclass(frozen=True)
class Rows:
    """A list of records, and the bindings of each."""

    words: str
    fields: Mapping[str, Text | Choice]
    read: Callable[[Records], Sequence[Any]] = field(repr=False)


Binding = Text | Choice | Rows


def seen(section: Section | None) -> Section:
    """Give what a view shows; raises `Withheld` where it is absent because the reader does not see it."""
    if section is None:
        raise Withheld
    return section


def words_of(kind: type[StrEnum]) -> dict[str, str]:
    """Give the labels of an enum of the core, by code."""
    return {each.value: label(each, Lang.JA) for each in kind}


YES_NO = {"yes": "はい", "no": "いいえ"}
ANSWERS = words_of(Answer)


def yes_no(value: bool | None) -> set[str]:
    """Give the code of a yes or no; none where nothing was said."""
    return set() if value is None else {"yes" if value else "no"}


def one(code: StrEnum | None) -> set[str]:
    """Give a code, or none."""
    return set() if code is None else {code.value}


def day(value: dt.date | None) -> str:
    """Write a date in 和暦; nothing where there is none."""
    return wareki(value) if value else ""


def span(first: dt.date | None, last: dt.date | None) -> str:
    """Write a span of days."""
    return f"{day(first)}〜{day(last)}" if first or last else ""


def lines(texts: Iterable[str]) -> str:
    """Put texts below each other."""
    return "\n".join(text for text in texts if text)


def minutes(value: int | None) -> str | None:
    """Write minutes; None was not asked."""
    return None if value is None else f"{value}分"
