"""Every session works for one municipality: what others own is neither read nor written."""

from __future__ import annotations

import functools
import uuid
from typing import Any

from sqlalchemy import column, event, false, func, inspect, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption
from sqlmodel import col

from api.errors import PolicyError
from api.tables.base import OwnedRow, SharedRow, TenantRow
from api.tables.host import Host, HostShare


def municipality_of(session: Session) -> uuid.UUID:
    """
    Give the municipality a session works for.

    Raises
    ------
    PolicyError
        If it works for none.
    """
    found = session.info.get("municipality_id")
    if not isinstance(found, uuid.UUID):
        raise PolicyError("the session works for no municipality")
    return found


@event.listens_for(Session, "do_orm_execute")
def _read_own_rows(state: ORMExecuteState) -> None:
    if not (state.is_select or state.is_update or state.is_delete) or state.is_column_load:
        return
    if "municipality_id" not in state.session.info:
        if any(issubclass(mapper.class_, OwnedRow) for mapper in state.all_mappers):
            raise PolicyError("the session works for no municipality")
        # Where a table only stands in a subquery, nothing is found in it.
        nothing = with_loader_criteria(OwnedRow, lambda cls: false(), include_aliases=True)
        state.statement = state.statement.options(nothing)
        return
    own = municipality_of(state.session)
    if not state.is_select:
        state.statement = state.statement.options(*_changeable(own))
        return
    is_sqlite = state.session.get_bind().dialect.name == "sqlite"
    state.statement = state.statement.options(_own_rows(own, is_sqlite), *_shared_rows(own))


_KEPT = 2_000
"""For how many municipalities the conditions are kept: making them anew takes longer than asking."""


@functools.lru_cache(_KEPT)
def _changeable(own: uuid.UUID) -> tuple[ORMOption, ...]:
    return (
        with_loader_criteria(
            OwnedRow, lambda cls: _column(cls, "municipality_id") == own, include_aliases=True
        ),
    )


@functools.lru_cache(_KEPT)
def _own_rows(own: uuid.UUID, is_sqlite: bool) -> ORMOption:
    if not is_sqlite:
        return with_loader_criteria(
            TenantRow, lambda cls: _column(cls, "municipality_id") == own, include_aliases=True
        )
    # SQLite has not counted the rows: without the hint it looks through all of a municipality's.
    return with_loader_criteria(
        TenantRow, lambda cls: func.likely(_column(cls, "municipality_id") == own), include_aliases=True
    )


@functools.lru_cache(_KEPT)
def _shared_rows(own: uuid.UUID) -> tuple[ORMOption, ...]:
    shared = select(col(HostShare.host_id)).where(col(HostShare.municipality_id) == own)
    return (
        with_loader_criteria(
            SharedRow,
            lambda cls: or_(_column(cls, "municipality_id") == own, _column(cls, "host_id").in_(shared)),
            include_aliases=True,
        ),
        with_loader_criteria(
            Host, or_(col(Host.municipality_id) == own, col(Host.id).in_(shared)), include_aliases=True
        ),
    )


def _column(kind: type[OwnedRow], name: str) -> Any:
    """Give a column of a table class; of a class without a table, which is only looked at, a bare one."""
    return getattr(kind, name) if hasattr(kind, "__table__") else column(name)


@event.listens_for(Session, "before_flush")
def _write_own_rows(session: Session, context: UOWTransaction, instances: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, OwnedRow) and _owners_of(row) != {municipality_of(session)}:
            raise PolicyError(f"a {type(row).__name__} of another municipality")


def _owners_of(row: OwnedRow) -> set[uuid.UUID]:
    """Give the municipality of a row, and the one it had before: nobody takes what is another's."""
    history = inspect(row).attrs["municipality_id"].history
    return {*history.added, *history.unchanged, *history.deleted}
