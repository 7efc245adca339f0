"""支援決定: on what a conference approved, by somebody who did not write it; only then the plan is fixed."""

from __future__ import annotations

import datetime as dt

import pytest

from api.policy.gate import cases_of
from api.policy.vocabulary import Act, Role, Stage
from api.tables import Decision, Person
from tests.api.conferences.records import Town


@pytest.mark.parametrize(
    ("pattern", "form", "given", "refused"),
    [
        ("statutory", "decision", {}, {"number": None}),
        ("mixed", "decision_and_check", {"is_content_checked": True}, {"is_content_checked": False}),
        ("other", "report", {"number": None}, {"number": "支-1"}),
    ],
)
def test_each_pattern_is_answered_in_its_form(
    town: Town, pattern: str, form: str, given: dict[str, object], refused: dict[str, object]
) -> None:
    """① a decision, ② also 内容確認 of the rest, ③ a report; what does not belong to it is refused."""
    person = town.add_person()
    plan_id = town.submitted(person, pattern=pattern)
    town.approve(person, plan_id)
    faults = town.decide(person, plan_id, **{**given, **refused}).json()["faults"]
    assert [fault["field"] for fault in faults] == list(refused)
    assert town.plan_of(person, plan_id)["state"] == "submitted"
    assert town.decide(person, plan_id, **given).status_code == 201
    seen = town.plan_of(person, plan_id)
    assert (seen["state"], seen["fixed_on"]) == ("fixed", town.today.isoformat())
    assert [each["form"] for each in seen["decisions"]] == [form]
    assert seen["next_monitoring_on"] == (town.monday + dt.timedelta(days=35)).isoformat(), "as concluded"


def test_nothing_is_decided_before_a_conference_approved_it(town: Town) -> None:
    """The answer names the conference that is missing; a draft is not decided on at all."""
    person = town.add_person()
    plan_id = town.plan(person)
    assert town.decide(person, plan_id).json()["code"] == "plan_not_submitted"
    town.submit(person, plan_id)
    answer = town.decide(person, plan_id)
    assert (answer.json()["code"], answer.json()["values"]) == (
        "approval_missing",
        {"record": "重層的支援会議・策定"},
    )
    town.approve(person, plan_id)
    assert town.decide(person, plan_id).status_code == 201
    assert town.decide(person, plan_id, number="別").json()["code"] == "plan_not_submitted"


def test_nobody_decides_on_what_they_wrote(town: Town) -> None:
    """Not who made it, nor who edited it; an official who did not may."""
    both = town.service.client(Role.COORDINATOR, Role.OFFICIAL)
    person = town.add_person()
    involve = {"user_id": str(both.user_id), "role": "coordinator"}
    town.staff.done("POST", f"/api/v1/people/{person}/involvements", involve)
    plan_id = town.plan(person)
    path = f"/api/v1/people/{person}/plans/{plan_id}"
    both.done("PATCH", path, {"wishes": "見本: 別の希望"}, town.plan_of(person, plan_id)["version"])
    town.submit(person, plan_id)
    town.approve(person, plan_id)
    assert town.decide(person, plan_id, both).json()["code"] == "own_decision"
    assert town.decide(person, plan_id, town.staff).status_code == 404
    assert town.decide(person, plan_id).status_code == 201


@pytest.mark.parametrize("result", ["changes", "again"])
def test_what_is_not_approved_goes_back_and_needs_a_new_approval(town: Town, result: str) -> None:
    """After 修正 or 再協議 the plan is written on again; an approval before that counts no more."""
    person = town.add_person()
    plan_id = town.submitted(person)
    path = town.conference()
    item_id = town.put(path, person, "first", plan_id=plan_id)
    town.held(path)
    town.concluded(path, item_id, "first", result)
    town.lead.done("POST", f"{path}/closing")
    assert town.plan_of(person, plan_id)["state_words"] == "差戻し"
    town.submit(person, plan_id)
    assert town.decide(person, plan_id).json()["code"] == "approval_missing"
    town.approve(person, plan_id)
    assert town.decide(person, plan_id).status_code == 201


def test_a_plan_that_is_returned_by_the_municipality_needs_a_reason_and_a_new_approval(town: Town) -> None:
    """差戻し says why; the approval of the conference was of what was submitted then."""
    person = town.add_person()
    plan_id = town.submitted(person)
    town.approve(person, plan_id)
    returned = {"result": "returned", "number": None}
    assert town.decide(person, plan_id, **returned).json()["faults"][0]["field"] == "words"
    assert town.decide(person, plan_id, **returned, words="見本の理由").status_code == 201
    seen = town.plan_of(person, plan_id)
    assert (seen["state"], seen["decisions"][0]["words"]) == ("returned", "見本の理由")
    with town.service.context(town.staff_id, Act.PLAN_READ, Role.COORDINATOR) as context:
        case = cases_of(context, [context.find(Person, person)])[person]
        assert case.stage == Stage.S1, "what was returned is no decision"
    town.submit(person, plan_id)
    assert town.decide(person, plan_id).json()["code"] == "approval_missing"


def test_a_decision_has_its_number_and_its_day(town: Town) -> None:
    """No number twice, no day before the conference or after today."""
    first, second = town.add_person(), town.add_person()
    for person in (first, second):
        plan_id = town.submitted(person)
        town.approve(person, plan_id)
        for days in (-1, 1):
            day = (town.today + dt.timedelta(days=days)).isoformat()
            answer = town.decide(person, plan_id, decided_on=day)
            assert [fault["field"] for fault in answer.json()["faults"]] == ["decided_on"]
        answer = town.decide(person, plan_id, number="支-1")
        code = None if answer.status_code == 201 else answer.json()["code"]
        assert code == (None if person == first else "decision_number_taken")
    assert [each.decided_by for each in town.rows(Decision)] == [town.official.user_id]


def test_nothing_is_decided_on_a_withdrawn_consent(town: Town) -> None:
    """Not concluded either; the answer names the consent."""
    person = town.add_person()
    plan_id = town.submitted(person)
    path = town.conference()
    item_id = town.put(path, person, "first", plan_id=plan_id)
    town.held(path)
    (consent,) = town.staff.seen(f"/api/v1/people/{person}/consents")["consents"]
    town.staff.done("POST", f"/api/v1/people/{person}/consents/{consent['id']}/withdrawal")
    answer = town.staff.act("POST", f"{path}/agenda/{item_id}/conclusion", town.conclusion("first"))
    assert answer.json()["code"] == "consent_missing"
    town.agree(person)
    town.concluded(path, item_id, "first")
    town.lead.done("POST", f"{path}/closing")
    for each in town.staff.seen(f"/api/v1/people/{person}/consents")["consents"]:
        if each["is_valid"]:
            town.staff.done("POST", f"/api/v1/people/{person}/consents/{each['id']}/withdrawal")
    assert town.decide(person, plan_id).json()["code"] == "consent_missing"


def test_a_plan_is_not_put_before_a_conference_unless_it_is_submitted(town: Town) -> None:
    """Nor one of somebody else, nor as another kind."""
    person, other = town.add_person(), town.add_person()
    draft, submitted = town.plan(person), town.submitted(other)
    path = f"{town.conference()}/agenda"

    def answer(**body: str) -> dict[str, object]:
        said: dict[str, object] = town.staff.act("POST", path, body).json()
        return said

    assert answer(person_id=str(person), kind="first", plan_id=draft)["code"] == "plan_not_submitted"
    assert answer(person_id=str(person), kind="first", plan_id=submitted)["status"] == 404
    assert answer(person_id=str(other), kind="renewed", plan_id=submitted)["status"] == 422
    assert answer(person_id=str(other), kind="first")["status"] == 422
    assert "id" in answer(person_id=str(other), kind="first", plan_id=submitted)
