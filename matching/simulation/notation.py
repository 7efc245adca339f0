"""
The short notation of the town's tables: times, statements of hosts and answers in one line of text each.

Days are written as on a notice board: ``月水金 09:30-12:00``, ``平日`` for Monday to Friday, ``夜`` for every
night, and ``、`` between several times.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import TypeVar

from matching.errors import require
from matching.model import Declared, PoolSlot, Slot, TimeWindow
from matching.vocabulary import BURDENS, Answer, Condition, DeclaredMark, Weekday

_Word = TypeVar("_Word", bound=StrEnum)

_WEEKDAYS = dict(zip("月火水木金土日", Weekday, strict=True))
_MARKS = {"○": DeclaredMark.OPEN, "△": DeclaredMark.ASK, "×": DeclaredMark.CLOSED}
_TIMES = re.compile(r"([月火水木金土日]+) (\d\d:\d\d)-(\d\d:\d\d)")
_STATED_YEAR = 2026


def windows(text: str) -> tuple[TimeWindow, ...]:
    """Read hours of the week: ``平日 10:00-16:00、土 10:00-12:00``."""
    read = []
    for part in text.replace("平日", "月火水木金").split("、"):
        times = _TIMES.fullmatch(part)
        require(times is not None, "table of the town", "times", part, "days, a space, and hours")
        assert times is not None
        start, end = dt.time.fromisoformat(times[2]), dt.time.fromisoformat(times[3])
        read += [TimeWindow(_WEEKDAYS[day], start, end) for day in times[1]]
    return tuple(read)


def slots(text: str) -> tuple[Slot, ...]:
    """Read slots: hours as in `windows`, ``夜`` for every night, ``夜 2027-01-31`` for nights up to a day."""
    if text.startswith("夜"):
        last_day = text.removeprefix("夜").strip()
        return (Slot(None, last_day=dt.date.fromisoformat(last_day) if last_day else None),)
    return tuple(Slot(window.weekday, window.start, window.end) for window in windows(text))


def statements(text: str) -> tuple[PoolSlot, ...]:
    """
    Read what a host has stated: ``月水 09:30-12:00 | 17 | ○2 | 11-05``.

    The parts are the times, the regular users in each slot, the mark with the number of places, and the month
    and day of the statement in 2026; ``-`` stands for what is not known. Times alone state nothing and give
    nothing: the menu shares places that another menu of its host has stated.
    """
    times, *stated = [part.strip() for part in text.split("|")]
    if not stated:
        return ()
    regular_users, mark, stated_on = stated
    declared = Declared(_MARKS[mark[0]], int(mark[1:]) if mark[1:] else None) if mark != "-" else None
    return tuple(
        PoolSlot(
            slot,
            regular_users=int(regular_users) if regular_users != "-" else None,
            declared=declared,
            stated_on=dt.date.fromisoformat(f"{_STATED_YEAR}-{stated_on}") if stated_on != "-" else None,
        )
        for slot in slots(times)
    )


def words(vocabulary: type[_Word], text: str) -> tuple[_Word, ...]:
    """Read words of one vocabulary, with spaces between: ``work belonging``."""
    return tuple(vocabulary(word) for word in text.split())


def offered(yes: str, no: str) -> dict[Condition, Answer]:
    """Read what a menu has and has not; burdens the host did not name are not there, supports are unknown."""
    free_of = {condition: Answer.NO for condition in Condition if condition in BURDENS}
    return {**free_of, **_answers(yes, no)}


def bearable(yes: str, no: str) -> dict[Condition, Answer]:
    """
    Read what a person answered はい and いいえ.

    Who answered some questions was asked all but the last ones, and had no trouble with the rest; who
    answered none has not been asked yet (未聴取).
    """
    if not yes and not no:
        return {}
    asked = [condition for condition in Condition if condition not in _ASKED_LAST]
    easy = {condition: Answer.YES if condition in BURDENS else Answer.NO for condition in asked}
    return {**easy, **_answers(yes, no)}


def _answers(yes: str, no: str) -> dict[Condition, Answer]:
    return {
        **dict.fromkeys(words(Condition, yes), Answer.YES),
        **dict.fromkeys(words(Condition, no), Answer.NO),
    }


_ASKED_LAST = frozenset({Condition.SMELL, Condition.BRIGHT_LIGHT, Condition.EASY_WORDS})
