"""Dose, pauses and places taken back: the ledger follows day by day, and nobody is punished."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from api.policy.vocabulary import Role
from api.tables import Placement, PlacementSeat, PlacementStep, Seat, Task
from tests.api.ladder.records import Ladder
from tests.api.placements.records import Offered

DAY = dt.timedelta(days=1)


def days_of(world: Ladder, placement_id: str) -> dict[uuid.UUID, list[dt.date]]:
    """Give the days of each pool slot a placement holds."""
    found: dict[uuid.UUID, list[dt.date]] = {}
    rows = [row for row in world.rows(PlacementSeat) if str(row.placement_id) == placement_id]
    for row in sorted(rows, key=lambda row: row.day):
        found.setdefault(row.pool_slot_id, []).append(row.day)
    return found


def ids(menu: Offered, *numbers: int) -> list[str]:
    """Give slots of a menu by their place."""
    return [str(menu.slot_ids[number]) for number in numbers]


def step(world: Ladder, placement_id: str, menu: Offered, day: dt.date, *numbers: int) -> Any:
    """Ask for other slots from a day on."""
    body = {"menu_slot_ids": ids(menu, *numbers), "from_day": day.isoformat(), "why": "going_well"}
    return world.act(placement_id, "steps", body)


def weeks(menu: Offered, world: Ladder, *at: int) -> list[dt.date]:
    """Give Mondays by week."""
    return [world.monday + 7 * week * DAY for week in at]


def test_a_step_up_and_down_moves_the_seats_of_the_days_after_it(world: Ladder) -> None:
    """Two slots from the third week on, one again from the fourth; the history keeps both."""
    menu = world.add_menu(weekdays=(1, 2))
    placement_id = world.on_trial(menu, menu_slot_ids=ids(menu, 0))
    third, fourth = weeks(menu, world, 2, 3)
    assert step(world, placement_id, menu, third, 0, 1).is_success
    first, second = menu.pool_slot_ids
    assert days_of(world, placement_id) == {
        first: weeks(menu, world, 0, 1, 2, 3),
        second: [third + DAY, fourth + DAY],
    }
    assert step(world, placement_id, menu, fourth, 1).is_success
    assert days_of(world, placement_id) == {
        first: weeks(menu, world, 0, 1, 2),
        second: [third + DAY, fourth + DAY],
    }
    assert [row.from_day for row in world.rows(PlacementStep)] == [third, fourth]
    used, taken = world.ledger()
    assert used == taken
    view = world.staff.seen(f"/api/v1/placements/{placement_id}")
    assert [slot["weekday"] for slot in view["slots"]] == [1], "today it is still as it was"


def test_a_step_that_cannot_be_had_on_one_day_leaves_everything_as_it_was(world: Ladder) -> None:
    """All or nothing: not the history, not one seat, not the version."""
    menu = world.add_menu(places=1, weekdays=(1, 2))
    placement_id = world.on_trial(menu, menu_slot_ids=ids(menu, 0))
    other = world.add_person()
    (last,) = weeks(menu, world, 3)
    world.offered(other, menu, menu_slot_ids=ids(menu, 1), first_day=last.isoformat())
    before, version = days_of(world, placement_id), world.placement(placement_id).version
    answer = step(world, placement_id, menu, world.monday, 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "seat_taken")
    assert days_of(world, placement_id) == before
    assert world.placement(placement_id).version == version
    assert world.rows(PlacementStep) == []


def test_a_step_down_costs_nothing_where_the_host_has_more_people_than_places(world: Ladder) -> None:
    """What stays is not given back and asked for anew."""
    menu = world.add_menu(places=1, weekdays=(1, 2))
    placement_id = world.on_trial(menu)
    with world.service.installation.database.write(world.service.office) as session:
        for seat in session.query(Seat):
            seat.capacity = 0
    (second,) = weeks(menu, world, 1)
    assert step(world, placement_id, menu, second, 0).is_success
    assert days_of(world, placement_id)[menu.pool_slot_ids[0]] == weeks(menu, world, 0, 1, 2, 3)
    assert len(days_of(world, placement_id)[menu.pool_slot_ids[1]]) == 1


def test_a_later_dose_is_held_until_it_is_taken_up_or_given_back(world: Ladder) -> None:
    """Nobody else gets the reserved seats; the person does not come there yet; the margins show it."""
    menu = world.add_menu(places=1, weekdays=(1, 2))
    placement_id = world.on_trial(menu, menu_slot_ids=ids(menu, 0))
    (third,) = weeks(menu, world, 2)
    body = {"menu_slot_ids": ids(menu, 1), "from_day": third.isoformat()}
    world.done(placement_id, "reservation", body)
    second_pool = menu.pool_slot_ids[1]
    assert days_of(world, placement_id)[second_pool] == [third + DAY, third + 8 * DAY]
    assert world.offer(world.add_person(), menu, menu_slot_ids=ids(menu, 1)).json()["code"] == "seat_taken"
    margins = world.staff.seen(f"/api/v1/hosts/{menu.host_id}/margins?weeks=5")["slots"]
    shown = next(each for each in margins if each["pool_slot_id"] == str(second_pool))
    assert [week["used"] for week in shown["weeks"]] == [0, 0, 0, 1, 1]
    assert step(world, placement_id, menu, third, 0, 1).is_success
    world.done(placement_id, "reservation", {"menu_slot_ids": [], "from_day": third.isoformat()})
    assert days_of(world, placement_id)[second_pool] == [third + DAY, third + 8 * DAY], "it is the dose now"
    assert step(world, placement_id, menu, third, 0).is_success
    assert second_pool not in days_of(world, placement_id)


def test_a_pause_keeps_the_seat_or_lends_it_and_ends_by_itself(world: Ladder) -> None:
    """The days are given as asked for; two pauses do not meet."""
    menu = world.add_menu(places=1)
    placement_id = world.on_trial(menu)
    first, second, third = weeks(menu, world, 0, 1, 2)
    kept = {"first_day": first.isoformat(), "last_day": first.isoformat(), "keeps_seat": True}
    world.done(placement_id, "pause", kept)
    assert days_of(world, placement_id)[menu.pool_slot_ids[0]] == weeks(menu, world, 0, 1, 2, 3)
    lent = {"first_day": second.isoformat(), "last_day": (third - DAY).isoformat(), "keeps_seat": False}
    world.done(placement_id, "pause", lent)
    assert days_of(world, placement_id)[menu.pool_slot_ids[0]] == weeks(menu, world, 0, 2, 3)
    assert world.act(placement_id, "pause", lent).json()["code"] == "paused_already"
    world.offered(world.add_person(), menu, first_day=second.isoformat(), last_day=(third - DAY).isoformat())
    words = [e["words"] for e in world.staff.seen(f"/api/v1/placements/{placement_id}/timeline")["entries"]]
    assert sum("休み" in each for each in words) == 2


def test_a_place_taken_back_falls_to_who_came_last_on_the_day_and_not_before(world: Ladder) -> None:
    """The capacity falls from that day on; the coordinator has a task; the host is told a count."""
    menu = world.add_menu(places=2)
    early = world.on_trial(menu)
    late = world.on_trial(menu, first_day=(world.monday + 7 * DAY).isoformat())
    host = world.service.client(Role.HOST, host_id=menu.host_id)
    path, from_day = f"/api/v1/hosts/{menu.host_id}/recall", world.monday + 21 * DAY
    body = {"pool_slot_ids": [str(menu.pool_slot_ids[0])], "from_day": from_day.isoformat()}
    soon = {**body, "from_day": (world.today + 13 * DAY).isoformat()}
    assert host.act("POST", path, soon).status_code == 422, "the notice is two weeks"
    receipt = host.done("POST", path, body)
    assert receipt["details"] == {"given_back": 1}
    assert days_of(world, early)[menu.pool_slot_ids[0]] == weeks(menu, world, 0, 1, 2, 3)
    assert days_of(world, late)[menu.pool_slot_ids[0]] == weeks(menu, world, 1, 2)
    (task,) = [task for task in world.rows(Task) if task.kind == "seat_recalled"]
    assert str(task.placement_id) == late
    used, taken = world.ledger()
    assert used == taken
    answer = world.offer(world.add_person(), menu, first_day=from_day.isoformat())
    assert answer.json()["code"] == "seat_taken"
    margins = world.staff.seen(f"/api/v1/hosts/{menu.host_id}/margins?weeks=5")["slots"]
    (shown,) = [each for each in margins if each["pool_slot_id"] == str(menu.pool_slot_ids[0])]
    assert [week["places"] for week in shown["weeks"]] == [2, 2, 2, 2, 1]


def test_an_offer_gives_way_before_somebody_who_is_there(world: Ladder) -> None:
    """What is only asked for ends; where there is room enough nobody loses anything."""
    menu = world.add_menu(places=3)
    there = world.on_trial(menu)
    offer = str(world.offered(world.add_person(), menu)["id"])
    path = f"/api/v1/hosts/{menu.host_id}/recall"
    body = {
        "pool_slot_ids": [str(menu.pool_slot_ids[0])],
        "from_day": (world.monday + 14 * DAY).isoformat(),
    }
    assert world.staff.done("POST", path, body)["details"] == {"given_back": 0}
    assert world.staff.done("POST", path, body)["details"] == {"given_back": 1}
    assert world.placement(offer).status == "ended"
    assert days_of(world, there)[menu.pool_slot_ids[0]] == weeks(menu, world, 0, 1, 2, 3)
    other = world.add_menu()
    foreign = {**body, "pool_slot_ids": [str(other.pool_slot_ids[0])]}
    assert world.staff.act("POST", path, foreign).status_code == 404


def test_days_outside_the_stay_and_slots_of_others_are_refused(world: Ladder) -> None:
    """Neither the past, nor what lies beyond the last day, nor a slot of another menu."""
    menu, other = world.add_menu(weekdays=(1, 2)), world.add_menu()
    placement_id = world.on_trial(menu, menu_slot_ids=ids(menu, 0))
    last = world.placement(placement_id).last_day
    assert step(world, placement_id, menu, world.monday - DAY, 1).status_code == 422
    assert step(world, placement_id, menu, last + DAY, 1).status_code == 422
    assert step(world, placement_id, other, world.monday, 0).status_code == 422
    recalled = {"menu_slot_ids": ids(menu, 1), "from_day": world.monday.isoformat(), "why": "recalled"}
    assert world.act(placement_id, "steps", recalled).status_code == 422
    assert len(world.rows(Placement)) == 1
