"""The question can be asked, and a bound checked, where no solver may be loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

import matching.selection


@pytest.mark.parametrize(
    "module",
    [
        "matching.selection",
        "matching.selection.problem",
        "matching.selection.bound",
        "matching.selection.reduce",
        "matching.selection.rounding",
        "matching.selection.components",
        "matching.selection.neighbourhoods",
        "matching.selection.prices",
        "matching.simulation.national",
        "matching.baselines",
    ],
)
def test_no_solver_is_loaded(module: str) -> None:
    """A fresh interpreter that imports the module has not loaded ortools."""
    code = f"import sys, {module}; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_select_loads_the_solver() -> None:
    """The same check sees the solver once `select` is asked for."""
    code = "import sys; from matching.selection import select; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 1


def test_an_unknown_name_is_an_error() -> None:
    """The package offers `select` and nothing by accident."""
    with pytest.raises(AttributeError, match="no attribute 'selekt'"):
        _ = matching.selection.selekt  # type: ignore[attr-defined]
