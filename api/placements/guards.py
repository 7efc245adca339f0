"""What stands against holding a seat: consent, pauses, refusals, other placements, the host's limits."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select
from sqlmodel import col

from api.consents.service import valid_consent
from api.context import Context
from api.errors import Conflict
from api.hosts.capacity import monday_of
from api.infra.types import UtcInstant
from api.mapping.hosts import slot_of
from api.mapping.settings import settings_in_force
from api.mapping.stays import doses_of
from api.tables import (
    Host,
    HostShare,
    MenuSlot,
    Person,
    PersonRefusal,
    Placement,
    Purpose,
)
from matching.model import RuleSet
from matching.vocabulary import LimitKind, NeedDomain, PlacementStatus

_PLACED = tuple(
    status for status in PlacementStatus if status.takes_seat and status != PlacementStatus.OFFERED
)


@dataclass(frozen=True)
class Stay:
    """
    What is asked for.

    Parameters
    ----------
    menu_id, slots
        Where, and in which slots each week.
    first_day, last_day
        The days, both included.
    domain
        The need it is offered for, of which there is one offer at a time; `None` for tonight.
    """

    menu_id: uuid.UUID
    slots: tuple[MenuSlot, ...]
    first_day: dt.date
    last_day: dt.date
    domain: NeedDomain | None


def takes_seat(now: dt.datetime | BindParameter[dt.datetime]) -> ColumnElement[bool]:
    """Say in SQL that a placement takes seats: an offer until its hold ends, and whoever is there."""
    holds = and_(
        col(Placement.status) == PlacementStatus.OFFERED,
        or_(col(Placement.expires_at).is_(None), col(Placement.expires_at) > now),
    )
    return or_(holds, col(Placement.status).in_(_PLACED))


def line_up(context: Context, host_id: uuid.UUID) -> Host:
    """
    Give the host, and let one act after the other take places there.

    The ledger guards the seats by itself; the host's limits on newcomers span its slots. Of a shared host
    every municipality keeps to the limits with its own placements, so it waits in a line of its own.
    """
    context.lock(Host, host_id)
    host = context.find(Host, host_id)
    if host.municipality_id == context.municipality_id:
        return host
    share = select(HostShare).where(
        col(HostShare.host_id) == host_id, col(HostShare.municipality_id) == context.municipality_id
    )
    context.session.execute(share.with_for_update()).scalar_one()
    return host


def check_person(context: Context, person: Person, needs_consent: bool) -> None:
    """
    Check that a place may be looked for.

    Raises
    ------
    Conflict
        `case_ended`; where consent is needed (not for tonight) also `person_paused` and `consent_missing`.
    """
    if person.ended_on is not None and person.ended_on <= context.today:
        raise Conflict("case_ended")
    if not needs_consent:
        return
    if person.paused_until is not None and person.paused_until >= context.today:
        raise Conflict("person_paused", until=person.paused_until.isoformat())
    if not has_consent(context, person):
        raise Conflict("consent_missing")


def has_consent(context: Context, person: Person) -> bool:
    """Tell whether the person's consent to look for places holds today."""
    return valid_consent(context.session, person.id, Purpose.MEETING, context.today) is not None


def check_stay(context: Context, person: Person, host: Host, stay: Stay) -> None:
    """
    Check that nothing but a lack of seats stands against a stay.

    Raises
    ------
    Conflict
        Saying what does.
    """
    if host.paused_until is not None and host.paused_until >= context.today:
        raise Conflict("host_paused", until=host.paused_until.isoformat())
    _check_refusals(context, person, host, stay)
    beside = _beside(context, host)
    _check_apart(context, person, host, [each for each in beside if each.person_id != person.id])
    _check_own(context, seats_of(context, person.id), stay)
    rules = settings_in_force(context.session).rules
    check_intake(rules, host, [(each.first_day, each.last_day) for each in beside], stay)


def seats_of(context: Context, person_id: uuid.UUID) -> list[Placement]:
    """Find a person's placements that take a seat from today on."""
    asked = {"person_id": person_id, "now": context.now, "today": context.today}
    return list(context.session.execute(_SEATS, asked).scalars())


_SEATS = select(Placement).where(
    col(Placement.person_id) == bindparam("person_id"),
    takes_seat(bindparam("now", type_=UtcInstant())),
    col(Placement.last_day) >= bindparam("today"),
)


def _check_refusals(context: Context, person: Person, host: Host, stay: Stay) -> None:
    """Refuse a pair that either side declined, until its review date."""
    asked = {"person_id": person.id, "host_id": host.id, "menu_id": stay.menu_id, "today": context.today}
    running = context.session.execute(_REFUSED, asked).scalars().all()
    if running:
        dates = [until for until in running if until is not None]
        is_open_end = len(dates) < len(running)
        raise Conflict("refused_before", until="期限なし" if is_open_end else max(dates).isoformat())


_REFUSED = select(col(PersonRefusal.until)).where(
    col(PersonRefusal.person_id) == bindparam("person_id"),
    col(PersonRefusal.host_id) == bindparam("host_id"),
    or_(col(PersonRefusal.menu_id).is_(None), col(PersonRefusal.menu_id) == bindparam("menu_id")),
    or_(col(PersonRefusal.until).is_(None), col(PersonRefusal.until) > bindparam("today")),
)


@dataclass(frozen=True)
class Beside:
    """
    Somebody of the municipality who takes a seat at the host.

    Parameters
    ----------
    person_id, apart_from_persons
        Who it is, and from whom they keep apart.
    first_day, last_day
        When they are there.
    """

    person_id: uuid.UUID
    first_day: dt.date
    last_day: dt.date
    apart_from_persons: list[str]


def _beside(context: Context, host: Host) -> list[Beside]:
    found = context.session.execute(_BESIDE, {"host_id": host.id, "now": context.now})
    return [Beside(*row) for row in found]


_BESIDE = (
    select(
        col(Placement.person_id),
        col(Placement.first_day),
        col(Placement.last_day),
        col(Person.apart_from_persons),
    )
    .join(Person, col(Person.id) == col(Placement.person_id))
    .where(col(Placement.host_id) == bindparam("host_id"), takes_seat(bindparam("now", type_=UtcInstant())))
)


def _check_apart(context: Context, person: Person, host: Host, beside: Iterable[Beside]) -> None:
    """Keep people apart, with words from which nobody learns from whom."""
    if str(host.id) in person.apart_from_hosts:
        raise Conflict("does_not_fit")
    for other in beside:
        is_apart = (
            str(other.person_id) in person.apart_from_persons or str(person.id) in other.apart_from_persons
        )
        if is_apart and other.last_day >= context.today:
            raise Conflict("does_not_fit")


def _check_own(context: Context, own: Collection[Placement], stay: Stay) -> None:
    """Refuse a second open offer for a need, and two places at the same time."""
    offers = [each for each in own if each.status == PlacementStatus.OFFERED and not each.is_tonight]
    if any(each.domain == stay.domain for each in offers):
        raise Conflict("open_hold")
    meeting = [each for each in own if each.first_day <= stay.last_day and stay.first_day <= each.last_day]
    check_times(context, meeting, stay.slots, stay.first_day, stay.last_day)


def check_times(
    context: Context,
    others: Iterable[Placement],
    slots: Iterable[MenuSlot],
    first_day: dt.date,
    last_day: dt.date,
) -> None:
    """
    Check that somebody is in no two places at the same time, by what each placement holds in those days.

    Raises
    ------
    Conflict
        `same_time`.
    """
    taken = {
        slot_of(slot)
        for doses in doses_of(context.session, others).values()
        for dose in doses
        if dose.first_day <= last_day and first_day <= dose.last_day
        for slot in dose.held
    }
    wanted = [slot_of(slot) for slot in slots]
    if any(one.overlaps(other) for one in taken for other in wanted):
        raise Conflict("same_time")


def check_intake(rules: RuleSet, host: Host, there: Collection[tuple[dt.date, dt.date]], stay: Stay) -> None:
    """
    Keep to how many newcomers a host can get to know at once, and how often.

    Parameters
    ----------
    rules
        In force.
    host, stay
        Who asks for whom.
    there
        First and last days of the municipality's placements that take a seat at the host.

    Raises
    ------
    Conflict
        `many_newcomers` or `host_rests`.
    """
    if host.newcomers_at_once is not None and rules.limit(LimitKind.NEWCOMERS) is not None:
        length = dt.timedelta(weeks=rules.newcomer_weeks)
        for week in range(rules.newcomer_weeks):
            monday = monday_of(stay.first_day) + dt.timedelta(weeks=week)
            if monday > stay.last_day:
                break
            new = sum(
                monday_of(first) <= monday < monday_of(first) + length and monday <= last
                for first, last in there
            )
            if new >= host.newcomers_at_once:
                raise Conflict("many_newcomers", newcomers=host.newcomers_at_once)
    if rules.limit(LimitKind.REST) is not None and any(
        abs((stay.first_day - first).days) < host.rest_days for first, _ in there
    ):
        raise Conflict("host_rests", days=host.rest_days)
