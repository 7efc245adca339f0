"""What a problem, its parameters and its result accept, refuse and say."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from scipy import sparse

from matching.errors import InvalidProblem
from matching.selection import Selection, SelectParams, SelectResult
from matching.vocabulary import SolveStatus
from tests.matching.selection.problems import selection

GOOD = {
    "group": np.array([0, 0, 5]),
    "value": np.array([3, -1, 2]),
    "uses": sparse.csr_array(np.array([[1, 0, 2], [0, 1, 1]])),
    "capacity": np.array([2, 1]),
    "fixed": np.array([False, False, True]),
}

BAD = {
    "group of floats": ("group", np.array([0.0, 0.0, 5.0])),
    "group below 0": ("group[1]", np.array([0, -1, 5])),
    "group in two dimensions": ("group", np.array([[0, 0, 5]])),
    "group too wide": ("group", np.array([0, 0, 5], dtype=np.uint64)),
    "value of floats": ("value", np.array([3.5, -1.0, 2.0])),
    "value not a number": ("value", np.array([np.nan, 0.0, 0.0])),
    "value too short": ("value", np.array([3, -1])),
    "value too large": ("value", np.array([2**52, -(2**52), 0])),
    "uses not sparse": ("uses", np.array([[1, 0, 2], [0, 1, 1]])),
    "uses of another shape": ("uses", sparse.csr_array(np.array([[1, 0, 2]]))),
    "uses of floats": ("uses", sparse.csr_array(np.array([[1.0, 0.0, 2.5], [0.0, 1.0, 1.0]]))),
    "uses below 0": ("uses[0]", sparse.csr_array(np.array([[-1, 0, 2], [0, 1, 1]]))),
    "uses too large": ("uses", sparse.csr_array(np.array([[2**52, 0, 2**52], [0, 1, 1]]))),
    "capacity below 0": ("capacity[1]", np.array([2, -1])),
    "capacity of floats": ("capacity", np.array([2.0, 1.0])),
    "fixed of integers": ("fixed", np.array([0, 0, 1])),
    "fixed too short": ("fixed", np.array([False, True])),
}


@pytest.mark.parametrize(("field", "given"), BAD.values(), ids=BAD.keys())
def test_refuses_bad_input(field: str, given: object) -> None:
    """What cannot be used is refused, and the error names the field and the place in it."""
    with pytest.raises(InvalidProblem, match=f"^selection: {re.escape(field)}: ") as caught:
        Selection(**{**GOOD, field.split("[")[0]: given})
    assert caught.value.field == field


def test_takes_any_width_of_integer() -> None:
    """Narrow integers are taken and become int64."""
    narrow = {name: given.astype(np.int8) for name, given in GOOD.items() if name != "fixed"}
    problem = Selection(**narrow)
    for array in (problem.group, problem.value, problem.capacity, problem.uses.data):
        assert array.dtype == np.int64


def test_takes_an_empty_problem() -> None:
    """No candidates and no rows is a problem too, even as empty lists."""
    problem = Selection(np.array([]), np.array([]), sparse.csr_array((0, 0)), np.array([]), np.array([]))
    assert problem.size == 0
    assert problem.holds(np.zeros(0, dtype=np.bool_))


def test_arrays_are_read_only_and_shared() -> None:
    """Good arrays are not copied, but cannot be changed through the problem."""
    problem = Selection(**GOOD)
    assert np.shares_memory(problem.value, GOOD["value"])
    with pytest.raises(ValueError, match="read-only"):
        problem.value[0] = 7
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.value = GOOD["value"]  # type: ignore[misc]
    assert GOOD["value"].flags.writeable


def test_doubled_and_zero_uses_are_tidied_in_a_copy() -> None:
    """Entries given twice are added, entries of 0 are left out, and the matrix given stays as it was."""
    given = sparse.csr_array((np.array([1, 2, 0]), np.array([1, 1, 0]), np.array([0, 3])), shape=(1, 2))
    problem = Selection(np.array([0, 1]), np.array([1, 1]), given, np.array([3]))
    assert problem.uses.toarray().tolist() == [[0, 3]]
    assert problem.uses.nnz == 1
    assert given.nnz == 3


@pytest.mark.parametrize(
    ("chosen", "holds"),
    [
        pytest.param([0, 0, 1], True, id="the pin alone"),
        pytest.param([0, 1, 1], False, id="a row over capacity"),
        pytest.param([1, 1, 1], False, id="two of one group"),
        pytest.param([1, 0, 0], False, id="without the pin"),
    ],
)
def test_holds(chosen: list[int], holds: bool) -> None:
    """A choice holds if groups, capacities and pins all hold."""
    assert Selection(**GOOD).holds(np.array(chosen, dtype=np.bool_)) is holds


def test_worth_adds_up_the_chosen() -> None:
    """Worth is the sum of the chosen values, also negative ones."""
    assert Selection(**GOOD).worth(np.array([False, True, True])) == 1


@pytest.mark.parametrize(
    ("field", "given"),
    [("time_limit_s", 0.0), ("relative_gap", -0.1), ("relative_gap", np.inf), ("workers", 0), ("seed", -1)],
)
def test_params_refuse_numbers_out_of_range(field: str, given: float) -> None:
    """Parameters out of range are refused by name."""
    with pytest.raises(InvalidProblem) as caught:
        SelectParams(**{field: given})
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("objective", "bound", "gap"), [(99, 100.0, 0.01), (100, 100.0, 0.0), (0, 0.0, 0.0), (-30, -20.0, 0.5)]
)
def test_optimality_gap_is_a_share_of_the_bound(objective: int, bound: float, gap: float) -> None:
    """The gap is (bound - objective) / max(1, |bound|)."""
    nothing = np.zeros(0)
    result = SelectResult(nothing.astype(np.bool_), objective, bound, SolveStatus.TIMED_OUT, nothing)
    assert result.optimality_gap == gap


def test_group_numbers_may_be_huge() -> None:
    """Group numbers are names, not positions."""
    problem = selection([2**62, 0], [1, 1], [], [])
    assert problem.holds(np.array([True, True]))
