"""Adding a municipality, from the command line."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.errors import Conflict, Fault, Refused
from api.infra.database import work_for
from api.tables import AuditHead, Municipality


def add_municipality(
    session: Session, code: str, name: str, population: int | None, now: dt.datetime
) -> Municipality:
    """
    Add a municipality, with the start of its trail; the session works for it from then on.

    Parameters
    ----------
    session, now
        The transaction and its time.
    code
        全国地方公共団体コード, 6 digits with its check digit.
    name, population
        As shown; the population decides which counts may be shown.

    Raises
    ------
    Refused
        If the code is none.
    Conflict
        If it is there already.
    """
    if not is_office_code(code):
        raise Refused([Fault("code", code, "検査数字の合う6桁の全国地方公共団体コード")])
    if session.execute(select(Municipality).where(col(Municipality.code) == code)).first():
        raise Conflict("already_exists")
    office = Municipality(id=uuid.uuid4(), code=code, name=name, population=population, created_at=now)
    session.add(office)
    session.flush()
    work_for(session, office.id)
    session.add(AuditHead(municipality_id=office.id))
    session.flush()
    return office


def is_office_code(code: str) -> bool:
    """Tell whether a code is a 全国地方公共団体コード: its last digit checks the first five (JIS X 0402)."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code[:5], range(6, 1, -1), strict=True))
    return int(code[5]) == (11 - total % 11) % 10
