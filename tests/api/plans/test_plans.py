"""Plans: written with consent, refused without room, frozen while others look, complete when submitted."""

from __future__ import annotations

import datetime as dt

import pytest

from api.plans.service import end_plans, fixed_plan
from api.plans.words import FIELD_WORDS
from api.policy.vocabulary import Act, Role
from api.tables import Menu, SupportPlan
from tests.api.conferences.records import Town
from tests.api.service import Service


def test_a_plan_needs_the_consent_to_share_it_with_the_meeting(town: Town) -> None:
    """Without it no plan is begun; and one that was begun is not submitted after a withdrawal."""
    menu, person = town.add_menu(), town.add_person(has_consent=False)
    path = f"/api/v1/people/{person}/plans"
    assert town.staff.act("POST", path, town.plan_body(menu)).json()["code"] == "consent_missing"
    consent = town.agree(person)["id"]
    plan_id = town.plan(person, menu)
    assert town.plan_of(person, plan_id)["consent_id"] == consent
    town.staff.done("POST", f"/api/v1/people/{person}/consents/{consent}/withdrawal")
    version = town.plan_of(person, plan_id)["version"]
    answer = town.staff.act("POST", f"{path}/{plan_id}/submission", version=version)
    assert answer.json()["code"] == "consent_missing"


@pytest.mark.parametrize("name", sorted(FIELD_WORDS))
def test_what_is_missing_is_named_when_a_plan_is_submitted(town: Town, name: str) -> None:
    """Each field by itself, in Japanese; with it the plan is submitted."""
    person, body = town.add_person(), town.plan_body(town.add_menu())
    given = {key: value for key, value in body.items() if key != name}
    if name in {"first_day", "last_day"}:  # both or none; the end follows from the beginning
        given = {key: value for key, value in given.items() if key not in {"first_day", "last_day"}}
    path = f"/api/v1/people/{person}/plans"
    plan_id = town.staff.done("POST", path, given)["id"]
    version = town.plan_of(person, plan_id)["version"]
    faults = town.staff.act("POST", f"{path}/{plan_id}/submission", version=version).json()["faults"]
    assert {"field": name, "given": "", "expected": FIELD_WORDS[name]} in faults
    sent = {key: value for key, value in body.items() if key != "kind"}
    town.staff.done("PATCH", f"{path}/{plan_id}", sent, version)
    town.submit(person, plan_id)
    assert town.plan_of(person, plan_id)["state_words"] == "提出済み"


def test_a_draft_may_lack_everything(town: Town) -> None:
    """Nothing but its kind is needed to begin with."""
    person = town.add_person()
    plan_id = town.staff.done("POST", f"/api/v1/people/{person}/plans", {"kind": "first"})["id"]
    assert town.plan_of(person, plan_id)["kind_words"] == "初回"


def test_a_place_without_room_is_refused_either_way(town: Town) -> None:
    """By hand or from a proposal, when it is written and again when it is submitted."""
    menu, first, second = town.add_menu(places=1), town.add_person(), town.add_person()
    plan_id = town.plan(second, menu)
    town.offered(first, menu)
    path = f"/api/v1/people/{second}/plans/{plan_id}"
    version = town.plan_of(second, plan_id)["version"]
    answer = town.staff.act("POST", f"{path}/submission", version=version)
    assert answer.json()["code"] == "seat_taken"
    third = town.add_person()
    body = town.plan_body(menu)
    answer = town.staff.act("POST", f"/api/v1/people/{third}/plans", body)
    assert answer.json()["code"] == "seat_taken"
    body["place"]["run_id"] = "00000000-0000-4000-8000-000000000000"
    answer = town.staff.act("POST", f"/api/v1/people/{third}/plans", body)
    assert [fault["field"] for fault in answer.json()["faults"]] == ["place.run_id"]
    assert town.plan_of(first, town.plan(first, menu))["place"]["menu_name"] == "見本の作業", "it is theirs"


def test_a_place_must_suit_the_person_as_an_offer_must(town: Town) -> None:
    """A closed menu, a host to be kept apart from, slots of another menu, a need nobody has."""
    menu, other = town.add_menu(), town.add_menu()
    person = town.add_person(apart_from_hosts=[str(other.host_id)])
    path = f"/api/v1/people/{person}/plans"
    assert town.staff.act("POST", path, town.plan_body(other)).json()["code"] == "does_not_fit"
    mixed = town.plan_body(menu)
    mixed["place"]["menu_slot_ids"] = [str(other.slot_ids[0])]
    assert town.staff.act("POST", path, mixed).json()["faults"][0]["field"] == "place.menu_slot_ids"
    wrong = town.plan_body(menu)
    wrong["place"]["domain"] = "housing"
    assert town.staff.act("POST", path, wrong).json()["faults"][0]["field"] == "place.domain"
    town.set(Menu, menu.menu_id, is_open=False)
    assert town.staff.act("POST", path, town.plan_body(menu)).json()["code"] == "menu_closed"


def test_dates_have_to_go_together(town: Town) -> None:
    """The period, the steps in it and the monitoring; its length is what the municipality says."""
    person, menu, first = town.add_person(), town.add_menu(), town.monday
    path = f"/api/v1/people/{person}/plans"

    def faults(**more: object) -> set[str]:
        answer = town.staff.act("POST", path, town.plan_body(menu, **more))
        return {fault["field"] for fault in answer.json()["faults"]}

    beyond = (first + dt.timedelta(days=400)).isoformat()
    assert faults(last_day=beyond, next_monitoring_on=beyond) == {"last_day"}
    assert faults(next_monitoring_on=town.today.isoformat()) == {"next_monitoring_on"}
    assert faults(signed_on=beyond) == {"signed_on"}
    step = {"slots_a_week": 1, "stay_minutes": 60}
    days = [first + dt.timedelta(days=7), first]
    assert faults(ladder=[{**step, "first_day": day.isoformat()} for day in days]) == {"ladder"}
    assert faults(options=[{"menu_id": str(menu.menu_id), "reasons": ["nonsense"]}]) == {"options.0.reasons"}
    body = town.plan_body(menu, options=[{"menu_id": str(menu.menu_id), "reasons": ["too_far"]}])
    del body["last_day"]
    plan_id = town.staff.done("POST", path, body)["id"]
    seen = town.plan_of(person, plan_id)
    assert dt.date.fromisoformat(seen["last_day"]) > first + dt.timedelta(days=170), "six months by default"


def test_a_submitted_plan_is_frozen(town: Town) -> None:
    """Neither changed, submitted again nor given up; and no other is begun beside it."""
    person = town.add_person()
    plan_id = town.submitted(person)
    path = f"/api/v1/people/{person}/plans/{plan_id}"
    before = town.plan_of(person, plan_id)
    for method, what, body in (
        ("PATCH", "", {"wishes": "別"}),
        ("POST", "/submission", {}),
        ("POST", "/withdrawal", {}),
    ):
        answer = town.staff.act(method, path + what, body, before["version"])
        assert answer.json()["code"] == "plan_frozen"
    again = town.staff.act("POST", f"/api/v1/people/{person}/plans", {"kind": "first"})
    assert again.json()["code"] == "plan_open"
    assert town.plan_of(person, plan_id) == before


def test_a_plan_is_changed_from_the_version_that_was_read(town: Town) -> None:
    """An older one is refused, and what changed since is named."""
    person = town.add_person()
    plan_id = town.plan(person)
    path, version = f"/api/v1/people/{person}/plans/{plan_id}", town.plan_of(person, plan_id)["version"]
    town.staff.done("PATCH", path, {"long_goal": "見本: 別の目標"}, version)
    answer = town.staff.act("PATCH", path, {"wishes": "見本"}, version)
    assert (answer.status_code, answer.json()["fields"]) == (412, ["long_goal"])
    assert town.staff.act("PATCH", path, {"wishes": "見本"}).status_code == 428


def test_a_renewed_plan_takes_over_what_holds_and_replaces_the_former_when_it_is_fixed(town: Town) -> None:
    """Until then the former one holds; signature and dates are new each time."""
    person, menu = town.add_person(), town.add_menu()
    path = f"/api/v1/people/{person}/plans"
    early = town.staff.act("POST", path, {"kind": "renewed"})
    assert early.json()["code"] == "no_fixed_plan"
    first = town.fixed(person, menu=menu)
    assert town.staff.act("POST", path, {"kind": "first"}).json()["code"] == "plan_exists"
    second = town.staff.done("POST", path, {"kind": "renewed"})["id"]
    seen = town.plan_of(person, second)
    assert (seen["kind_words"], seen["goals"], seen["signed_on"]) == (
        "再プラン第1回",
        town.plan_of(person, first)["goals"],
        None,
    )
    assert seen["place"]["menu_id"] == str(menu.menu_id)
    sent = {key: value for key, value in town.plan_body(menu).items() if key != "kind"}
    town.staff.done("PATCH", f"{path}/{second}", sent, seen["version"])
    town.submit(person, second)
    assert town.plan_of(person, first)["state"] == "fixed"
    town.approve(person, second, "renewed")
    assert town.decide(person, second).status_code == 201
    states = {plan["id"]: plan["state"] for plan in town.staff.seen(path)["plans"]}
    assert states == {first: "superseded", second: "fixed"}


def test_the_plan_that_holds_is_found_by_its_menus(town: Town) -> None:
    """By its place and its standby, by no other menu, and no longer when support has ended."""
    person, menu, standby = town.add_person(), town.add_menu(), town.add_menu()
    other = town.add_menu().menu_id
    slots = [str(each) for each in standby.slot_ids]
    plan_id = town.fixed(person, menu=menu, standby={"menu_id": str(standby.menu_id), "menu_slot_ids": slots})
    with town.service.context(town.staff_id, Act.PLAN_EDIT, Role.COORDINATOR) as context:
        session = context.session
        for menu_id, there in ((None, True), (menu.menu_id, True), (standby.menu_id, True), (other, False)):
            found = fixed_plan(session, person, menu_id)
            assert (found is not None and str(found.id) == plan_id) == there
        end_plans(context, person)
        assert fixed_plan(session, person) is None


def test_what_a_plan_says_is_sealed(town: Town) -> None:
    """No word of it stands in the table."""
    person = town.add_person()
    town.plan(person)
    (plan,) = town.rows(SupportPlan)
    said = plan.model_dump(exclude={"sealed"})
    assert "見本" not in str(said)
    assert "見本".encode() not in plan.sealed


def test_plans_are_for_those_the_matrix_names(town: Town, service: Service) -> None:
    """Another coordinator, a host and a member it is not put before find nothing; an official reads."""
    person = town.add_person()
    plan_id = town.plan(person)
    path = f"/api/v1/people/{person}/plans/{plan_id}"
    assert town.official.seen(path)["tasks"]["person_does"] == "見本: 朝に起きる"
    for client in (service.client(Role.COORDINATOR), service.client(Role.PLANNER), town.member):
        assert client.get(path).status_code == 404
    assert town.official.act("PATCH", path, {"wishes": "別"}, 1).status_code == 404
