"""Somebody to go along (同行)."""

from __future__ import annotations

from typing import Any

import pytest

from matching.model import Pool, Slot
from matching.vocabulary import PoolKind
from tests.matching.builders import amount_pool, menu, person, pool, slot, window
from tests.matching.eligibility.judged import AGAINST, ASK_PERSON, FITS, says, values_of

NEEDS_30 = person(accompaniment_minutes=30)


def guide(minutes: int | None = 60, when: Slot | None = None, **over: Any) -> Pool:
    """Make a companion with minutes, for the week or for a slot."""
    return amount_pool(PoolKind.COMPANION, minutes, when, **over)


@pytest.mark.parametrize(
    ("companions", "verdict"),
    [
        ([], AGAINST),
        ([guide()], FITS),
        ([guide(30)], FITS),
        ([guide(29)], AGAINST),
        ([guide(0)], AGAINST),
        ([guide(None)], AGAINST),  # nobody said how much time there is
        ([guide(0), guide(id="second")], FITS),
        ([guide(29), guide(29, id="second")], AGAINST),  # two halves are no companion
        # by hours: the visit starts at 10:00 on Tuesday
        ([guide(60, slot(2, "10:00", "11:00"))], FITS),
        ([guide(60, slot(2, "09:00", "10:01"))], FITS),
        ([guide(60, slot(2, "09:00", "10:00"))], AGAINST),
        ([guide(60, slot(2, "10:01", "17:00"))], AGAINST),
        ([guide(60, slot(3, "09:00", "17:00"))], AGAINST),
        # by district: the person lives in the north
        ([guide(districts=("north",))], FITS),
        ([guide(districts=("south", "north"))], FITS),
        ([guide(districts=("south",))], AGAINST),
        ([guide(districts=("south",)), guide(id="second", districts=("north",))], FITS),
        ([guide(0, districts=("north",)), guide(id="second", districts=("south",))], AGAINST),
    ],
)
def test_companion(companions: list[Pool], verdict: str) -> None:
    """Who needs somebody along needs one companion of the district with enough time when the visit starts."""
    assert says("companion", NEEDS_30, pools=[pool(), *companions]) == verdict


def test_unknown_district_is_asked_and_not_refused() -> None:
    """Unknown is not no: without a district any companion may do, and the person is asked where to meet."""
    somewhere = person(accompaniment_minutes=30, district=None)
    assert says("companion", somewhere, pools=[pool(), guide(districts=("south",))]) == ASK_PERSON
    assert says("companion", somewhere, pools=[pool(), guide(0)]) == AGAINST
    assert says("companion", person(district=None)) == FITS


def test_nobody_is_needed() -> None:
    """Who comes alone needs no companion."""
    assert says("companion") == FITS


@pytest.mark.parametrize(
    ("hours", "fewest", "verdict"),
    [((1, 2, 3), 2, FITS), ((1, 3), 2, FITS), ((3,), 2, AGAINST), ((3,), 1, FITS)],
)
def test_enough_slots_are_accompanied(hours: tuple[int, ...], fewest: int, verdict: str) -> None:
    """There must be a companion for as many slots as the person wants at least."""
    who = person(accompaniment_minutes=30, fewest_slots=fewest, most_slots=fewest)
    where = menu(slots=(slot(1), slot(2), slot(3)))
    pools = [pool(), *(guide(60, slot(day), id=f"guide {day}") for day in hours)]
    assert says("companion", who, where, pools=pools) == verdict


def test_what_other_rules_stop_is_not_put_on_the_companion() -> None:
    """Where the hours or the stay already leave too few slots, the companion is not named as the reason."""
    no_hours = person(accompaniment_minutes=30, availability=(window(5),))
    short = person(accompaniment_minutes=30, longest_stay_minutes=60)
    assert says("companion", no_hours) == FITS
    assert says("companion", short) == FITS


def test_minutes_are_told() -> None:
    """The reason names the minutes needed."""
    assert values_of("companion", NEEDS_30) == {"minutes": 30}
