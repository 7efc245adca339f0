"""Sample hosts, sent as a coordinator would, and placements that take seats."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.hosts import seats
from api.hosts.draws import Wanted
from api.infra.clock import day_in_japan
from api.tables import Menu, MenuSlot, Placement, PlacementSlot, Seat
from matching.vocabulary import NeedDomain, PlacementStatus
from tests.api.rows import add_person
from tests.api.service import Client, Service

TUESDAY = {"weekday": 2, "start": "10:00", "end": "12:00"}
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def farm(places: int | None = 2, **more: Any) -> dict[str, Any]:
    """Give a farm that takes people on Tuesdays from ten."""
    stated = {} if places is None else {"stated": {"mark": "open", "places": places}}
    menu = {"name": "草取り", "domains": ["work", "belonging"], "slots": [TUESDAY | stated]}
    return {"name": "みほん農園", "kind": "farm", "closes_on_holidays": False, "menus": [menu]} | more


class Farm:
    """A farm that was registered, and where to reach it."""

    def __init__(self, service: Service, client: Client, **given: Any) -> None:
        self.service, self.client = service, client
        self.id = client.done("POST", "/api/v1/hosts", farm(**given))["id"]
        self.path = f"/api/v1/hosts/{self.id}"

    def view(self) -> dict[str, Any]:
        """Give the host as it is shown."""
        return self.client.seen(self.path)

    @property
    def part_id(self) -> str:
        """The slot of its pool."""
        found: str = self.view()["pools"][0]["slots"][0]["id"]
        return found

    def state(self, client: Client | None = None, on: dt.date | None = None, **said: Any) -> Any:
        """State something of its slot."""
        body = {
            "stated_on": (on or today(self.service)).isoformat(),
            "statements": [{"pool_slot_id": self.part_id, **said}],
        }
        return (client or self.client).act("POST", f"{self.path}/statements", body)

    def margins(self, weeks: int = 3) -> dict[str, Any]:
        """Give the margins of its slot."""
        slot: dict[str, Any]
        (slot,) = self.client.seen(f"{self.path}/margins?weeks={weeks}")["slots"]
        return slot

    def place(self, weeks: int = 4) -> uuid.UUID:
        """Place somebody on its Tuesdays."""
        person_id = add_person(self.service)
        with self.service.installation.database.write(self.service.office) as session:
            return place(self.service, session, uuid.UUID(self.id), person_id, weeks)


def place(
    service: Service, session: Session, host_id: uuid.UUID, person_id: uuid.UUID, weeks: int = 4
) -> uuid.UUID:
    """Place a person at the host's menu for some weeks, taking the seats."""
    now = service.clock.now(session)
    first = day_in_japan(now)
    menu = session.execute(select(Menu).where(col(Menu.host_id) == host_id)).scalar_one()
    slots = session.execute(select(MenuSlot).where(col(MenuSlot.menu_id) == menu.id)).scalars().all()
    placement = Placement(
        municipality_id=service.office,
        person_id=person_id,
        domain=NeedDomain.WORK,
        host_id=host_id,
        menu_id=menu.id,
        status=PlacementStatus.ACCEPTED,
        first_day=first,
        last_day=first + dt.timedelta(weeks=weeks),
        created_by=uuid.uuid4(),
        created_at=now,
    )
    session.add(placement)
    session.flush()
    session.add_all(
        PlacementSlot(municipality_id=service.office, placement_id=placement.id, menu_slot_id=slot.id)
        for slot in slots
    )
    wanted = Wanted(menu.id, tuple(slot.id for slot in slots), placement.first_day, placement.last_day)
    seats.take(session, placement, wanted, first)
    return placement.id


def today(service: Service) -> dt.date:
    """Give the date in Japan."""
    with service.installation.database.read() as session:
        return day_in_japan(service.clock.now(session))


def used_and_capacity(service: Service) -> dict[tuple[uuid.UUID, dt.date], tuple[int, int]]:
    """Give what the ledger says of each day."""
    with service.installation.database.read(service.office) as session:
        seats = session.execute(select(Seat)).scalars()
        return {(seat.pool_slot_id, seat.day): (seat.used, seat.capacity) for seat in seats}
