"""A choice of the kernel is re-checked entry by entry, and its bound proven anew, without a solver."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.selection import Selection, select
from matching.simulation.national import draw_national
from matching.verify import verify_choice
from tests.matching.selection.problems import best_worth, selection, selections, thorough


@thorough
@given(problem=selections(pins=False), data=st.data())
def test_every_choice_is_told_apart(problem: Selection, data: st.DataObject) -> None:
    """Whatever is chosen: no fault where every rule holds, a fault where one does not, and a proven bound."""
    flags = data.draw(st.lists(st.booleans(), min_size=problem.size, max_size=problem.size))
    chosen = np.array(flags, dtype=np.bool_)
    rows = problem.capacity.size
    prices = np.array(data.draw(st.lists(st.sampled_from([0.0, 0.3, 7.0, 1e9, -1.0, np.inf, np.nan]),
                                         min_size=rows, max_size=rows)))  # fmt: skip
    checked = verify_choice(problem, chosen, problem.worth(chosen), prices)
    assert checked.objective == problem.worth(chosen)
    assert checked.bound >= best_worth(problem)
    broken = {fault.code for fault in checked.faults} - {"above_bound"}
    assert problem.holds(chosen) == (not broken)


def test_what_the_kernel_chooses_holds_and_its_prices_prove_it() -> None:
    """The choice for a town holds, and its prices alone prove it nearly best."""
    problem = draw_national(300, 300, 1).selection
    result = select(problem)
    checked = verify_choice(problem, result.chosen, result.objective, result.prices)
    assert checked.faults == ()
    assert result.bound <= checked.bound <= 1.001 * result.bound


TWO = selection([0, 0, 1], [5, 4, 3], [[1, 1, 1]], [1])


@pytest.mark.parametrize(
    ("chosen", "objective", "code"),
    [
        ([True, True, False], 9, "chosen_twice"),
        ([True, False, True], 8, "over_capacity"),
        ([True, False, False], 6, "wrong_total"),
        ([True, False, False], 5, None),
    ],
)
def test_each_fault_has_its_name(chosen: list[bool], objective: int, code: str | None) -> None:
    """Someone chosen twice, a row over-full and a wrong total are each called so; a good choice is not."""
    checked = verify_choice(TWO, np.array(chosen), objective, np.zeros(1))
    codes = {fault.code for fault in checked.faults}
    assert code in codes if code else not codes


def test_no_solver_is_loaded() -> None:
    """A fresh interpreter that verifies has not loaded ortools."""
    code = "import sys, matching.verify; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
