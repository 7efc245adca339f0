"""What was stated of a host's slots, by whom and when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import col

from api.accounts.service import name_of
from api.context import Context
from api.hosts.queries import stated_values
from api.hosts.views import StatementList, StatementRow
from api.tables import CapacityStatement, TakenBack, UserAccount

MOST_STATEMENTS = 200


def list_statements(context: Context, page: int) -> StatementList:
    """Give what was stated of the host's slots, newest first; names only to the host's own municipality."""
    host = context.host
    query = (
        select(CapacityStatement)
        .where(col(CapacityStatement.host_id) == host.id)
        .order_by(
            col(CapacityStatement.stated_on).desc(),
            col(CapacityStatement.recorded_at).desc(),
            col(CapacityStatement.id),
        )
        .limit(MOST_STATEMENTS + 1)
        .offset((page - 1) * MOST_STATEMENTS)
    )
    found = context.session.execute(query).scalars().all()
    gone = select(TakenBack).where(col(TakenBack.host_id) == host.id)
    taken_back = {row.statement_id: row.taken_back_at for row in context.session.execute(gone).scalars()}
    users = _users(context, {row.stated_by for row in found})
    return StatementList(
        statements=[
            StatementRow(
                **stated_values(row),
                id=row.id,
                pool_slot_id=row.pool_slot_id,
                recorded_at=row.recorded_at,
                taken_back_at=taken_back.get(row.id),
                by_host=row.stated_by in users and users[row.stated_by].host_id == host.id,
                by_name=_name(context, users.get(row.stated_by)),
            )
            for row in found[:MOST_STATEMENTS]
        ],
        has_more=len(found) > MOST_STATEMENTS,
    )


def _users(context: Context, user_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, UserAccount]:
    query = select(UserAccount).where(col(UserAccount.id).in_(list(user_ids)))
    return {user.id: user for user in context.session.execute(query).scalars()}


def _name(context: Context, user: UserAccount | None) -> str:
    if user is None or user.municipality_id != context.municipality_id:
        return ""
    return name_of(context.installation.vault, user)
