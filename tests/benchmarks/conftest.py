"""The benchmarks of the service run on databases like the tests', on a disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.conftest import sqlite_template

__all__ = ["sqlite_template"]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder on the disk: what a commit waits for is part of what is measured."""
    with tempfile.TemporaryDirectory(prefix="sanka-bench-", ignore_cleanup_errors=True) as name:
        yield Path(name)
