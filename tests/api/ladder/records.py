"""Placements on the ladder: people with a fixed plan, who have been at the 見学 and whom both sides want."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from api.tables import Placement, PlanKind, PlanState, Purpose, SupportPlan
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
        """Fix a plan for the menu, for so many days from today."""
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
