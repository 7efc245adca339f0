"""Quick choices are always feasible and never leave a place that somebody could have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.selection import rounding
from matching.selection.arrays import Flags
from matching.selection.problem import Selection
from matching.selection.rounding import choose_by_share, choose_by_value, fill, upgrade
from tests.matching.selection.problems import as_part, crowded, selection, selections, thorough


def could_be_added(problem: Selection, chosen: Flags) -> list[int]:
    """List the candidates of groups without one that still fit."""
    left = problem.capacity - problem.uses @ chosen.astype(np.int64)
    fits = (problem.uses.toarray() <= left[:, None]).all(axis=0)
    return np.flatnonzero(fits & ~np.isin(problem.group, problem.group[chosen])).tolist()


@thorough
@given(problem=selections(pins=False), data=st.data())
def test_fill_takes_all_that_fits(problem: Selection, data: st.DataObject) -> None:
    """In any order, the choice is feasible and nothing can be added to it."""
    part = as_part(problem).problem
    order = np.array(data.draw(st.permutations(range(part.size))), dtype=np.int64)
    chosen = fill(part, order)
    assert part.holds(chosen)
    assert could_be_added(part, chosen) == []


def test_fill_prefers_the_first_in_order() -> None:
    """When two groups want the last place, the earlier in the order gets it."""
    part = as_part(selection([0, 1], [5, 5], [[1, 1]], [1])).problem
    assert fill(part, np.array([1, 0])).tolist() == [False, True]
    assert fill(part, np.array([0, 1])).tolist() == [True, False]


@thorough
@given(problem=selections(pins=False), data=st.data())
def test_upgrade_never_loses(problem: Selection, data: st.DataObject) -> None:
    """Upgrading a feasible choice gives a feasible choice worth at least as much, with nothing to add."""
    part = as_part(problem).problem
    order = np.array(data.draw(st.permutations(range(part.size))), dtype=np.int64)
    before = fill(part, order)
    after = upgrade(part, before)
    assert part.holds(after)
    assert part.worth(after) >= part.worth(before)
    assert could_be_added(part, after) == []


def test_upgrade_uses_the_place_the_group_gives_back() -> None:
    """A group may move to a better candidate on the very row it fills itself."""
    part = as_part(selection([0, 0, 1], [3, 8, 1], [[2, 2, 1]], [2])).problem
    assert upgrade(part, np.array([True, False, False])).tolist() == [False, True, False]


def test_upgrade_does_not_lend_one_place_twice() -> None:
    """Two groups that both want the one place left cannot both move there."""
    part = as_part(selection([0, 0, 1, 1], [1, 9, 1, 8], [[0, 1, 0, 1]], [1])).problem
    chosen = upgrade(part, fill(part, np.array([0, 2, 1, 3])))
    assert part.holds(chosen)
    assert part.worth(chosen) == 10


def test_one_move_makes_room_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """A move that needs what another gives back comes one pass later, and there are only so many passes."""
    part = as_part(selection([0, 0, 1, 1], [1, 9, 1, 8], [[0, 1, 1, 0]], [1])).problem
    start = np.array([True, False, True, False])
    assert part.worth(upgrade(part, start)) == 17
    monkeypatch.setattr(rounding, "UPGRADE_PASSES", 1)
    assert part.worth(upgrade(part, start)) == 9


@pytest.mark.parametrize("seed", range(3))
def test_a_whole_relaxation_is_kept(seed: int) -> None:
    """A relaxation that is a choice already comes out as worth at least as much."""
    part = as_part(crowded(seed)).problem
    whole = choose_by_value(part)
    rounded = choose_by_share(part, whole.astype(np.float64), np.zeros(part.size, dtype=np.int64))
    assert part.holds(rounded)
    assert part.worth(rounded) >= part.worth(whole)
