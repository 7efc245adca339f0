"""Promises of privacy are checked on the same services as everything else."""

from tests.api.conftest import backend, database_url, postgresql_template, service, sqlite_template

__all__ = ["backend", "database_url", "postgresql_template", "service", "sqlite_template"]
