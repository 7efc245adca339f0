"""Contacts as those who may know of them see them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlmodel import col

from api.contacts.moved import Moved, moves_of
from api.contacts.schemas import FollowUpList, FollowUpView
from api.contacts.words import (
    NEXT_STEP_WORDS,
    OVERDUE,
    RESULT_WORDS,
    SAID_WORDS,
    SKIP_WORDS,
    STATE_WORDS,
)
from api.context import Case, Context
from api.errors import Fault, Refused
from api.policy.gate import cases_of
from api.policy.table import may
from api.policy.vocabulary import Act, Field
from api.tables import Contact, ContactState, Person, WithWhom
from api.tables.sealed import FollowUpDocument
from matching.labels import label
from matching.vocabulary import Side

MOST_SHOWN = 200
MOST_IDS_NOTED = 50
_READ_AT_ONCE = 500


def list_contacts(
    context: Context, since: dt.date, until: dt.date, state: ContactState | None
) -> FollowUpList:
    """List what was or is due in a span, of the cases the user may open; of others not even the number."""
    if not since <= until <= since + dt.timedelta(days=400):
        raise Refused([Fault("to", until.isoformat(), "from の日から400日以内の日")])
    query = select(Contact).where(col(Contact.due_on).between(since, until))
    if state is not None:
        query = query.where(col(Contact.state) == state)
    query = query.order_by(col(Contact.due_on), col(Contact.created_at), col(Contact.id))
    shown: list[Contact] = []
    cases: dict[uuid.UUID, Case] = {}
    for page in context.session.execute(query).scalars().partitions(_READ_AT_ONCE):
        cases |= cases_by_id(context, {each.person_id for each in page} - cases.keys())
        shown += [each for each in page if may_read(cases[each.person_id])]
        if len(shown) > MOST_SHOWN:
            break
    return _answer(context, shown, cases)


def list_of_person(context: Context) -> FollowUpList:
    """List all contacts about one person, by day."""
    person_id = context.case.person.id
    query = select(Contact).where(col(Contact.person_id) == person_id)
    query = query.order_by(col(Contact.due_on), col(Contact.created_at), col(Contact.id))
    found = context.session.execute(query.limit(MOST_SHOWN + 1)).scalars().all()
    return _answer(context, found, {person_id: context.case})


def done_of(context: Context, cases: Mapping[uuid.UUID, Case]) -> dict[uuid.UUID, list[FollowUpView]]:
    """Give what was done so far for people whose contacts the user may read, by person and day."""
    ids = [person_id for person_id, case in cases.items() if may_read(case)]
    query = select(Contact).where(col(Contact.person_id).in_(ids), col(Contact.state) == ContactState.DONE)
    found = context.session.execute(query.order_by(col(Contact.done_on), col(Contact.id))).scalars().all()
    by_person: dict[uuid.UUID, list[FollowUpView]] = {person_id: [] for person_id in ids}
    for view in _answer(context, found, dict(cases)).contacts:
        by_person[view.person_id].append(view)
    return by_person


def cases_by_id(context: Context, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Case]:
    """Tell how the user stands to people."""
    people = context.session.execute(select(Person).where(col(Person.id).in_(list(person_ids)))).scalars()
    return cases_of(context, people)


def may_read(case: Case) -> bool:
    """Tell whether the user may know of a case's contacts."""
    return may(Act.CONTACT_READ, case.parts, case.stage)


def _answer(context: Context, found: Sequence[Contact], cases: dict[uuid.UUID, Case]) -> FollowUpList:
    shown = found[:MOST_SHOWN]
    if len(shown) <= MOST_IDS_NOTED:
        context.note_of("contact", ids=[str(each.id) for each in shown])
    else:
        context.note_of("contact", count=len(shown))
    sealed = {each.person_id for each in shown if each.sealed is not None}
    context.installation.vault.fetch(context.municipality_id, sealed)
    moved = moves_of(context.session, {each.placement_id for each in shown if each.placement_id})
    return FollowUpList(
        contacts=[_view(context, each, cases[each.person_id], moved) for each in shown],
        has_more=len(found) > MOST_SHOWN,
    )


def _view(
    context: Context, contact: Contact, case: Case, moved: Mapping[uuid.UUID, list[Moved]]
) -> FollowUpView:
    is_overdue = contact.state == ContactState.DUE and contact.window_to < context.today
    carries = Field.FAMILY in case.visible  # officials and the meeting see the codes, not the words
    document = context.open(contact, contact.person_id, FollowUpDocument) if carries else None
    said = SAID_WORDS[contact.side]
    return FollowUpView(
        **contact.model_dump(include=_SAME),
        number=case.person.number,
        kind_words=label(contact.kind),
        is_overdue=is_overdue,
        state_words=OVERDUE if is_overdue else STATE_WORDS[contact.state],
        skip_words=contact.skip_reason and SKIP_WORDS[contact.skip_reason],
        with_whom=[WithWhom(each) for each in contact.with_whom],
        result_words=contact.result and RESULT_WORDS[contact.result],
        is_connected=contact.result.is_connected if contact.result else None,
        answer_words=[said[code] for code in contact.answers],
        next_step_words=contact.next_step and NEXT_STEP_WORDS[contact.next_step],
        words=document.words if document else None,
        moved_words=_moved_words(contact, case, moved),
    )


def _moved_words(contact: Contact, case: Case, moved: Mapping[uuid.UUID, list[Moved]]) -> str | None:
    """Say that a prediction moved the contact nearer, and why: to who may read predictions alone."""
    if contact.side != Side.PERSON or contact.is_extra or contact.placement_id is None:
        return None
    if not may(Act.RETENTION_READ, case.parts, case.stage):
        return None
    moves = moved.get(contact.placement_id, ())
    return next((each.words for each in moves if each.to_day == contact.due_on), None)


_SAME = (set(FollowUpView.model_fields) & set(Contact.model_fields)) - {"with_whom"}
