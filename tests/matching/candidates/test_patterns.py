"""Weekly patterns: all of them where they are few, spread over the week where they are many."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.candidates.patterns import overlapping_slots, subsets, weekly_patterns
from matching.columns import Columns
from tests.matching.builders import menu, pool, problem, slot

MOST_SLOTS = 21
ENUMERATED = 500
"""Beyond so many subsets a few stand for all."""


def patterns(
    usable: int,
    fewest: int = 1,
    most: int = 1,
    per_pair: int = 8,
    turn: int = 0,
    overlapping: dict[int, int] | None = None,
) -> list[int]:
    """Give the patterns of one pair; `overlapping` gives for a slot the others at its time, as bits."""
    table = np.zeros((1, MOST_SLOTS), dtype=np.int64)
    for position, others in (overlapping or {}).items():
        table[0, position] = others
    one = [np.array([number]) for number in (usable, fewest, most, turn)]
    _, slots = weekly_patterns(*one, per_pair, np.array([0]), table)
    return slots.tolist()


def subsets_of(usable: int, fewest: int, most: int) -> set[int]:
    """Give all subsets of some slots with so many of them, as bits."""
    slots = [1 << position for position in range(MOST_SLOTS) if usable >> position & 1]
    return {
        sum(chosen) for k in range(fewest, min(most, len(slots)) + 1) for chosen in combinations(slots, k)
    }


masks = st.integers(0, 2**MOST_SLOTS - 1)
levels = st.tuples(st.integers(1, 14), st.integers(0, 4)).map(lambda pair: (pair[0], sum(pair)))


@given(usable=masks, wanted=levels, per_pair=st.integers(1, 60), turn=st.integers(0, 100))
def test_patterns_are_different_and_within_bounds(
    usable: int, wanted: tuple[int, int], per_pair: int, turn: int
) -> None:
    """No pattern has a slot that is not usable, too few or too many; none comes twice or beyond the limit."""
    fewest, most = wanted
    found = patterns(usable, fewest, most, per_pair, turn)
    assert len(found) == len(set(found)) <= per_pair
    assert all(slots & ~usable == 0 and fewest <= slots.bit_count() <= most for slots in found)


@given(usable=st.integers(0, 2**6 - 1), wanted=levels, turn=st.integers(0, 100))
def test_every_subset_where_they_are_few(usable: int, wanted: tuple[int, int], turn: int) -> None:
    """Where all subsets together are no more than the limit, every one is a pattern."""
    fewest, most = wanted
    every = subsets_of(usable, fewest, most)
    assert set(patterns(usable, fewest, most, max(1, len(every)), turn)) == every


@given(usable=masks, wanted=levels, per_pair=st.integers(1, 12))
def test_limit_is_used_up(usable: int, wanted: tuple[int, int], per_pair: int) -> None:
    """There are as many patterns as the limit lets through, and the first of them have the most slots."""
    fewest, most = wanted
    top = min(most, usable.bit_count())
    found = patterns(usable, fewest, most, per_pair)
    choices = [comb(usable.bit_count(), k) for k in range(fewest, top + 1)]
    assert len(found) == min(per_pair, sum(choices)) or max(choices) > ENUMERATED
    if found:
        assert max(slots.bit_count() for slots in found) == top


def test_days_are_spread() -> None:
    """Two of five slots are never two in a row while there are others to choose from."""
    found = patterns(0b11111, fewest=2, most=2, per_pair=5)
    assert set(found) == {0b00101, 0b01010, 0b10100, 0b01001, 0b10010}


def test_subsets_come_most_evenly_spread_first() -> None:
    """Of three of six, every second one comes first, and three in a row last."""
    ranked = [tuple(row) for row in subsets(6, 3).tolist()]
    assert ranked[:2] == [(0, 2, 4), (1, 3, 5)]
    assert (0, 1, 2) in ranked[-6:]
    assert len(ranked) == comb(6, 3)


def test_many_subsets_are_stood_for_by_even_ones() -> None:
    """Where there are too many to rank, one evenly spaced subset from each first slot stands for them."""
    table = subsets(21, 7)
    assert {tuple(row) for row in table.tolist()} == {tuple(range(first, 21, 3)) for first in range(3)}


def test_turn_gives_others_other_days() -> None:
    """People with the same free slots do not all get the same day first."""
    assert {patterns(0b111, per_pair=1, turn=turn)[0] for turn in range(3)} == {0b001, 0b010, 0b100}


def test_several_pairs_at_once_are_as_one_by_one() -> None:
    """A pair's patterns do not depend on the other pairs of the table."""
    rng = np.random.default_rng(3)
    usable, turn = rng.integers(0, 2**8, 200), rng.integers(0, 50, 200)
    fewest = rng.integers(1, 4, 200)
    most = fewest + rng.integers(0, 3, 200)
    pair, slots = weekly_patterns(
        usable, fewest, most, turn, 6, np.zeros(200, dtype=np.int64), np.zeros((1, 8), dtype=np.int64)
    )
    for row in range(200):
        alone = patterns(int(usable[row]), int(fewest[row]), int(most[row]), 6, int(turn[row]))
        assert slots[pair == row].tolist() == alone


@pytest.mark.parametrize("fewest", [1, 2])
def test_no_two_slots_at_the_same_time(fewest: int) -> None:
    """Of two slots at the same time a pattern has at most one, and no pattern is lost for it."""
    clash = {0: 0b010, 1: 0b001}
    found = patterns(0b111, fewest, 3, overlapping=clash)
    assert set(found) == {slots for slots in subsets_of(0b111, fewest, 3) if slots & 0b011 != 0b011}


def test_slots_overlap_by_day_and_time() -> None:
    """Slots that only touch, or lie on other days, do not overlap; rooms have nothing to overlap."""
    times = (slot(2, "10:00", "12:00"), slot(2, "11:00", "13:00"), slot(2, "13:00", "14:00"), slot(3))
    town = problem(menus=[menu(slots=times)], pools=[pool()])
    found = overlapping_slots(Columns.of(town).menus)
    assert found.tolist() == [[0b0010, 0b0001, 0, 0]]
