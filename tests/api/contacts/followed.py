"""A coordinator and a person of theirs in 体験, whose contacts are planned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.contacts.cadence import plan_contacts
from api.policy.vocabulary import Act, Role
from api.tables import Contact, Placement
from matching.vocabulary import PlacementStatus, Side
from tests.api.records import Records
from tests.api.service import Client, Service

DAY = dt.timedelta(days=1)


class Followed:
    """A coordinator and a person of theirs in 体験 at a farm, whose contacts are planned."""

    def __init__(self, service: Service) -> None:
        self.service, self.records = service, Records(service)
        self.coordinator: Client = service.client(Role.COORDINATOR)
        self.host = self.records.host()
        self.person = self.records.person()
        self.records.involve(self.person.id, self.coordinator.user_id, Role.COORDINATOR)
        self.placement = self.records.placement(
            self.person, self.records.menu(self.host), PlacementStatus.TRIAL
        )
        self.today = self.records.today

    def plan(self, **changed: Any) -> int:
        """Change the placement and plan its contacts anew."""
        with self.service.context(self.coordinator.user_id, Act.PLACEMENT_EDIT, Role.COORDINATOR) as context:
            placement = context.find(Placement, self.placement.id, lock=True)
            for name, value in changed.items():
                setattr(placement, name, value)
            return plan_contacts(context, placement)

    def rows(self, side: Side | None = None) -> list[Contact]:
        """Read all contacts, by day."""
        query = select(Contact).order_by(col(Contact.due_on), col(Contact.id))
        if side is not None:
            query = query.where(col(Contact.side) == side)
        with self.service.installation.database.read(self.service.office) as session:
            return list(session.execute(query).scalars())

    def seen(self) -> list[dict[str, Any]]:
        """Read the person's contacts as the coordinator does."""
        found: list[dict[str, Any]] = self.coordinator.seen(f"/api/v1/people/{self.person.id}/contacts")[
            "contacts"
        ]
        return found

    def record(self, contact: Contact, client: Client | None = None, **more: Any) -> Any:
        """Record a contact as made today."""
        body = {"done_on": self.today.isoformat(), "method": "visit", "with_whom": [], "result": "reached"}
        return (client or self.coordinator).act(
            "POST", f"/api/v1/contacts/{contact.id}/done", body | more, version=contact.version
        )
