"""Databases of both kinds and a service on each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.databases import PostgresqlTemplate, SqliteTemplate
from tests.api.service import Service, open_service
from tests.api.town import town
from tests.api.wam_files import make_file, make_hosts, make_row, wam_csv

__all__ = ["make_file", "make_hosts", "make_row", "town", "wam_csv"]

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """A migrated SQLite file."""
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[PostgresqlTemplate]:
    """A migrated PostgreSQL database on a server of this test process."""
    template = PostgresqlTemplate()
    yield template
    template.close()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each of the two databases."""
    name: str = request.param
    return name


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh, migrated database."""
    template: SqliteTemplate | PostgresqlTemplate = request.getfixturevalue(f"{backend}_template")
    with template.copy(tmp_path) as url:
        yield url


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """A service on a fresh database."""
    with open_service(database_url, tmp_path) as opened:
        yield opened
