"""Where a municipality turned it on, a due contact moves nearer by what is predicted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry, append
from api.contacts.cadence import cadence_in
from api.contacts.words import AT_RISK
from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.retention.acting import reason_codes
from api.retention.models import Current, current
from api.retention.stays import GOING_ON, read_stays
from api.tables import Contact, ContactState, Placement, RetentionUse
from matching.contacts.cadence import Cadence
from matching.retention.drift import drift
from matching.retention.risk import Risk, risks
from matching.vocabulary import Side

ACT = "retention.nearer"
"""The act in the trail; nobody does it."""

_DAY = dt.timedelta(days=1)


def move_contacts_nearer(installation: Installation, municipality_id: uuid.UUID) -> int:
    """
    Move the next contact with a person nearer where a break is likelier than usual, and say how many moved.

    No contact is added, none moves further away, and none that people set a week for is touched. Without the
    municipality's switch, below the floor, or while the alarm is on that things are no longer as they were
    learned, nothing is read any further and nothing changes.
    """
    with installation.database.read(municipality_id) as session:
        used = current(session, municipality_id)
        cadence = cadence_in(session, municipality_id)
        if not may_move(used, cadence):
            return 0
        assert used is not None
        today = day_in_japan(installation.clock.now(session))
        found = read_stays(session, today)
        alarm = drift(used.model, [each.stay for each in found])
        if alarm is not None and alarm.is_on:
            return 0
        there = [each.stay for each in found if each.placement.status in GOING_ON]
        sooner = [each for each in risks(used.model, there, today) if each.needs_contact_sooner]
    if not sooner:
        return 0
    with installation.database.write(municipality_id) as session:
        now = installation.clock.now(session)
        moved = [use for risk in sooner if (use := _move(session, used, cadence, risk, now))]
        entries = [_entry(use) for use in moved]
        append(session, installation.roots.audit, now, entries)
    return len(moved)


def may_move(used: Current | None, cadence: Cadence) -> bool:
    """Tell whether the municipality lets contacts move: turned on, above the floor, named in its cadence."""
    if used is None or used.model.hazard is None:
        return False
    return used.model.settings.in_follow_up and AT_RISK in cadence.denser.because


def _move(
    session: Session, used: Current, cadence: Cadence, risk: Risk, now: dt.datetime
) -> RetentionUse | None:
    """Move one contact and keep why; nothing where it comes soon enough or was looked at a while ago."""
    today = day_in_japan(now)
    query = select(Placement).where(col(Placement.id) == uuid.UUID(risk.stay_id))
    placement = session.execute(query.with_for_update()).scalar_one_or_none()
    if placement is None or placement.status not in GOING_ON or _is_used(session, cadence, placement, today):
        return None
    contacts = _contacts(session, placement)
    day = _nearer_day(cadence, contacts, today)
    due = [each for each in contacts if each.state == ContactState.DUE]
    if not due or due[0].due_on <= day or due[0].is_extra or due[0].week is not None:
        return None
    contact, window = due[0], due[0].window_to - due[0].due_on
    use = RetentionUse(
        municipality_id=placement.municipality_id,
        placement_id=placement.id,
        person_id=placement.person_id,
        model_id=used.row.id,
        used_on=today,
        chance=round(risk.chance, 4),
        usual=round(risk.usual, 4),
        reasons=reason_codes(risk),
        used_at=now,
        moved_from=contact.due_on,
        moved_to=day,
    )
    contact.due_on, contact.window_from, contact.window_to = day, day - window, day + window
    contact.version += 1
    session.add(use)
    return use


def _is_used(session: Session, cadence: Cadence, placement: Placement, today: dt.date) -> bool:
    """Tell whether a prediction was acted on lately; what people put back is not done again at once."""
    query = select(col(RetentionUse.used_on)).where(col(RetentionUse.placement_id) == placement.id)
    return any(cadence.denser.lasting.after(day) >= today for day in session.execute(query).scalars())


def _contacts(session: Session, placement: Placement) -> Sequence[Contact]:
    query = select(Contact).where(col(Contact.placement_id) == placement.id, col(Contact.side) == Side.PERSON)
    return session.execute(query.order_by(col(Contact.due_on), col(Contact.id))).scalars().all()


def _nearer_day(cadence: Cadence, contacts: Sequence[Contact], today: dt.date) -> dt.date:
    """Give the day a contact should come by: as far off as after a worry, past windows of the past."""
    settled = [each.window_to for each in contacts if each.state != ContactState.DUE and not each.is_extra]
    by = max([cadence.denser.every.after(today), *(day + _DAY for day in settled)])
    return cadence.closed.open_day(by)


def _entry(use: RetentionUse) -> Entry:
    return Entry(
        ACT,
        "ok",
        resource="retention_use",
        resource_id=use.id,
        person_id=use.person_id,
        details={"fields": ["due_on"]},
    )
