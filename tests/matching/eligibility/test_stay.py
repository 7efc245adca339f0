"""How long one stay may last."""

from __future__ import annotations

import pytest

from tests.matching.builders import beds, menu, person, room, slot, window
from tests.matching.eligibility.judged import AGAINST, FITS, says, values_of


@pytest.mark.parametrize(
    ("longest", "shortest", "verdict"),
    [
        (None, None, FITS),
        (120, None, FITS),  # the whole slot of two hours
        (119, None, AGAINST),
        (60, 60, FITS),
        (59, 60, AGAINST),
        (120, 300, FITS),  # a host cannot need longer than its slot
    ],
)
def test_stay(longest: int | None, shortest: int | None, verdict: str) -> None:
    """A stay the person can manage is as long as the menu needs; without a limit every stay is."""
    who = person(longest_stay_minutes=longest)
    assert says("stay", who, menu(shortest_stay_minutes=shortest)) == verdict


@pytest.mark.parametrize(("fewest", "verdict"), [(1, FITS), (2, AGAINST)])
def test_enough_slots_are_short(fewest: int, verdict: str) -> None:
    """As many slots must be short enough as the person wants at least."""
    who = person(longest_stay_minutes=60, fewest_slots=fewest, most_slots=fewest)
    where = menu(slots=(slot(1, "10:00", "11:00"), slot(2, "10:00", "12:00")))
    assert says("stay", who, where) == verdict


def test_what_the_hours_stop_is_not_put_on_the_stay() -> None:
    """Where too few slots are free anyway, the stay is not named as the reason."""
    assert says("stay", person(longest_stay_minutes=60, availability=(window(5),))) == FITS


def test_a_night_is_no_stay() -> None:
    """The longest stay of a day says nothing about nights."""
    assert says("stay", person(longest_stay_minutes=10), room(), pools=[beds()]) == FITS


def test_minutes_are_told() -> None:
    """The reason compares the longest stay with the least any slot needs."""
    where = menu(slots=(slot(1, "10:00", "13:00"), slot(2, "10:00", "12:00")))
    assert values_of("stay", person(longest_stay_minutes=45), where) == {
        "longest_minutes": 45,
        "needed_minutes": 120,
    }
