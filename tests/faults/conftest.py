"""Faults are tried on the same databases as everything else, and say what they found."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from tests.api.conftest import backend, database_url, postgresql_template, service, sqlite_template

__all__ = ["backend", "database_url", "postgresql_template", "service", "sqlite_template"]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Write a line to the terminal whether the test fails or not."""

    def write(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return write
