"""No way around a guard: the service beside a model that is written by a second hand."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from api.cases.machine import Rule, missing
from api.cases.words import Needed
from api.tables import AgendaKind, PlanKind, Seating, Step
from matching.vocabulary import Answer
from tests.api.cases.records import CaseRecords
from tests.api.service import Service

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
OPEN = ("received", "early", "assessing", "planning", "on_agenda", "awaiting_decision", "supported")

TABLE: dict[tuple[str, str], tuple[str, set[str]]] = {
    ("received", "involve_early"): ("early", {"consent", "early_reason"}),
    ("received", "assess"): ("assessing", {"consent"}),
    ("early", "assess"): ("assessing", {"consent"}),
    ("assessing", "draft"): (
        "planning",
        {
            "consent",
            "application",
            "applying_agency",
            "application_consent",
            "assessment",
            "gap_check",
        },
    ),
    ("planning", "submit"): ("on_agenda", {"consent", "plan_submitted"}),
    ("on_agenda", "take_back"): ("planning", set()),
    ("on_agenda", "agree"): ("awaiting_decision", {"consent", "plan_agreed"}),
    ("awaiting_decision", "take_back"): ("planning", set()),
    ("awaiting_decision", "start"): ("supported", {"consent", "plan_agreed", "plan_decided"}),
    ("supported", "replan"): ("supported", {"consent", "renewed_plan_agreed", "renewed_plan_decided"}),
    **{(state, "close"): ("ended", {"closure_agreed"}) for state in OPEN},
    **{(state, "break_off"): ("broken_off", {"break_off_agreed", "contact_tried"}) for state in OPEN},
    ("ended", "follow_up"): ("followed_up", set()),
    ("followed_up", "finish"): ("", {"follow_up_done"}),
    ("ended", "reopen"): ("received", set()),
    ("followed_up", "reopen"): ("received", set()),
    ("broken_off", "reopen"): ("received", set()),
}
"""Transcribed by hand from what the seeds ask for."""


WAY = ("assess", "draft", "submit", "agree", "start", "replan", "close", "follow_up")


@dataclass
class Plan:
    """A plan as the model knows it."""

    is_renewed: bool
    is_agreed: bool = False
    is_agreed_as_renewed: bool = False
    is_fixed: bool = False
    is_decided: bool = False
    is_used: bool = False


@dataclass
class Episode:
    """An episode as the model knows it."""

    state: str = "received"
    facts: set[str] = field(default_factory=set)
    agreed_ends: set[str] = field(default_factory=set)
    plans: list[Plan] = field(default_factory=list)
    tried: int = 0
    contacts_due: bool = False


class Case(RuleBasedStateMachine):
    """One person, whose records come and go in any order while steps are tried in any order."""

    records: CaseRecords

    def __init__(self) -> None:
        super().__init__()
        self.records.new_person()
        self.records.receive()
        self.model = Episode()
        self.lasting: set[str] = set()
        self.ids: list[object] = []

    @property
    def held(self) -> set[str]:
        """What is held, by the model."""
        model, held = self.model, self.model.facts | self.lasting | self.model.agreed_ends
        plan = self.plan
        if plan:
            held.add("plan_submitted")
            held |= {"plan_agreed"} if plan.is_agreed else set()
            held |= {"plan_decided"} if plan.is_decided else set()
            if plan.is_renewed and not plan.is_used:
                held |= {"renewed_plan_agreed"} if plan.is_agreed_as_renewed else set()
                held |= {"renewed_plan_decided"} if plan.is_decided else set()
        held |= {"contact_tried"} if model.tried >= 1 else set()
        held |= set() if model.contacts_due else {"follow_up_done"}
        return held

    @property
    def plan(self) -> Plan | None:
        """The plan that holds, else the one that was submitted."""
        plans = self.model.plans
        return next((each for each in reversed(plans) if each.is_fixed), plans[-1] if plans else None)

    @initialize(data=st.data(), depth=st.integers(min_value=0, max_value=len(WAY)))
    def start_somewhere(self, data: st.DataObject, depth: int) -> None:
        """Begin anywhere on the way; each step is tried when all but one of its records are there."""
        for step in WAY[:depth]:
            needs = sorted(TABLE[self.model.state, step][1] - self.held)
            for needed in data.draw(st.permutations(needs)):
                if TABLE[self.model.state, step][1] - self.held == {needed}:
                    self._try(step)
                self._supply(needed)
            self._try(step)

    @rule()
    def agree_to_share(self) -> None:
        """The person agrees."""
        self.records.consent()
        self.lasting.add("consent")

    @rule()
    def withdraw(self) -> None:
        """The person withdraws."""
        self.records.withdraw()
        self.lasting.discard("consent")

    @precondition(lambda self: self.model.state)
    @rule(what=st.sampled_from(["application", "applying_agency", "application_consent", "early_reason"]))
    def add_to_reception(self, what: str) -> None:
        """Something that comes with the person comes."""
        day = self.records.today.isoformat()
        given = {
            "application": {"application_on": day},
            "applying_agency": {"applying_agency": "みほん相談室"},
            "application_consent": {"consented_on": day, "consented_how": "spoken"},
            "early_reason": {"is_early": True, "early_reason": "見本の理由"},
        }
        self.records.patch(**given[what])
        self.model.facts.add(what)

    @rule(is_reasoned=st.booleans())
    def check_gap(self, is_reasoned: bool) -> None:
        """A scheme is no way out, with a reason or without."""
        self.records.check_gap(Answer.NO, "見本の理由" if is_reasoned else " ")
        if is_reasoned:
            self.lasting.add("gap_check")

    @precondition(lambda self: self.model.state and "assessment" not in self.model.facts)
    @rule()
    def assess(self) -> None:
        """The assessment is begun."""
        self.records.assess()
        self.model.facts.add("assessment")

    @precondition(lambda self: self.model.state in OPEN and all(each.is_fixed for each in self.model.plans))
    @rule()
    def submit_plan(self) -> None:
        """A plan is submitted: the first, or a 再プラン."""
        is_renewed = bool(self.model.plans)
        kind = PlanKind.RENEWED if is_renewed else PlanKind.FIRST
        self.plan_id = self.records.plan(kind)
        self.model.plans.append(Plan(is_renewed))

    @precondition(lambda self: self.model.plans)
    @rule(has_quorum=st.booleans(), is_right_kind=st.booleans())
    def confer_on_plan(self, has_quorum: bool, is_right_kind: bool) -> None:
        """A conference agrees with the latest plan, with a quorum or without, under its 区分 or another."""
        plan = self.model.plans[-1]
        own = AgendaKind.RENEWED if plan.is_renewed else AgendaKind.FIRST
        there = (Seating.OFFICE, Seating.LEAD) if has_quorum else (Seating.LEAD, Seating.PROVIDER)
        if not has_quorum and plan.is_agreed:
            return  # the latest conference is what counts; a second without quorum would not be closed
        self.records.conclude(own if is_right_kind else AgendaKind.OTHER, self.plan_id, there=there)
        if has_quorum and is_right_kind:
            plan.is_agreed = True
            plan.is_agreed_as_renewed = plan.is_renewed

    @precondition(lambda self: self.model.plans and not self.model.plans[-1].is_fixed)
    @rule(is_by_somebody_else=st.booleans())
    def fix_plan(self, is_by_somebody_else: bool) -> None:
        """The plan is decided on, by somebody else or by who wrote it."""
        records = self.records
        user = records.official if is_by_somebody_else else records.coordinator
        records.fix(self.plan_id, user.user_id)
        for each in self.model.plans[:-1]:
            each.is_fixed = False
        self.model.plans = self.model.plans[-1:]
        plan = self.model.plans[-1]
        plan.is_fixed, plan.is_decided = True, is_by_somebody_else

    @precondition(lambda self: self.model.state in OPEN)
    @rule(kind=st.sampled_from([AgendaKind.CLOSURE, AgendaKind.BREAK_OFF]))
    def confer_on_end(self, kind: AgendaKind) -> None:
        """A conference agrees to close or break off."""
        self.records.conclude(kind)
        self.model.agreed_ends.add(f"{kind.value}_agreed")

    @precondition(lambda self: self.model.state)
    @rule(is_reached=st.booleans())
    def try_contact(self, is_reached: bool) -> None:
        """Somebody calls."""
        self.records.note("reached" if is_reached else "not_reached")
        self.model.tried = 0 if is_reached else self.model.tried + 1

    @precondition(lambda self: self.model.state == "followed_up")
    @rule(is_due=st.booleans())
    def contacts(self, is_due: bool) -> None:
        """A contact after closure is due, or none is any more."""
        if is_due:
            self.records.due_contact()
        else:
            self.records.settle_contacts()
        self.model.contacts_due = is_due

    @precondition(lambda self: not self.model.state)
    @rule()
    def come_again(self) -> None:
        """Somebody whose follow-up is over comes again."""
        self.records.receive()
        self.model = Episode()

    @precondition(lambda self: self.model.state)
    @rule(data=st.data())
    def supply_and_try(self, data: st.DataObject) -> None:
        """All that a step needs is there, or all but one thing."""
        steps = [step for state, step in TABLE if state == self.model.state]
        step = data.draw(st.sampled_from(steps))
        needs = sorted(TABLE[self.model.state, step][1] - self.held)
        left_out = data.draw(st.sampled_from(["", "", "", *needs]))
        for needed in needs:
            if needed != left_out:
                self._supply(needed)
        self._try(step)

    def _supply(self, needed: str) -> None:
        match needed:
            case "consent":
                Case.agree_to_share(self)
            case "gap_check":
                Case.check_gap(self, True)
            case "assessment":
                Case.assess(self)
            case "plan_submitted":
                Case.submit_plan(self)
            case "plan_agreed":
                if not self.model.plans:
                    Case.submit_plan(self)
                Case.confer_on_plan(self, True, True)
            case "plan_decided":
                self._fix()
            case "renewed_plan_agreed" | "renewed_plan_decided":
                if self.plan is None or self.plan.is_used:
                    if all(each.is_fixed for each in self.model.plans):
                        Case.submit_plan(self)
                    self._fix()
                if needed == "renewed_plan_agreed":
                    Case.confer_on_plan(self, True, True)
            case "closure_agreed":
                Case.confer_on_end(self, AgendaKind.CLOSURE)
            case "break_off_agreed":
                Case.confer_on_end(self, AgendaKind.BREAK_OFF)
            case "contact_tried":
                Case.try_contact(self, False)
            case "follow_up_done":
                Case.contacts(self, False)
            case _:
                Case.add_to_reception(self, needed)

    def _fix(self) -> None:
        if self.model.plans and not self.model.plans[-1].is_fixed:
            Case.fix_plan(self, True)

    @rule(step=st.sampled_from([each.value for each in Step]))
    def try_any(self, step: str) -> None:
        """Any step is tried."""
        self._try(step)

    @precondition(lambda self: self.model.state)
    @rule(data=st.data())
    def try_one_that_leads_on(self, data: st.DataObject) -> None:
        """A step is tried that there is from here."""
        steps = [step for state, step in TABLE if state == self.model.state]
        self._try(data.draw(st.sampled_from(steps)))

    def _try(self, step: str) -> None:
        records, model = self.records, self.model
        before, person = records.seen(), records.row()
        answer = records.step(step)
        row = TABLE.get((model.state, step))
        if row is None or row[1] - self.held:
            assert answer.status_code == 409, answer.text
            problem = answer.json()
            if not model.state:
                assert problem["code"] == "no_case"
            elif row is None:
                assert problem["code"] == "no_step"
            else:
                assert problem["code"] == "step_refused"
                told = problem["values"]["missing"]
                assert {each["record"] for each in told} == row[1] - self.held
                assert all(each["words"] in problem["detail"] and each["next"] for each in told)
            assert records.seen() == before
            assert records.row().version == person.version
            return
        assert answer.is_success, answer.text
        event(f"{model.state} {step}")
        self._follow(step, row[0])

    def _follow(self, step: str, target: str) -> None:
        if step == "reopen":
            assert self.records.row().ended_on is None
            carried = {"application", "applying_agency", "application_consent", "early_reason"}
            self.model = Episode(facts=self.model.facts & carried)
            return
        if step in {"start", "replan"}:
            assert self.plan is not None
            self.plan.is_used = True
            self.model.agreed_ends.clear()
        if step in {"close", "break_off"}:
            self.model.plans.clear()
        if step == "follow_up":
            self.model.contacts_due = bool(self.records.contacts_due())
        self.model.state = target

    @invariant()
    def stands_where_the_model_stands(self) -> None:
        """State, and whether the person's case has ended, are as the model has them; history only grows."""
        seen = self.records.seen()
        assert (seen["current"]["state"] if seen["current"] else "") == self.model.state
        has_ended = self.records.row().ended_on is not None
        assert has_ended == (self.model.state not in OPEN)
        steps = [each["taken_by"] for episode in seen["earlier"] for each in episode["history"]]
        steps += [each["taken_by"] for each in seen["current"]["history"]] if seen["current"] else []
        assert len(steps) >= len(self.ids)
        self.ids = steps


def walk(service: Service, how: settings) -> None:
    """Let the machine loose on a service."""

    class Here(Case):
        records = CaseRecords(service)

    run_state_machine_as_test(
        Here, settings=settings(how, deadline=None, suppress_health_check=list(HealthCheck))
    )


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"] if IS_SOAK else ["sqlite"])
def test_there_is_no_way_around_a_guard(service: Service) -> None:
    """Steps are taken only with their records; a refusal names all that is missing and changes nothing."""
    walk(
        service,
        settings(max_examples=300 if IS_SOAK else 8, stateful_step_count=40 if IS_SOAK else 15),
    )


@pytest.mark.parametrize("removed", list(Needed) if IS_SOAK else [Needed.CONSENT, Needed.CLOSURE_AGREED])
@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_guard_that_is_removed_is_found(
    service: Service, removed: Needed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control: the service without one of its guards does not pass beside the model."""

    def look_away(rule: Rule, held: Collection[Needed]) -> list[Needed]:
        return [each for each in missing(rule, held) if each != removed]

    monkeypatch.setattr("api.cases.steps.missing", look_away)
    found_soon = settings(
        max_examples=300, stateful_step_count=10, phases=(Phase.generate,), derandomize=True, database=None
    )
    with pytest.raises(AssertionError):
        walk(service, found_soon)
