"""
Sending notices from the outbox: at least once, with longer and longer waits.

A try is written down before it is made, so that a worker that dies while it sends leaves a notice that is
tried again. What no mail can be sent for becomes a task: to be told by telephone or FAX.
"""

from __future__ import annotations

import datetime as dt
import smtplib
import time
import uuid
from dataclasses import dataclass
from email.message import EmailMessage

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry, append
from api.infra.clock import day_in_japan
from api.infra.crypto import Place
from api.infra.installation import Installation
from api.notices.letter import letter, send
from api.placements.holding import has_lapsed
from api.tables import Host, HostContact, Municipality, NoticeState, Outbox, Person, Placement, Task
from api.tables.sealed import ContactDocument
from api.tasks.kinds import TaskKind
from matching.vocabulary import Answer, PlacementStatus

MOST_TRIES = 8
FIRST_WAIT = dt.timedelta(minutes=2)
"""After the first try; doubled with each, so that the last is made after some four hours."""

LONGEST_ROUND_S = 20.0
"""How long a round may take: the worker has other duties."""

ACT = "notice.send"
"""The act in the trail; nobody does it."""

_CALLED = (TaskKind.ASK_HOST, TaskKind.TELL_HOST)

log = structlog.get_logger()


@dataclass(frozen=True)
class Try:
    """A notice that is to be sent now, and its mail; or none, where it was settled without."""

    notice_id: uuid.UUID
    mail: EmailMessage | None


def send_notices(installation: Installation, municipality_id: uuid.UUID) -> int:
    """
    Send a municipality's notices that are due, and say how many were settled.

    A mail server that does not answer ends the round; what is left is tried again.
    """
    until, settled = time.monotonic() + LONGEST_ROUND_S, 0
    while time.monotonic() < until:
        with installation.database.write(municipality_id) as session:
            due = _next(installation, session, municipality_id)
        if due is None:
            break
        if due.mail is None:
            settled += 1
            continue
        try:
            send(installation.settings, due.mail)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("notice_not_sent", kind=type(error).__name__)
            if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
                continue  # it is this mail that is not taken
            break
        with installation.database.write(municipality_id) as session:
            _note_sent(installation, session, due.notice_id)
        settled += 1
    return settled


def _next(installation: Installation, session: Session, municipality_id: uuid.UUID) -> Try | None:
    """Take the next notice that is due: write the try down, or settle it where no mail is to be sent."""
    now = installation.clock.now(session)
    query = (
        select(Outbox)
        .where(
            col(Outbox.state) == NoticeState.WAITING,
            or_(col(Outbox.next_try_at).is_(None), col(Outbox.next_try_at) <= now),
        )
        .order_by(col(Outbox.created_at), col(Outbox.id))
        .limit(1)
    )
    notice = session.execute(query.with_for_update(skip_locked=True)).scalar_one_or_none()
    if notice is None:
        return None
    placement = session.execute(
        select(Placement).where(col(Placement.id) == notice.subject_id)
    ).scalar_one_or_none()
    if placement is None or not _is_open(session, placement, now):
        notice.state = NoticeState.OUTDATED
        _trail(installation, session, now, notice)
        return Try(notice.id, None)
    host = session.execute(select(Host).where(col(Host.id) == placement.host_id)).scalar_one()
    addresses = _addresses(installation, session, host)
    if not installation.settings.mail_host or not addresses or notice.attempts >= MOST_TRIES:
        _leave_to_telephone(session, notice, placement, now)
        _trail(installation, session, now, notice)
        return Try(notice.id, None)
    notice.attempts += 1
    notice.next_try_at = now + FIRST_WAIT * 2 ** (notice.attempts - 1)
    office = session.get(Municipality, municipality_id)
    assert office is not None
    return Try(notice.id, letter(installation.settings, notice.id, office.name, host.name, addresses, now))


def _is_open(session: Session, placement: Placement, now: dt.datetime) -> bool:
    """Tell whether the host is still to be told: the request waits, and nothing speaks against telling."""
    person = session.execute(select(Person).where(col(Person.id) == placement.person_id)).scalar_one()
    waits = placement.status == PlacementStatus.OFFERED and not has_lapsed(placement, now)
    is_answered = placement.host_answer != Answer.UNKNOWN or placement.host_condition is not None
    return waits and not is_answered and not person.is_protected


def _addresses(installation: Installation, session: Session, host: Host) -> list[str]:
    query = select(HostContact).where(col(HostContact.host_id) == host.id)
    contacts = session.execute(query.order_by(col(HostContact.created_at))).scalars()
    found = []
    for contact in contacts:
        place = Place(contact.municipality_id, "host_contact", contact.id, "sealed")
        found.append(installation.vault.open(place, host.id, contact.sealed, ContactDocument).mail)
    return [mail for mail in found if mail]


def _leave_to_telephone(session: Session, notice: Outbox, placement: Placement, now: dt.datetime) -> None:
    """Make a task to call, unless there is one for this request."""
    notice.state = NoticeState.BY_PHONE
    there = select(col(Task.id)).where(
        col(Task.placement_id) == placement.id, col(Task.kind).in_(_CALLED), col(Task.done_at).is_(None)
    )
    if session.execute(there).first() is None:
        session.add(
            Task(
                municipality_id=notice.municipality_id,
                kind=TaskKind.TELL_HOST,
                person_id=placement.person_id,
                host_id=placement.host_id,
                placement_id=placement.id,
                due_on=day_in_japan(now),
                created_at=now,
            )
        )
    session.flush()


def _note_sent(installation: Installation, session: Session, notice_id: uuid.UUID) -> None:
    now = installation.clock.now(session)
    query = select(Outbox).where(col(Outbox.id) == notice_id, col(Outbox.state) == NoticeState.WAITING)
    notice = session.execute(query.with_for_update()).scalar_one_or_none()
    if notice is not None:
        notice.state, notice.sent_at = NoticeState.SENT, now
        _trail(installation, session, now, notice)


def _trail(installation: Installation, session: Session, now: dt.datetime, notice: Outbox) -> None:
    entry = Entry(
        act=ACT,
        outcome="ok",
        resource="outbox",
        resource_id=notice.id,
        details={"state": notice.state.value, "attempts": notice.attempts, "template": notice.template},
    )
    append(session, installation.roots.audit, now, [entry])
