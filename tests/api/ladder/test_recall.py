"""定員を戻す at a host two municipalities use: who came last gives back, whichever municipality is theirs."""

from __future__ import annotations

import datetime as dt
import uuid

from api.policy.vocabulary import Role
from api.tables import Placement, PlacementEvent, PlacementSeat, Task
from matching.vocabulary import PlacementStatus
from tests.api.ladder.records import Ladder
from tests.api.placements.records import Offered
from tests.api.service import Client

DAY = dt.timedelta(days=1)


def neighbours_stay(world: Ladder, menu: Offered, client: Client, first_day: dt.date) -> uuid.UUID:
    """Let somebody of the neighbour be at a shared menu from a day on."""
    office = world.service.neighbour
    person = world.add_person(office=office, staff_id=client.user_id)
    made = world.offered(person, menu, client=client, first_day=first_day.isoformat())
    placement_id = uuid.UUID(made["id"])
    world.set(Placement, placement_id, office=office, status=PlacementStatus.ACCEPTED, expires_at=None)
    return placement_id


def test_a_neighbours_guest_gives_back_like_everybody_else(world: Ladder) -> None:
    """The neighbour's later guest goes first, with event, task and trail over there; then one's own."""
    service, office = world.service, world.service.neighbour
    menu = world.add_menu(places=2)
    share = f"/api/v1/hosts/{menu.host_id}/shares"
    world.staff.done("POST", share, {"code": "131024"})
    foreign = service.client(Role.COORDINATOR, office=office)
    shown = foreign.seen(f"/api/v1/hosts/{menu.host_id}/assessment")
    assert shown["open_before_start"] == [], "what the host's municipality looked at counts for both"
    own = world.on_trial(menu)
    theirs = neighbours_stay(world, menu, foreign, world.monday + 7 * DAY)
    from_day = world.monday + 21 * DAY
    body = {"pool_slot_ids": [str(menu.pool_slot_ids[0])], "from_day": from_day.isoformat()}
    host = service.client(Role.HOST, host_id=menu.host_id)
    path = f"/api/v1/hosts/{menu.host_id}/recall"
    assert foreign.act("POST", path, body).status_code == 404, "the host is not theirs to speak for"
    assert host.done("POST", path, body)["details"] == {"given_back": 1}
    held = {row.day for row in world.rows(PlacementSeat, office)}
    assert held == {world.monday + 7 * DAY, world.monday + 14 * DAY}
    assert [row.kind for row in world.rows(Task, office) if row.placement_id == theirs] == [
        "ask_host",
        "seat_recalled",
    ]
    assert "seat_recalled" in {row.kind for row in world.rows(PlacementEvent, office)}
    assert "seat_recalled" not in {row.kind for row in world.rows(Task)}
    assert len(world.rows(PlacementSeat)) == 4, "who came before stays"
    used, taken = world.ledger(service.office, office)
    assert used == taken
    assert host.done("POST", path, body)["details"] == {"given_back": 1}
    assert "seat_recalled" in {row.kind for row in world.rows(Task)}
    assert world.placement(own).status == PlacementStatus.TRIAL
    for each in (service.office, office):
        assert not service.check_audit(each).faults
    assert [row.resource for row in service.audit(office) if row.act == "host.recall"]
    words = [e["words"] for e in foreign.seen(f"/api/v1/placements/{theirs}/timeline")["entries"]]
    assert "受入先が枠を本来の利用者に戻した" in words
