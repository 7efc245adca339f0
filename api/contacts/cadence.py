"""Contacts due after a start or a closure, by the municipality's cadence; what is open moves with it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.contacts.moved import moves_of
from api.contacts.words import AT_RISK, INCIDENT
from api.context import Context
from api.infra.clock import day_in_japan
from api.office.service import settings_of
from api.tables import Contact, ContactState, Incident, Placement, RetentionUse, SupportCase
from matching.contacts.cadence import Cadence, Profile, default_cadence
from matching.vocabulary import ContactKind, NeedDomain, PlacementStatus, Side

ACTIVE = (PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED)
"""A placement that is followed up."""
_STAYED = (*ACTIVE, PlacementStatus.ENDED)
_OVER = (PlacementStatus.ENDED, PlacementStatus.BROKEN_OFF)
_KINDS = {NeedDomain.WORK: ContactKind.WORK, NeedDomain.HOUSING: ContactKind.HOUSING}


@dataclass(frozen=True)
class Subject:
    """What contacts are about: a person, and their placement or closed case."""

    person_id: uuid.UUID
    kind: ContactKind
    placement_id: uuid.UUID | None = None
    case_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Due:
    """Whom to contact on which days; a host where it is the host's side."""

    side: Side
    host_id: uuid.UUID | None
    days: tuple[dt.date, ...]


def cadence_of(context: Context) -> Cadence:
    """Give the municipality's cadence, or the one it starts from."""
    return cadence_in(context.session, context.municipality_id)


def cadence_in(session: Session, municipality_id: uuid.UUID) -> Cadence:
    """Give a municipality's cadence below an act."""
    own = settings_of(session, municipality_id).cadence
    return Cadence.from_toml(own) if own else default_cadence()


def kind_of(placement: Placement) -> ContactKind:
    """Give what a placement's contacts follow up, by the need it meets."""
    return _KINDS.get(placement.domain, ContactKind.PARTICIPATION)


def plan_contacts(context: Context, placement: Placement) -> int:
    """
    Make the contacts of both sides that are due for a placement as it now is, and give how many there are.

    What was done or skipped stays. What was not is made anew: moved when the start moves, more often for a
    while after a worry, and taken back when the placement is over. Call it whenever one of these changes.
    """
    cadence, about = cadence_of(context), subject_of(placement)
    there = _contacts_of(context, col(Contact.placement_id) == placement.id)
    due: list[Due] = []
    worries = _worries(context, cadence, placement, there)
    moved = {each.from_day: each.to_day for each in moves_of(context.session, [placement.id])[placement.id]}
    ended_on = min(placement.last_day, context.today)
    for side, host_id in ((Side.PERSON, None), (Side.HOST, placement.host_id)):
        if placement.status in ACTIVE:
            days = cadence.due_dates(about.kind, side, placement.first_day, placement.last_day, worries)
            if side == Side.PERSON:  # a prediction moves a day nearer; it adds none
                days = tuple(sorted({moved.get(day, day) for day in days}))
            due.append(Due(side, host_id, days))
        elif placement.status in _OVER:  # what was due before may still be made up for; nothing new comes
            days = tuple(each.due_on for each in there if each.side == side and each.due_on <= ended_on)
            due.append(Due(side, host_id, days))
    return _replace(context, cadence, about, there, due)


def plan_contacts_after_closure(context: Context, case: SupportCase, *, is_needed: bool = True) -> int:
    """
    Make the contacts that are due after a case was closed: with the person, and each host they stayed with.

    They go before what was still due for the placements, which is taken back. A case that is not closed, or
    was opened again, has none; nor one the conference wants not followed up.
    """
    cadence = cadence_of(context)
    there = _contacts_of(context, col(Contact.case_id) == case.id)
    due: list[Due] = []
    if case.closed_on is not None and not case.state.is_over:
        stays = _stays(context, case.person_id, case.opened_on, case.closed_on)
        _take_back(context, [each.id for each in stays], case.closed_on)
        for host_id in (None, *sorted({each.host_id for each in stays})) if is_needed else ():
            side = Side.PERSON if host_id is None else Side.HOST
            days = cadence.due_dates(ContactKind.CLOSURE, side, case.closed_on, case.closed_on)
            due.append(Due(side, host_id, days))
    about = Subject(case.person_id, ContactKind.CLOSURE, case_id=case.id)
    return _replace(context, cadence, about, there, due)


def subject_of(placement: Placement) -> Subject:
    """Say what a placement's contacts are about."""
    return Subject(placement.person_id, kind_of(placement), placement_id=placement.id)


def add_contact(
    context: Context,
    about: Subject,
    side: Side,
    host_id: uuid.UUID | None,
    due_on: dt.date,
    profile: Profile,
    *,
    is_extra: bool,
) -> Contact:
    """Add a contact that is due on a day."""
    window = dt.timedelta(days=profile.window_days)
    contact = Contact(
        municipality_id=context.municipality_id,
        **dataclasses.asdict(about),
        side=side,
        host_id=host_id,
        due_on=due_on,
        window_from=due_on - window,
        window_to=due_on + window,
        minutes=profile.minutes,
        is_extra=is_extra,
        created_at=context.now,
    )
    return context.add(contact, side=side.value, kind=about.kind.value)


def _replace(
    context: Context, cadence: Cadence, about: Subject, there: Collection[Contact], due: Iterable[Due]
) -> int:
    """Take back what is not due any more, add what is newly due; of a day that stays nothing changes."""
    settled = [each for each in there if each.state != ContactState.DUE and not each.is_extra]
    wanted = {
        (each.side, each.host_id, day)
        for each in due
        for day in each.days
        if not any(_was_for(contact, each, day) for contact in settled)
    }
    kept = set[tuple[Side, uuid.UUID | None, dt.date]]()
    for contact in there:
        key = (contact.side, contact.host_id, contact.due_on)
        if contact.state != ContactState.DUE or contact.is_extra:
            continue
        if key in wanted and key not in kept:
            kept.add(key)
        else:
            _remove(context, contact)
    for side, host_id, day in sorted(wanted - kept, key=lambda key: (key[2], key[0], str(key[1]))):
        profile = cadence.profile(about.kind, side)
        add_contact(context, about, side, host_id, day, profile, is_extra=False)
    context.session.flush()
    return len(wanted)


def _was_for(contact: Contact, due: Due, day: dt.date) -> bool:
    """Tell whether a contact was that day's: also if the day has moved a little since."""
    is_theirs = (contact.side, contact.host_id) == (due.side, due.host_id)
    return is_theirs and contact.window_from <= day <= contact.window_to


def _contacts_of(context: Context, about: ColumnElement[bool]) -> list[Contact]:
    query = select(Contact).where(about)
    return list(context.session.execute(query.order_by(col(Contact.due_on), col(Contact.id))).scalars())


def _worries(
    context: Context, cadence: Cadence, placement: Placement, there: Iterable[Contact]
) -> list[dt.date]:
    """Give the days of answers, reports and predictions acted on that ask for more contacts."""
    because = cadence.denser.because
    days = [each.done_on for each in there if each.done_on and because & set(each.answers)]
    if INCIDENT in because:
        query = select(col(Incident.reported_at)).where(col(Incident.placement_id) == placement.id)
        days += [day_in_japan(at) for at in context.session.execute(query).scalars()]
    if AT_RISK in because:
        uses = select(col(RetentionUse.used_on)).where(
            col(RetentionUse.placement_id) == placement.id,
            col(RetentionUse.moved_to).is_(None),
            col(RetentionUse.put_back_on).is_(None),
        )
        days += context.session.execute(uses).scalars().all()
    return days


def _stays(context: Context, person_id: uuid.UUID, since: dt.date, until: dt.date) -> list[Placement]:
    """Give the placements of the episode in which the person stayed."""
    query = select(Placement).where(
        col(Placement.person_id) == person_id,
        col(Placement.status).in_(_STAYED),
        col(Placement.last_day) >= since,
        col(Placement.first_day) <= until,
    )
    return list(context.session.execute(query).scalars())


def _take_back(context: Context, placement_ids: Collection[uuid.UUID], after: dt.date) -> None:
    query = select(Contact).where(
        col(Contact.placement_id).in_(placement_ids),
        col(Contact.state) == ContactState.DUE,
        col(Contact.due_on) > after,
    )
    for contact in context.session.execute(query).scalars():
        _remove(context, contact)


def _remove(context: Context, contact: Contact) -> None:
    context.note(contact, is_taken_back=True)
    context.session.delete(contact)
