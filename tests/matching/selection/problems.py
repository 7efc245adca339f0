"""Problems for the tests of the kernel: small ones of every kind, crowded ones, and their best choices."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.selection.arrays import Flags
from matching.selection.problem import Selection
from matching.selection.reduce import Part, reduce_problem

thorough = settings(max_examples=max(150, settings().max_examples))
"""For tests whose examples take a millisecond."""


def selection(
    group: list[int],
    value: list[int],
    uses: list[list[int]],
    capacity: list[int],
    fixed: list[bool] | None = None,
) -> Selection:
    """Make a problem from plain lists; `uses` has one list per row."""
    matrix = sparse.csr_array(np.array(uses, dtype=np.int64).reshape(len(capacity), len(group)))
    pins = None if fixed is None else np.array(fixed, dtype=np.bool_)
    return Selection(
        np.array(group, np.int64), np.array(value, np.int64), matrix, np.array(capacity, np.int64), pins
    )


@st.composite
def selections(draw: DrawFn, pins: bool = True) -> Selection:
    """
    Draw a small problem of any kind: empty, greedy, worthless, over-full, pinned, with gaps in the numbers.

    Numbers come from short ranges, so that candidates tie and rows bind.
    """
    n = draw(st.integers(0, 9))
    rows = draw(st.integers(0, 4))
    largest = draw(st.sampled_from([1, 9, 1000, 10**12]))
    most = draw(st.sampled_from([1, 3, 40]))
    number = draw(st.sampled_from([1, 7]))

    def ints(size: int, lowest: int, highest: int) -> list[int]:
        return draw(st.lists(st.integers(lowest, highest), min_size=size, max_size=size))

    return selection(
        group=[number * group for group in ints(n, 0, 4)],
        value=ints(n, -2, largest),
        uses=[ints(n, 0, most) for _ in range(rows)],
        capacity=draw(
            st.lists(st.sampled_from([0, 1, 2, most, 2 * most, 2**62]), min_size=rows, max_size=rows)
        ),
        fixed=[flag == 0 for flag in ints(n, 0, 7)] if pins and draw(st.booleans()) else None,
    )


def as_part(problem: Selection) -> Part:
    """Give the part that a problem without pins is reduced to."""
    return reduce_problem(problem, np.ones(problem.size, dtype=np.bool_), problem.capacity)


def every_choice(problem: Selection) -> list[Flags]:
    """List every feasible choice of a small problem."""
    groups = [[None, *np.flatnonzero(problem.group == group)] for group in np.unique(problem.group)]
    choices = []
    for picked in itertools.product(*groups):
        chosen = np.zeros(problem.size, dtype=np.bool_)
        chosen[[candidate for candidate in picked if candidate is not None]] = True
        if problem.holds(chosen):
            choices.append(chosen)
    return choices


def best_worth(problem: Selection) -> int | None:
    """Give the greatest value of any feasible choice, found by trying all; None if there is none."""
    return max((problem.worth(chosen) for chosen in every_choice(problem)), default=None)


def crowded(seed: int, groups: int = 40, per_group: int = 24, rows: int = 40) -> Selection:
    """Make a problem where everybody wants one to three of the few places, so that rounding is not enough."""
    rng = np.random.default_rng(seed)
    n = groups * per_group
    wanted = [rng.choice(rows, rng.integers(1, 4), replace=False) for _ in range(n)]
    column = np.repeat(np.arange(n), [len(places) for places in wanted])
    amount = rng.integers(1, 3, column.size)
    uses = sparse.csr_array((amount, (np.concatenate(wanted), column)), shape=(rows, n))
    return Selection(
        np.repeat(np.arange(groups), per_group),
        rng.integers(1, 1000, n),
        uses,
        rng.integers(1, 4, rows),
    )


def stubborn() -> Selection:
    """Make a small problem that takes minutes to prove: what uses much is worth much, places are short."""
    rng = np.random.default_rng(1)
    rows, groups = 5, 100
    loads = rng.integers(1, 101, (rows, groups))
    value = 10_000 + loads + rng.integers(-10, 11, loads.shape)
    places = np.repeat(np.arange(rows), groups), np.arange(loads.size)
    uses = sparse.csr_array((loads.ravel(), places), shape=(rows, loads.size))
    capacity = loads.sum(axis=1) * 4 // (5 * rows)
    return Selection(np.tile(np.arange(groups), rows), value.ravel(), uses, capacity)


def stop_when_asked(times: int) -> Callable[[], bool]:
    """Want to stop from the so-manieth time on that one is asked."""
    calls = itertools.count(1)
    return lambda: next(calls) >= times


def side_by_side(problems: list[Selection]) -> Selection:
    """Put problems together that share nothing."""
    shifts = np.cumsum([0] + [int(problem.group.max()) + 1 for problem in problems])
    return Selection(
        np.concatenate([problem.group + shift for problem, shift in zip(problems, shifts, strict=False)]),
        np.concatenate([problem.value for problem in problems]),
        sparse.csr_array(sparse.block_diag([problem.uses for problem in problems], format="csr")),
        np.concatenate([problem.capacity for problem in problems]),
    )


def best_worth_by_scipy(problem: Selection) -> int:
    """Give the greatest value of any feasible choice, found by a solver that is not ours."""
    groups = int(problem.group.max()) + 1
    ones = np.ones(problem.size)
    membership = sparse.csr_array(
        (ones, (problem.group, np.arange(problem.size))), shape=(groups, problem.size)
    )
    upper = np.concatenate([np.ones(groups), problem.capacity])
    answer = milp(
        -problem.value.astype(np.float64),
        integrality=ones,
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(sparse.vstack([membership, problem.uses]), -np.inf, upper),
        options={"mip_rel_gap": 0},
    )
    return round(-answer.fun)
