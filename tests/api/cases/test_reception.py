"""Reception, notes and the assessment."""

from __future__ import annotations

import datetime as dt

import pytest

from api.cases.questions import conditions_of, hours_of, questions, questions_from
from api.policy.vocabulary import Role
from api.tables import CaseNote, SupportCase
from matching.vocabulary import Answer, Condition
from tests.api.cases.records import CaseRecords, supported
from tests.api.service import Service


def test_one_case_at_a_time(service: Service) -> None:
    """A person is received once; whoever was closed is reopened, and after the follow-up received anew."""
    records = CaseRecords(service)
    given = {"source": "outreach", "opened_on": records.today.isoformat()}
    assert records.step("assess").json()["code"] == "no_case"
    records.receive(**given)
    again = records.coordinator.act("POST", records.path, given)
    assert again.json()["code"] == "case_open"


def test_a_referral_has_its_number(service: Service) -> None:
    """A referral needs its number, アウトリーチ none; days to come and haste without reason are refused."""
    records = CaseRecords(service)
    today, later = records.today, records.today + dt.timedelta(days=1)
    good = {"source": "outreach", "opened_on": today.isoformat()}
    for wrong, field in (
        ({"source": "referral"}, "lead_plan_number"),
        ({"opened_on": later.isoformat()}, "opened_on"),
        ({"application_on": later.isoformat()}, "application_on"),
        ({"consented_on": later.isoformat()}, "consented_on"),
        ({"is_early": True}, "early_reason"),
    ):
        refused = records.coordinator.act("POST", records.path, good | wrong)
        assert [each["field"] for each in refused.json()["faults"]] == [field], field
    records.coordinator.done("POST", records.path, good)
    seen = records.seen()["current"]
    assert (seen["state"], seen["number"].endswith("/1")) == ("received", True)


def test_what_a_step_rests_on_is_not_taken_away(service: Service) -> None:
    """After 受付 the application can be corrected and not emptied."""
    records = CaseRecords(service)
    supported(records)
    version = records.seen()["version"]
    refused = records.coordinator.act("PATCH", records.path, {"applying_agency": ""}, version=version)
    assert refused.status_code == 422
    records.patch(applying_agency="みほん第二相談室")
    assert records.seen()["current"]["reception"]["applying_agency"] == "みほん第二相談室"


def test_words_are_sealed_and_shown_to_those_who_carry(service: Service) -> None:
    """Agency and notes stand in no plain column; the official sees the reception, and no note."""
    records = CaseRecords(service)
    records.receive(applying_agency="みほん相談室")
    records.note("reached")
    with service.installation.database.read(service.office) as session:
        rows = [*session.query(SupportCase).all(), *session.query(CaseNote).all()]
        assert all("みほん" not in str(row.model_dump()) and row.sealed for row in rows)
    (note,) = records.coordinator.seen(f"{records.path}/notes")["notes"]
    assert (note["words"], note["kind_words"], note["result_words"]) == ("見本", "電話", "連絡がついた")
    official = records.official
    assert official.seen(records.path)["current"]["reception"]["applying_agency"] == "みほん相談室"
    assert official.get(f"{records.path}/notes").status_code == 404
    assert service.client(Role.COORDINATOR).get(records.path).status_code == 404


def test_answers_reach_the_persons_record(service: Service) -> None:
    """An answer is written where the core reads it; what is not yet asked says nothing; versions go up."""
    records = CaseRecords(service)
    records.receive()
    path = f"{records.path}/assessment"
    assert {each["answer"] for each in records.coordinator.seen(path)["answers"]} == {"unknown"}
    before = records.row()
    day = records.today.isoformat()
    first = {
        "checked_on": day,
        "answers": {"noise": "no"},
        "wishes": "花に関わりたい",
        "disclosed": ["wishes"],
    }
    made = records.coordinator.done("POST", path, first)
    after = records.row()
    assert (after.conditions, after.availability) == ({"noise": "no"}, None)
    assert after.version > before.version
    more = {"answers": {"weekday_morning": "yes", "step_free": "no", "leaves_home": "yes"}}
    records.coordinator.done("PATCH", path, more, version=made["version"])
    row, seen = records.row(), records.coordinator.seen(path)
    assert row.conditions == {"noise": "no", "step_free": "no"}
    assert [each["weekday"] for each in row.availability or []] == [1, 2, 3, 4, 5]
    assert (seen["wishes"], seen["disclosed"]) == ("花に関わりたい", ["wishes"])
    answers = {each["id"]: each["answer"] for each in seen["answers"]}
    assert (answers["noise"], answers["leaves_home"], answers["smell"]) == ("no", "yes", "unknown")
    assert "花" not in str(service.audit()[-1].details)
    stale = records.coordinator.act("PATCH", path, more, version=made["version"])
    assert stale.status_code == 412
    wrong = records.coordinator.act("PATCH", path, {"answers": {"no_such": "yes"}}, version=seen["version"])
    assert wrong.json()["faults"][0]["field"] == "answers"


def test_hours_in_detail_stay(service: Service) -> None:
    """Hours that were written on the person's record by hand are not overwritten by a coarse answer."""
    records = CaseRecords(service)
    records.receive()
    person = f"/api/v1/people/{records.person_id}"
    by_hand = [{"weekday": 2, "start": "10:00:00", "end": "11:00:00"}]
    records.coordinator.done("PATCH", person, {"availability": by_hand}, version=records.row().version)
    answers = {"checked_on": records.today.isoformat(), "answers": {"weekend": "yes"}}
    records.coordinator.done("POST", f"{records.path}/assessment", answers)
    assert records.row().availability == by_hand


def test_the_questions_are_data() -> None:
    """Every condition of the core is asked once; a file with a wrong or double question is not read."""
    fed = [each.condition for each in questions().values() if each.condition]
    assert sorted(fed) == sorted(Condition)
    assert conditions_of({"noise": Answer.NO, "leaves_home": Answer.YES}) == {Condition.NOISE: Answer.NO}
    assert hours_of({"weekday_morning": Answer.NO}) is None
    one = '[[question]]\nid = "a"\ntext = "見本"\n'
    assert list(questions_from(one)) == ["a"]
    for wrong in (one + one, one + 'condition = "no_such"', one + 'more = "x"', '[[question]]\nid = "a b"'):
        with pytest.raises(ValueError, match=r".+"):
            questions_from(wrong)
