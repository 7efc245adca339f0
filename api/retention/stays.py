"""Placements and contacts as the core's stays: only what `matching.retention` may look at, and no names."""

from __future__ import annotations

import datetime as dt
import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.infra.clock import day_in_japan
from api.mapping.stays import Dose, doses_of
from api.placements.words import SEAT_RECALLED, StayEnd
from api.tables import (
    Contact,
    ContactState,
    District,
    EventKind,
    Person,
    Placement,
    PlacementEvent,
    PlacementStart,
    SupportCase,
)
from api.tables.case import CloseReason
from matching.retention.features import ALLOWED
from matching.retention.stays import Stay, Step
from matching.vocabulary import Feature, Parting, PlacementStatus, Side

GOING_ON = (PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED)
_BEGAN = (*GOING_ON, PlacementStatus.ENDED, PlacementStatus.BROKEN_OFF)
_STARTS = (EventKind.TRIAL, EventKind.ACCEPTED)
_PARTINGS: Mapping[str, Parting] = {
    StayEnd.GOALS_MET: Parting.AS_AGREED,
    StayEnd.PERIOD_OVER: Parting.AS_AGREED,
    StayEnd.MOVED_ON: Parting.MOVED_ON,
    StayEnd.PERSON_WISH: Parting.MOVED_ON,
    StayEnd.CIRCUMSTANCES: Parting.MOVED_AWAY,
    StayEnd.HOST_CHANGED: Parting.HOST_ENDED,
    SEAT_RECALLED: Parting.HOST_ENDED,
}
"""An end for another reason is taken for lost from sight: for want of a word nobody has broken off."""

_CASE_PARTINGS = {CloseReason.DIED: Parting.DIED, CloseReason.MOVED: Parting.MOVED_AWAY}
_SOON = dt.timedelta(days=60)
_AGE_SPAN = 20


@dataclass(frozen=True)
class Recorded:
    """A placement that began, and its stay."""

    placement: Placement
    stay: Stay


def read_stays(session: Session, today: dt.date) -> list[Recorded]:
    """Read every placement of the municipality that began, by id."""
    query = select(Placement).where(col(Placement.status).in_(_BEGAN), col(Placement.first_day) <= today)
    starts = _starts(session)
    placements = [
        (placement, start)
        for placement in session.execute(query.order_by(col(Placement.id))).scalars()
        if (start := _start(placement, starts)) is not None and start <= today
    ]
    doses = doses_of(session, (placement for placement, _ in placements))
    known = _known(session)
    spoken = _spoken(session)
    closed = _closed(session)
    begun: defaultdict[uuid.UUID, list[dt.date]] = defaultdict(list)
    for placement, start in placements:
        begun[placement.host_id].append(start)
    for days in begun.values():
        days.sort()
    found = []
    for placement, start in placements:
        until = max(start, min(today, placement.last_day))
        at_start = {
            **known.get(placement.id, {}),
            Feature.HOST_EXPERIENCE: float(bisect_left(begun[placement.host_id], start)),
            Feature.ATTENTION_MINUTES: _within(Feature.ATTENTION_MINUTES, placement.attention_minutes),
            Feature.ACCOMPANIED: float(placement.accompaniment_minutes > 0),
        }
        stay = Stay(
            id=str(placement.id),
            person_id=str(placement.person_id),
            host_id=str(placement.host_id),
            starts_on=start,
            watched_from=max(start, day_in_japan(placement.created_at)),
            until=until,
            parting=_parting(placement, closed),
            at_start=at_start,
            steps=tuple(_steps(doses.get(placement.id, ()))),
            contact_days=tuple(day for day in spoken.get(placement.id, ()) if start <= day <= until),
        )
        found.append(Recorded(placement, stay))
    return found


def experience_of(recorded: Iterable[Recorded]) -> dict[str, int]:
    """Count how many people each host has taken in, by host id."""
    found: defaultdict[str, int] = defaultdict(int)
    for each in recorded:
        found[each.stay.host_id] += 1
    return dict(found)


def groups_of(session: Session, people: Iterable[Person]) -> dict[uuid.UUID, dict[str, str | None]]:
    """Give the groups that are compared, for each person by attribute; they enter no model."""
    districts = {row.id: row.name for row in session.execute(select(District)).scalars()}
    found: dict[uuid.UUID, dict[str, str | None]] = {}
    for person in people:
        youngest = person.age_years // _AGE_SPAN * _AGE_SPAN
        district = districts.get(person.district_id) if person.district_id else None
        found[person.id] = {"年代": f"{youngest}〜{youngest + _AGE_SPAN - 1}歳", "圏域": district}
    return found


def attributes_of(session: Session, recorded: Iterable[Recorded]) -> dict[str, list[str | None]]:
    """Give the group of each stay by attribute, for the audit and the groups alone."""
    groups = groups_of(session, session.execute(select(Person)).scalars())
    found: dict[str, list[str | None]] = {"年代": [], "圏域": []}
    for each in recorded:
        for attribute, values in found.items():
            values.append(groups[each.placement.person_id][attribute])
    return found


def _start(placement: Placement, starts: Mapping[uuid.UUID, dt.date]) -> dt.date | None:
    """Give the day it began; one that is over and has no record of a beginning never began."""
    if placement.id in starts:
        return starts[placement.id]
    return placement.first_day if placement.status in GOING_ON else None


def _starts(session: Session) -> dict[uuid.UUID, dt.date]:
    query = select(col(PlacementEvent.placement_id), col(PlacementEvent.day)).where(
        col(PlacementEvent.kind).in_(_STARTS)
    )
    found: dict[uuid.UUID, dt.date] = {}
    for placement_id, day in session.execute(query):
        found[placement_id] = min(day, found.get(placement_id, day))
    return found


def _known(session: Session) -> dict[uuid.UUID, dict[Feature, float]]:
    query = select(col(PlacementStart.placement_id), col(PlacementStart.known))
    return {
        placement_id: {Feature(name): float(value) for name, value in known.items()}
        for placement_id, known in session.execute(query)
    }


def _spoken(session: Session) -> dict[uuid.UUID, list[dt.date]]:
    """Give the days on which the person was spoken with, by placement."""
    query = select(Contact).where(
        col(Contact.side) == Side.PERSON,
        col(Contact.state) == ContactState.DONE,
        col(Contact.placement_id).is_not(None),
    )
    found: defaultdict[uuid.UUID, list[dt.date]] = defaultdict(list)
    for contact in session.execute(query).scalars():
        if contact.placement_id and contact.done_on and contact.result and contact.result.is_connected:
            found[contact.placement_id].append(contact.done_on)
    return found


def _closed(session: Session) -> dict[uuid.UUID, list[tuple[dt.date, Parting]]]:
    query = select(SupportCase).where(col(SupportCase.close_reason).in_(list(_CASE_PARTINGS)))
    found: defaultdict[uuid.UUID, list[tuple[dt.date, Parting]]] = defaultdict(list)
    for case in session.execute(query).scalars():
        if case.closed_on is not None and case.close_reason is not None:
            found[case.person_id].append((case.closed_on, _CASE_PARTINGS[case.close_reason]))
    return found


def _parting(
    placement: Placement, closed: Mapping[uuid.UUID, list[tuple[dt.date, Parting]]]
) -> Parting | None:
    if placement.status in GOING_ON:
        return None
    for day, parting in closed.get(placement.person_id, ()):
        if abs(day - placement.last_day) <= _SOON:
            return parting
    if placement.status == PlacementStatus.BROKEN_OFF:
        return Parting.BROKE_OFF
    return _PARTINGS.get(placement.ended_reason or "")


def _steps(doses: Iterable[Dose]) -> Iterable[Step]:
    for dose in doses:
        timed = [slot for slot in dose.slots if slot.start is not None and slot.end is not None]
        if dose.is_paused or not dose.slots:
            continue
        if not timed:  # a room: nights are no slots a week
            yield Step(dose.first_day, None, None)
            continue
        minutes = sum(_minutes(slot.start, slot.end) for slot in timed) / len(timed)
        yield Step(
            dose.first_day,
            _within(Feature.SLOTS_A_WEEK, len(timed)),
            _within(Feature.STAY_MINUTES, minutes),
        )


def _minutes(start: dt.time | None, end: dt.time | None) -> int:
    assert start is not None
    assert end is not None
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _within(feature: Feature, value: float) -> float:
    rule = ALLOWED[feature]
    return float(min(max(value, rule.least), rule.most))
