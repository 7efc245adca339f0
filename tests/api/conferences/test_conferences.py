"""Conferences: who sees what is in them, what they need to conclude, and what has to reach the next."""

from __future__ import annotations

import datetime as dt
import itertools
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.conferences.contents import contents_of
from api.conferences.service import approved
from api.policy.vocabulary import Act, Role
from api.tables import AgendaKind, GapNote, Involvement, MeetingBody
from tests.api.conferences.records import Town
from tests.api.service import Client, Service

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
BODY = MeetingBody.COMMUNITY_CARE


def items(client: Client, path: str) -> list[dict[str, Any]]:
    """Give the items of a conference a user sees."""
    found: list[dict[str, Any]] = client.seen(path)["items"]
    return found


def test_without_consent_only_a_walled_conference_discusses_a_person(town: Town) -> None:
    """A 重層的支援会議 does not; a 支援会議 does, seen by its members alone and never exported."""
    person = town.add_person(has_consent=False)
    body = {"person_id": str(person), "kind": "other"}
    path = town.conference()
    assert town.staff.act("POST", f"{path}/agenda", body).json()["code"] == "consent_missing"
    walled = town.conference(town.staff, basis="106-6")
    town.put(walled, person, "other")
    seen = town.staff.seen(walled)
    assert (seen["name"], seen["is_exportable"], len(seen["items"])) == ("支援会議", False, 1)
    for client in (town.lead, town.official, town.member):
        assert client.get(walled).status_code == 404
        assert walled.rsplit("/", 1)[1] not in client.get("/api/v1/conferences").text
        assert client.act("POST", f"{walled}/opening").status_code == 404
    town.staff.done("POST", f"{walled}/members", {"user_id": str(town.member.user_id), "seating": "agency"})
    assert [each["kind"] for each in items(town.member, walled)] == ["other"]
    assert town.member.get(f"/api/v1/people/{person}").status_code == 404, "it opens no case"
    assert town.rows(Involvement)[0].role == Role.COORDINATOR


def test_a_walled_conference_looks_at_no_plan(town: Town) -> None:
    """A plan rests on consent, so it goes before the 重層的支援会議."""
    person = town.add_person()
    body = {"person_id": str(person), "kind": "first", "plan_id": town.submitted(person)}
    walled = town.conference(town.staff, basis="106-6")
    assert town.staff.act("POST", f"{walled}/agenda", body).json()["faults"][0]["field"] == "kind"


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        (set(), "自治体職員・多機関協働事業者"),
        ({"lead"}, "自治体職員"),
        ({"office"}, "多機関協働事業者"),
    ],
)
def test_no_conclusion_without_both_who_have_to_be_there(town: Town, there: set[str], missing: str) -> None:
    """The answer names who is missing; with both it is recorded."""
    person = town.add_person()
    path = town.conference()
    item_id = town.put(path, person, "other")
    town.sit(path, town.official, "office")
    town.lead.done("POST", f"{path}/opening")
    for each in town.lead.seen(path)["members"]:
        if each["seating"] in there:
            town.lead.done("POST", f"{path}/members/{each['id']}/attendance", {"has_attended": True})
    conclusion = f"{path}/agenda/{item_id}/conclusion"
    answer = town.staff.act("POST", conclusion, town.conclusion("other"))
    assert (answer.status_code, answer.json()["code"]) == (409, "attendee_missing")
    assert answer.json()["detail"].startswith(f"{missing}の出席がありません")
    assert town.lead.seen(path)["missing"] == missing.split("・")
    town.attend(path)
    town.concluded(path, item_id, "other")
    again = town.staff.act("POST", conclusion, town.conclusion("other"))
    assert again.json()["code"] == "item_concluded"


def test_those_who_have_to_be_there_are_users_of_that_role(town: Town) -> None:
    """Nobody sits as an official who is none, nor by a name alone."""
    path = town.conference()
    wrong = {"user_id": str(town.member.user_id), "seating": "office"}
    assert town.lead.act("POST", f"{path}/members", wrong).json()["faults"][0]["field"] == "seating"
    outside = {"organisation": "みほん病院", "role": "相談員", "name": "見本 花子"}
    bare = {**outside, "seating": "office"}
    assert town.lead.act("POST", f"{path}/members", bare).json()["faults"][0]["field"] == "user_id"
    town.lead.done("POST", f"{path}/members", {**outside, "seating": "agency"})
    assert "見本 花子" in town.lead.get(path).text
    with town.service.installation.database.read(town.service.office) as session:
        assert "見本 花子".encode() not in b"".join(
            row[0] or b""
            for row in session.connection().exec_driver_sql("SELECT sealed FROM conference_member")
        )


@pytest.mark.parametrize("kind", ["closure", "break_off", "other"])
def test_what_belongs_to_the_kind_is_named_when_it_is_missing(town: Town, kind: str) -> None:
    """Every content of the data file, follow-up for 終結 and attempts for 中断."""
    person = town.add_person()
    path = town.conference()
    item_id = town.put(path, person, kind)
    town.held(path)
    conclusion = f"{path}/agenda/{item_id}/conclusion"
    answer = town.staff.act("POST", conclusion, {"conclusion": "approved"})
    faults = {fault["field"]: fault["expected"] for fault in answer.json()["faults"]}
    more = {"closure": {"needs_follow_up"}, "break_off": {"attempts"}, "other": set()}[kind]
    contents = {f"minutes.{each.key}": each.label for each in contents_of(AgendaKind(kind)).contents}
    assert faults.keys() == contents.keys() | more
    assert contents.items() <= faults.items()
    tried = [{"tried_on": town.today.isoformat(), "method": "visit"}]
    given: dict[str, Any] = {
        "closure": {"needs_follow_up": True, "follow_up_method": "月に一度の電話"},
        "break_off": {"attempts": tried},
        "other": {},
    }[kind]
    town.concluded(path, item_id, kind, **given)
    town.lead.done("POST", f"{path}/closing")
    with town.service.context(town.staff_id, Act.PLAN_READ, Role.COORDINATOR) as context:
        found = approved(context.session, person, AgendaKind(kind))
        assert found is not None
        assert str(found.id) == item_id
        assert approved(context.session, person, AgendaKind.FIRST) is None
        later = context.now + dt.timedelta(days=1)
        assert approved(context.session, person, AgendaKind(kind), since=later) is None


def test_only_what_a_conference_approved_counts_and_only_once_it_is_closed(town: Town) -> None:
    """再協議 is no approval; nor is what may still be corrected."""
    person = town.add_person()
    for result, closed in (("again", True), ("approved", False)):
        path = town.conference()
        item_id = town.put(path, person, "other")
        town.held(path)
        town.concluded(path, item_id, "other", result)
        if closed:
            town.lead.done("POST", f"{path}/closing")
        with town.service.context(town.staff_id, Act.PLAN_READ, Role.COORDINATOR) as context:
            assert approved(context.session, person, AgendaKind.OTHER) is None


def test_a_conference_is_not_closed_over_what_is_left(town: Town) -> None:
    """It is concluded or put off; what was asked for then waits for the next."""
    person = town.add_person()
    town.staff.done("POST", f"/api/v1/people/{person}/agenda", {"kind": "closure"})
    path = town.conference()
    asked = [each["why"] for each in town.staff.seen(f"{path}/candidates")["candidates"]]
    assert asked == ["asked_for"]
    assert town.staff.done("POST", f"{path}/filling")["details"] == {"items": 1}
    (item,) = items(town.staff, path)
    assert town.staff.seen(f"{path}/candidates")["candidates"] == []
    town.held(path)
    assert town.lead.act("POST", f"{path}/closing").json()["code"] == "items_left"
    town.staff.done("POST", f"{path}/agenda/{item['id']}/deferral")
    town.lead.done("POST", f"{path}/closing")
    following = town.conference()
    assert town.put(following, person, "closure") == item["id"]


def test_gaps_name_nobody(town: Town) -> None:
    """What was found lacking has a need, a time and conditions: no person, no words."""
    person = town.add_person()
    path = town.conference()
    item_id = town.put(path, person, "other")
    town.held(path)
    gap = {"domain": "belonging", "time_band": "evening", "conditions": ["noise"]}
    town.concluded(path, item_id, "other", gaps=[gap])
    (note,) = town.rows(GapNote)
    assert (note.domain, note.conditions) == ("belonging", ["noise"])
    assert str(person) not in str(note.model_dump())


def test_a_room_for_tonight_reaches_the_next_conference(town: Town) -> None:
    """It is listed as 緊急, also after its decision, until a conference has dealt with it."""
    room, person = town.add_menu(is_room=True), town.add_person()
    placement_id = town.staff.done(
        "POST", f"/api/v1/people/{person}/tonight", {"menu_id": str(room.menu_id), "nights": 1}
    )["id"]
    path = town.conference()

    def urgent(path: str) -> list[tuple[str, str]]:
        found = town.staff.seen(f"{path}/candidates")["candidates"]
        return [(each["placement_id"], each["why_words"]) for each in found if each["is_urgent"]]

    assert urgent(path) == [(placement_id, "緊急（支援決定の前の受入）")]
    decision = {"decided_on": town.today.isoformat()}
    town.official.done("POST", f"/api/v1/placements/{placement_id}/decision", decision)
    assert urgent(path) == [(placement_id, "緊急（支援決定の前の受入）")]
    assert town.staff.done("POST", f"{path}/filling")["details"] == {"items": 1}
    assert urgent(path) == []
    (item,) = items(town.staff, path)
    town.staff.done("POST", f"{path}/agenda/{item['id']}/deferral")
    assert urgent(path) == [(placement_id, "緊急（支援決定の前の受入）")], "due again"
    following = town.conference()
    item_id = town.put(following, person, "other", placement_id=placement_id)
    town.held(following)
    town.concluded(following, item_id, "other")
    town.lead.done("POST", f"{following}/closing")
    assert urgent(town.conference()) == []


def test_candidates_are_the_plans_due_of_cases_one_may_open(town: Town, service: Service) -> None:
    """Submitted plans and monitoring that falls due; another coordinator is told of none."""
    person, other = town.add_person(), town.add_person()
    plan_id, fixed = town.submitted(person), town.fixed(other)
    path = town.conference(held_on=(town.monday + dt.timedelta(days=40)).isoformat())
    found = town.staff.seen(f"{path}/candidates")["candidates"]
    assert [(each["why"], each["plan_id"], each["kind"]) for each in found] == [
        ("submitted", plan_id, "first"),
        ("monitoring", fixed, "other"),
    ]
    early = town.conference()
    assert [each["why"] for each in town.staff.seen(f"{early}/candidates")["candidates"]] == ["submitted"]
    assert service.client(Role.COORDINATOR).seen(f"{path}/candidates")["candidates"] == []


def test_who_may_not_open_a_case_does_not_put_it_before_a_conference(town: Town, service: Service) -> None:
    """Neither another coordinator nor one of another municipality; nor is it told that there is one."""
    person = town.add_person()
    path, body = town.conference(), {"person_id": str(person), "kind": "other"}
    for client in (service.client(Role.COORDINATOR), town.lead):
        assert client.act("POST", f"{path}/agenda", body).status_code == 404
    foreign = service.client(Role.COORDINATOR, office=service.neighbour)
    assert foreign.get(path).status_code == 404
    town.put(path, person, "other")
    again = town.staff.act("POST", f"{path}/agenda", body)
    assert again.json()["code"] == "already_on_agenda"


def test_a_member_sees_a_case_while_it_is_before_their_conference_and_not_after(town: Town) -> None:
    """The case opens with the agenda and closes with the conference; who was involved by hand stays."""
    person, by_hand = town.add_person(), town.service.client(Role.MEMBER)
    involve = {"user_id": str(by_hand.user_id), "role": "member"}
    town.staff.done("POST", f"/api/v1/people/{person}/involvements", involve)
    path = town.conference()
    for client in (town.member, by_hand):
        town.sit(path, client, "agency")
    case = f"/api/v1/people/{person}"
    assert town.member.get(case).status_code == 404
    item_id = town.put(path, person, "other")
    assert town.member.get(case).status_code == 200
    town.held(path)
    town.concluded(path, item_id, "other")
    assert town.member.get(case).status_code == 200
    town.lead.done("POST", f"{path}/closing")
    assert town.member.get(case).status_code == 404
    assert items(town.member, path) == []
    assert by_hand.get(case).status_code == 200
    assert len(items(town.staff, path)) == 1, "the record stays for who carries the case"


def test_two_conferences_hold_a_case_open_until_the_last_is_closed(town: Town) -> None:
    """Closing one does not take it from the members of the other."""
    person = town.add_person()
    paths = [town.conference(), town.conference()]
    for path, kind in zip(paths, ("other", "closure"), strict=True):
        town.sit(path, town.member, "agency")
        item_id = town.put(path, person, kind)
        if kind == "other":
            town.held(path)
            town.concluded(path, item_id, kind)
    case = f"/api/v1/people/{person}"
    town.lead.done("POST", f"{paths[0]}/closing")
    assert town.member.get(case).status_code == 200
    town.held(paths[1])
    town.staff.done("POST", f"{paths[1]}/agenda/{item_id}/deferral")
    assert town.member.get(case).status_code == 404


def test_a_removed_member_sees_no_more(town: Town) -> None:
    """Before the opening a member may be taken off; the cases close to them at once."""
    person = town.add_person()
    path = town.conference()
    member_id = town.sit(path, town.member, "agency")
    town.put(path, person, "other")
    town.lead.done("POST", f"{path}/members/{member_id}/removal")
    assert town.member.get(path).status_code == 404
    assert town.member.get(f"/api/v1/people/{person}").status_code == 404


FIELDS = ("wishes", "support", "identity", "protection", "family")
SECTIONS = {"goals": "wishes", "tasks": "support", "place": "wishes", "options": None}


@settings(
    max_examples=200 if IS_SOAK else 8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    fields=st.sets(st.sampled_from(FIELDS), min_size=1),
    bodies=st.sets(st.sampled_from([BODY, MeetingBody.OTHER])),
    drift=st.sampled_from(["none", "withdrawn", "narrower"]),
)
def test_a_packet_is_within_the_consent_and_the_members_at_the_opening(
    town: Town, fields: set[str], bodies: set[MeetingBody], drift: str
) -> None:
    """Whatever is agreed to, whoever sits there for whom, and whatever is withdrawn meanwhile."""
    service = town.service
    person = town.add_person(has_consent=False)
    consent = town.agree(person, *sorted(bodies), fields=tuple(sorted(fields)))
    plan_id = town.submitted(person)
    path = town.conference(body=BODY.value)
    seats = [
        (service.client(Role.MEMBER), body, late) for body, late in itertools.product((None, BODY), (0, 1))
    ]
    for client, body, late in seats:
        if not late:
            town.sit(path, client, "agency", body=body)
    town.put(path, person, "first", plan_id=plan_id)
    town.held(path)
    for client, body, late in seats:
        if late:
            town.sit(path, client, "agency", body=body)
    if drift == "withdrawn":
        town.staff.done("POST", f"/api/v1/people/{person}/consents/{consent['id']}/withdrawal")
        fields, bodies = set(), set()
    if drift == "narrower":
        town.agree(person, fields=("identity",))
        fields, bodies = {"identity"}, set()
    for client, body, late in seats:
        is_covered = drift != "withdrawn" and not late and (body is None or body in bodies)
        seen = items(client, path)
        assert bool(seen) == is_covered
        assert (client.get(f"/api/v1/people/{person}").status_code == 200) == is_covered
        for item in seen:
            shown = {name for name in SECTIONS if item["plan"][name] is not None}
            assert shown == {name for name, field in SECTIONS.items() if field in fields}
