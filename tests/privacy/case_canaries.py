"""The case of the person with the tokens, from reception to a stay that ended."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from api.policy.vocabulary import Role
from tests.api.conferences.records import MINUTES
from tests.api.service import Client

if TYPE_CHECKING:
    from tests.privacy.canaries import Canaries

API = "/api/v1"


class CaseCanaries:
    """
    Carries a case through the API, with a token in each sealed field on the way.

    Parameters
    ----------
    canaries
        The municipality, with the person and who carries their case.
    """

    def __init__(self, canaries: Canaries) -> None:
        self.told, self.carrier = canaries, canaries.carrier
        self.path = f"{canaries.case}/case"
        self.today = canaries.world.today
        self.ids: dict[str, str] = {}
        self.place = canaries.world.add_menu(places=2, weekdays=(2,))
        canaries.service.installation.vault.new_subject(canaries.service.office, self.place.host_id)
        self._host()
        self._receive()
        self._confer("closure", follow_up_method=self._token("AgendaDocument.follow_up_method"))
        self._step("close", close_reason="own_wish", words=self._token("CaseDocument.close_words"))
        self._step("reopen")
        self._assess()
        self._plan()
        self.left = self._stay()

    def _token(self, field: str, name: str = "") -> str:
        return self.told.token(field, name=name)

    def _words(self, document: str, *names: str) -> dict[str, str]:
        return {name: self._token(f"{document}.{name}") for name in names}

    def _in(self, days: int) -> str:
        return (self.today + dt.timedelta(days=days)).isoformat()

    def _host(self) -> None:
        known, host = f"{API}/hosts/{self.told.menu.host_id}", f"{API}/hosts/{self.place.host_id}"
        names = ("work", "concerns", "insurance", "emergency_contact", "cost_bearer", "labour_view")
        self.carrier.done("PATCH", f"{known}/assessment", self._words("HostAssessmentDocument", *names))
        for item in ("insurance", "emergency_contact", "cost_bearer"):
            self.carrier.done("POST", f"{host}/start-checks", {"item": item, "mark": "confirmed"})
        carved = self.carrier.done("POST", f"{known}/carved-tasks", {"name": "花の袋づめ"})
        self.ids["carved_id"] = carved["id"]

    def _receive(self) -> None:
        day = self.today.isoformat()
        received = {
            "source": "referral",
            "lead_plan_number": "T-9",
            "opened_on": day,
            "application_on": day,
            "consented_on": day,
            "consented_how": "signed",
            "is_early": True,
            **self._words("CaseDocument", "applying_agency", "early_reason"),
        }
        self.carrier.done("POST", self.path, received)

    def _assess(self) -> None:
        self._step("assess")
        words = self._words("AssessmentDocument", "wishes", "strengths", "did_not_suit", "remarks")
        self.carrier.done("POST", f"{self.path}/assessment", {"checked_on": self.today.isoformat(), **words})
        note = {
            "noted_on": self.today.isoformat(),
            "kind": "call",
            "words": self._token("NoteDocument.words"),
        }
        self.carrier.done("POST", f"{self.path}/notes", note)
        for line in self.carrier.seen(self.told.case)["wishes"]["schemes"]:
            path = f"{self.told.case}/schemes/{line['id']}"
            self.carrier.done("PATCH", path, {"possible": "no"}, version=line["version"])
        other = {"domain": "housing", "scheme": "みほん制度", "possible": "no", "reason": "要件に合わない"}
        self.carrier.done("POST", f"{self.told.case}/schemes", other)
        self._step("draft")

    def _plan(self) -> None:
        first, last = self.today.isoformat(), self._in(90)
        names = ("long_goal", "wishes", "person_does", "provider_does", "others_do")
        body = {
            "kind": "first",
            **self._words("PlanDocument", *names),
            "short_goals": [self._token("PlanDocument.short_goals")],
            "place": {
                "menu_id": str(self.place.menu_id),
                "menu_slot_ids": [str(each) for each in self.place.slot_ids],
                "first_day": first,
                "last_day": last,
                "domain": "work",
            },
            "first_day": first,
            "last_day": last,
            "next_monitoring_on": last,
            "signed_on": first,
            "signed_how": "signed",
        }
        plans = f"{self.told.case}/plans"
        made = self.carrier.done("POST", plans, body)
        self.ids["plan_id"] = made["id"]
        self.carrier.done("POST", f"{plans}/{made['id']}/submission", version=made["version"])
        self._step("submit")
        self._confer("first", plan_id=made["id"], next_monitoring_on=last)
        self._step("agree")
        decided = {
            "decided_on": first,
            "result": "decided",
            "number": "T-9",
            "words": self._token("plan_decision"),
        }
        self.told.official.done("POST", f"{plans}/{made['id']}/decision", decided)
        self._step("start")

    def _confer(self, kind: str, plan_id: str | None = None, **more: Any) -> None:
        lead = self.told.lead
        body = {"held_on": self.today.isoformat(), "mode": "regular"}
        path = f"{API}/conferences/{lead.done('POST', f'{API}/conferences', body)['id']}"
        self._sit(path, self.told.official, "office")
        self._sit(path, self.told.member, "agency")
        outside = self._words("MemberDocument", "organisation", "role", "name") if kind == "first" else None
        if outside:
            member = lead.done("POST", f"{path}/members", {"seating": "agency", **outside})
            self.ids["member_id"] = member["id"]
        about = {"person_id": self.told.ids["person_id"], "kind": kind}
        lead.done("POST", f"{path}/agenda", about | ({"plan_id": plan_id} if plan_id else {}))
        lead.done("POST", f"{path}/opening")
        view = lead.seen(path)
        for each in view["members"]:
            lead.done("POST", f"{path}/members/{each['id']}/attendance", {"has_attended": True})
        for item in view["items"]:
            lead.done("POST", f"{path}/agenda/{item['id']}/conclusion", self._conclusion(item["kind"], more))
        lead.done("POST", f"{path}/closing")
        self.ids |= {"conference_id": path.rpartition("/")[2], "agenda_item_id": view["items"][0]["id"]}

    def _sit(self, path: str, client: Client, seating: str) -> None:
        body = {"user_id": str(client.user_id), "seating": seating}
        self.told.lead.done("POST", f"{path}/members", body)

    def _conclusion(self, kind: str, more: dict[str, Any]) -> dict[str, Any]:
        said = self._token("AgendaDocument.minutes") if kind == "first" else "見本"
        body = {
            "conclusion": "approved",
            "minutes": [{"key": key, "words": said} for key in MINUTES[kind]],
            "needs_follow_up": True if kind == "closure" else None,
        }
        return body | more

    def _step(self, step: str, **more: Any) -> None:
        version = self.carrier.seen(self.path)["version"]
        self.carrier.done("POST", f"{self.path}/steps", {"step": step, **more}, version)

    def _stay(self) -> str:
        """Let the person go to the place of the plan and leave; the host tells of a trouble."""
        host = self.told.service.client(Role.HOST, host_id=self.place.host_id)
        agreed = {
            "purpose": "host",
            "host_id": str(self.place.host_id),
            "fields": ["schedule"],
            "given_on": self.today.isoformat(),
            "expires_on": self._in(90),
            "how": "signed",
        }
        self.carrier.done("POST", f"{self.told.case}/consents", agreed)
        days = {"first_day": self.today.isoformat(), "last_day": self._in(60)}
        offer = self.told.world.body(self.place, **days)
        made = str(self.carrier.done("POST", f"{self.told.case}/offers", offer)["id"])
        host.done("POST", f"{API}/host/requests/{made}/answer", {"answer": "yes"})
        self._act(made, "answer", {"side": "person", "is_yes": True})
        self._act(made, "visit", {"visit_on": self.today.isoformat()})
        self._act(made, "trial", {})
        trouble = {"kind": "task", "urgency": "later", "words": self._token("IncidentDocument.words")}
        host.done("POST", f"{API}/host/placements/{made}/incidents", trouble)
        self._follow_up()
        said = {
            "person_reason": "tired",
            "person_words": self._token("ExitDocument.words"),
            "host_reason": "task",
        }
        self._act(made, "breakdown", said)
        return made

    def _follow_up(self) -> None:
        due = self.carrier.seen(f"{self.told.case}/contacts")["contacts"]
        first = next(each for each in due if each["side"] == "person" and each["state"] == "due")
        done = {
            "done_on": self.today.isoformat(),
            "method": "call",
            "with_whom": ["person"],
            "result": "reached",
            "words": self._token("FollowUpDocument.words"),
        }
        path = f"{API}/contacts/{first['id']}/done"
        self.carrier.done("POST", path, done, version=first["version"])
        self.ids["follow_up_id"] = first["id"]

    def _act(self, placement_id: str, what: str, body: dict[str, Any]) -> None:
        path = f"{API}/placements/{placement_id}"
        self.carrier.done("POST", f"{path}/{what}", body, self.carrier.seen(path)["version"])
