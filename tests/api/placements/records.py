"""Rows for the tests of placements: hosts with menus and rooms, people who agreed, their coordinators."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from api.infra.clock import day_in_japan
from api.infra.crypto import Place
from api.infra.database import work_for
from api.policy.vocabulary import Role
from api.tables import (
    CapacityStatement,
    Consent,
    Host,
    How,
    Involvement,
    Menu,
    MenuDraw,
    MenuSlot,
    Person,
    PersonNeed,
    PlacementSeat,
    Pool,
    PoolSlot,
    Purpose,
    Seat,
)
from api.tables.sealed import ConsentDocument, PersonDocument, SealedDocument
from matching.vocabulary import Answer, DeclaredMark, DrawUnit, HostKind, NeedDomain, PoolKind
from tests.api.service import Client, Service


@dataclass(frozen=True)
class Offered:
    """A menu of a host, with the slots of the menu and of its pool."""

    host_id: uuid.UUID
    menu_id: uuid.UUID
    slot_ids: tuple[uuid.UUID, ...]
    pool_slot_ids: tuple[uuid.UUID, ...]


class World:
    """A service with what placements need."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.staff_id = service.add_user(Role.COORDINATOR)
        self.staff = service.client_of(self.staff_id)

    @property
    def today(self) -> dt.date:
        """The date in Japan at the service."""
        with self.service.installation.database.read() as session:
            return day_in_japan(self.service.clock.now(session))

    @property
    def monday(self) -> dt.date:
        """The next Monday."""
        return self.today + dt.timedelta(days=7 - self.today.weekday())

    def add(self, *rows: SQLModel, office: uuid.UUID | None = None) -> None:
        """Add rows of one municipality, each kind after those it points to."""
        with self.service.installation.database.write(office or self.service.office) as session:
            for row in rows:
                session.add(row)
                session.flush()

    def add_menu(
        self,
        places: int = 1,
        weekdays: tuple[int, ...] = (1,),
        office: uuid.UUID | None = None,
        host_id: uuid.UUID | None = None,
        is_room: bool = False,
        stated_days_ago: int = 0,
        **of_host: Any,
    ) -> Offered:
        """Add a host (or take one) with a menu that has so many places in each slot; a room has beds."""
        own = {"municipality_id": office or self.service.office}
        with self.service.installation.database.read() as session:
            now = self.service.clock.now(session)
        made = {**own, "created_at": now}
        new = host_id is None
        host_id, menu_id, pool_id = host_id or uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        menu_slots, parts, statements = [], [], []
        for weekday in (None,) if is_room else weekdays:
            times = {} if weekday is None else {"weekday": weekday, "start": dt.time(9), "end": dt.time(12)}
            part = PoolSlot(host_id=host_id, pool_id=pool_id, **own, **times)
            statement = CapacityStatement(
                host_id=host_id,
                pool_slot_id=part.id,
                mark=DeclaredMark.OPEN,
                places=places,
                stated_on=day_in_japan(now) - dt.timedelta(days=stated_days_ago),
                stated_by=self.staff_id,
                recorded_at=now,
                **own,
            )
            part.statement_id = statement.id
            menu_slots.append(MenuSlot(host_id=host_id, menu_id=menu_id, **own, **times))
            parts.append(part)
            statements.append(statement)
        host = Host(
            id=host_id,
            name="みほん農園",
            kind=HostKind.VACANT_ROOM if is_room else HostKind.FARM,
            **{"closes_on_holidays": False, **of_host},
            **made,
        )
        self.add(
            *([host] if new else []),
            Menu(
                id=menu_id,
                host_id=host_id,
                name="見本の部屋" if is_room else "見本の作業",
                domains=[NeedDomain.HOUSING if is_room else NeedDomain.WORK],
                most_nights=7 if is_room else None,
                **made,
            ),
            Pool(id=pool_id, host_id=host_id, kind=PoolKind.BEDS if is_room else PoolKind.PLACES, **made),
            *menu_slots,
            MenuDraw(host_id=host_id, menu_id=menu_id, pool_id=pool_id, unit=DrawUnit.PERSON, **own),
            *parts,
            *statements,
            office=office,
        )
        return Offered(host_id, menu_id, tuple(row.id for row in menu_slots), tuple(row.id for row in parts))

    def add_person(
        self,
        has_consent: bool = True,
        office: uuid.UUID | None = None,
        staff_id: uuid.UUID | None = None,
        document: PersonDocument | None = None,
        **values: Any,
    ) -> uuid.UUID:
        """Add a person whose case the coordinator carries."""
        own_office, person_id = office or self.service.office, uuid.uuid4()
        own = {"municipality_id": own_office}
        self.service.installation.vault.new_subject(own_office, person_id)
        with self.service.installation.database.read() as session:
            now = self.service.clock.now(session)
        sealed = self.seal("person", person_id, person_id, document or PersonDocument(), own_office)
        self.add(
            Person(
                id=person_id,
                number=person_id.hex[:12],
                age_years=30,
                waiting_since=day_in_japan(now),
                sealed=sealed,
                created_at=now,
                **{"protected": Answer.NO, **values},
                **own,
            ),
            *(
                PersonNeed(person_id=person_id, domain=domain, created_at=now, **own)
                for domain in (NeedDomain.WORK, NeedDomain.BELONGING)
            ),
            Involvement(
                person_id=person_id,
                user_id=staff_id or self.staff_id,
                role=Role.COORDINATOR,
                since=day_in_japan(now),
                **own,
            ),
            office=office,
        )
        if has_consent:
            self.add_consent(person_id, Purpose.MEETING, office=office)
        return person_id

    def add_consent(
        self,
        person_id: uuid.UUID,
        purpose: Purpose,
        host_id: uuid.UUID | None = None,
        fields: tuple[str, ...] = (),
        office: uuid.UUID | None = None,
        document: ConsentDocument | None = None,
    ) -> uuid.UUID:
        """Add a consent that holds for a year."""
        own_office, consent_id = office or self.service.office, uuid.uuid4()
        with self.service.installation.database.read() as session:
            now = self.service.clock.now(session)
        self.add(
            Consent(
                id=consent_id,
                municipality_id=own_office,
                person_id=person_id,
                purpose=purpose,
                host_id=host_id,
                fields=list(fields),
                given_on=day_in_japan(now),
                expires_on=day_in_japan(now) + dt.timedelta(days=360),
                how=How.SIGNED,
                recorded_by=self.staff_id,
                sealed=self.seal("consent", consent_id, person_id, document or ConsentDocument(), own_office),
                created_at=now,
            ),
            office=office,
        )
        return consent_id

    def seal(
        self,
        table: str,
        row_id: uuid.UUID,
        subject_id: uuid.UUID,
        document: SealedDocument,
        office: uuid.UUID,
    ) -> bytes:
        """Seal a document for a row."""
        place = Place(office, table, row_id, "sealed")
        return self.service.installation.vault.seal(place, subject_id, document)

    def body(self, menu: Offered, weeks: int = 4, **more: Any) -> dict[str, Any]:
        """Make what is sent to offer every slot of a menu."""
        return {
            "menu_id": str(menu.menu_id),
            "menu_slot_ids": [str(each) for each in menu.slot_ids],
            "first_day": self.monday.isoformat(),
            "last_day": (self.monday + dt.timedelta(days=7 * weeks - 1)).isoformat(),
            "domain": "work",
            **more,
        }

    def offer(self, person_id: uuid.UUID, menu: Offered, client: Client | None = None, **more: Any) -> Any:
        """Ask for an offer."""
        return (client or self.staff).act(
            "POST", f"/api/v1/people/{person_id}/offers", self.body(menu, **more)
        )

    def offered(self, person_id: uuid.UUID, menu: Offered, **more: Any) -> dict[str, Any]:
        """Make an offer that has to succeed, and give its receipt."""
        answer = self.offer(person_id, menu, **more)
        assert answer.status_code == 201, answer.text
        receipt: dict[str, Any] = answer.json()
        return receipt

    def set(
        self, kind: type[SQLModel], row_id: uuid.UUID, office: uuid.UUID | None = None, **values: Any
    ) -> None:
        """Set columns of a row."""
        with self.service.installation.database.write(office or self.service.office) as session:
            row = session.get(kind, row_id)
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)

    def rows(self, kind: type[Any], office: uuid.UUID | None = None) -> list[Any]:
        """Read all rows of a kind."""
        with self.service.installation.database.read(office or self.service.office) as session:
            return list(session.execute(select(kind)).scalars())

    def ledger(self, *offices: uuid.UUID) -> tuple[dict[Any, int], dict[Any, int]]:
        """Give what the ledger says is used, and what placements of these municipalities took, by seat."""
        taken: dict[Any, int] = {}
        with self.service.installation.database.read() as session:
            used = {
                (row.pool_slot_id, row.day): row.used
                for row in session.execute(select(Seat)).scalars()
                if row.used
            }
        for office in offices or (self.service.office,):
            with self.service.installation.database.read() as session:
                work_for(session, office)
                query = select(
                    col(PlacementSeat.pool_slot_id), col(PlacementSeat.day), func.sum(PlacementSeat.amount)
                ).group_by(col(PlacementSeat.pool_slot_id), col(PlacementSeat.day))
                for pool_slot_id, day, amount in session.execute(query):
                    taken[pool_slot_id, day] = taken.get((pool_slot_id, day), 0) + int(amount)
        return used, taken
