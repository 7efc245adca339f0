"""One sample case, step by step: each step is the service function behind the page's button."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import col

from api.cases import assessments, host_assessments, notes, reception, steps
from api.cases.schemas import AssessmentCreate, CaseCreate, CaseNoteInput, CaseStepInput, StartCheckInput
from api.conferences import decisions
from api.conferences.schemas import PlanDecisionInput
from api.consents.schemas import ConsentCreate
from api.consents.service import give_consent
from api.contacts import service as contacts
from api.contacts.schemas import DoneInput
from api.context import Receipt
from api.demo.hand import Office
from api.ladder import leaving, progress
from api.ladder.schemas import AcceptanceInput, EndInput, TrialInput
from api.people import access, needs
from api.people.schemas import InvolvementInput, SchemeInput
from api.placements import answers
from api.placements import service as placements
from api.placements.schemas import AnswerInput, OfferCreate, VisitInput
from api.plans import service as plans
from api.plans.schemas import PlanCreate
from api.policy.vocabulary import Act, Role
from api.tables import (
    Contact,
    ContactState,
    MenuSlot,
    PersonNeed,
    Placement,
    SupportCase,
    SupportPlan,
    Task,
)
from api.tasks import service as tasks
from matching.vocabulary import NeedDomain, Side

_CO, _LEAD, _OFFICIAL = Role.COORDINATOR, Role.LEAD, Role.OFFICIAL
_CONSENT: TypeAdapter[Any] = TypeAdapter(ConsentCreate)
_ANSWER: TypeAdapter[Any] = TypeAdapter(AnswerInput)
_YEAR = dt.timedelta(days=360)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """A menu on some weekdays, for one need."""

    host_id: uuid.UUID
    menu_id: uuid.UUID
    weekdays: tuple[int, ...]
    domain: NeedDomain


class Story:
    """
    A person of the town whose case is carried on.

    Parameters
    ----------
    office, person_id
        Who acts, and whose case it is.
    """

    def __init__(self, office: Office, person_id: uuid.UUID) -> None:
        self.office, self.id = office, person_id
        self.placement_id = self.plan_id = uuid.UUID(int=0)

    def receive(self, **given: Any) -> None:
        """受付, with somebody of 多機関協働 beside."""
        lead = InvolvementInput(user_id=self.office.users[_LEAD], role=_LEAD)
        self._do(Act.PERSON_INVOLVE, access.involve, lead)
        body = CaseCreate.model_validate({"opened_on": self.office.today, **given})
        self._do(Act.CASE_EDIT, reception.receive, body)

    def note(self, kind: str, words: str) -> None:
        """支援経過."""
        body = CaseNoteInput.model_validate({"noted_on": self.office.today, "kind": kind, "words": words})
        self._do(Act.NOTE_WRITE, notes.add_note, body)

    def agree(self, host_id: uuid.UUID | None = None, **more: Any) -> None:
        """Let the person agree for a year: that the meeting knows, or what a host is told."""
        body: dict[str, Any] = {"purpose": "meeting", "fields": ["identity", "wishes", "support"]}
        if host_id is not None:
            body = {"purpose": "host", "host_id": host_id, "fields": ["name", "schedule"]}
        today = self.office.today
        given = _CONSENT.validate_python(
            {**body, "given_on": today, "expires_on": today + _YEAR, "how": "signed", **more}
        )
        self._do(Act.CONSENT_GIVE, give_consent, given)

    def assess(self, wishes: str, strengths: str, scheme: str, why: str, again: int | None = None) -> None:
        """アセスメント, and that the scheme people thought of is no way out for any need."""
        today = self.office.today
        asked = {"checked_on": today, "wishes": wishes, "strengths": strengths}
        body = AssessmentCreate.model_validate(asked)
        self._do(Act.ASSESSMENT_EDIT, assessments.create_assessment, body)
        query = select(col(PersonNeed.domain)).where(col(PersonNeed.person_id) == self.id)
        for domain in sorted(self.office.session.execute(query).scalars()):
            line: dict[str, Any] = {"domain": domain, "scheme": scheme, "possible": "no", "reason": why}
            if again is not None:
                line["look_again_on"] = today + again * _DAY
            looked = SchemeInput.model_validate(line)
            self._do(Act.PERSON_EDIT, needs.create_scheme, looked)

    def go(self, step: str, role: Role = _CO, **more: Any) -> None:
        """Take a step."""
        query = select(SupportCase).where(col(SupportCase.person_id) == self.id)
        (case,) = self.office.session.execute(query).scalars()
        body = CaseStepInput.model_validate({"step": step, **more})
        self._do(Act.CASE_STEP, steps.take_step, body, role=role, version=case.version)

    def plan(self, place: Place, days: int, **words: Any) -> None:
        """Write a first plan with the person, and submit it."""
        first = self.office.today + 7 * _DAY
        last = first + days * _DAY
        body = PlanCreate.model_validate(
            {
                "kind": "first",
                **words,
                "place": self._slots(place) | {"first_day": first, "last_day": last, "domain": place.domain},
                "ladder": [
                    {"first_day": first, "slots_a_week": 1, "stay_minutes": 60},
                    {"first_day": first + 42 * _DAY, "slots_a_week": len(place.weekdays), "stay_minutes": 90},
                ],
                "first_day": first,
                "last_day": last,
                "next_monitoring_on": first + 84 * _DAY,
                "signed_on": self.office.today,
                "signed_how": "signed",
            }
        )
        self.plan_id = self._do(Act.PLAN_EDIT, plans.create_plan, body).id
        version = self.office.session.get_one(SupportPlan, self.plan_id).version
        self._do(Act.PLAN_EDIT, plans.submit_plan, self.plan_id, version=version)

    def decide(self, number: str) -> None:
        """支援決定 by an official."""
        body = PlanDecisionInput.model_validate(
            {"decided_on": self.office.today, "result": "decided", "number": number}
        )
        self._do(Act.PLAN_DECIDE, decisions.decide, self.plan_id, body, role=_OFFICIAL)

    def offer(self, place: Place, days: int) -> None:
        """打診; both sides say yes, and a day for 見学 is set."""
        first = self.office.today + 7 * _DAY
        days_of = {"first_day": first, "last_day": first + days * _DAY, "domain": place.domain}
        offer = OfferCreate.model_validate(self._slots(place) | days_of)
        made = self._do(Act.OFFER_MAKE, placements.make_offer, offer)
        self.placement_id = made.id
        for side in Side:
            answer = _ANSWER.validate_python({"side": side, "is_yes": True})
            self._stay(Act.PLACEMENT_ANSWER, answers.record_answer, answer)
        self._tick_off()
        visit = VisitInput(visit_on=self.office.today + 2 * _DAY)
        self._stay(Act.PLACEMENT_EDIT, placements.plan_visit, visit)

    def check(self, place: Place) -> None:
        """Settle with the host what has to be before a start."""
        for item in ("insurance", "emergency_contact", "cost_bearer"):
            body = StartCheckInput.model_validate({"item": item, "mark": "confirmed"})
            self.office.do(
                _CO,
                Act.HOST_ASSESS,
                host_assessments.check_before_start,
                body,
                host_id=place.host_id,
            )

    def begin(self) -> None:
        """体験."""
        self._stay(Act.STAY_EDIT, progress.start_trial, TrialInput())

    def accept(self) -> None:
        """受入."""
        self._stay(Act.STAY_EDIT, progress.accept, AcceptanceInput())

    def settle(self) -> None:
        """定着."""
        self._stay(Act.STAY_EDIT, progress.settle)

    def end(self) -> None:
        """The placement ends, for its goals are met."""
        body = EndInput.model_validate({"reason": "goals_met"})
        self._stay(Act.STAY_EDIT, leaving.end, body)

    def contact(self, side: Side, words: str, *said: str, **more: Any) -> None:
        """Make the contact with a side that is due next."""
        self._record(next(each for each in self._due() if each.side == side), words, *said, **more)

    def keep_up(self) -> None:
        """Make what else is due by today, by telephone; nothing out of the ordinary was heard."""
        for each in self._due():
            if each.due_on <= self.office.today:
                self._record(each, "（見本）変わりなし。", "going_well", method="call")

    def _record(self, due: Contact, words: str, *said: str, **more: Any) -> None:
        body = DoneInput.model_validate(
            {
                "done_on": self.office.today,
                "method": "visit",
                "with_whom": [due.side],
                "result": "reached",
                "answers": said,
                "words": words,
                **more,
            }
        )
        given = (contacts.record_done, due.id, body)
        self.office.do(_CO, Act.CONTACT_DO, *given, version=due.version, follow_up_id=due.id)

    def _due(self) -> list[Contact]:
        query = select(Contact).where(
            col(Contact.person_id) == self.id, col(Contact.state) == ContactState.DUE
        )
        found = self.office.session.execute(query.order_by(col(Contact.due_on), col(Contact.id)))
        return list(found.scalars())

    def _tick_off(self) -> None:
        """What a host was to be asked was asked."""
        query = select(Task).where(col(Task.person_id) == self.id, col(Task.done_at).is_(None))
        for task in self.office.session.execute(query.order_by(col(Task.id))).scalars().all():
            given = (tasks.do_task, task.id)
            self.office.do(_CO, Act.TASK_DO, *given, version=task.version, task_id=task.id)

    def _stay(self, act: Act, what: Callable[..., Receipt], *given: object) -> None:
        version = self.office.session.get_one(Placement, self.placement_id).version
        self.office.do(_CO, act, what, *given, version=version, placement_id=self.placement_id)

    def _do(
        self,
        act: Act,
        what: Callable[..., Receipt],
        *given: object,
        role: Role = _CO,
        version: int | None = None,
    ) -> Receipt:
        return self.office.do(role, act, what, *given, version=version, person_id=self.id)

    def _slots(self, place: Place) -> dict[str, Any]:
        query = select(col(MenuSlot.id)).where(
            col(MenuSlot.menu_id) == place.menu_id, col(MenuSlot.weekday).in_(place.weekdays)
        )
        return {"menu_id": place.menu_id, "menu_slot_ids": set(self.office.session.execute(query).scalars())}
