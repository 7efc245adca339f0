"""Instances of generalised assignment are what the literature says they are."""

from __future__ import annotations

import numpy as np
import pytest

from matching.errors import InvalidProblem
from matching.simulation.generalised_assignment import TYPES, draw_assignment, read_assignment


@pytest.mark.parametrize("kind", TYPES)
def test_equal_arguments_give_equal_instances(kind: str) -> None:
    """Twice the same seed is the same instance; another seed is another."""
    first, again, other = (draw_assignment(kind, 4, 30, seed) for seed in (3, 3, 4))
    for one, two in (
        (first.costs, again.costs),
        (first.loads, again.loads),
        (first.capacity, again.capacity),
    ):
        assert np.array_equal(one, two)
    assert not np.array_equal(first.costs, other.costs)


@pytest.mark.parametrize(
    ("kind", "loads", "costs"),
    [("A", (5, 25), (10, 50)), ("B", (5, 25), (10, 50)), ("C", (5, 25), (10, 50)), ("D", (1, 100), (1, 120))],
)
def test_numbers_fill_their_ranges(kind: str, loads: tuple[int, int], costs: tuple[int, int]) -> None:
    """Loads and costs reach both ends of the published ranges, and no farther."""
    drawn = draw_assignment(kind, 20, 500, 1)
    assert (drawn.loads.min(), drawn.loads.max()) == loads
    assert (drawn.costs.min(), drawn.costs.max()) == costs


@pytest.mark.parametrize("kind", "CDE")
def test_four_fifths_of_the_load_can_be_carried(kind: str) -> None:
    """An agent carries 80 % of what a share of all jobs would take of it."""
    drawn = draw_assignment(kind, 7, 90, 2)
    assert drawn.capacity.tolist() == (drawn.loads.sum(axis=1) * 0.8 / 7).astype(int).tolist()


@pytest.mark.parametrize("kind", "DE")
def test_cheap_is_heavy(kind: str) -> None:
    """In types D and E what costs little takes much."""
    drawn = draw_assignment(kind, 10, 100, 1)
    assert np.corrcoef(drawn.costs.ravel(), drawn.loads.ravel())[0, 1] < -0.4


def test_b_is_a_with_seven_tenths_of_the_capacity() -> None:
    """Types A and B differ in their capacities alone."""
    loose, tight = draw_assignment("A", 6, 60, 5), draw_assignment("B", 6, 60, 5)
    assert np.array_equal(loose.costs, tight.costs)
    assert np.abs(tight.capacity - 0.7 * loose.capacity).max() <= 1
    # What each agent carries if everybody does what it does cheapest: 40 % of the most, and nine a job.
    carried = np.bincount(loose.costs.argmin(axis=0), loose.loads[loose.costs.argmin(axis=0), range(60)], 6)
    assert loose.capacity.tolist() == [int(9 * 10 + 0.4 * carried.max())] * 6


def test_a_published_file_is_read() -> None:
    """Agents, jobs, costs, loads, capacities, in this order."""
    read = read_assignment("2 3\n 1 2 3\n 4 5 6\n 7 8 9\n 1 1 1\n 10 11\n")
    assert read.costs.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert read.loads.tolist() == [[7, 8, 9], [1, 1, 1]]
    assert read.capacity.tolist() == [10, 11]
    assert read.cost(read.reward * 3 - 9) == 9


@pytest.mark.parametrize(("kind", "agents", "jobs"), [("F", 1, 1), ("", 1, 1), ("A", 0, 1), ("A", 1, 0)])
def test_what_is_none_is_refused(kind: str, agents: int, jobs: int) -> None:
    """Another type, nobody or nothing is an error that names the number."""
    with pytest.raises(InvalidProblem, match=r"kind|agents|jobs"):
        draw_assignment(kind, agents, jobs, 1)
