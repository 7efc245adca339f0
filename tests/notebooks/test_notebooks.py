"""The notebooks run as scripts from the first cell to the last."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.wam_files import _file

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"


def run(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a notebook as marimo runs a script."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(NOTEBOOKS / name), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_the_town_is_analysed() -> None:
    """A gap analysis of the demo town."""
    done = run("gap_town.py", "--draws", "1", "--confirm", "1")
    assert done.returncode == 0, done.stderr[-2_000:]


def test_real_hosts_are_analysed(tmp_path: Path) -> None:
    """A file in the format of WAM NET, with synthetic people around its offices."""
    offices = [
        {
            "office_number": f"24000000{n:02d}",
            "name": f"みほん作業所{n}",
            "lat": f"34.{9000 + 60 * n}",
            "lng": f"136.{6000 + 50 * n}",
        }
        for n in range(1, 7)
    ]
    (tmp_path / "wam.csv").write_bytes(_file(*offices))
    done = run("gap_prefecture.py", "--hosts", str(tmp_path / "wam.csv"), "--people", "15")
    assert done.returncode == 0, done.stderr[-2_000:]


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS.glob("*.py")])
def test_no_output_is_kept(name: str) -> None:
    """A notebook is plain Python: no picture, no output in it, and no session beside it."""
    assert "data:image" not in (NOTEBOOKS / name).read_text(encoding="utf-8")
    assert not list(NOTEBOOKS.glob("__marimo__/*"))
