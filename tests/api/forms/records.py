"""A person with a record for every field of every form."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.infra.crypto import Place
from api.policy.vocabulary import Role
from api.tables import (
    CloseReason,
    Contact,
    ContactMethod,
    ContactResult,
    ContactState,
    District,
    HostSaid,
    MeetingBody,
    NextStep,
    PersonSaid,
    SupportCase,
    WithWhom,
)
from api.tables.sealed import CaseDocument, FollowUpDocument
from matching.vocabulary import ContactKind, Side
from tests.api.conferences.records import Town
from tests.api.service import Service

ALL_FIELDS = ("existence", "identity", "contact", "square", "health", "family", "support", "wishes")


class Filed(Town):
    """
    A town in which one case has come all the way: received, assessed, planned, decided, visited, closed.

    Parameters
    ----------
    service
        Where.
    """

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.person_id = self.add_person(has_consent=False)
        self.agree(self.person_id, MeetingBody.COMMUNITY_CARE, fields=ALL_FIELDS)
        self.base = f"/api/v1/people/{self.person_id}"
        self._write_person()
        self._receive()
        self.menu = self.add_menu(weekdays=(3, 5))
        spare = self.add_menu()
        self.plan_id = self.plan(
            self.person_id,
            self.menu,
            options=[{"menu_id": str(self.menu.menu_id), "reasons": ["hours", "keep_apart"]}],
            standby={"menu_id": str(spare.menu_id), "menu_slot_ids": [str(each) for each in spare.slot_ids]},
        )
        self.submit(self.person_id, self.plan_id)
        self.meeting = self._meet()
        answer = self.decide(self.person_id, self.plan_id)
        assert answer.status_code == 201, answer.text
        self._follow_up()
        self._close()

    def paths(self) -> dict[str, str]:
        """Give the path of each form."""
        plan, conference = f"{self.base}/plans/{self.plan_id}", self.meeting
        return {
            **{kind: f"{self.base}/forms/{kind}" for kind in ("intake", "assessment", "notes")},
            **{kind: f"{plan}/forms/{kind}" for kind in ("plan", "evaluation")},
            "conference": f"{conference}/forms/conference",
        }

    def _write_person(self) -> None:
        district = District(name="みほん北", municipality_id=self.service.office, created_at=self.now)
        self.add(district)
        hours = [{"weekday": 3, "start": "09:00", "end": "12:00"}]
        body: dict[str, Any] = {
            **{name: f"見本の{name}" for name in ("name", "kana", "address", "phone", "family_contact")},
            **{name: f"見本の{name}" for name in ("health", "family", "money", "history", "notes")},
            "born_on": "1975-03-04",
            "district_id": str(district.id),
            "availability": hours,
            "longest_stay_minutes": 180,
            "most_travel_minutes": 45,
            "accompaniment_minutes": 30,
            "likes": ["cooking"],
            "avoids": ["packing"],
            "conditions": {"noise": "no", "place_to_rest": "unknown"},
        }
        view = self.staff.seen(self.base)
        self.staff.done("PATCH", self.base, body, version=view["version"])
        need = view["wishes"]["needs"][0]
        self.staff.done(
            "PATCH", f"{self.base}/needs/{need['id']}", {"wish": "見本の希望"}, version=need["version"]
        )
        scheme = {
            "domain": "work",
            "scheme": "就労移行支援",
            "possible": "no",
            "reason": "年齢が合わない",
            "look_again_on": "2027-04-01",
        }
        self.staff.done("POST", f"{self.base}/schemes", scheme)
        self.involve(self.person_id, self.lead.user_id, Role.LEAD)

    def _receive(self) -> None:
        today = self.today.isoformat()
        reception = {
            "source": "referral",
            "lead_plan_number": "R8-012",
            "opened_on": today,
            "application_on": today,
            "applying_agency": "みほん相談室",
            "consented_on": today,
            "consented_how": "signed",
            "is_early": True,
            "early_reason": "家から出られない日が続いた",
        }
        self.staff.done("POST", f"{self.base}/case", reception)
        assessment = {
            "checked_on": today,
            "answers": {"noise": "no"},
            **{name: f"見本の{name}" for name in ("wishes", "strengths", "did_not_suit", "remarks")},
            "disclosed": ["support"],
        }
        self.staff.done("POST", f"{self.base}/case/assessment", assessment)
        note = {"noted_on": today, "kind": "visit", "result": "reached", "words": "玄関先で話した"}
        self.staff.done("POST", f"{self.base}/case/notes", note)

    def _meet(self) -> str:
        """Hold a conference on the plan, and on 終結 and 中断 of two others."""
        path = self.conference(body="community_care")
        others = {kind: self.add_person() for kind in ("closure", "break_off")}
        items = {"first": self.put(path, self.person_id, "first", plan_id=self.plan_id)}
        items |= {kind: self.put(path, person_id, kind) for kind, person_id in others.items()}
        guest = {"organisation": "みほん病院", "role": "相談員", "name": "見本 花子"}
        self.lead.done("POST", f"{path}/members", {"seating": "agency", **guest})
        self.held(path)
        gap = {"domain": "work", "weekday": 5, "time_band": "evening", "conditions": ["noise"]}
        with self.service.installation.database.read(self.service.office) as session:
            gap["district_id"] = str(session.execute(select(col(District.id))).scalar_one())
        self.concluded(path, items["first"], "first", gaps=[gap])
        self._conclude_closure(path, items["closure"])
        tried = [{"tried_on": self.today.isoformat(), "method": "visit"}]
        self.concluded(path, items["break_off"], "break_off", attempts=tried)
        self.lead.done("POST", f"{path}/closing")
        return path

    def _conclude_closure(self, path: str, item_id: str) -> None:
        self.concluded(path, item_id, "closure", needs_follow_up=True, follow_up_method="月に一度の電話")

    def _follow_up(self) -> None:
        for side, answer in ((Side.PERSON, PersonSaid.TIRED), (Side.HOST, HostSaid.GLAD_OF_HELP)):
            row = Contact(
                id=uuid.uuid4(),
                municipality_id=self.service.office,
                person_id=self.person_id,
                host_id=self.menu.host_id,
                side=side,
                kind=ContactKind.WORK,
                due_on=self.today,
                window_from=self.today,
                window_to=self.today,
                minutes=30,
                state=ContactState.DONE,
                method=ContactMethod.VISIT,
                with_whom=[WithWhom.PERSON],
                result=ContactResult.REACHED,
                answers=[answer],
                next_step=NextStep.VISIT,
                done_on=self.today,
                created_at=self.now,
            )
            document = FollowUpDocument(words="見本の聞きとり")
            row.sealed = self.seal("contact", row.id, self.person_id, document, self.service.office)
            self.add(row)

    def _close(self) -> None:
        path = self.conference()
        item_id = self.put(path, self.person_id, "closure")
        self.held(path)
        self._conclude_closure(path, item_id)
        self.lead.done("POST", f"{path}/closing")
        with self.service.installation.database.write(self.service.office) as session:
            case = session.execute(select(SupportCase)).scalar_one()
            document = CaseDocument(
                applying_agency="みほん相談室", early_reason="見本の理由", close_words="見本の終わり"
            )
            place = Place(case.municipality_id, "support_case", case.id, "sealed")
            case.sealed = self.service.installation.vault.seal(place, self.person_id, document)
            case.closed_on, case.close_reason = self.today, CloseReason.GOAL_REACHED

    @property
    def now(self) -> dt.datetime:
        """The time of the database."""
        with self.service.installation.database.read() as session:
            return self.service.clock.now(session)

    def involve(self, person_id: uuid.UUID, user_id: uuid.UUID, role: Role) -> None:
        """Let a user carry the case, or be in its meeting."""
        body = {"user_id": str(user_id), "role": role}
        self.staff.done("POST", f"/api/v1/people/{person_id}/involvements", body)


def cells_of(form: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Give the values of a filled form by the label of their field, those of a table together."""
    found: dict[str, list[dict[str, Any]]] = {}
    for section in form["sections"]:
        for block in section["blocks"]:
            for row in block["rows"]:
                for cell in row:
                    found.setdefault(cell["label"], []).append(cell["value"])
        for row in (section["table"] or {"rows": []})["rows"]:
            for column, value in zip(section["table"]["columns"], row, strict=True):
                found.setdefault(column["label"], []).append(value)
    return found
