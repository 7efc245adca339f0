"""From a problem of the core to rows: the other way over the bridge, for sample data only."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from api.hosts.draws import Wanted
from api.hosts.seats import take
from api.infra.crypto import Place
from api.infra.installation import Installation
from api.policy.vocabulary import Field, Role
from api.tables import (
    CapacityStatement,
    Consent,
    District,
    Host,
    Household,
    HouseholdMember,
    How,
    Involvement,
    Menu,
    MenuDraw,
    MenuSlot,
    OwnedRow,
    Party,
    PartyMember,
    Person,
    PersonNeed,
    PersonRefusal,
    PersonScheme,
    Placement,
    PlacementSlot,
    Pool,
    PoolSlot,
    Purpose,
)
from api.tables.sealed import NeedDocument, PersonDocument, SealedDocument
from matching import model
from matching.vocabulary import Answer, ConsentStage

LONGEST_STAY = dt.timedelta(days=180)
_SURNAMES = ("見本", "例田", "仮名", "試作", "手本", "雛形")
_JSON: TypeAdapter[Any] = TypeAdapter(Any)


class Filler:
    """
    Fills a municipality with the records of a problem.

    Parameters
    ----------
    session
        A transaction that works for the municipality.
    installation
        Its keys, for names and wishes.
    office
        The municipality.
    coordinators
        Users who carry the cases, in turn.
    now, today
        When all of it is registered.
    """

    def __init__(
        self,
        session: Session,
        installation: Installation,
        office: uuid.UUID,
        coordinators: tuple[uuid.UUID, ...],
        now: dt.datetime,
        today: dt.date,
    ) -> None:
        self.session = session
        self.vault = installation.vault
        self._index = installation.roots.blind_index
        self.office = office
        self.coordinators = coordinators
        self.now = now
        self.today = today
        self._districts: dict[str, uuid.UUID] = {}
        self._menu_slots: dict[tuple[str, model.Slot], uuid.UUID] = {}

    def id_of(self, name: str) -> uuid.UUID:
        """Give the row id of a record of the problem; the same one every time."""
        return uuid.uuid5(self.office, name)

    def fill(self, problem: model.Problem) -> None:
        """Write everything."""
        names = {host.district for host in problem.hosts} | {person.district for person in problem.people}
        names |= {name for pool in problem.pools for name in pool.districts}
        names |= {name for menu in problem.menus for name in menu.pick_up_districts}
        for name in sorted(each for each in names if each):
            row = District(**self._own(f"district {name}"), name=name)
            self._districts[name] = row.id
            self.session.add(row)
        self.session.flush()
        placed = dict.fromkeys(each.person_id for each in problem.placements)
        known = {host.id for host in problem.hosts} | {person.id for person in problem.people}
        self.vault.keys.make_all(self.office, (self.id_of(name) for name in {*known, *placed}))
        self._add(self._host(host) for host in problem.hosts)
        self._add(self._pool(pool) for pool in problem.pools)
        parts = [pair for pool in problem.pools for pair in self._parts(pool)]
        self._add(part for part, _ in parts)
        self._add(said for _, said in parts)
        self._add(self._menu(menu) for menu in problem.menus)
        for menu in problem.menus:
            self._menu_parts(menu)
        for number, person in enumerate(problem.people):
            self._person(number, person)
        settled = (each for each in placed if each not in known)
        for number, person_id in enumerate(settled, len(problem.people)):
            self._settled(number, person_id)
        self.session.flush()
        for number, person in enumerate(problem.people):
            self._case(number, person)
        for household in problem.households:
            self._group(Household, HouseholdMember, "household_id", household.id, household.member_ids)
        for party in problem.parties:
            self._group(Party, PartyMember, "party_id", party.id, party.member_ids)
        for number, placement in enumerate(problem.placements):
            self._placement(number, placement)
        self.session.flush()

    def _own(self, name: str) -> dict[str, Any]:
        return {"id": self.id_of(name), "municipality_id": self.office, "created_at": self.now}

    def _add(self, rows: Iterable[OwnedRow]) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def _seal(self, row: OwnedRow, row_id: uuid.UUID, subject: uuid.UUID, document: SealedDocument) -> bytes:
        place = Place(self.office, str(type(row).__tablename__), row_id, "sealed")
        return self.vault.seal(place, subject, document)

    def _host(self, host: model.Host) -> Host:
        plain = _plain(host, "id", "place", "district")
        return Host(
            **self._own(host.id),
            **plain,
            **_point(host.place),
            district_id=self._districts.get(host.district or ""),
        )

    def _menu(self, menu: model.Menu) -> Menu:
        plain = _plain(menu, "id", "host_id", "slots", "draws", "place", "pick_up_districts")
        return Menu(
            **self._own(menu.id),
            **plain,
            **_point(menu.place),
            host_id=self.id_of(menu.host_id),
            pick_up_districts=[str(self._districts[name]) for name in menu.pick_up_districts],
        )

    def _menu_parts(self, menu: model.Menu) -> None:
        shared: dict[str, Any] = {"municipality_id": self.office, "host_id": self.id_of(menu.host_id)}
        for slot in menu.slots:
            row = MenuSlot(menu_id=self.id_of(menu.id), **shared, **_times(slot))
            self._menu_slots[menu.id, slot] = row.id
            self.session.add(row)
        for draw in menu.draws:
            self.session.add(
                MenuDraw(
                    menu_id=self.id_of(menu.id), pool_id=self.id_of(draw.pool_id), unit=draw.unit, **shared
                )
            )
        self.session.flush()

    def _pool(self, pool: model.Pool) -> Pool:
        return Pool(
            **self._own(pool.id),
            kind=pool.kind,
            name=pool.name,
            host_id=None if pool.host_id is None else self.id_of(pool.host_id),
            districts=[str(self._districts[name]) for name in pool.districts],
        )

    def _parts(self, pool: model.Pool) -> Iterable[tuple[PoolSlot, CapacityStatement]]:
        """Give each slot of a pool with the statement that is in force."""
        host_id = None if pool.host_id is None else self.id_of(pool.host_id)
        shared: dict[str, Any] = {"municipality_id": self.office, "host_id": host_id}
        for part in pool.slots:
            row = PoolSlot(
                pool_id=self.id_of(pool.id),
                is_whole_week=part.slot is None,
                **shared,
                **(_times(part.slot) if part.slot else {}),
            )
            said = CapacityStatement(
                **shared,
                pool_slot_id=row.id,
                amount=part.amount,
                quota=part.quota,
                regular_users=part.regular_users,
                mark=part.declared.mark if part.declared else None,
                places=part.declared.places if part.declared else None,
                stated_on=part.stated_on or self.today,
                stated_by=self.coordinators[0],
                recorded_at=self.now,
            )
            row.statement_id = said.id
            yield row, said

    def _person(self, number: int, person: model.Person) -> None:
        own = self._own(person.id)
        plain = _plain(
            person,
            "id",
            "needs",
            "district",
            "is_protected",
            "schemes",
            "consent",
            "pins",
            "refusals",
            "retention",
            "caseload_pool_id",
            "can_reach",
            "apart_from_hosts",
            "apart_from_persons",
            "caring",
        )
        row = Person(
            **own,
            **plain,
            number=person.id,
            protected=Answer.YES if person.is_protected else Answer.NO,
            district_id=self._districts.get(person.district or ""),
            can_reach=[
                {"host_id": str(self.id_of(each.host_id)), "answer": each.answer.value}
                for each in person.can_reach
            ],
            apart_from_hosts=[str(self.id_of(each)) for each in person.apart_from_hosts],
            apart_from_persons=[str(self.id_of(each)) for each in person.apart_from_persons],
            caring=[
                {**_JSON.dump_python(duty, mode="json"), "person_id": str(self.id_of(duty.person_id))}
                for duty in person.caring
            ],
            caseload_pool_id=self.id_of(person.caseload_pool_id) if person.caseload_pool_id else None,
        )
        self._named(row, number)

    def _settled(self, number: int, person_id: str) -> None:
        """Register somebody who has a place and waits for none; the problem knows no more of them."""
        row = Person(
            **self._own(person_id),
            number=person_id,
            age_years=40,
            protected=Answer.NO,
            waiting_since=self.today,
        )
        self._named(row, number)
        self.session.flush()
        self._involve(number, row.id, self.today)

    def _named(self, row: Person, number: int) -> None:
        name, kana = f"{_SURNAMES[number % len(_SURNAMES)]} {number + 1}号", f"みほん {number + 1}ごう"
        row.sealed = self._seal(row, row.id, row.id, PersonDocument(name=name, kana=kana))
        row.name_index, row.kana_index = self._index(self.office, name), self._index(self.office, kana)
        self.session.add(row)

    def _involve(self, number: int, person_id: uuid.UUID, since: dt.date) -> uuid.UUID:
        coordinator = self.coordinators[number % len(self.coordinators)]
        self.session.add(
            Involvement(
                municipality_id=self.office,
                person_id=person_id,
                user_id=coordinator,
                role=Role.COORDINATOR,
                since=since,
            )
        )
        return coordinator

    def _case(self, number: int, person: model.Person) -> None:
        row_id = self.id_of(person.id)
        for need in person.needs:
            row = PersonNeed(
                **self._own(f"{person.id} {need.domain}"),
                person_id=row_id,
                domain=need.domain,
                urgency=need.urgency,
            )
            row.sealed = self._seal(row, row.id, row_id, NeedDocument(wish=need.wish))
            self.session.add(row)
        for place, check in enumerate(person.schemes):
            self.session.add(
                PersonScheme(
                    **self._own(f"{person.id} scheme {place}"),
                    person_id=row_id,
                    domain=check.domain,
                    scheme=check.scheme,
                    possible=check.possible,
                    look_again_on=check.look_again_on,
                )
            )
        for refusal in person.refusals:
            self.session.add(
                PersonRefusal(
                    municipality_id=self.office,
                    person_id=row_id,
                    host_id=self.id_of(refusal.host_id),
                    menu_id=self.id_of(refusal.menu_id) if refusal.menu_id else None,
                    side=refusal.side,
                    reason="other",
                    until=refusal.until,
                    recorded_at=self.now,
                    recorded_by=self.coordinators[0],
                )
            )
        coordinator = self._involve(number, row_id, person.waiting_since)
        if person.consent != ConsentStage.NONE:
            self.session.add(
                Consent(
                    **self._own(f"{person.id} consent"),
                    person_id=row_id,
                    purpose=Purpose.MEETING,
                    fields=[each.value for each in Field],
                    given_on=self.today,
                    expires_on=self.today + dt.timedelta(days=364),
                    how=How.SIGNED,
                    recorded_by=coordinator,
                )
            )

    def _group(
        self, kind: type[Any], member: type[Any], name: str, group_id: str, member_ids: tuple[str, ...]
    ) -> None:
        self._add([kind(**self._own(f"group {group_id}"))])
        self._add(
            member(
                municipality_id=self.office,
                **{name: self.id_of(f"group {group_id}")},
                person_id=self.id_of(each),
            )
            for each in member_ids
        )

    def _placement(self, number: int, placement: model.Placement) -> None:
        menu_id = self.id_of(placement.menu_id)
        menu = self.session.get(Menu, menu_id)
        assert menu is not None
        last_day = placement.last_day or self.today + LONGEST_STAY
        companion, caseload = placement.companion_pool_id, placement.caseload_pool_id
        row = Placement(
            **self._own(f"placement {number}"),
            person_id=self.id_of(placement.person_id),
            domain=placement.domain,
            host_id=menu.host_id,
            menu_id=menu_id,
            status=placement.status,
            first_day=placement.first_day,
            last_day=last_day,
            person_answer=Answer.YES,
            host_answer=Answer.YES,
            attention_minutes=placement.attention_minutes,
            accompaniment_minutes=placement.accompaniment_minutes,
            is_fetched=placement.is_fetched,
            companion_pool_id=self.id_of(companion) if companion else None,
            caseload_pool_id=self.id_of(caseload) if caseload else None,
            created_by=self.coordinators[0],
        )
        self._add([row])
        slot_ids = tuple(self._menu_slots[placement.menu_id, slot] for slot in placement.slots)
        self._add(
            PlacementSlot(municipality_id=self.office, placement_id=row.id, menu_slot_id=slot_id)
            for slot_id in slot_ids
        )
        if placement.status.takes_seat:
            wanted = Wanted(
                menu_id=menu_id,
                menu_slot_ids=slot_ids,
                first_day=max(self.today, placement.first_day),
                last_day=last_day,
                attention_minutes=placement.attention_minutes,
                accompaniment_minutes=placement.accompaniment_minutes,
                is_fetched=placement.is_fetched,
                companion_pool_id=row.companion_pool_id,
                caseload_pool_id=row.caseload_pool_id,
            )
            take(self.session, row, wanted, self.today)


def _plain(record: Any, *without: str) -> Mapping[str, Any]:
    """Give a record's fields as columns hold them."""
    values = _JSON.dump_python(record, mode="json")
    kept = {name: value for name, value in values.items() if name not in without}
    return {
        name: getattr(record, name) if isinstance(getattr(record, name), dt.date | str) else value
        for name, value in kept.items()
    }


def _point(place: model.Place | None) -> dict[str, Any]:
    return {"lat": place.lat if place else None, "lng": place.lng if place else None}


def _times(slot: model.Slot) -> dict[str, Any]:
    if slot.is_night:
        return {"first_day": slot.first_day, "last_day": slot.last_day}
    return {
        "weekday": None if slot.weekday is None else int(slot.weekday),
        "start": slot.start,
        "end": slot.end,
        "first_day": slot.first_day,
        "last_day": slot.last_day,
    }
