"""Plans and conferences for the tests: who writes, who decides, who sits there, and each step on the way."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from api.policy.vocabulary import Role
from api.tables import MeetingBody
from tests.api.placements.records import Offered, World
from tests.api.service import Client, Service

MINUTES = {
    "first": {"goals_and_plan": "見本の目標", "shared_roles": "見本の役割"},
    "renewed": {"changes_of_person": "見本", "former_plan": "見本", "new_plan": "見本"},
    "closure": {"goals_reached": "見本", "supporters": "見本", "assessment": "見本"},
    "break_off": {"information": "見本", "reason": "見本"},
    "other": {"discussion": "見本"},
}
AGREED = ("wishes", "identity")


class Town(World):
    """A world with the people of a conference: who writes is `staff`."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.official = service.client(Role.OFFICIAL)
        self.lead = service.client(Role.LEAD)
        self.member = service.client(Role.MEMBER)

    def add_person(self, *args: Any, **values: Any) -> uuid.UUID:
        """Add a person who agreed to share wishes and name with the meeting."""
        has_consent = values.pop("has_consent", True)
        person_id = super().add_person(*args, has_consent=False, **values)
        if has_consent:
            self.agree(person_id)
        return person_id

    def agree(
        self, person_id: uuid.UUID, *bodies: MeetingBody, fields: tuple[str, ...] = AGREED
    ) -> dict[str, Any]:
        """Record a consent to share with the meeting (and other bodies)."""
        body = {
            "purpose": "meeting",
            "fields": list(fields),
            "bodies": list(bodies),
            "given_on": self.today.isoformat(),
            "expires_on": (self.today + dt.timedelta(days=300)).isoformat(),
            "how": "signed",
        }
        return self.staff.done("POST", f"/api/v1/people/{person_id}/consents", body)

    def plan_body(self, menu: Offered, **more: Any) -> dict[str, Any]:
        """Make all a plan needs."""
        first, last = self.monday, self.monday + dt.timedelta(days=83)
        return {
            "kind": "first",
            "long_goal": "見本: 人と話せる場所をもつ",
            "short_goals": ["見本: 週に一度、出かける"],
            "wishes": "見本: 静かな所がよい",
            "person_does": "見本: 朝に起きる",
            "provider_does": "見本: 一緒に行く",
            "others_do": "見本: 月に一度、電話する",
            "place": {
                "menu_id": str(menu.menu_id),
                "menu_slot_ids": [str(each) for each in menu.slot_ids],
                "first_day": first.isoformat(),
                "last_day": last.isoformat(),
                "domain": "work",
            },
            "ladder": [{"first_day": first.isoformat(), "slots_a_week": 1, "stay_minutes": 120}],
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "next_monitoring_on": (first + dt.timedelta(days=28)).isoformat(),
            "signed_on": self.today.isoformat(),
            "signed_how": "signed",
            **more,
        }

    def plan(self, person_id: uuid.UUID, menu: Offered | None = None, **more: Any) -> str:
        """Write a plan that lacks nothing."""
        body = self.plan_body(menu or self.add_menu(), **more)
        return str(self.staff.done("POST", f"/api/v1/people/{person_id}/plans", body)["id"])

    def plan_of(self, person_id: uuid.UUID, plan_id: str) -> dict[str, Any]:
        """Read a plan as its writer."""
        return self.staff.seen(f"/api/v1/people/{person_id}/plans/{plan_id}")

    def submit(self, person_id: uuid.UUID, plan_id: str) -> None:
        """Submit a plan."""
        version = self.plan_of(person_id, plan_id)["version"]
        self.staff.done("POST", f"/api/v1/people/{person_id}/plans/{plan_id}/submission", version=version)

    def submitted(self, person_id: uuid.UUID, **more: Any) -> str:
        """Write and submit a plan."""
        plan_id = self.plan(person_id, **more)
        self.submit(person_id, plan_id)
        return plan_id

    def conference(self, by: Client | None = None, **more: Any) -> str:
        """Plan a conference; the lead does, who then sits in it."""
        body = {"held_on": self.today.isoformat(), "mode": "regular", **more}
        return f"/api/v1/conferences/{(by or self.lead).done('POST', '/api/v1/conferences', body)['id']}"

    def sit(self, path: str, client: Client, seating: str, **more: Any) -> str:
        """Add a user to a conference, and give the member's id."""
        body = {"user_id": str(client.user_id), "seating": seating, **more}
        return str(self.lead.done("POST", f"{path}/members", body)["id"])

    def attend(self, path: str) -> None:
        """Let everybody who sits in a conference be there."""
        for each in self.lead.seen(path)["members"]:
            self.lead.done("POST", f"{path}/members/{each['id']}/attendance", {"has_attended": True})

    def put(self, path: str, person_id: uuid.UUID, kind: str, **more: Any) -> str:
        """Put a person before a conference, as the coordinator."""
        body = {"person_id": str(person_id), "kind": kind, **more}
        return str(self.staff.done("POST", f"{path}/agenda", body)["id"])

    def held(self, path: str) -> None:
        """Open a conference with everybody there, an official among them."""
        if not any(each["seating"] == "office" for each in self.lead.seen(path)["members"]):
            self.sit(path, self.official, "office")
        self.lead.done("POST", f"{path}/opening")
        self.attend(path)

    def conclusion(self, kind: str, result: str = "approved", **more: Any) -> dict[str, Any]:
        """Make what a conference needs to conclude."""
        minutes = [{"key": key, "words": words} for key, words in MINUTES[kind].items()]
        body: dict[str, Any] = {"conclusion": result, "minutes": minutes, **more}
        if kind in {"first", "renewed"}:
            body.setdefault("next_monitoring_on", (self.monday + dt.timedelta(days=35)).isoformat())
        return body

    def concluded(self, path: str, item_id: str, kind: str, result: str = "approved", **more: Any) -> None:
        """Record a conclusion, as the coordinator who may open the case."""
        body = self.conclusion(kind, result, **more)
        self.staff.done("POST", f"{path}/agenda/{item_id}/conclusion", body)

    def approve(self, person_id: uuid.UUID, plan_id: str, kind: str = "first") -> str:
        """Let a conference of its own approve a plan."""
        path = self.conference()
        item_id = self.put(path, person_id, kind, plan_id=plan_id)
        self.held(path)
        self.concluded(path, item_id, kind)
        self.lead.done("POST", f"{path}/closing")
        return path

    def decide(self, person_id: uuid.UUID, plan_id: str, client: Client | None = None, **more: Any) -> Any:
        """Ask for a decision on a plan."""
        body = {"decided_on": self.today.isoformat(), "result": "decided", "number": uuid.uuid4().hex[:8]}
        return (client or self.official).act(
            "POST", f"/api/v1/people/{person_id}/plans/{plan_id}/decision", {**body, **more}
        )

    def fixed(self, person_id: uuid.UUID, **more: Any) -> str:
        """Write a plan and bring it all the way."""
        plan_id = self.submitted(person_id, **more)
        self.approve(person_id, plan_id, more.get("kind", "first"))
        answer = self.decide(person_id, plan_id)
        assert answer.status_code == 201, answer.text
        return plan_id
