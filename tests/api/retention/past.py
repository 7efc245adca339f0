"""A municipality's past: simulated stays written down as placements, contacts and what is known of them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlmodel import SQLModel

from api.placements.words import StayEnd
from api.policy.vocabulary import Role
from api.tables import (
    Contact,
    ContactResult,
    ContactState,
    EventKind,
    Host,
    Menu,
    MenuSlot,
    Person,
    Placement,
    PlacementEvent,
    PlacementSlot,
    PlacementStart,
)
from matching.retention.stays import Stay
from matching.vocabulary import ContactKind, Feature, HostKind, NeedDomain, Parting, PlacementStatus, Side
from tests.api.records import Records
from tests.api.service import Client, Service

_ENDS = {
    Parting.HOST_ENDED: StayEnd.HOST_CHANGED,
    Parting.MOVED_ON: StayEnd.MOVED_ON,
    Parting.AS_AGREED: StayEnd.GOALS_MET,
    Parting.MOVED_AWAY: StayEnd.CIRCUMSTANCES,
    Parting.DIED: StayEnd.CIRCUMSTANCES,
}
_DAY = dt.timedelta(days=1)
NOTED = (Feature.WISH, Feature.CONDITIONS, Feature.TRAVEL_MINUTES)
"""What `PlacementStart` keeps; the rest is counted from other records."""

_ORDER = (
    *(Host, Menu, MenuSlot, Person, Placement, PlacementSlot),
    *(PlacementEvent, PlacementStart, Contact),
)
"""Each kind after those it points to."""


@dataclass(frozen=True)
class Kept:
    """A stay as it should be read again, and its placement."""

    stay: Stay
    placement_id: uuid.UUID


class Past:
    """Writes stays down in the first municipality of a service."""

    def __init__(self, service: Service) -> None:
        self.service, self.records = service, Records(service)
        self.today, self.now = self.records.today, self.records.now
        self._hosts: dict[str, Host] = {}
        self._menus: dict[tuple[str, int, int], tuple[Menu, list[MenuSlot]]] = {}

    def write(self, stays: tuple[Stay, ...]) -> list[Kept]:
        """Write stays down so that the last of them ends today; one that goes on is seen until today."""
        latest = max(stay.until for stay in stays)
        kept: list[Kept] = []
        by_kind: dict[type[SQLModel], list[SQLModel]] = {kind: [] for kind in _ORDER}
        for stay in stays:
            rows, one = self._rows(stay, self.today - (latest if stay.parting else stay.until))
            kept.append(one)
            for row in rows:
                by_kind[type(row)].append(row)
        with self.service.installation.database.write(self.service.office) as session:
            for rows in by_kind.values():
                session.add_all(rows)
                session.flush()
        return kept

    def coordinator(self, *placements: Placement) -> Client:
        """Give a coordinator who carries the cases of these placements."""
        client = self.service.client(Role.COORDINATOR)
        for each in placements:
            self.records.involve(each.person_id, client.user_id, Role.COORDINATOR)
        return client

    def going_on(self, known: dict[Feature, float], minutes: int, days: int = 30) -> Placement:
        """Add somebody who has a name and has been at a host for some days."""
        person = self.records.person()
        host = self._host("H000")
        menu, slots = self._menu("H000", 2, minutes)
        placement = Placement(
            **self._base(person.id, host, menu, self.today - days * _DAY),
            status=PlacementStatus.ACCEPTED,
            last_day=self.today + 200 * _DAY,
            accompaniment_minutes=int(60 * known.get(Feature.ACCOMPANIED, 0)),
        )
        self.records.add(placement)
        self.records.add(
            *(PlacementSlot(placement_id=placement.id, menu_slot_id=slot.id) for slot in slots),
            self._start(placement, {name: value for name, value in known.items() if name in NOTED}),
        )
        return placement

    def _rows(self, stay: Stay, moved: dt.timedelta) -> tuple[list[SQLModel], Kept]:
        start, until = stay.starts_on + moved, stay.until + moved
        person = Person(
            id=uuid.uuid4(),
            municipality_id=self.service.office,
            number=uuid.uuid4().hex[:8],
            age_years=20 + len(stay.contact_days) % 50,
            waiting_since=start,
            created_at=self.now,
        )
        new = [] if stay.host_id in self._hosts else [self._host(stay.host_id, add=False)]
        (step,) = stay.steps
        assert step.slots_a_week is not None
        assert step.stay_minutes is not None
        key = (stay.host_id, int(step.slots_a_week), int(step.stay_minutes))
        is_new = key not in self._menus
        menu, slots = self._menu(*key, add=False)
        placement = Placement(
            **self._base(person.id, self._hosts[stay.host_id], menu, start),
            status=_status(stay.parting),
            last_day=until if stay.parting else self.today + 100 * _DAY,
            ended_reason=None if stay.parting is None else _ENDS.get(stay.parting, "did_not_fit"),
            attention_minutes=int(stay.at_start[Feature.ATTENTION_MINUTES]),
            accompaniment_minutes=int(60 * stay.at_start[Feature.ACCOMPANIED]),
        )
        own = {"municipality_id": self.service.office, "placement_id": placement.id}
        begin = PlacementEvent(
            **own, person_id=person.id, kind=EventKind.TRIAL, day=start, at=placement.created_at
        )
        contacts = [self._contact(placement, day + moved) for day in sorted(set(stay.contact_days))]
        known = {name: stay.at_start[name] for name in NOTED}
        rows = [
            *new,
            person,
            *([menu, *slots] if is_new else []),
            placement,
            *(PlacementSlot(**own, menu_slot_id=slot.id) for slot in slots),
            begin,
            self._start(placement, known),
            *contacts,
        ]
        return rows, Kept(stay, placement.id)

    def _base(self, person_id: uuid.UUID, host: Host, menu: Menu, start: dt.date) -> dict[str, object]:
        began = dt.datetime.combine(start, dt.time(3), dt.UTC)
        return {
            "id": uuid.uuid4(),
            "municipality_id": self.service.office,
            "person_id": person_id,
            "domain": NeedDomain.WORK,
            "host_id": host.id,
            "menu_id": menu.id,
            "first_day": start,
            "created_by": self.records.someone,
            "created_at": began,
        }

    def _start(self, placement: Placement, known: dict[Feature, float]) -> PlacementStart:
        return PlacementStart(
            municipality_id=self.service.office,
            placement_id=placement.id,
            person_id=placement.person_id,
            known={name.value: value for name, value in known.items()},
            noted_at=self.now,
        )

    def _contact(self, placement: Placement, day: dt.date) -> Contact:
        return Contact(
            municipality_id=self.service.office,
            person_id=placement.person_id,
            placement_id=placement.id,
            side=Side.PERSON,
            kind=ContactKind.WORK,
            due_on=day,
            window_from=day,
            window_to=day,
            minutes=30,
            state=ContactState.DONE,
            result=ContactResult.REACHED,
            done_on=day,
            created_at=self.now,
        )

    def _host(self, name: str, add: bool = True) -> Host:
        if name not in self._hosts:
            host = Host(
                id=uuid.uuid4(),
                municipality_id=self.service.office,
                name=f"みほん農園 {name}",
                kind=HostKind.FARM,
                created_at=self.now,
            )
            self._hosts[name] = self.records.add(host) if add else host
        return self._hosts[name]

    def _menu(self, host: str, often: int, minutes: int, add: bool = True) -> tuple[Menu, list[MenuSlot]]:
        key = (host, often, minutes)
        if key not in self._menus:
            own = {"municipality_id": self.service.office, "host_id": self._hosts[host].id}
            menu = Menu(id=uuid.uuid4(), name="みほん作業", domains=["work"], created_at=self.now, **own)
            hours = dt.time(9 + minutes // 60, minutes % 60)
            slots = [
                MenuSlot(id=uuid.uuid4(), menu_id=menu.id, weekday=day, start=dt.time(9), end=hours, **own)
                for day in range(1, often + 1)
            ]
            if add:
                self.records.add(menu, *slots)
            self._menus[key] = menu, slots
        return self._menus[key]


def _status(parting: Parting | None) -> PlacementStatus:
    if parting is None:
        return PlacementStatus.ACCEPTED
    return PlacementStatus.BROKEN_OFF if parting == Parting.BROKE_OFF else PlacementStatus.ENDED
