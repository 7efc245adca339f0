"""開始前の確認: what is settled with a host before anybody starts there, by whom and when."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.office.service import settings_of
from api.tables import Host, StartCheck, StartItem, StartMark

MARK_WORDS = {
    StartMark.CONFIRMED: "確認した",
    StartMark.NOT_APPLICABLE: "該当しない",
    StartMark.LOOK_AGAIN: "あらためて確認が要る",
}


def add_check(context: Context, host: Host, item: StartItem, mark: StartMark) -> StartCheck:
    """Note what was looked at; what was noted before stays. The host is locked by the gate."""
    query = select(col(StartCheck.id)).where(col(StartCheck.host_id) == host.id)
    check = StartCheck(
        municipality_id=context.municipality_id,
        host_id=host.id,
        number=len(context.session.execute(query).all()) + 1,
        item=item,
        mark=mark,
        recorded_at=context.now,
        recorded_by=context.actor.user_id,
    )
    return context.add(check, item=item.value, mark=mark.value)


def latest_checks(context: Context, host_id: uuid.UUID) -> Mapping[StartItem, StartCheck]:
    """Give the last word on each item; of a shared host it is that of the host's own municipality."""
    query = select(StartCheck).where(col(StartCheck.host_id) == host_id)
    rows = context.session.execute(query.order_by(col(StartCheck.number))).scalars()
    return {row.item: row for row in rows}


def is_open(item: StartItem, check: StartCheck | None) -> bool:
    """Tell whether an item is still to be looked at; 労働者性 only once its three signs meet."""
    if check is None:
        return item != StartItem.LABOUR
    return check.mark == StartMark.LOOK_AGAIN


def required_items(context: Context) -> list[StartItem]:
    """Give the items without which nobody starts, as the municipality decided."""
    return settings_of(context.session, context.municipality_id).start_items


def open_items(context: Context, host_id: uuid.UUID) -> list[StartItem]:
    """Give what has to be settled before anybody starts at a host."""
    checks = latest_checks(context, host_id)
    required = required_items(context)
    return [item for item in StartItem if item in required and is_open(item, checks.get(item))]
