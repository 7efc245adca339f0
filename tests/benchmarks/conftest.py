"""The benchmarks of the service run on the same databases as the tests."""

from tests.api.conftest import sqlite_template

__all__ = ["sqlite_template"]
