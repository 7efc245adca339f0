"""The tables' notation says what it seems to say."""

from __future__ import annotations

import datetime as dt

import pytest

from matching.errors import InvalidProblem
from matching.model import Declared, PoolSlot, Slot, TimeWindow
from matching.simulation.notation import bearable, offered, slots, statements, windows, words
from matching.vocabulary import Activity, Answer, Condition, DeclaredMark, Weekday


def test_days_and_hours_become_windows() -> None:
    """One window for each day, and several hours after one another."""
    assert windows("月土 09:00-12:00、日 13:30-15:00") == (
        TimeWindow(Weekday.MON, dt.time(9), dt.time(12)),
        TimeWindow(Weekday.SAT, dt.time(9), dt.time(12)),
        TimeWindow(Weekday.SUN, dt.time(13, 30), dt.time(15)),
    )


def test_weekdays_have_a_word_of_their_own() -> None:
    """平日 is Monday to Friday."""
    assert [window.weekday for window in windows("平日 09:00-12:00")] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("text", ["", "月", "月 9:00-12:00", "毎日 09:00-12:00", "月 09:00-12:00 土"])
def test_times_that_cannot_be_read_are_named(text: str) -> None:
    """A slip in a table fails loudly instead of losing a slot."""
    with pytest.raises(InvalidProblem, match="times"):
        windows(text)


def test_nights_may_have_an_end() -> None:
    """夜 is every night; with a day, every night up to it."""
    assert slots("夜") == (Slot(None),)
    assert slots("夜 2027-01-31") == (Slot(None, last_day=dt.date(2027, 1, 31)),)


def test_a_statement_holds_users_mark_and_day() -> None:
    """Times | regular users | mark with places | day."""
    assert statements("月 09:30-12:00 | 17 | ○2 | 11-05") == (
        PoolSlot(
            Slot(Weekday.MON, dt.time(9, 30), dt.time(12)),
            regular_users=17,
            declared=Declared(DeclaredMark.OPEN, 2),
            stated_on=dt.date(2026, 11, 5),
        ),
    )


def test_what_is_not_known_stays_unknown() -> None:
    """A host that was never asked has stated nothing, and a mark needs no number."""
    (never_asked,) = statements("月 09:30-12:00 | - | - | -")
    assert (never_asked.regular_users, never_asked.declared, never_asked.stated_on) == (None, None, None)
    (ask_first,) = statements("月 09:30-12:00 | - | △ | 11-05")
    assert ask_first.declared == Declared(DeclaredMark.ASK)
    assert statements("月 09:30-12:00") == ()


def test_words_and_answers_come_from_the_vocabulary() -> None:
    """A word that is none is an error; what is not answered is not there."""
    assert words(Activity, "cafe games") == (Activity.CAFE, Activity.GAMES)
    menu = offered("noise", "step_free")
    assert (menu[Condition.NOISE], menu[Condition.STEP_FREE]) == (Answer.YES, Answer.NO)
    assert menu[Condition.OUTDOORS] == Answer.NO
    assert Condition.PLACE_TO_REST not in menu
    person = bearable("noise", "standing")
    assert (person[Condition.NOISE], person[Condition.STANDING]) == (Answer.YES, Answer.NO)
    assert (person[Condition.OUTDOORS], person[Condition.ONE_TO_ONE]) == (Answer.YES, Answer.NO)
    assert Condition.SMELL not in person
    assert bearable("", "") == {}
    with pytest.raises(ValueError, match="gardening"):
        words(Activity, "gardening")
