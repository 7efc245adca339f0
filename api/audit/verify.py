"""Checking the trail: no gap, no changed row, nothing cut off after an anchor."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.chain import mac_of
from api.tables import Audit, AuditHead
from api.tables.tenancy import municipality_of


@dataclass(frozen=True)
class Anchor:
    """
    The end of a chain as it was written down outside the system.

    Parameters
    ----------
    seq, mac
        Number and MAC of the last row then.
    """

    seq: int
    mac: str


@dataclass(frozen=True)
class Checked:
    """
    What a check found.

    Parameters
    ----------
    rows
        How many rows were read.
    faults
        What does not hold, in words; empty if all does.
    end
        The end of the chain, to be written down.
    """

    rows: int
    faults: tuple[str, ...]
    end: Anchor


def verify_chain(session: Session, key: bytes, anchor: Anchor | None = None) -> Checked:
    """Recompute the whole chain of the session's municipality."""
    own = municipality_of(session)
    head = session.execute(
        select(AuditHead).where(col(AuditHead.municipality_id) == own)
    ).scalar_one_or_none()
    faults: list[str] = []
    seq, mac, rows = 0, "", 0
    anchor_met = anchor is None or anchor.seq == 0
    query = select(Audit).where(col(Audit.municipality_id) == own).order_by(col(Audit.seq))
    for row in session.execute(query.execution_options(yield_per=2000)).scalars():
        rows += 1
        if row.seq != seq + 1:
            faults.append(f"{seq + 1} 番から {row.seq - 1} 番までの記録がありません")
        if not row.mac or row.mac != mac_of(key, dict(row), mac):
            faults.append(f"{row.seq} 番の記録が書きかえられています")
        seq, mac = row.seq, row.mac
        if anchor is not None and row.seq == anchor.seq:
            anchor_met = row.mac == anchor.mac
        session.expunge(row)
    if head is None or (head.seq, head.mac) != (seq, mac):
        faults.append(f"記録の終わり（{seq} 番）が控えと合いません")
    if not anchor_met and anchor is not None:
        faults.append(f"外に控えた {anchor.seq} 番の記録が見つからないか、違っています")
    return Checked(rows, tuple(faults), Anchor(seq, mac))
