"""保護 (支援措置): on at once by anyone who carries the case; off by a second person and after a day."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, NotFound
from api.infra.clock import TOKYO
from api.people.access import sealed_reason
from api.people.schemas import ReasonInput
from api.people.views import RemovalView
from api.people.writing import GROUPS
from api.policy.vocabulary import Field
from api.tables import ProtectionRemoval
from api.tables.sealed import ReasonDocument
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task
from matching.vocabulary import Answer

WAIT = dt.timedelta(hours=24)


def protect(context: Context) -> Receipt:
    """Switch protection on: the square is deleted, and whatever was asked before to end it is void."""
    person = context.case.person
    context.change(person, {"protected": Answer.YES, "home_mesh": None}, also=["protected"])
    return context.receipt(person)


def ask_removal(context: Context, given: ReasonInput) -> Receipt:
    """Ask to end protection; it stays on until somebody else approves."""
    person = context.case.person
    context.expect_version(person)
    if person.protected != Answer.YES:
        raise Conflict("not_protected")
    if _waiting(context):
        raise Conflict("removal_asked")
    removal = ProtectionRemoval(
        municipality_id=context.municipality_id,
        person_id=person.id,
        person_version=person.version,
        asked_by=context.actor.user_id,
        asked_at=context.now,
        created_at=context.now,
    )
    removal.sealed = context.seal(removal, person.id, sealed_reason(given.text))
    context.add(removal)
    add_task(
        context,
        TaskKind.PROTECTION_REMOVAL,
        (context.now + WAIT).astimezone(TOKYO).date(),
        person_id=person.id,
    )
    return context.receipt(removal, earliest_approval_at=(context.now + WAIT).isoformat())


def approve_removal(context: Context, removal_id: uuid.UUID) -> Receipt:
    """End protection, as somebody else asked at least a day ago and nothing about it has changed since."""
    person = context.case.person
    removal = context.find(ProtectionRemoval, removal_id, lock=True)
    if removal.person_id != person.id:
        raise NotFound
    if removal.done_at is not None:
        raise Conflict("removal_done")
    if removal.asked_by == context.actor.user_id:
        raise Conflict("own_removal")
    if _is_overtaken(context, removal):
        raise Conflict("removal_overtaken")
    earliest = removal.asked_at + WAIT
    if context.now < earliest:
        local = earliest.astimezone(TOKYO)
        raise Conflict("removal_too_early", at=f"{local.month}月{local.day}日 {local:%H:%M}")
    context.change(removal, {"approved_by": context.actor.user_id, "done_at": context.now})
    context.change(person, {"protected": Answer.NO})
    return context.receipt(person)


def removals_of(context: Context) -> list[RemovalView]:
    """Show what waits for approval."""
    return [
        RemovalView(
            id=removal.id,
            asked_by=removal.asked_by,
            asked_at=removal.asked_at,
            reason=context.open(removal, removal.person_id, ReasonDocument).reason,
            earliest_approval_at=removal.asked_at + WAIT,
        )
        for removal in _waiting(context)
    ]


def _waiting(context: Context) -> list[ProtectionRemoval]:
    query = select(ProtectionRemoval).where(
        col(ProtectionRemoval.person_id) == context.case.person.id, col(ProtectionRemoval.done_at).is_(None)
    )
    rows = context.session.execute(query.order_by(col(ProtectionRemoval.asked_at))).scalars()
    return [row for row in rows if not _is_overtaken(context, row)]


def _is_overtaken(context: Context, removal: ProtectionRemoval) -> bool:
    """Tell whether protection, or whom to avoid, was touched after this was asked."""
    changed = context.changed_since(context.case.person, removal.person_version)
    return any(GROUPS.get(name) == Field.PROTECTION for name in changed)
