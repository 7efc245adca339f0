"""Menus as columns."""

from __future__ import annotations

import numpy as np
import pytest

from matching.columns import Columns, MenuColumns
from matching.columns.menus import DOES_NOT_SUIT, NOT_STATED, SUITS, suitability
from matching.model import Place
from matching.vocabulary import BURDENS, Answer, Condition, Gender
from tests.matching.builders import PLACE, beds, host, menu, pool, problem, room, slot


def columns(*menus, **over) -> MenuColumns:
    """Make the columns of these menus."""
    return Columns.of(problem(menus=menus, pools=[pool(), beds()], **over).in_order()).menus


@pytest.mark.parametrize("condition", list(Condition))
def test_what_an_answer_is_to_someone_who_asks(condition: Condition) -> None:
    """Having a burden and lacking a support fail someone who asks; an unknown answer does neither."""
    fails = Answer.YES if condition in BURDENS else Answer.NO
    answers = dict.fromkeys(Answer, SUITS) | {fails: DOES_NOT_SUIT, Answer.UNKNOWN: NOT_STATED}
    assert {answer: suitability(condition, answer) for answer in Answer} == answers


@pytest.mark.parametrize(("shortest", "stay"), [(None, 120), (60, 60), (120, 120), (300, 120)])
def test_stay_is_never_longer_than_the_slot(shortest: int | None, stay: int) -> None:
    """One must be able to stay as long as the host can make use of, and no longer than the slot lasts."""
    assert columns(menu(shortest_stay_minutes=shortest)).slot_stay.tolist() == [[stay]]


def test_slots_are_padded() -> None:
    """Menus with fewer slots than others are padded with slots of no weekday."""
    found = columns(menu(), menu(id="M2", slots=(slot(1), slot(3))), room(id="R1"))
    assert found.slot_day.tolist() == [[2, -1], [1, 3], [0, -1]]
    assert found.n_slots.tolist() == [1, 2, 1]
    assert found.is_room.tolist() == [False, False, True]


def test_a_menu_may_be_elsewhere_than_its_host() -> None:
    """A menu's own place comes before its host's; without either it is unknown."""
    field = Place(36, 140)
    assert columns(menu(place=field)).position.tolist() == [[36, 140]]
    assert columns(menu()).position.tolist() == [[PLACE.lat, PLACE.lng]]
    assert np.isnan(columns(menu(), hosts=[host(place=None)]).position).all()


@pytest.mark.parametrize(
    ("genders", "expected"),
    [
        (None, -1),
        ((), 0),
        ((Gender.WOMAN,), 1),
        ((Gender.WOMAN, Gender.WOMAN), 1),
        ((Gender.WOMAN, Gender.MAN), 3),
    ],
)
def test_staff_genders(genders: tuple[Gender, ...] | None, expected: int) -> None:
    """Unknown staff is kept apart from nobody, and naming a gender twice names it once."""
    assert columns(menu(), hosts=[host(staff_genders=genders)]).staff_genders.tolist() == [expected]
