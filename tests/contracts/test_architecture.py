"""The import rules of docs/design.md are kept, and the check that keeps them can fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy_of_project(tmp_path: Path) -> Path:
    """Copy the packages and their contracts to a place where a violation can be planted."""
    for package in ("matching", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the packages of a folder."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_project_keeps_its_import_rules(copy_of_project: Path) -> None:
    """No part of the code knows a part that it must not know."""
    result = lint_imports(copy_of_project)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("matching/model/person.py", "import api.cli"),
        ("matching/capacity/limits.py", "import matching.eligibility"),
        ("matching/verify/checks.py", "import matching.selection.exact"),
        ("matching/model/host.py", "import ortools"),
        ("matching/pipeline.py", "import typer"),
        ("api/people/service.py", "import api.placements.service"),
        ("api/policy/table.py", "import api.tables"),
    ],
)
def test_a_planted_violation_is_found(copy_of_project: Path, file: str, line: str) -> None:
    """The check fails for each kind of forbidden import."""
    target = copy_of_project / file
    target.write_text(f"{target.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    result = lint_imports(copy_of_project)
    assert result.returncode != 0, result.stdout
    assert "BROKEN" in result.stdout


@pytest.mark.parametrize("folder", ["matching", "api", "api/policy"])
def test_a_stray_module_is_found(copy_of_project: Path, folder: str) -> None:
    """A module that stands in no layer fails the check."""
    (copy_of_project / folder / "utils.py").write_text('"""Stray."""\n', encoding="utf-8")
    assert lint_imports(copy_of_project).returncode != 0
