"""Files of registers for the tests, and sending them."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from api.imports.registers.columns import Column, write_row
from api.imports.registers.workbooks import workbook_bytes
from api.tables import Host, Person
from tests.api.service import Client, Service

Rows = Sequence[Mapping[str, Any]]


def cells_of(columns: Sequence[Column], rows: Rows) -> list[list[str]]:
    """Give the header and the cells of each row."""
    return [[column.heading for column in columns], *(write_row(columns, row) for row in rows)]


def csv_of(columns: Sequence[Column], rows: Rows, encoding: str = "utf-8", **how: Any) -> bytes:
    """Write rows as CSV."""
    return csv_from(cells_of(columns, rows), encoding, **how)


def csv_from(cells: Sequence[Sequence[str]], encoding: str = "utf-8", **how: Any) -> bytes:
    """Write cells as CSV."""
    text = io.StringIO()
    csv.writer(text, **how).writerows(cells)
    return text.getvalue().encode(encoding)


def xlsx_of(columns: Sequence[Column], rows: Rows) -> bytes:
    """Write rows as a workbook."""
    return workbook_bytes([("名簿", cells_of(columns, rows))])


def send(client: Client, what: str, data: bytes, key: str = "") -> Any:
    """Send a file."""
    headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": key or uuid.uuid4().hex}
    return client.post(f"/api/v1/imports/{what}", content=data, headers=headers)


def faults_in(answer: Any) -> list[tuple[int | None, str]]:
    """Give row and heading of each fault of a refusal."""
    assert answer.status_code == 422, answer.text
    return [(fault.get("row"), fault["field"]) for fault in answer.json()["faults"]]


def count(service: Service, kind: type[Person] | type[Host]) -> int:
    """Count the people or hosts of the municipality."""
    with service.installation.database.read(service.office) as session:
        return session.execute(select(func.count(col(kind.id)))).scalar_one()
