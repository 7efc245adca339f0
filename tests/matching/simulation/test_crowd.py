"""Synthetic people are plausible and follow from their seed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.model import Person
from matching.simulation.archetypes import ARCHETYPES, SCHEMES, WISHES
from matching.simulation.crowd import Home, draw_people
from matching.vocabulary import NeedDomain, TravelMode

_DATE = dt.date(2026, 11, 20)
_HOME = Home("543670001", "north", "K1")


def crowd(n: int, seed: int, car_share: float = 0.0) -> tuple[Person, ...]:
    """Draw n people of one home."""
    rng = np.random.Generator(np.random.PCG64(seed))
    return draw_people(rng, [_HOME] * n, _DATE, car_share=car_share)


def test_archetypes_are_a_whole() -> None:
    """Shares add up to one, and each need has words for it."""
    assert sum(archetype.share for archetype in ARCHETYPES) == pytest.approx(1)
    assert set(WISHES) == set(SCHEMES) == {domain.value for domain in NeedDomain}


@given(n=st.integers(0, 60), seed=st.integers(0, 2**32))
def test_people_are_valid_and_come_again(n: int, seed: int) -> None:
    """Any number of people can be made, equal for an equal seed, each with a need they have time for."""
    people = crowd(n, seed)
    assert people == crowd(n, seed)
    assert len({person.id for person in people}) == n
    for person in people:
        assert person.fewest_slots * len(person.needs) <= person.most_slots
        assert dt.timedelta(0) <= _DATE - person.waiting_since <= dt.timedelta(days=540)
        assert (person.home_mesh, person.district, person.caseload_pool_id) == _HOME


def test_a_crowd_is_mixed() -> None:
    """Many people have all needs between them, some have several, and what is not known differs."""
    people = crowd(400, seed=1)
    assert {need.domain for person in people for need in person.needs} == set(NeedDomain)
    assert any(len(person.needs) > 1 for person in people)
    assert {person.availability is None for person in people} == {True, False}
    assert {len(person.conditions) for person in people} >= {6, 7, 8, 9}
    assert {bool(person.accompaniment_minutes) for person in people} == {True, False}


@pytest.mark.parametrize(("car_share", "least", "most"), [(0.0, 0.02, 0.2), (1.0, 1.0, 1.0)])
def test_cars_are_as_common_as_asked(car_share: float, least: float, most: float) -> None:
    """In town some archetypes have cars; in a wide country as many people as asked."""
    people = crowd(400, seed=2, car_share=car_share)
    assert least <= np.mean([TravelMode.CAR in person.modes for person in people]) <= most
