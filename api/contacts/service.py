"""What is done with a contact: made, skipped, or one more added."""

from __future__ import annotations

import datetime as dt
import uuid

from api.contacts.cadence import Subject, add_contact, cadence_of, plan_contacts, subject_of
from api.contacts.schemas import DoneInput, FollowUpInput, SkipInput
from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.policy.gate import open_case
from api.policy.vocabulary import Act
from api.tables import Contact, ContactState, Person, Placement
from api.tables.sealed import FollowUpDocument
from matching.vocabulary import ContactKind, Side

_FURTHEST = dt.timedelta(days=800)
_LATEST_RECORD = dt.timedelta(days=366)


def add_extra(context: Context, given: FollowUpInput) -> Receipt:
    """Add a contact that is not of the cadence."""
    person_id = context.case.person.id
    _require_day(context, "due_on", given.due_on)
    about, host_id = Subject(person_id, ContactKind.PARTICIPATION), None
    if given.placement_id is not None:
        placement = context.find(Placement, given.placement_id)
        if placement.person_id != person_id:
            raise NotFound
        about = subject_of(placement)
        host_id = placement.host_id if given.side == Side.HOST else None
    profile = cadence_of(context).profile(about.kind, given.side)
    contact = add_contact(context, about, given.side, host_id, given.due_on, profile, is_extra=True)
    return context.receipt(contact)


def record_done(context: Context, contact_id: uuid.UUID, given: DoneInput) -> Receipt:
    """Record a contact; a worry asks for more of them, and one more day may be set at once."""
    contact = find_own(context, contact_id)
    context.expect_version(contact)
    _require_open(contact)
    faults = []
    if not context.today - _LATEST_RECORD <= given.done_on <= context.today:
        faults.append(Fault("done_on", given.done_on.isoformat(), "今日までの1年以内の日"))
    if unknown := given.unknown_answers(contact.side):
        faults.append(Fault("answers", ", ".join(unknown), "本人か受入先か、聞いた側の項目"))
    if faults:
        raise Refused(faults)
    values = given.model_dump(include={"method", "result", "next_step", "done_on"})
    values |= {
        "state": ContactState.DONE,
        "with_whom": sorted(given.with_whom),
        "answers": sorted(given.answers),
        "done_by": context.actor.user_id,
        "sealed": _sealed(context, contact, given.words),
    }
    context.change(contact, values)
    if given.again_on is not None:
        _add_again(context, contact, given.again_on)
    if contact.placement_id is not None:
        plan_contacts(context, context.find(Placement, contact.placement_id))
    return context.receipt(contact)


def skip(context: Context, contact_id: uuid.UUID, given: SkipInput) -> Receipt:
    """Say that a contact is not made, and why."""
    contact = find_own(context, contact_id)
    context.expect_version(contact)
    _require_open(contact)
    sealed = _sealed(context, contact, given.words)
    context.change(contact, {"state": ContactState.SKIPPED, "skip_reason": given.reason, "sealed": sealed})
    return context.receipt(contact)


def find_own(context: Context, contact_id: uuid.UUID) -> Contact:
    """
    Give a contact of a case the user may write in, locked.

    Raises
    ------
    NotFound
        If there is none, or it is not theirs.
    """
    contact = context.find(Contact, contact_id, lock=True)
    open_case(context, context.find(Person, contact.person_id), act=Act.CONTACT_ADD)
    return contact


def _add_again(context: Context, contact: Contact, day: dt.date) -> None:
    _require_day(context, "again_on", day)
    about = Subject(contact.person_id, contact.kind, contact.placement_id, contact.case_id)
    profile = cadence_of(context).profile(contact.kind, contact.side)
    add_contact(context, about, contact.side, contact.host_id, day, profile, is_extra=True)


def _require_day(context: Context, field: str, day: dt.date) -> None:
    if not context.today <= day <= context.today + _FURTHEST:
        raise Refused([Fault(field, day.isoformat(), "今日から2年ほどのうちの日")])


def _require_open(contact: Contact) -> None:
    if contact.state != ContactState.DUE:
        raise Conflict("contact_over")


def _sealed(context: Context, contact: Contact, words: str) -> bytes | None:
    return context.seal(contact, contact.person_id, FollowUpDocument(words=words)) if words else None
