"""圏域 and 町丁目 by the names they have in a register."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.imports.records import plain
from api.imports.registers.columns import Faults, Row
from api.tables import District, TownBlock


class Places:
    """
    The places of a municipality, looked up by name.

    Parameters
    ----------
    session
        Works for the municipality.
    """

    def __init__(self, session: Session) -> None:
        self._districts: dict[str, list[uuid.UUID]] = {}
        self._blocks: dict[str, list[uuid.UUID]] = {}
        for kind, found in ((District, self._districts), (TownBlock, self._blocks)):
            for row_id, name in session.execute(select(col(kind.id), col(kind.name))):
                found.setdefault(plain(name), []).append(row_id)

    def district(self, row: Row, faults: Faults) -> uuid.UUID | None:
        """Find the 圏域 a row names."""
        return _only(self._districts, row, "district", "登録されている圏域の名前", faults)

    def town_block(self, row: Row, faults: Faults) -> uuid.UUID | None:
        """Find the 町丁目 a row names."""
        return _only(self._blocks, row, "town_block", "取り込んだ町丁目の名前（一つに決まるもの）", faults)


def _only(
    ids: dict[str, list[uuid.UUID]], row: Row, field: str, expected: str, faults: Faults
) -> uuid.UUID | None:
    name = row.values.get(field)
    if name is None:
        return None
    found = ids.get(plain(name), [])
    if len(found) != 1:
        faults.add(row.number, field, expected)
        return None
    return found[0]
