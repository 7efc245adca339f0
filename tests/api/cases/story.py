"""A case as people carry it, through the API alone: each record is written by who would write it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from api.infra.clock import day_in_japan
from api.policy.vocabulary import Role
from tests.api.conferences.records import MINUTES
from tests.api.service import Client, Service

API = "/api/v1"
DAY = dt.timedelta(days=1)
ITEMS = ("insurance", "emergency_contact", "cost_bearer")


@dataclass(frozen=True)
class Place:
    """A menu of a host, its slots, and the user of the host."""

    host_id: str
    menu_id: str
    slot_ids: list[str]
    user: str


class Town:
    """
    The people of a municipality who carry cases, and its hosts; time passes, and they sign in anew.

    Parameters
    ----------
    service
        An empty service.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self._users = {
            "coordinator": service.add_user(Role.COORDINATOR),
            "lead": service.add_user(Role.LEAD),
            "official": service.add_user(Role.OFFICIAL),
        }
        self._clients: dict[str, Client] = {}

    def by(self, who: str) -> Client:
        """Give the client of one of them, by role or by host."""
        if who not in self._clients:
            self._clients[who] = self.service.client_of(self._users[who])
        return self._clients[who]

    def pass_days(self, days: int) -> None:
        """Let days pass."""
        self.service.clock.step += days * DAY
        self._clients.clear()

    @property
    def today(self) -> dt.date:
        """The date in Japan."""
        with self.service.installation.database.read() as session:
            return day_in_japan(self.service.clock.now(session))

    def add_place(
        self, name: str, kind: str, domain: str, weekdays: tuple[int, ...] = (), is_checked: bool = True
    ) -> Place:
        """Register a host with a menu on some weekdays, or a room; with all settled before a start."""
        stated = {"mark": "open", "places": 2}
        slots: list[dict[str, Any]] = [
            {"weekday": day, "start": "10:00", "end": "12:00", "stated": stated} for day in weekdays
        ] or [{"is_night": True, "stated": stated}]
        menu: dict[str, Any] = {"name": "みほんの時間", "domains": [domain], "slots": slots}
        if not weekdays:
            menu["most_nights"] = 14
        body = {"name": name, "kind": kind, "closes_on_holidays": False, "menus": [menu]}
        made = self.by("coordinator").done("POST", f"{API}/hosts", body)
        if is_checked:
            self.check_host(made["id"])
        (shown,) = self.by("coordinator").seen(f"{API}/hosts/{made['id']}")["menus"]
        self._users[name] = self.service.add_user(Role.HOST, host_id=made["id"])
        return Place(made["id"], shown["id"], [each["id"] for each in shown["slots"]], name)

    def check_host(self, host_id: str) -> None:
        """Note that what has to be settled before a start was looked at."""
        for item in ITEMS:
            body = {"item": item, "mark": "confirmed"}
            self.by("coordinator").done("POST", f"{API}/hosts/{host_id}/start-checks", body)

    def tasks(self) -> list[str]:
        """The kinds of the coordinator's open tasks."""
        return [each["kind"] for each in self.by("coordinator").seen(f"{API}/tasks")["tasks"]]


class Story:
    """
    One person's case.

    Parameters
    ----------
    town
        Where.
    number, age_years, domains
        Of the person.
    """

    def __init__(self, town: Town, number: str, age_years: int, *domains: str) -> None:
        self.town = town
        body = {
            "number": number,
            "name": "見本 一郎",
            "age_years": age_years,
            "protected": "no",
            "waiting_since": town.today.isoformat(),
            "needs": [{"domain": domain} for domain in domains],
        }
        self.id = self.staff.done("POST", f"{API}/people", body)["id"]
        self.path = f"{API}/people/{self.id}"
        lead = {"user_id": str(town.by("lead").user_id), "role": "lead"}
        self.staff.done("POST", f"{self.path}/involvements", lead)

    @property
    def staff(self) -> Client:
        """The coordinator."""
        return self.town.by("coordinator")

    @property
    def episode(self) -> dict[str, Any]:
        """The episode as the coordinator sees it."""
        found: dict[str, Any] = self.staff.seen(f"{self.path}/case")["current"]
        return found

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return str(self.episode["state_words"])

    def step(self, step: str, **more: Any) -> Any:
        """Try a step."""
        version = self.staff.seen(f"{self.path}/case")["version"]
        return self.staff.act("POST", f"{self.path}/case/steps", {"step": step, **more}, version)

    def go(self, step: str, state: str, **more: Any) -> None:
        """Take a step, and see where it leads."""
        answer = self.step(step, **more)
        assert answer.is_success, answer.text
        if step not in {"finish", "reopen"}:
            assert self.state == state

    def missing(self, step: str) -> set[str]:
        """Try a step that is refused, and give what it says is missing; nothing has changed."""
        before = self.episode
        answer = self.step(step)
        assert answer.status_code == 409, answer.text
        assert answer.json()["code"] == "step_refused", answer.text
        assert self.episode == before
        return {each["record"] for each in answer.json()["values"]["missing"]}

    def receive(self, **given: Any) -> None:
        """受付."""
        self.staff.done("POST", f"{self.path}/case", {"opened_on": self.town.today.isoformat(), **given})

    def apply(self) -> None:
        """申込: what the referring agency brings."""
        day = self.town.today.isoformat()
        given = {"application_on": day, "applying_agency": "みほん相談室"}
        given |= {"consented_on": day, "consented_how": "signed"}
        self.staff.done("PATCH", f"{self.path}/case", given, version=self.episode["version"])

    def consent(self, purpose: str, **more: Any) -> str:
        """Let the person agree, for a year."""
        day = self.town.today
        given = {
            "purpose": purpose,
            "given_on": day.isoformat(),
            "expires_on": (day + 360 * DAY).isoformat(),
            "how": "signed",
        }
        return str(self.staff.done("POST", f"{self.path}/consents", given | more)["id"])

    def share_with_meeting(self) -> str:
        """Let the person agree that the meeting knows."""
        return self.consent("meeting", fields=["identity", "wishes", "support"])

    def tell(self, place: Place) -> None:
        """Let the person agree that a host is told a name and when they come."""
        self.consent("host", host_id=place.host_id, fields=["name", "schedule"], shown_name="みほんさん")

    def assess(self, *domains: str) -> None:
        """アセスメント, and that no existing scheme is a way out."""
        body = {
            "checked_on": self.town.today.isoformat(),
            "answers": {"noise": "no"},
            "wishes": "静かな所がよい",
        }
        self.staff.done("POST", f"{self.path}/case/assessment", body)
        for domain in domains:
            line = {"domain": domain, "scheme": "就労移行支援", "possible": "no", "reason": "要件に合わない"}
            self.staff.done("POST", f"{self.path}/schemes", line)

    def note(self, kind: str, result: str = "reached") -> None:
        """支援経過."""
        body = {
            "noted_on": self.town.today.isoformat(),
            "kind": kind,
            "result": result,
            "words": "見本の記録",
        }
        self.staff.done("POST", f"{self.path}/case/notes", body)

    def plan(self, place: Place, domain: str, kind: str = "first", **more: Any) -> str:
        """Write a plan with the person, and submit it."""
        first, last = self.town.today, self.town.today + 150 * DAY
        body = {
            "kind": kind,
            "long_goal": "人と話せる場所をもつ",
            "short_goals": ["週に一度、出かける"],
            "wishes": "静かな所がよい",
            "person_does": "朝に起きる",
            "provider_does": "はじめは一緒に行く",
            "others_do": "月に一度、電話する",
            "place": {
                "menu_id": place.menu_id,
                "menu_slot_ids": place.slot_ids,
                "first_day": first.isoformat(),
                "last_day": last.isoformat(),
                "domain": domain,
            },
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
            "next_monitoring_on": (first + 60 * DAY).isoformat(),
            "signed_on": first.isoformat(),
            "signed_how": "signed",
            **more,
        }
        made = self.staff.done("POST", f"{self.path}/plans", body)
        self.staff.done("POST", f"{self.path}/plans/{made['id']}/submission", version=made["version"])
        return str(made["id"])

    def confer(self, kind: str, plan_id: str | None = None, basis: str = "106-4", **more: Any) -> str:
        """Hold a conference on the person that agrees, and close it."""
        lead, day = self.town.by("lead"), self.town.today.isoformat()
        made = lead.done("POST", f"{API}/conferences", {"held_on": day, "mode": "as_needed", "basis": basis})
        path = f"{API}/conferences/{made['id']}"
        official = {"user_id": str(self.town.by("official").user_id), "seating": "office"}
        lead.done("POST", f"{path}/members", official)
        if kind:
            put = {"person_id": self.id, "kind": kind} | ({"plan_id": plan_id} if plan_id else {})
            lead.done("POST", f"{path}/agenda", put)
        lead.done("POST", f"{path}/opening")
        view = lead.seen(path)
        for each in view["members"]:
            lead.done("POST", f"{path}/members/{each['id']}/attendance", {"has_attended": True})
        for item in view["items"]:
            lead.done("POST", f"{path}/agenda/{item['id']}/conclusion", self._conclusion(item["kind"], more))
        lead.done("POST", f"{path}/closing")
        return path

    def _conclusion(self, kind: str, more: dict[str, Any]) -> dict[str, Any]:
        minutes = [{"key": key, "words": words} for key, words in MINUTES[kind].items()]
        body: dict[str, Any] = {"conclusion": "approved", "minutes": minutes}
        if kind in {"first", "renewed"}:
            body["next_monitoring_on"] = (self.town.today + 60 * DAY).isoformat()
        if kind == "closure":
            body |= {"needs_follow_up": True, "follow_up_method": "月に一度の電話"}
        return body | more

    def decide(self, plan_id: str, **given: Any) -> Any:
        """Ask the official for the decision on a plan."""
        body = {"decided_on": self.town.today.isoformat(), "result": "decided", **given}
        return self.town.by("official").act("POST", f"{self.path}/plans/{plan_id}/decision", body)

    def offer(self, place: Place, domain: str, days: int = 120) -> Stay:
        """打診 from today on; both sides say yes, the host by itself."""
        body = {
            "menu_id": place.menu_id,
            "menu_slot_ids": place.slot_ids,
            "first_day": self.town.today.isoformat(),
            "last_day": (self.town.today + days * DAY).isoformat(),
            "domain": domain,
        }
        made = self.staff.done("POST", f"{self.path}/offers", body)
        self.town.by(place.user).done("POST", f"{API}/host/requests/{made['id']}/answer", {"answer": "yes"})
        stay = Stay(self.town, place, made["id"])
        stay.done("answer", {"side": "person", "is_yes": True})
        return stay

    def follow_up(self, side: str, result: str = "reached", **said: Any) -> None:
        """Make the next contact with a side that is due."""
        due = self.staff.seen(f"{self.path}/contacts")["contacts"]
        first = next(each for each in due if each["side"] == side and each["state"] == "due")
        body = {
            "done_on": self.town.today.isoformat(),
            "method": "visit",
            "with_whom": [side],
            "result": result,
        }
        self.staff.done("POST", f"{API}/contacts/{first['id']}/done", body | said, version=first["version"])

    def due(self, kind: str | None = None) -> dict[str, int]:
        """Count what is due, by side: of one kind, or all, among which a first day may be today's."""
        found = self.staff.seen(f"{self.path}/contacts")["contacts"]
        sides = [each["side"] for each in found if each["state"] == "due" and kind in (None, each["kind"])]
        return {side: sides.count(side) for side in sorted(set(sides))}

    def end_contacts(self) -> None:
        """Make or skip all that is still due."""
        for each in self.staff.seen(f"{self.path}/contacts")["contacts"]:
            if each["state"] == "due":
                path = f"{API}/contacts/{each['id']}/skip"
                self.staff.done("POST", path, {"reason": "just_spoken"}, version=each["version"])


class Stay:
    """A placement of the story."""

    def __init__(self, town: Town, place: Place, placement_id: str) -> None:
        self.town, self.place, self.id = town, place, placement_id
        self.path = f"{API}/placements/{placement_id}"

    @property
    def status(self) -> str:
        """Where it stands."""
        return str(self.town.by("coordinator").seen(self.path)["status"])

    def act(self, what: str, body: dict[str, Any] | None = None) -> Any:
        """Try something."""
        staff = self.town.by("coordinator")
        return staff.act("POST", f"{self.path}/{what}", body or {}, staff.seen(self.path)["version"])

    def done(self, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do something that has to succeed."""
        answer = self.act(what, body)
        assert answer.is_success, f"{what}: {answer.text}"
        receipt: dict[str, Any] = answer.json()
        return receipt

    def refused(self, what: str, body: dict[str, Any] | None = None) -> str:
        """Try something that is refused, and give the code of what is missing."""
        answer = self.act(what, body)
        assert answer.status_code == 409, f"{what}: {answer.text}"
        return str(answer.json()["code"])

    def visit(self) -> None:
        """見学, today."""
        self.done("visit", {"visit_on": self.town.today.isoformat()})

    def timeline(self) -> list[str]:
        """What the timeline says, in order."""
        view = self.town.by("coordinator").seen(f"{self.path}/timeline")
        return [each["words"] for each in view["entries"]]
