"""Who carries a case, and opening what is not one's own for a short time and with a reason."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.people.schemas import InvolvementInput, OpeningInput
from api.policy.table import may
from api.policy.vocabulary import Act, Role
from api.tables import CaseOpening, Involvement, UserAccount, UserRole
from api.tables.sealed import ReasonDocument

OPEN_FOR = dt.timedelta(hours=8)
REVEALED_FOR = dt.timedelta(minutes=15)
FEWEST_LETTERS = 10

_CARRYING = frozenset({Role.COORDINATOR, Role.LEAD})
_INVOLVED = _CARRYING | {Role.MEMBER}


def open_with_reason(context: Context, given: OpeningInput) -> Receipt:
    """Open a case that somebody else carries."""
    return _open(context, given, OPEN_FOR, is_contact=False)


def reveal_contact(context: Context, given: OpeningInput) -> Receipt:
    """Open address and phone."""
    return _open(context, given, REVEALED_FOR, is_contact=True)


def has_contact_open(context: Context) -> bool:
    """Tell whether the user opened the contact of the case, may still do so, and the time is not over."""
    if not may(Act.PERSON_REVEAL, context.case.parts, context.case.stage):
        return False
    query = select(col(CaseOpening.id)).where(
        col(CaseOpening.person_id) == context.case.person.id,
        col(CaseOpening.user_id) == context.actor.user_id,
        col(CaseOpening.is_contact).is_(True),
        col(CaseOpening.until) > context.now,
    )
    return context.session.execute(query).first() is not None


def involve(context: Context, given: InvolvementInput) -> Receipt:
    """Let a user carry the case, or note that it was put before a meeting they are a member of."""
    if given.role not in _INVOLVED:
        raise Refused([Fault("role", given.role.value, "coordinator / lead / member")])
    user = context.session.get(UserAccount, given.user_id)
    if user is None or user.municipality_id != context.municipality_id:
        raise NotFound
    if not user.is_active or context.session.get(UserRole, (user.id, given.role)) is None:
        raise Refused([Fault("user_id", "", "この役割を持ち、利用をやめていない人")])
    person = context.case.person
    query = select(Involvement).where(
        col(Involvement.person_id) == person.id,
        col(Involvement.user_id) == user.id,
        col(Involvement.role) == given.role,
    )
    involvement = context.session.execute(query).scalar_one_or_none()
    if involvement is None:
        involvement = Involvement(
            municipality_id=context.municipality_id,
            person_id=person.id,
            user_id=user.id,
            role=given.role,
            since=context.today,
        )
        context.session.add(involvement)
    elif _has_ended(involvement, context.today):
        involvement.since, involvement.until = context.today, None
    else:
        raise Conflict("already_involved")
    context.session.flush()
    context.note(involvement, role=given.role.value)
    return context.receipt(involvement)


def end_involvement(context: Context, involvement_id: uuid.UUID) -> Receipt:
    """End an involvement at once; the last one who carries the case stays until there is another."""
    person = context.case.person
    involvement = context.find(Involvement, involvement_id, lock=True)
    if involvement.person_id != person.id:
        raise NotFound
    if _has_ended(involvement, context.today):
        raise Conflict("involvement_ended")
    query = select(col(Involvement.id)).where(
        col(Involvement.person_id) == person.id,
        col(Involvement.id) != involvement.id,
        col(Involvement.role).in_(_CARRYING),
        is_current(context.today),
    )
    if involvement.role in _CARRYING and context.session.execute(query).first() is None:
        raise Conflict("last_to_carry")
    # `until` is the last whole day, so that it is over with this very act.
    involvement.until = context.today - dt.timedelta(days=1)
    context.note(involvement, role=involvement.role.value, is_ended=True)
    return context.receipt(involvement)


def is_current(today: dt.date | BindParameter[dt.date]) -> ColumnElement[bool]:
    """Say in SQL that an involvement holds on a day."""
    return and_(
        col(Involvement.since) <= today,
        or_(col(Involvement.until).is_(None), col(Involvement.until) >= today),
    )


def sealed_reason(text: str) -> ReasonDocument:
    """
    Take a reason in words.

    Raises
    ------
    Refused
        If it says too little.
    """
    if len("".join(text.split())) < FEWEST_LETTERS:
        raise Refused([Fault("text", "", f"理由を{FEWEST_LETTERS}字以上で書いてください。")])
    return ReasonDocument(reason=text.strip())


def _open(context: Context, given: OpeningInput, lasts: dt.timedelta, *, is_contact: bool) -> Receipt:
    person = context.case.person
    opening = CaseOpening(
        municipality_id=context.municipality_id,
        person_id=person.id,
        user_id=context.actor.user_id,
        is_contact=is_contact,
        reason=given.reason.value,
        until=context.now + lasts,
    )
    opening.sealed = context.seal(opening, person.id, sealed_reason(given.text))
    context.add(opening, reason=given.reason.value)
    return context.receipt(opening, until=opening.until.isoformat())


def _has_ended(involvement: Involvement, today: dt.date) -> bool:
    return involvement.until is not None and involvement.until < today
