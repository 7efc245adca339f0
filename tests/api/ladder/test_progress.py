"""見学 → 体験 → 受入中 → 定着: no step without its records; a refusal names the one that is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api.policy.vocabulary import Role
from api.tables import PersonRefusal, PlacementSeat, PlanState, Task
from tests.api.ladder.records import Ladder

CANARY = "canary-7f3a"


def code_of(answer: Any) -> str:
    """Give the code of a conflict."""
    assert answer.status_code == 409, answer.text
    code: str = answer.json()["code"]
    return code


def test_somebody_goes_up_the_ladder_and_leaves_with_seats_given_back(world: Ladder) -> None:
    """Each step keeps the seats, the end gives them back, and the timeline tells all of it in order."""
    menu = world.add_menu()
    placement_id = world.on_trial(menu)
    assert len(world.rows(PlacementSeat)) == 4
    world.done(placement_id, "acceptance")
    world.done(placement_id, "settlement")
    used, taken = world.ledger()
    assert used == taken
    assert len(taken) == 4
    view = world.staff.seen(f"/api/v1/placements/{placement_id}")
    assert (view["status"], view["is_before_decision"]) == ("settled", False)
    world.done(placement_id, "end", {"reason": "goals_met"})
    assert world.rows(PlacementSeat) == []
    timeline = world.staff.seen(f"/api/v1/placements/{placement_id}/timeline")
    words = [entry["words"] for entry in timeline["entries"]]
    for said in ("打診した", "本人: 「はい」の答え", "受入先: 「はい」の答え", "見学", "支援決定", "終結"):
        assert said in words
    assert [entry["day"] for entry in timeline["entries"]] == sorted(e["day"] for e in timeline["entries"])
    assert timeline["placement"]["ended_reason_words"] == "目標に届いた"


def test_each_missing_record_is_named_and_nothing_is_taken(world: Ladder) -> None:
    """Plan, period, consent to the host, both answers, the day of the visit: one after the other."""
    menu, person = world.add_menu(), world.add_person()
    placement_id = world.visited(menu, person)
    assert code_of(world.act(placement_id, "trial")) == "plan_missing"
    world.add_plan(person, menu, state=PlanState.SUBMITTED)
    assert code_of(world.act(placement_id, "trial")) == "plan_missing", "a plan that is not fixed is none"
    world.add_plan(person, menu, days=10)
    assert code_of(world.act(placement_id, "trial")) == "outside_plan"
    body = {"last_day": (world.today + dt.timedelta(days=8)).isoformat()}
    assert code_of(world.act(placement_id, "trial", body)) == "host_consent_missing"
    world.agree(person, menu)
    assert world.rows(PlacementSeat) == []
    world.done(placement_id, "trial", body)
    assert len(world.rows(PlacementSeat)) == 1
    far = {"last_day": (world.today + dt.timedelta(days=20)).isoformat()}
    assert code_of(world.act(placement_id, "acceptance", far)) == "outside_plan"
    assert code_of(world.act(placement_id, "settlement")) == "wrong_status"


def test_after_the_visit_both_sides_are_needed_and_the_day_has_to_come(world: Ladder) -> None:
    """An offer is no 見学, a visit to come is none, and a hold made anew asks both sides again."""
    menu, person = world.add_menu(), world.add_person()
    world.add_plan(person, menu)
    world.agree(person, menu)
    placement_id = str(world.offered(person, menu)["id"])
    assert code_of(world.act(placement_id, "trial")) == "visit_ahead"
    for side in ("person", "host"):
        world.done(placement_id, "answer", {"side": side, "is_yes": True})
    tomorrow = (world.today + dt.timedelta(days=1)).isoformat()
    world.done(placement_id, "visit", {"visit_on": tomorrow})
    assert code_of(world.act(placement_id, "trial")) == "visit_ahead"
    world.service.clock.step = dt.timedelta(days=1)
    world.done(placement_id, "hold")
    assert code_of(world.act(placement_id, "trial")) == "answers_missing_start"
    for side in ("person", "host"):
        world.done(placement_id, "answer", {"side": side, "is_yes": True})
    world.done(placement_id, "trial")
    used, taken = world.ledger()
    assert used == taken
    assert len(taken) == 4


def test_a_seat_that_went_to_somebody_else_meanwhile_is_not_taken_twice(world: Ladder) -> None:
    """見学 takes no seat: whoever is first has it."""
    menu, person = world.add_menu(places=1), world.add_person()
    world.add_plan(person, menu)
    world.agree(person, menu)
    placement_id = world.visited(menu, person)
    world.offered(world.add_person(), menu)
    assert code_of(world.act(placement_id, "trial")) == "seat_taken"
    assert world.placement(placement_id).status == "visiting"


def test_a_room_for_tonight_is_only_kept_on_its_decision(world: Ladder) -> None:
    """Until then it is called 決定前, in the list, in the record and on the timeline."""
    room, person = world.add_menu(is_room=True), world.add_person()
    world.agree(person, room)
    body = {"menu_id": str(room.menu_id), "nights": 3}
    placement_id = world.staff.done("POST", f"/api/v1/people/{person}/tonight", body)["id"]
    path = f"/api/v1/placements/{placement_id}"
    for view in (world.staff.seen(path), world.staff.seen("/api/v1/placements")["placements"][0]):
        assert (view["is_before_decision"], view["decision_words"]) == (True, "決定前")
    assert "打診した（決定前）" in [e["words"] for e in world.staff.seen(f"{path}/timeline")["entries"]]
    for side in ("person", "host"):
        world.done(placement_id, "answer", {"side": side, "is_yes": True})
    assert code_of(world.act(placement_id, "acceptance")) == "decision_missing"
    official = world.service.client(Role.OFFICIAL)
    official.done("POST", f"{path}/decision", {"decided_on": world.today.isoformat()})
    world.done(placement_id, "acceptance")
    view = world.staff.seen(path)
    assert (view["status"], view["is_before_decision"], view["expires_at"]) == ("accepted", False, None)


def test_a_breakdown_is_a_fact_about_the_fit(world: Ladder) -> None:
    """The next candidate is a task, the pair rests if wished, and whoever comes next finds the seat free."""
    menu, person = world.add_menu(places=1), world.add_person()
    placement_id = world.on_trial(menu, person)
    rest_until = (world.today + dt.timedelta(days=100)).isoformat()
    world.done(placement_id, "breakdown", {"person_reason": "tired", "rest_until": rest_until})
    assert "next_candidate" in {task.kind for task in world.rows(Task)}
    (refusal,) = world.rows(PersonRefusal)
    assert (refusal.reason, refusal.until.isoformat()) == ("did_not_fit", rest_until)
    assert code_of(world.offer(person, menu)) == "refused_before"
    world.offered(world.add_person(), menu)


def test_private_reasons_are_seen_by_the_coordinator_of_the_case_alone(world: Ladder) -> None:
    """Neither code nor words stand in any answer to anybody else: the official, the lead, the host."""
    menu, person = world.add_menu(), world.add_person()
    placement_id = world.on_trial(menu, person)
    host = world.service.client(Role.HOST, host_id=menu.host_id)
    body = {
        "person_reason": "treatment",
        "person_words": f"{CANARY}-person",
        "host_reason": "safety",
        "host_words": f"{CANARY}-host",
    }
    world.done(placement_id, "breakdown", body)
    path = f"/api/v1/placements/{placement_id}"
    exits = world.staff.seen(f"{path}/exits")["exits"]
    assert {(each["side"], each["reason"], each["words"]) for each in exits} == {
        ("person", "treatment", f"{CANARY}-person"),
        ("host", "safety", f"{CANARY}-host"),
    }
    paths = [path, f"{path}/timeline", f"{path}/exits", "/api/v1/placements", "/api/v1/tasks"]
    paths += [
        f"/api/v1/people/{person}",
        "/api/v1/host/placements",
        f"/api/v1/host/placements/{placement_id}",
    ]
    others = [
        world.service.client(Role.OFFICIAL),
        world.service.client(Role.LEAD),
        world.service.client(Role.COORDINATOR),
        host,
    ]
    for client in others:
        assert client.get(f"{path}/exits").status_code == 404
        for each in paths:
            answer = client.get(each)
            assert not any(said in answer.text for said in (CANARY, "treatment", "safety", "いやな思い"))
    for each in paths[:2]:
        assert CANARY not in world.staff.get(each).text
    assert CANARY in world.staff.get(f"{path}/exits").text, "the control"


def test_nobody_else_moves_a_placement(world: Ladder) -> None:
    """For an official, a lead and another coordinator, there is nothing there."""
    placement_id = world.on_trial(world.add_menu())
    for role in (Role.OFFICIAL, Role.COORDINATOR, Role.LEAD):
        client = world.service.client(role)
        for what in ("trial", "acceptance", "settlement", "period"):
            answer = client.act("POST", f"/api/v1/placements/{placement_id}/{what}", {}, 1)
            assert answer.status_code == 404, answer.text
