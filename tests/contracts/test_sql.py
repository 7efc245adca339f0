"""Features reach the database through the ORM only: plain SQL passes the fence between municipalities."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

API = Path(__file__).parents[2] / "api"
ALLOWED = ("infra", "migrations")
AROUND = {"text", "literal_column", "exec_driver_sql"}
BULK = {"bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"}


def faults_in(source: str, name: str) -> list[str]:
    """Find what goes around the ORM's filter."""
    return [f"{name}:{line}: {what}" for line, what in _around(ast.parse(source))]


def _around(tree: ast.AST) -> Iterator[tuple[int, str]]:
    of_sqlalchemy: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("sqlalchemy", "sqlmodel")):
            of_sqlalchemy |= {each.asname or each.name for each in node.names if each.name in AROUND}
        if isinstance(node, ast.Attribute) and node.attr in {"__table__", *BULK, "exec_driver_sql"}:
            yield node.lineno, node.attr
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            module = getattr(getattr(node.func, "value", None), "id", "")
            if called in of_sqlalchemy or (called in AROUND and module in {"sa", "sqlalchemy", "sqlmodel"}):
                yield node.lineno, f"{called}()"
            if called == "exists" and isinstance(node.func, ast.Name) and not node.args:
                yield node.lineno, "exists() of no column: the ORM may not see of which table it is"


def test_nothing_goes_around_the_fence_between_municipalities() -> None:
    """No `__table__`, `text()`, bulk method or `exists()` of no column outside infra and the migrations."""
    faults = []
    for file in API.rglob("*.py"):
        name = file.relative_to(API)
        if name.parts[0] not in ALLOWED:
            faults += faults_in(file.read_text(encoding="utf-8"), f"api/{name}")
    assert faults == []


@pytest.mark.parametrize(
    "planted",
    [
        "select(Person.__table__)",
        "from sqlalchemy import text\nsession.execute(text('SELECT 1'))",
        "from sqlalchemy import text as sql\nsql('SELECT 1')",
        "import sqlalchemy as sa\nsa.text('SELECT 1')",
        "connection.exec_driver_sql('SELECT 1')",
        "exists().where(and_(col(Person.id) == person_id, is_current(today)))",
        "session.bulk_save_objects(rows)",
    ],
)
def test_what_goes_around_it_is_found(planted: str) -> None:
    """Control: each way is found."""
    assert faults_in(planted, "planted")


def test_what_stays_inside_is_not_reported() -> None:
    """Control: the ORM's own ways, and text that is no SQL."""
    assert (
        faults_in("session.execute(select(Person))\ntext = 'x'\nprint(text)\nexists(col(Person.id))", "fine")
        == []
    )
