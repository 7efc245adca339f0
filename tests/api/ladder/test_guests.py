"""The host's side of a stay: who comes, as agreed; what it reports; and that it learns nothing more."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest

from api.ladder import guests
from api.policy.vocabulary import Role
from api.tables import Attendance, Person, Task
from api.tables.sealed import PersonDocument
from tests.api.ladder.records import Ladder
from tests.api.placements.records import Offered
from tests.api.service import Client

KEYS = {"id", "first_day", "last_day", "shown_name", "shown_text", "visits", "contact"}
DATES = {"id", "first_day", "last_day"}
SECRET = "canary-9c1d"


def host_of(world: Ladder, menu: Offered) -> Client:
    """Give a user of the host."""
    return world.service.client(Role.HOST, host_id=menu.host_id)


def told(guest: dict[str, object]) -> set[str]:
    """Give what has a value."""
    return {name for name, value in guest.items() if value is not None}


def start(world: Ladder, menu: Offered, fields: tuple[str, ...]) -> tuple[uuid.UUID, str]:
    """Let somebody come from this week on, with a consent that names these fields."""
    person = world.add_person(document=PersonDocument(name=SECRET, address=SECRET, health=SECRET))
    world.add_plan(person, menu)
    world.agree(person, menu, fields)
    placement_id = world.visited(menu, person)
    body = {"first_day": world.today.isoformat()}
    world.done(placement_id, "trial", body)
    return person, placement_id


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((), DATES),
        (("name",), DATES | {"shown_name"}),
        (("support_text", "schedule"), DATES | {"shown_text", "visits"}),
        (("name", "support_text", "schedule", "contact"), KEYS),
    ],
)
def test_a_host_reads_exactly_what_the_person_agreed_to(
    world: Ladder, fields: tuple[str, ...], expected: set[str]
) -> None:
    """Exactly these keys have values; a name, an address or an illness is in no byte."""
    menu = world.add_menu(weekdays=(1, 2, 3, 4, 5, 6, 7))
    person, placement_id = start(world, menu, fields)
    host = host_of(world, menu)
    (guest,) = host.seen("/api/v1/host/placements")["guests"]
    assert guest == host.seen(f"/api/v1/host/placements/{placement_id}")
    assert set(guest) == KEYS
    assert told(guest) == expected
    if "visits" in expected:
        assert set(guest["visits"][0]) == {"day", "times"}
        assert guest["visits"][0]["day"] == world.today.isoformat()
        assert len(guest["visits"]) == 8 - world.today.isoweekday()
    if "contact" in expected:
        assert [set(each) for each in guest["contact"]] == [{"name", "phone"}]
    assert SECRET not in json.dumps(guest)
    assert str(person) not in json.dumps(guest)


def test_after_a_withdrawal_there_is_nothing_there(world: Ladder) -> None:
    """The next request gets the answer of an unknown id, reports and attendance too."""
    menu = world.add_menu()
    person, placement_id = start(world, menu, ("name",))
    host = host_of(world, menu)
    path = f"/api/v1/host/placements/{placement_id}"
    assert host.seen(path)["shown_name"] == "みほんさん"
    consents = world.staff.seen(f"/api/v1/people/{person}/consents")["consents"]
    consent = next(each for each in consents if each["host_id"])
    world.staff.done("POST", f"/api/v1/people/{person}/consents/{consent['id']}/withdrawal", version=1)
    gone, unknown = host.get(path), host.get(f"/api/v1/host/placements/{uuid.uuid4()}")
    assert (gone.status_code, gone.content) == (404, unknown.content)
    assert host.seen("/api/v1/host/placements")["guests"] == []
    report = {"kind": "other", "urgency": "later"}
    assert host.act("POST", f"{path}/incidents", report).status_code == 404
    came = {"day": world.today.isoformat(), "came": "yes"}
    assert host.act("POST", f"{path}/attendance", came).status_code == 404


def test_before_somebody_comes_and_long_after_the_end_a_host_reads_no_name(
    world: Ladder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is only asked for is not there; thirty days after the end only dates are left."""
    menu = world.add_menu()
    host = host_of(world, menu)
    offered = str(world.offered(world.add_person(), menu)["id"])
    assert host.get(f"/api/v1/host/placements/{offered}").status_code == 404
    world.done(offered, "release", {"reason": "mistake"})
    assert host.seen("/api/v1/host/placements")["guests"] == [], "it came to nothing"
    person, placement_id = start(world, menu, ("name", "schedule"))
    world.done(placement_id, "end", {"reason": "moved_on"})
    path = f"/api/v1/host/placements/{placement_id}"
    assert told(host.seen(path)) == DATES | {"shown_name"}
    world.service.clock.step = dt.timedelta(days=31)
    host = host_of(world, menu)
    assert told(host.seen(path)) == DATES
    monkeypatch.setattr(guests, "REMEMBERED", dt.timedelta(days=400))
    assert told(host.seen(path)) == DATES | {"shown_name"}, "the control"
    monkeypatch.undo()
    world.set(Person, person, ended_on=world.today)
    assert told(host.seen(path)) == DATES


def test_another_host_finds_nothing(world: Ladder) -> None:
    """Neither in its list nor by the id."""
    menu = world.add_menu()
    _, placement_id = start(world, menu, ("name",))
    other = host_of(world, world.add_menu())
    assert other.seen("/api/v1/host/placements")["guests"] == []
    for what in ("", "/incidents", "/attendance"):
        path = f"/api/v1/host/placements/{placement_id}{what}"
        answer = other.act("POST", path, {"kind": "other", "urgency": "now"}) if what else other.get(path)
        assert answer.status_code == 404


def test_a_report_reaches_the_coordinator_at_once_and_nobody_else(world: Ladder) -> None:
    """Its text is sealed; the official, the lead and the host itself do not read it back."""
    menu = world.add_menu()
    _, placement_id = start(world, menu, ("name",))
    host = host_of(world, menu)
    report = {"kind": "injury", "urgency": "now", "words": SECRET}
    host.done("POST", f"/api/v1/host/placements/{placement_id}/incidents", report)
    (task,) = [task for task in world.rows(Task) if task.kind == "incident"]
    assert task.due_on == world.today
    path = f"/api/v1/placements/{placement_id}"
    (seen,) = world.client().seen(f"{path}/incidents")["incidents"]
    assert (seen["kind_words"], seen["urgency"], seen["words"]) == ("けが・事故", "now", SECRET)
    official = world.service.client(Role.OFFICIAL)
    for client in (official, world.service.client(Role.LEAD), host):
        assert client.get(f"{path}/incidents").status_code == 404
    kinds = {entry["kind"] for entry in world.client().seen(f"{path}/timeline")["entries"]}
    assert "incident" in kinds
    for_official = official.seen(f"{path}/timeline")
    assert "incident" not in {entry["kind"] for entry in for_official["entries"]}
    assert SECRET not in json.dumps(for_official)


def test_who_came_is_noted_once_for_each_day_and_changed_from_its_version(world: Ladder) -> None:
    """A second word on the same day needs the version; days to come and before the stay are refused."""
    menu = world.add_menu()
    _, placement_id = start(world, menu, ("name",))
    host = host_of(world, menu)
    path = f"/api/v1/host/placements/{placement_id}/attendance"
    body = {"day": world.today.isoformat(), "came": "partly"}
    assert host.done("POST", path, body)["version"] == 1
    assert host.act("POST", path, {**body, "came": "yes"}).status_code == 428
    assert host.act("POST", path, {**body, "came": "yes"}, version=7).status_code == 412
    assert host.done("POST", path, {**body, "came": "yes"}, version=1)["version"] == 2
    for day in (world.today + dt.timedelta(days=1), world.today - dt.timedelta(days=1)):
        assert host.act("POST", path, {**body, "day": day.isoformat()}).status_code == 422
    (row,) = world.rows(Attendance)
    assert row.came == "yes"
    official = world.service.client(Role.OFFICIAL)
    (seen,) = official.seen(f"/api/v1/placements/{placement_id}/attendance")["days"]
    assert (seen["day"], seen["came_words"]) == (world.today.isoformat(), "来た")
    assert host.get(f"/api/v1/placements/{placement_id}/attendance").status_code == 404
    words = [e["words"] for e in official.seen(f"/api/v1/placements/{placement_id}/timeline")["entries"]]
    assert "来た 1日" in words
