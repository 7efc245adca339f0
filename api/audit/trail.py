"""Writing the trail: rows are collected while an act runs and chained in its own transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.chain import mac_of
from api.tables import Audit, AuditHead
from api.tables.tenancy import add_rows, change_rows, municipality_of


@dataclass(frozen=True)
class Entry:
    """
    What one row says.

    Parameters
    ----------
    act, outcome
        What was done or asked for; ok, denied or error.
    actor_id, session, request_id
        By whom, in which session (the start of its hash), in which request.
    resource, resource_id, person_id
        On what, and whose case it is about.
    version
        The record's version after the act.
    details
        Names of changed fields, reason codes, counts; never values.
    """

    act: str
    outcome: str
    actor_id: uuid.UUID | None = None
    session: str = ""
    request_id: str = ""
    resource: str = ""
    resource_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    version: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


def append(session: Session, key: bytes, now: dt.datetime, entries: Sequence[Entry]) -> None:
    """Add rows at the end of the municipality's chain, in the session's transaction."""
    if not entries:
        return
    session.flush()
    own = municipality_of(session)
    seq, mac = session.execute(_HEAD, {"own": own}).one()
    at = now.replace(microsecond=now.microsecond // 1000 * 1000)
    rows = []
    for entry in entries:
        seq += 1
        row = {"municipality_id": own, "seq": seq, "at": at, **vars(entry)}
        mac = row["mac"] = mac_of(key, row, mac)
        rows.append(row)
    add_rows(session, Audit, rows)
    change_rows(session, _MOVE_HEAD, {"own": own, "to_seq": seq, "to_mac": mac})


_HEAD = (
    select(col(AuditHead.seq), col(AuditHead.mac))
    .where(col(AuditHead.municipality_id) == bindparam("own"))
    .with_for_update()
)
_MOVE_HEAD = (
    update(AuditHead)
    .where(col(AuditHead.municipality_id) == bindparam("own"))
    .values(seq=bindparam("to_seq"), mac=bindparam("to_mac"))
)
# Built once: every act and every sensitive view asks them.
