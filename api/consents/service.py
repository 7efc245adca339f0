"""Giving, reading and withdrawing consents; the only way to what a host may be told of a person."""

from __future__ import annotations

import datetime as dt
import functools
import uuid

from sqlalchemy import Date, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.consents.schemas import (
    AnyConsent,
    ConsentList,
    ConsentView,
    HostConsent,
    HostField,
    HouseholdConsent,
    MeetingConsent,
)
from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.policy.facts import consent_holds
from api.policy.vocabulary import Field
from api.tables import Consent, Host, How, Purpose
from api.tables.sealed import ConsentDocument
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task


def give_consent(context: Context, given: AnyConsent) -> Receipt:
    """Record a consent in a row of its own; it changes no other."""
    faults = _faults(given, context.today)
    if faults:
        raise Refused(faults)
    person = context.case.person
    document = ConsentDocument(witness=given.witness or "")
    host_id = None
    if isinstance(given, HostConsent):
        host_id = context.find(Host, given.host_id).id
        document.shown_name, document.shown_text = given.shown_name or "", given.shown_text or ""
    consent = Consent(
        municipality_id=context.municipality_id,
        person_id=person.id,
        purpose=given.purpose,
        host_id=host_id,
        fields=[] if isinstance(given, HouseholdConsent) else sorted(given.fields),
        bodies=sorted(given.bodies) if isinstance(given, MeetingConsent) else [],
        given_on=given.given_on,
        expires_on=given.expires_on,
        how=given.how,
        recorded_by=context.actor.user_id,
        created_at=context.now,
    )
    consent.sealed = context.seal(consent, person.id, document)
    context.add(consent, purpose=consent.purpose, fields=consent.fields)
    return context.receipt(consent)


def list_consents(context: Context) -> ConsentList:
    """List every consent of the person."""
    person = context.case.person
    query = select(Consent).where(col(Consent.person_id) == person.id)
    query = query.order_by(col(Consent.given_on).desc(), col(Consent.created_at).desc(), col(Consent.id))
    consents = context.session.execute(query).scalars().all()
    context.note_of("consent", person_id=person.id, count=len(consents))
    return ConsentList(consents=[_view(context, consent) for consent in consents])


def withdraw_consent(context: Context, consent_id: uuid.UUID) -> Receipt:
    """
    Withdraw a consent, at once.

    Earlier ones to the same recipient end with it, so that nothing is shared on an older paper. It needs no
    If-Match: a withdrawal never has to wait for a page to be read again.
    """
    person = context.case.person
    consent = context.find(Consent, consent_id, lock=True)
    if consent.person_id != person.id:
        raise NotFound
    if consent.withdrawn_at is not None:
        raise Conflict("consent_withdrawn")
    for each in (consent, *_earlier(context, consent)):
        context.change(each, {"withdrawn_at": context.now, "withdrawn_by": context.actor.user_id})
    add_task(
        context,
        TaskKind.CONSENT_WITHDRAWN,
        context.today,
        person_id=person.id,
        host_id=consent.host_id,
    )
    return context.receipt(consent)


def valid_consent(
    session: Session, person_id: uuid.UUID, purpose: Purpose, today: dt.date, host_id: uuid.UUID | None = None
) -> Consent | None:
    """
    Give the latest consent that holds today, for a purpose (and exactly this host).

    A host is told what this one names, never more: what an older one named and this one does not is not told.
    """
    asked = {"person_id": person_id, "purpose": purpose, "host_id": host_id, "today": today}
    return session.execute(_valid(host_id is not None), asked).scalar_one_or_none()


@functools.cache
def _valid(is_to_host: bool) -> Select[Consent]:
    query = select(Consent).where(
        col(Consent.person_id) == bindparam("person_id"),
        col(Consent.purpose) == bindparam("purpose"),
        col(Consent.host_id) == bindparam("host_id") if is_to_host else col(Consent.host_id).is_(None),
        consent_holds(bindparam("today", type_=Date())),
    )
    latest = (col(Consent.given_on).desc(), col(Consent.created_at).desc(), col(Consent.id))
    return query.order_by(*latest).limit(1)


def shown_to_host(context: Context, consent: Consent) -> ConsentDocument:
    """
    Give what the host of a consent may read: the name and text the person approved, and no witness.

    Raises
    ------
    NotFound
        Unless it is the person's consent to a host that holds today, and to the user's own host if they
        have one.
    """
    valid = valid_consent(context.session, consent.person_id, Purpose.HOST, context.today, consent.host_id)
    if consent.host_id is None or valid is None or valid.id != consent.id:
        raise NotFound
    if context.actor.host_id not in {None, consent.host_id}:
        raise NotFound
    document = context.open(consent, consent.person_id, ConsentDocument)
    return ConsentDocument(
        shown_name=document.shown_name if HostField.NAME in consent.fields else "",
        shown_text=document.shown_text if HostField.SUPPORT_TEXT in consent.fields else "",
    )


def a_year_after(day: dt.date) -> dt.date:
    """Give the same day of the next year; after 29 February it is the 28th."""
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def _faults(given: AnyConsent, today: dt.date) -> list[Fault]:
    faults = []
    if given.given_on > today:
        faults.append(Fault("given_on", given.given_on.isoformat(), "今日までの日付"))
    elif not given.given_on <= given.expires_on <= a_year_after(given.given_on):
        faults.append(Fault("expires_on", given.expires_on.isoformat(), "同意の日から1年以内の日付"))
    if given.how != How.SIGNED and given.witness is None:
        faults.append(Fault("witness", "", "立ち会った人の氏名（口頭・代理の場合）"))
    if isinstance(given, HostConsent):
        shown = (
            ("shown_name", given.shown_name, HostField.NAME, "本人が選んだ呼び名"),
            ("shown_text", given.shown_text, HostField.SUPPORT_TEXT, "本人が読んで承認した文"),
        )
        for name, value, field, what in shown:
            if (value is not None) != (field in given.fields):
                expected = what if value is None else f"fields に {field} がなければ空"
                faults.append(Fault(name, "", expected))
    return faults


def _earlier(context: Context, consent: Consent) -> list[Consent]:
    """Find the consents to the same recipient that were given before and are not withdrawn, locked."""
    same_host = (
        col(Consent.host_id).is_(None) if consent.host_id is None else col(Consent.host_id) == consent.host_id
    )
    query = select(Consent).where(
        col(Consent.person_id) == consent.person_id,
        col(Consent.purpose) == consent.purpose,
        same_host,
        col(Consent.withdrawn_at).is_(None),
        or_(
            col(Consent.given_on) < consent.given_on,
            and_(col(Consent.given_on) == consent.given_on, col(Consent.created_at) <= consent.created_at),
        ),
        col(Consent.id) != consent.id,
    )
    return list(context.session.execute(query.with_for_update()).scalars())


def _view(context: Context, consent: Consent) -> ConsentView:
    visible = context.case.visible
    document = context.open(consent, consent.person_id, ConsentDocument)
    knows_name = Field.IDENTITY in visible
    return ConsentView(
        id=consent.id,
        purpose=consent.purpose,
        host_id=consent.host_id,
        fields=consent.fields,
        bodies=consent.bodies,
        given_on=consent.given_on,
        expires_on=consent.expires_on,
        is_valid=consent.withdrawn_at is None and consent.given_on <= context.today <= consent.expires_on,
        how=consent.how,
        witness=(document.witness or None) if knows_name else None,
        shown_name=(document.shown_name or None) if knows_name else None,
        shown_text=(document.shown_text or None) if Field.SUPPORT in visible else None,
        recorded_by=consent.recorded_by,
        withdrawn_at=consent.withdrawn_at,
        withdrawn_by=consent.withdrawn_by,
        version=consent.version,
    )
