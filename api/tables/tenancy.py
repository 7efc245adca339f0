"""Every session works for one municipality: what others own is neither read nor written."""

from __future__ import annotations

import functools
import uuid
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Executable,
    Insert,
    Result,
    Select,
    Update,
    Uuid,
    bindparam,
    column,
    event,
    false,
    insert,
    inspect,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col

from api.errors import PolicyError
from api.tables.base import OwnedRow, Row, SharedRow, TenantRow
from api.tables.host import Host, HostShare

_OWN = "own_municipality"


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
def _keep_within(state: ORMExecuteState) -> Result[Any] | None:
    if state.is_insert:
        _add_own_rows(state)
        return None
    if not (state.is_select or state.is_update or state.is_delete) or state.is_column_load:
        return None
    if "municipality_id" in state.session.info:
        fence = _VISIBLE if state.is_select else _CHANGEABLE
        state.parameters = {**_params_of(state), _OWN: municipality_of(state.session)}
    else:
        if _is_of_owned(state):
            raise PolicyError("the session works for no municipality")
        fence = _NOTHING  # Where a table only stands in a subquery, nothing is found in it.
    is_of_columns = _is_of_columns(state)
    state.statement = _within(state.statement, fence)
    return _ask(state) if is_of_columns else None


def _ask(state: ORMExecuteState) -> Result[Any]:
    """Ask the connection for values: making records of rows costs three times as much, and there are none."""
    session = state.session
    if session.autoflush:
        session.flush()
    return session.connection().execute(state.statement, state.parameters or {})


class _Fence:
    """
    What is added to every statement.

    Parameters
    ----------
    options
        The conditions. The municipality is a parameter in them, so that they are the same for all.
    """

    def __init__(self, *options: ORMOption) -> None:
        self.options = options
        self.kept: weakref.WeakKeyDictionary[Executable, Executable] = weakref.WeakKeyDictionary()


def _within(statement: Any, fence: _Fence) -> Any:
    """Put a statement into a fence; one that is built once is fenced once, which takes longer than asking."""
    fenced = fence.kept.get(statement)
    if fenced is None:
        fenced = fence.kept[statement] = statement.options(*fence.options)
    return fenced


def _is_of_owned(state: ORMExecuteState) -> bool:
    """Tell whether a statement is about a table that municipalities own; of one built once, this is kept."""
    found = _OF_OWNED.get(state.statement)
    if found is None:
        found = any(issubclass(mapper.class_, OwnedRow) for mapper in state.all_mappers)
        _OF_OWNED[state.statement] = found
    return found


_OF_OWNED: weakref.WeakKeyDictionary[Executable, bool] = weakref.WeakKeyDictionary()


def _is_of_columns(state: ORMExecuteState) -> bool:
    """Tell whether a query gives values only, no records; of one built once, this is kept."""
    found = _OF_COLUMNS.get(state.statement)
    if found is None:
        found = isinstance(state.statement, Select) and all(
            each["expr"] is not each.get("entity") for each in state.statement.column_descriptions
        )
        _OF_COLUMNS[state.statement] = found
    return found


_OF_COLUMNS: weakref.WeakKeyDictionary[Executable, bool] = weakref.WeakKeyDictionary()


def _add_own_rows(state: ORMExecuteState) -> None:
    """Let rows of one's own be added in one go; they are given beside the statement, where they are seen."""
    if not _is_of_owned(state):
        return
    rows, own = state.parameters, municipality_of(state.session)
    if not isinstance(rows, Sequence) or any(row.get("municipality_id") != own for row in rows):
        raise PolicyError("rows of another municipality, or rows that cannot be seen")


def _params_of(state: ORMExecuteState) -> dict[str, Any]:
    given = state.parameters or {}
    if isinstance(given, Sequence):
        raise PolicyError("many rows are changed one by one, as records")
    return dict(given)


class likely(GenericFunction[Any]):  # noqa: N801  named as in SQL
    """Tell SQLite, which has not counted the rows, that a condition mostly holds; others need no hint."""

    inherit_cache = True


@compiles(likely, "postgresql")
def _said_nothing(element: likely, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(element.clauses, **how)


def _own() -> BindParameter[uuid.UUID]:
    return bindparam(_OWN, type_=Uuid())


def _shared_with_us() -> Select[uuid.UUID]:
    return select(col(HostShare.host_id)).where(col(HostShare.municipality_id) == _own())


def _is_tenants(kind: type[TenantRow]) -> ColumnElement[bool]:
    # Without the hint SQLite looks through all of a municipality's rows.
    return likely(_column(kind, "municipality_id") == _own())


def _is_visible(kind: type[SharedRow]) -> ColumnElement[bool]:
    return or_(_column(kind, "municipality_id") == _own(), _column(kind, "host_id").in_(_shared_with_us()))


def _is_visible_host(kind: type[Host]) -> ColumnElement[bool]:
    return or_(col(kind.municipality_id) == _own(), col(kind.id).in_(_shared_with_us()))


def _is_own(kind: type[OwnedRow]) -> ColumnElement[bool]:
    own: ColumnElement[bool] = _column(kind, "municipality_id") == _own()
    return own


def _is_nobodys(kind: type[OwnedRow]) -> ColumnElement[bool]:
    return false()


def _column(kind: type[OwnedRow], name: str) -> Any:
    """Give a column of a table class; of a class without a table, which is only looked at, a bare one."""
    return getattr(kind, name) if hasattr(kind, "__table__") else column(name)


_VISIBLE = _Fence(
    with_loader_criteria(TenantRow, _is_tenants, include_aliases=True),
    with_loader_criteria(SharedRow, _is_visible, include_aliases=True),
    with_loader_criteria(Host, _is_visible_host, include_aliases=True),
)
_CHANGEABLE = _Fence(with_loader_criteria(OwnedRow, _is_own, include_aliases=True))
_NOTHING = _Fence(with_loader_criteria(OwnedRow, _is_nobodys, include_aliases=True))


def add_rows(session: Session, kind: type[Row], rows: Sequence[dict[str, Any]]) -> None:
    """
    Add many rows in one go, without records of them; each row gives every column.

    Raises
    ------
    PolicyError
        If one belongs to another municipality.
    """
    if not rows:
        return
    if issubclass(kind, OwnedRow):
        own = municipality_of(session)
        if any(row.get("municipality_id") != own for row in rows):
            raise PolicyError(f"a {kind.__name__} of another municipality")
    session.flush()
    session.connection().execute(_insert(kind), rows)


def change_rows(session: Session, statement: Update | Delete, given: Mapping[str, Any]) -> int:
    """
    Change or delete rows of one's own in one go, and say how many; records that were read stay as they were.

    Parameters
    ----------
    session, given
        Where, and the statement's parameters.
    statement
        Built once: it is put into the fence once.
    """
    session.flush()
    fenced = _within(statement, _CHANGEABLE)
    return session.connection().execute(fenced, {**given, _OWN: municipality_of(session)}).rowcount


@functools.cache
def _insert(kind: type[Row]) -> Insert:
    return insert(inspect(kind).local_table)


@event.listens_for(Session, "before_flush")
def _write_own_rows(session: Session, context: UOWTransaction, instances: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, OwnedRow) and _owners_of(row) != {municipality_of(session)}:
            raise PolicyError(f"a {type(row).__name__} of another municipality")


def _owners_of(row: OwnedRow) -> set[uuid.UUID]:
    """Give the municipality of a row, and the one it had before: nobody takes what is another's."""
    history = inspect(row).attrs["municipality_id"].history
    return {*history.added, *history.unchanged, *history.deleted}
