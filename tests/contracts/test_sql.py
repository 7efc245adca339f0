"""Features reach the database through the ORM only: plain SQL passes the fence between municipalities."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import tables
from api.tables import OwnedRow

API = Path(__file__).parents[2] / "api"
ALLOWED = ("infra", "migrations")
OWNED = {name for name, kind in vars(tables).items() if isinstance(kind, type) and issubclass(kind, OwnedRow)}
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
            if called == "insert" and node.args and getattr(node.args[0], "id", "") in OWNED:
                yield node.lineno, "insert() of an owned table: use session.add, which checks whose it is"


def test_nothing_goes_around_the_fence_between_municipalities() -> None:
    """No `__table__`, `text()` or bulk insert of an owned table outside infra and the migrations."""
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
        "session.execute(insert(Person).values(rows))",
        "session.bulk_save_objects(rows)",
    ],
)
def test_what_goes_around_it_is_found(planted: str) -> None:
    """Control: each way is found."""
    assert faults_in(planted, "planted")


def test_what_stays_inside_is_not_reported() -> None:
    """Control: the ORM's own ways, and text that is no SQL."""
    assert faults_in("session.execute(select(Person))\ntext = 'x'\nprint(text)\ninsert(Seat)", "fine") == []
