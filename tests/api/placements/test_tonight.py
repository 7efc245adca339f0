"""A room for tonight: held in one act, decided on afterwards by somebody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from api.placements.lapse import end_lapsed_holds
from api.placements.notices import next_working_day
from api.policy.vocabulary import Role
from api.tables import Host, Placement, PlacementSeat, Task
from tests.api.placements.records import Offered, World


def tonight(world: World, person: Any, room: Offered, nights: int = 2) -> Any:
    """Ask for a bed."""
    body = {"menu_id": str(room.menu_id), "nights": nights}
    return world.staff.act("POST", f"/api/v1/people/{person}/tonight", body)


def rooms(world: World, nights: int = 1) -> dict[str, list[tuple[str, int]]]:
    """List rooms with their free beds."""
    seen = world.staff.seen(f"/api/v1/tonight?nights={nights}")
    return {
        name: [(each["menu_id"], each["free"]) for each in seen[name]] for name in ("rooms", "rooms_to_ask")
    }


def test_a_bed_is_held_at_once_and_lapses_at_the_end_of_the_stay(world: World) -> None:
    """No consent is needed in an emergency, but the record says that it is due, and so is the decision."""
    room, person = world.add_menu(places=2, is_room=True), world.add_person(has_consent=False)
    assert rooms(world, 2)["rooms"] == [(str(room.menu_id), 2)]
    answer = tonight(world, person, room)
    assert answer.status_code == 201, answer.text
    assert rooms(world, 2)["rooms"] == [(str(room.menu_id), 1)]
    assert {row.day for row in world.rows(PlacementSeat)} == {
        world.today,
        world.today + dt.timedelta(days=1),
    }
    due = next_working_day(world.today)
    tasks = {task.kind: task.due_on for task in world.rows(Task)}
    meeting = world.today + dt.timedelta(days=14)
    assert tasks == {
        "ask_host": due,
        "decision_due": due,
        "consent_due": due,
        "conference_due": meeting,
    }
    world.service.clock.step = dt.timedelta(days=4)
    assert end_lapsed_holds(world.service.installation, world.service.office) == 1
    assert len(world.rows(PlacementSeat)) == 2, "nights that were slept stay in the ledger"
    used, taken = world.ledger()
    assert used == taken


def test_a_stay_that_ends_early_gives_back_the_nights_to_come(world: World) -> None:
    """What was slept stays; the other beds are free again."""
    room, person = world.add_menu(is_room=True), world.add_person()
    placement_id = tonight(world, person, room, 5).json()["id"]
    world.service.clock.step = dt.timedelta(days=2)
    world.staff = world.service.client_of(world.staff_id)
    body = {"reason": "other_place"}
    assert world.staff.act("POST", f"/api/v1/placements/{placement_id}/release", body, 1).status_code == 200
    assert len(world.rows(PlacementSeat)) == 2
    assert rooms(world)["rooms"] == [(str(room.menu_id), 1)]


def test_with_consent_no_consent_is_due(world: World) -> None:
    """Only what is missing becomes a task."""
    room, person = world.add_menu(is_room=True), world.add_person()
    tonight(world, person, room)
    assert "consent_due" not in {task.kind for task in world.rows(Task)}


def test_what_stands_against_a_bed_for_tonight(world: World) -> None:
    """A full or closed room, too many nights or no room is refused; an offer is not in the way."""
    room, person = world.add_menu(is_room=True), world.add_person()
    menu = world.add_menu()
    world.offered(person, menu)
    assert tonight(world, person, menu, 1).status_code == 422
    assert tonight(world, person, room, 8).status_code == 422
    tomorrow = (world.today + dt.timedelta(days=1)).isoformat()
    closed = world.add_menu(is_room=True, closed=[{"first_day": tomorrow, "last_day": tomorrow}])
    assert tonight(world, person, closed, 2).json()["code"] == "not_held"
    assert rooms(world, 2)["rooms"] == [(str(room.menu_id), 1)]
    assert tonight(world, person, room).status_code == 201
    assert tonight(world, person, closed, 1).json()["code"] == "same_time"
    assert tonight(world, world.add_person(), room, 1).json()["code"] == "seat_taken"
    (stay,) = [row for row in world.rows(Placement) if row.is_tonight]
    for what, sent in (("extension", None), ("visit", {"visit_on": tomorrow})):
        path = f"/api/v1/placements/{stay.id}/{what}"
        assert world.staff.act("POST", path, sent, 1).json()["code"] == "tonight_fixed"


def test_rooms_say_what_to_ask(world: World) -> None:
    """An old statement is to be asked about; a paused host is not listed."""
    old, paused = world.add_menu(is_room=True, stated_days_ago=90), world.add_menu(is_room=True)
    world.set(Host, paused.host_id, paused_until=world.today)
    seen = world.staff.seen("/api/v1/tonight")
    assert [each["menu_id"] for each in seen["rooms"]] == [str(old.menu_id)]
    assert seen["rooms"][0]["to_ask"] == ["今も泊まれるか（回答が古くなっています）"]
    assert seen["rooms"][0]["stated_on"] == (world.today - dt.timedelta(days=90)).isoformat()
    assert world.staff.get("/api/v1/tonight?nights=0").status_code == 422


def test_the_decision_is_recorded_by_an_official_who_did_not_hold_the_room(world: World) -> None:
    """It closes the task; it is recorded once, and only on a room for tonight."""
    room = world.add_menu(is_room=True)
    both = world.service.client(Role.COORDINATOR, Role.OFFICIAL)
    person = world.add_person(staff_id=both.user_id)
    body = {"menu_id": str(room.menu_id), "nights": 1}
    placement_id = both.done("POST", f"/api/v1/people/{person}/tonight", body)["id"]
    path, decision = f"/api/v1/placements/{placement_id}/decision", {"decided_on": world.today.isoformat()}
    assert both.act("POST", path, decision).json()["code"] == "own_decision"
    official = world.service.client(Role.OFFICIAL)
    assert "decision_due" in {task["kind"] for task in official.seen("/api/v1/tasks")["tasks"]}
    assert official.act("POST", path, {"decided_on": "2001-01-01"}).status_code == 422
    official.done("POST", path, {**decision, "words": "見本の理由"})
    assert official.act("POST", path, decision).json()["code"] == "already_decided"
    assert [task.done_by for task in world.rows(Task) if task.kind == "decision_due"] == [official.user_id]
    assert both.seen(f"/api/v1/placements/{placement_id}")["decided_on"] == decision["decided_on"]
    assert world.staff.act("POST", path, decision).status_code == 404
    other = world.offered(world.add_person(), world.add_menu())["id"]
    answer = official.act("POST", f"/api/v1/placements/{other}/decision", decision)
    assert answer.json()["code"] == "no_decision_due"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-20", "2026-11-24"),  # Friday, then a weekend and 勤労感謝の日
        ("2026-12-28", "2027-01-04"),
        ("2026-11-24", "2026-11-25"),
    ],
)
def test_working_days_leave_out_holidays_and_the_turn_of_the_year(day: str, expected: str) -> None:
    """Offices are closed on weekends, 国民の祝日 and from 29 December to 3 January."""
    assert next_working_day(dt.date.fromisoformat(day)) == dt.date.fromisoformat(expected)


def test_a_room_that_is_shut_later_in_the_week_is_free_until_then(world: World) -> None:
    """Each night counts by itself: a night the host is closed stops the stays that reach it, and no other."""
    room = world.add_menu(places=1, is_room=True)
    shut = world.today + dt.timedelta(days=2)
    with world.service.installation.database.write(world.service.office) as session:
        host = session.get(Host, room.host_id)
        assert host is not None
        host.closed = [{"first_day": str(shut), "last_day": str(shut)}]
    assert rooms(world, 1)["rooms"] == rooms(world, 2)["rooms"] == [(str(room.menu_id), 1)]
    assert rooms(world, 3)["rooms"] == []
