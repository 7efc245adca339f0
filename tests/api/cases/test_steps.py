"""A case from reception to closure and again, and what stops it."""

from __future__ import annotations

import datetime as dt

from api.policy.vocabulary import Role
from api.tables import AgendaKind, Basis, Conclusion, PlanKind, PlanState, Seating, SupportPlan
from matching.vocabulary import Answer
from tests.api.cases.records import CaseRecords, supported
from tests.api.rows import add_person
from tests.api.service import Service


def test_from_reception_to_closure_and_again(service: Service) -> None:
    """A person is received, supported, looked at anew, let go, followed up, and comes again in one act."""
    records = CaseRecords(service)
    supported(records)
    again = records.plan(PlanKind.RENEWED)
    records.conclude(AgendaKind.RENEWED, again)
    records.fix(again)
    records.go("replan")
    assert records.state == "supported"
    records.conclude(AgendaKind.CLOSURE)
    records.go("close")
    assert records.row().ended_on == records.today
    assert records.coordinator.seen(f"/api/v1/people/{records.person_id}")["stage"] == "S5"
    with service.installation.database.read(service.office) as session:
        assert session.get_one(SupportPlan, again).state == PlanState.ENDED
    records.go("follow_up")
    assert records.contacts_due() > 0
    records.go("reopen")
    seen = records.seen()
    assert records.row().ended_on is None
    assert records.contacts_due() == 0
    assert seen["current"]["state"] == "received"
    assert seen["current"]["number"].endswith("/2")
    (earlier,) = seen["earlier"]
    assert (earlier["state"], earlier["close_reason"]) == ("reopened", "goal_reached")
    assert seen["current"]["reopened_from"] == earlier["id"]
    assert seen["current"]["reception"]["applying_agency"] == "みほん相談室"
    steps = [each["step"] for each in earlier["history"]]
    assert steps == [
        "receive",
        "assess",
        "draft",
        "submit",
        "agree",
        "start",
        "replan",
        "close",
        "follow_up",
        "reopen",
    ]
    start = earlier["history"][5]["rests_on"]
    assert set(start) == {"consent", "plan_agreed", "plan_decided"}
    assert all(start.values())
    assert not service.check_audit().faults


def test_what_was_agreed_before_counts_no_more(service: Service) -> None:
    """After 再開 neither the old plan nor the old conference carries anybody on."""
    records = CaseRecords(service)
    supported(records)
    records.conclude(AgendaKind.CLOSURE)
    records.go("close", "reopen", "assess")
    records.assess()
    records.go("draft")
    assert _missing(records.step("submit")) == {"plan_submitted"}
    assert _missing(records.step("close")) == {"closure_agreed"}


def test_a_refusal_names_every_missing_record(service: Service) -> None:
    """409 with all that is missing, in Japanese, under the office's own name of its meeting."""
    records = CaseRecords(service)
    admin = service.client(Role.ADMIN)
    names = {"settings": {"meeting_name": "みほん会議"}}
    admin.done("PATCH", "/api/v1/office", names, version=admin.seen("/api/v1/office")["version"])
    records.receive()
    records.consent()
    records.go("assess")
    answer = records.step("draft")
    assert _missing(answer) == {
        "application",
        "applying_agency",
        "application_consent",
        "assessment",
        "gap_check",
    }
    records.withdraw()
    answer = records.step("draft")
    told = {each["record"]: each for each in answer.json()["values"]["missing"]}
    assert told["consent"]["words"] == "みほん会議への共有の同意"
    assert "支援会議だけ" in told["consent"]["next"]
    next_steps = {each["step"]: each for each in records.seen()["current"]["next_steps"]}
    assert {each["record"] for each in next_steps["draft"]["missing"]} == set(told)


def test_a_scheme_that_is_a_way_out_is_taken(service: Service) -> None:
    """The 狭間 check holds with a reason for each need, and not where an existing scheme would do."""
    records = CaseRecords(service)
    records.receive()
    records.consent()
    records.complete_reception()
    records.go("assess")
    records.assess()
    for possible, reason in ((Answer.UNKNOWN, "見本の理由"), (Answer.NO, "  ")):
        records.check_gap(possible, reason)
        assert _missing(records.step("draft")) == {"gap_check"}
    records.check_gap(Answer.NO, look_again_on=records.today)
    assert _missing(records.step("draft")) == {"gap_check"}, "the day to look again has come"
    records.check_gap(Answer.NO, look_again_on=records.today + dt.timedelta(days=1))
    next_steps = {each["step"]: each for each in records.seen()["current"]["next_steps"]}
    assert next_steps["draft"]["missing"] == []
    records.check_gap(Answer.YES)
    assert _missing(records.step("draft")) == {"gap_check"}


def test_a_conference_without_quorum_or_yes_opens_nothing(service: Service) -> None:
    """Without municipality or lead there, or with another conclusion, it is no record to rest on."""
    records = CaseRecords(service)
    records.receive()
    for there in ((Seating.OFFICE,), (Seating.LEAD, Seating.PROVIDER), ()):
        records.conclude(AgendaKind.CLOSURE, there=there)
        assert _missing(records.step("close")) == {"closure_agreed"}
    for conclusion in (Conclusion.AGAIN, Conclusion.CHANGES):
        records.conclude(AgendaKind.CLOSURE, conclusion=conclusion)
        assert _missing(records.step("close")) == {"closure_agreed"}
    records.conclude(AgendaKind.CLOSURE)
    records.go("close")


def test_a_meeting_without_consent_agrees_with_no_plan(service: Service) -> None:
    """A 支援会議 can let somebody go who never agreed to anything, and cannot stand in for the other."""
    records = CaseRecords(service)
    supported(records)
    again = records.plan(PlanKind.RENEWED)
    records.fix(again)
    records.conclude(AgendaKind.RENEWED, again, basis=Basis.SECRECY)
    assert _missing(records.step("replan")) == {"renewed_plan_agreed"}
    records.withdraw()
    records.conclude(AgendaKind.CLOSURE, basis=Basis.SECRECY)
    records.go("close")


def test_who_wrote_the_plan_does_not_decide_on_it(service: Service) -> None:
    """A decision by a writer of the plan starts nothing; somebody else's does."""
    records = CaseRecords(service)
    supported(records)
    again = records.plan(PlanKind.RENEWED)
    records.conclude(AgendaKind.RENEWED, again)
    records.fix(again, records.coordinator.user_id)
    assert _missing(records.step("replan")) == {"renewed_plan_decided"}


def test_breaking_off_takes_as_many_attempts_as_the_office_says(service: Service) -> None:
    """中断 needs attempts in vain since the person was last reached, as many as the settings say."""
    records = CaseRecords(service)
    admin = service.client(Role.ADMIN)
    fewest = {"settings": {"contact_attempts": 2}}
    admin.done("PATCH", "/api/v1/office", fewest, version=admin.seen("/api/v1/office")["version"])
    records.receive()
    records.conclude(AgendaKind.BREAK_OFF)
    records.note("not_reached")
    assert _missing(records.step("break_off")) == {"contact_tried"}
    records.note("reached")
    records.note("not_reached")
    assert _missing(records.step("break_off")) == {"contact_tried"}
    records.note("not_reached")
    assert records.step("break_off").is_success
    assert records.row().ended_on is not None
    records.go("reopen")
    assert records.row().ended_on is None


def test_the_family_is_not_the_person(service: Service) -> None:
    """A family nobody reached is no attempt at the person; one that was reached knows of them."""
    records = CaseRecords(service)
    records.receive()
    records.conclude(AgendaKind.BREAK_OFF)
    records.note("not_reached", kind="family")
    assert _missing(records.step("break_off")) == {"contact_tried"}
    records.note("not_reached", kind="visit")
    records.note("reached", kind="family")
    assert _missing(records.step("break_off")) == {"contact_tried"}
    records.note("not_reached", kind="visit")
    records.go("break_off")


def test_steps_have_their_day_their_reason_and_their_hands(service: Service) -> None:
    """A step has a day that can be, an end its reason; a lead takes only some; versions are checked."""
    records = CaseRecords(service)
    lead = service.client(Role.LEAD)
    records.coordinator.done(
        "POST",
        f"/api/v1/people/{records.person_id}/involvements",
        {"user_id": str(lead.user_id), "role": "lead"},
    )
    records.receive()
    records.consent()
    for day in (records.today + dt.timedelta(days=1), records.today - dt.timedelta(days=1)):
        refused = records.step("assess", taken_on=day.isoformat())
        assert refused.json()["faults"][0]["field"] == "taken_on"
    assert records.step("assess", client=lead).json()["code"] == "step_not_yours"
    records.conclude(AgendaKind.CLOSURE)
    refused = records.step("close", close_reason=None)
    assert refused.json()["faults"][0]["field"] == "close_reason"
    assert records.state == "received"
    path, body = f"{records.path}/steps", {"step": "assess"}
    assert records.coordinator.act("POST", path, body).status_code == 428
    assert records.coordinator.act("POST", path, body, version=9).status_code == 412
    assert records.step("replan").json()["code"] == "no_step"


def test_the_household_stands_side_by_side(service: Service) -> None:
    """Members whose case one may open are shown with their state; the others are not there."""
    records = CaseRecords(service)
    records.receive()
    mother = add_person(service, records.coordinator.user_id)
    members = {"members": [str(records.person_id), str(mother)]}
    records.coordinator.done("POST", "/api/v1/households", members)
    path = f"/api/v1/people/{records.person_id}/household-cases"
    seen = {each["person_id"]: each["state"] for each in records.coordinator.seen(path)["members"]}
    assert seen == {str(records.person_id): "received", str(mother): None}
    other = service.client(Role.COORDINATOR)
    given = {"user_id": str(other.user_id), "role": "coordinator"}
    records.coordinator.done("POST", f"/api/v1/people/{records.person_id}/involvements", given)
    assert [each["person_id"] for each in other.seen(path)["members"]] == [str(records.person_id)]


def _missing(answer: object) -> set[str]:
    problem = answer.json()  # type: ignore[attr-defined]
    assert problem["code"] == "step_refused", problem
    return {each["record"] for each in problem["values"]["missing"]}
