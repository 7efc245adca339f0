"""People, households and what they said, as the core knows them: opaque ids, no names, no wishes in words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.mapping.hosts import HostRecords
from api.policy.facts import consent_holds
from api.tables import (
    Consent,
    District,
    HouseholdMember,
    PartyMember,
    Person,
    PersonNeed,
    PersonRefusal,
    PersonScheme,
    Purpose,
    TenantRow,
)
from matching import model
from matching.vocabulary import Activity, Answer, Condition, ConsentStage, PoolKind, TravelMode

Child = TypeVar("Child", PersonNeed, PersonRefusal, PersonScheme)

_HOURS = TypeAdapter(tuple[model.TimeWindow, ...])
_GOAL = TypeAdapter(model.LadderStep)
_REACH = TypeAdapter(tuple[model.Reach, ...])
_CARING = TypeAdapter(tuple[model.CaringDuty, ...])


@dataclass(frozen=True)
class PeopleRecords:
    """
    People who wait for a place, as the core's records.

    Parameters
    ----------
    people, households, parties
        The core's records; their ids are the rows' ids.
    versions
        The version of each person's row when it was read.
    """

    people: tuple[model.Person, ...]
    households: tuple[model.Household, ...]
    parties: tuple[model.Party, ...]
    versions: Mapping[uuid.UUID, int]


@dataclass(frozen=True)
class _Known:
    """What a person's record may point to."""

    hosts: frozenset[str]
    menus: frozenset[str]
    people: frozenset[str]
    caseloads: frozenset[str]
    districts: Mapping[uuid.UUID, str]


def load_people(
    session: Session, today: dt.date, hosts: HostRecords, ages: Mapping[uuid.UUID, int] | None = None
) -> PeopleRecords:
    """
    Read everybody whose case is open and who has a need; who pauses is left out.

    Parameters
    ----------
    session, today
        For one municipality.
    hosts
        The hosts of the same problem; what points to others is left out.
    ages
        Ages by person where they are known better than by the row.
    """
    query = select(Person).where(
        or_(col(Person.ended_on).is_(None), col(Person.ended_on) > today),
        or_(col(Person.paused_until).is_(None), col(Person.paused_until) < today),
    )
    rows = session.execute(query.order_by(col(Person.id))).scalars().all()
    needs = _children(session, PersonNeed)
    schemes, refusals = _children(session, PersonScheme), _children(session, PersonRefusal)
    agreed = set(
        session.execute(
            select(col(Consent.person_id)).where(
                col(Consent.purpose) == Purpose.MEETING, consent_holds(today)
            )
        ).scalars()
    )
    rows = [row for row in rows if needs[row.id]]
    known = _Known(
        hosts=frozenset(host.id for host in hosts.hosts),
        menus=frozenset(menu.id for menu in hosts.menus),
        people=frozenset(str(row.id) for row in rows),
        caseloads=frozenset(pool.id for pool in hosts.pools if pool.kind == PoolKind.CASELOAD),
        districts={row.id: row.name for row in session.execute(select(District)).scalars()},
    )
    people = tuple(
        _person(
            row,
            (ages or {}).get(row.id, row.age_years),
            needs[row.id],
            schemes[row.id],
            refusals[row.id],
            ConsentStage.TO_CONSIDER if row.id in agreed else ConsentStage.NONE,
            known,
        )
        for row in rows
    )
    return PeopleRecords(
        people=people,
        households=tuple(
            model.Household(group_id, members)
            for group_id, members in _groups(session, HouseholdMember, "household_id", known)
        ),
        parties=_parties(session, known, people),
        versions={row.id: row.version for row in rows},
    )


def _children(session: Session, kind: type[Child]) -> defaultdict[uuid.UUID, list[Child]]:
    grouped: defaultdict[uuid.UUID, list[Child]] = defaultdict(list)
    for row in session.execute(select(kind).order_by(col(kind.id))).scalars():
        grouped[row.person_id].append(row)
    return grouped


def _groups(
    session: Session, kind: type[TenantRow], name: str, known: _Known
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Give each group with all its members, if all of them are in the problem."""
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for row in session.execute(select(kind)).scalars():
        grouped[str(getattr(row, name))].append(str(row.person_id))  # type: ignore[attr-defined]
    for group_id, members in sorted(grouped.items()):
        if known.people.issuperset(members):
            yield group_id, tuple(sorted(members))


def _parties(session: Session, known: _Known, people: Iterable[model.Person]) -> tuple[model.Party, ...]:
    domains = {person.id: {need.domain for need in person.needs} for person in people}
    return tuple(
        model.Party(group_id, members)
        for group_id, members in _groups(session, PartyMember, "party_id", known)
        if len(members) >= 2 and set.intersection(*(domains[member] for member in members))
    )


def _person(
    row: Person,
    age_years: int,
    needs: list[PersonNeed],
    schemes: list[PersonScheme],
    refusals: list[PersonRefusal],
    consent: ConsentStage,
    known: _Known,
) -> model.Person:
    own = str(row.id)
    caseload = str(row.caseload_pool_id)
    return model.Person(
        id=own,
        age_years=age_years,
        needs=tuple(model.Need(need.domain, need.urgency) for need in needs),
        waiting_since=row.waiting_since,
        district=None if row.district_id is None else known.districts.get(row.district_id),
        home_mesh=None if row.is_protected else row.home_mesh,
        is_protected=row.is_protected,
        availability=None
        if row.availability is None
        else _HOURS.validate_python(row.availability, strict=False),
        fewest_slots=row.fewest_slots,
        most_slots=row.most_slots,
        goal=None if row.goal is None else _GOAL.validate_python(row.goal, strict=False),
        longest_stay_minutes=row.longest_stay_minutes,
        modes=tuple(TravelMode(each) for each in row.modes),
        most_travel_minutes=row.most_travel_minutes,
        can_reach=_REACH.validate_python(_about(row.can_reach, "host_id", known.hosts), strict=False),
        conditions={Condition(name): Answer(answer) for name, answer in row.conditions.items()},
        likes=tuple(Activity(each) for each in row.likes),
        avoids=tuple(Activity(each) for each in row.avoids),
        staff_gender=row.staff_gender,
        accompaniment_minutes=row.accompaniment_minutes,
        attention_minutes=row.attention_minutes,
        apart_from_hosts=tuple(each for each in row.apart_from_hosts if each in known.hosts),
        apart_from_persons=tuple(each for each in row.apart_from_persons if each != own),
        caring=_CARING.validate_python(_about(row.caring, "person_id", known.people), strict=False),
        schemes=tuple(
            model.SchemeCheck(each.scheme, each.domain, each.possible, look_again_on=each.look_again_on)
            for each in schemes
        ),
        consent=consent,
        earliest_start=row.earliest_start,
        refusals=tuple(
            model.Refusal(
                str(each.host_id), None if each.menu_id is None else str(each.menu_id), each.until, each.side
            )
            for each in refusals
            if str(each.host_id) in known.hosts and (each.menu_id is None or str(each.menu_id) in known.menus)
        ),
        caseload_pool_id=caseload if caseload in known.caseloads else None,
    )


def _about(values: Iterable[dict[str, Any]], name: str, known: frozenset[str]) -> list[dict[str, Any]]:
    return [value for value in values if value[name] in known]
