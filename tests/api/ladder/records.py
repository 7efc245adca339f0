"""Placements on the ladder: people with a fixed plan, who have been at the 見学 and whom both sides want."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from api.tables import (
    CaseState,
    Placement,
    PlanKind,
    PlanState,
    Purpose,
    Source,
    StartCheck,
    StartItem,
    StartMark,
    SupportCase,
    SupportPlan,
)
from api.tables.sealed import ConsentDocument
from tests.api.placements.records import Offered, World
from tests.api.service import Client

SHOWN = ("name", "support_text", "schedule", "contact")


class Ladder(World):
    """A world with plans, and steps along the ladder."""

    def client(self) -> Client:
        """Sign the coordinator in anew, for sessions end while time passes."""
        return self.service.client_of(self.staff_id)

    def add_plan(
        self,
        person_id: uuid.UUID,
        menu: Offered,
        days: int = 300,
        state: PlanState = PlanState.FIXED,
        first_day: dt.date | None = None,
    ) -> None:
        """Fix a plan for the menu, for so many days from today; the person is in support then."""
        if state == PlanState.FIXED:
            self.support(person_id)
        consent_id = self.add_consent(person_id, Purpose.MEETING)
        with self.service.installation.database.read() as session:
            now = self.service.clock.now(session)
        self.add(
            SupportPlan(
                municipality_id=self.service.office,
                person_id=person_id,
                kind=PlanKind.FIRST,
                state=state,
                consent_id=consent_id,
                menu_id=menu.menu_id,
                first_day=first_day or self.today,
                last_day=self.today + dt.timedelta(days=days),
                fixed_on=self.today,
                created_at=now,
            )
        )

    def add_menu(self, *args: Any, **more: Any) -> Offered:
        """Add a menu of a host with which all is settled before a start."""
        menu = super().add_menu(*args, **more)
        if more.get("host_id") is None:
            self.settle(menu.host_id, more.get("office"))
        return menu

    def settle(self, host_id: uuid.UUID, office: uuid.UUID | None = None) -> None:
        """Note that everything was looked at with the host."""
        with self.service.installation.database.read() as session:
            now = self.service.clock.now(session)
        items = (StartItem.INSURANCE, StartItem.EMERGENCY_CONTACT, StartItem.COST_BEARER)
        self.add(
            *(
                StartCheck(
                    municipality_id=office or self.service.office,
                    host_id=host_id,
                    number=number,
                    item=item,
                    mark=StartMark.CONFIRMED,
                    recorded_at=now,
                    recorded_by=self.staff_id,
                )
                for number, item in enumerate(items, start=1)
            ),
            office=office,
        )

    def support(self, person_id: uuid.UUID) -> None:
        """Let the person be in support."""
        with self.service.installation.database.read() as session:
            now = self.service.clock.now(session)
        case = SupportCase(
            municipality_id=self.service.office,
            person_id=person_id,
            number=f"{person_id.hex[:12]}/1",
            state=CaseState.SUPPORTED,
            opened_on=self.today,
            source=Source.OUTREACH,
            created_at=now,
        )
        if not any(row.person_id == person_id for row in self.rows(SupportCase)):
            self.add(case)

    def agree(self, person_id: uuid.UUID, menu: Offered, fields: tuple[str, ...] = SHOWN) -> uuid.UUID:
        """Let the person agree that the host is told."""
        document = ConsentDocument(shown_name="みほんさん", shown_text="休みながら作業します。")
        return self.add_consent(person_id, Purpose.HOST, menu.host_id, fields, document=document)

    def placement(self, placement_id: Any) -> Placement:
        """Read a placement."""
        return next(row for row in self.rows(Placement) if str(row.id) == str(placement_id))

    def act(self, placement_id: Any, what: str, body: dict[str, Any] | None = None) -> Any:
        """Do something with a placement as it is now."""
        version = self.placement(placement_id).version
        return self.client().act("POST", f"/api/v1/placements/{placement_id}/{what}", body or {}, version)

    def done(self, placement_id: Any, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do something that has to succeed."""
        answer = self.act(placement_id, what, body)
        assert answer.is_success, answer.text
        receipt: dict[str, Any] = answer.json()
        return receipt

    def visited(self, menu: Offered, person_id: uuid.UUID | None = None, **more: Any) -> str:
        """Bring somebody to the day of the 見学, with the yes of both sides."""
        person_id = person_id or self.add_person()
        placement_id = str(self.offered(person_id, menu, client=self.client(), **more)["id"])
        for side in ("person", "host"):
            self.done(placement_id, "answer", {"side": side, "is_yes": True})
        self.done(placement_id, "visit", {"visit_on": self.today.isoformat()})
        return placement_id

    def on_trial(self, menu: Offered, person_id: uuid.UUID | None = None, **more: Any) -> str:
        """Bring somebody to the 体験."""
        person_id = person_id or self.add_person()
        self.add_plan(person_id, menu)
        self.agree(person_id, menu)
        placement_id = self.visited(menu, person_id, **more)
        self.done(placement_id, "trial")
        return placement_id
