"""Review days that have come leave one task each, for who carries the case."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from api.policy.vocabulary import Role
from api.tables import Person, PersonRefusal
from api.tasks.reviews import ACT, remind_of_reviews
from matching.vocabulary import PlacementStatus, Side
from tests.api.records import Records
from tests.api.rows import add_host, add_person, today
from tests.api.service import Client, Service

API = "/api/v1"
DAY = dt.timedelta(days=1)


def look_again(client: Client, person_id: uuid.UUID, day: dt.date, **more: str) -> dict[str, str]:
    """Add a line of the 狭間 check with a day to look again, through the API."""
    line = {"domain": "work", "scheme": "就労移行支援", "possible": "no", "reason": "要件に合わない"}
    body = line | {"look_again_on": day.isoformat()} | more
    made: dict[str, str] = client.done("POST", f"{API}/people/{person_id}/schemes", body)
    return made


def tasks_of(client: Client) -> list[tuple[str, str]]:
    """Give kind and day of the open tasks one sees."""
    return [(each["kind"], each["due_on"]) for each in client.seen(f"{API}/tasks")["tasks"]]


def test_a_look_again_day_that_has_come_leaves_a_task_once(service: Service) -> None:
    """On its day, not before; once, whoever looks; and looking again with a new day ticks it off."""
    client, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    person_id = add_person(service, client.user_id)
    now = today(service)
    line = look_again(client, person_id, now + DAY)
    look_again(client, person_id, now, scheme="住居確保給付金", domain="housing")  # no need of theirs
    look_again(client, person_id, now, scheme="就労準備支援", possible="yes")  # a way out already
    assert remind_of_reviews(service.installation, service.office) == 0
    assert [each.act for each in service.audit()].count(ACT) == 0

    service.clock.step += DAY
    client, other = service.client_of(client.user_id), service.client_of(other.user_id)
    assert remind_of_reviews(service.installation, service.office) == 1
    assert remind_of_reviews(service.installation, service.office) == 0
    assert tasks_of(client) == [("look_again", (now + DAY).isoformat())]
    assert tasks_of(other) == []
    path = f"{API}/people/{person_id}/schemes/{line['id']}"
    client.done("PATCH", path, {"look_again_on": (now + 90 * DAY).isoformat()}, version=line["version"])
    assert tasks_of(client) == [], "the act it asked for was done"
    service.clock.step += 90 * DAY
    client = service.client_of(client.user_id)
    assert remind_of_reviews(service.installation, service.office) == 1
    assert [each.act for each in service.audit()].count(ACT) == 2
    assert remind_of_reviews(service.installation, service.neighbour) == 0
    assert not service.check_audit().faults


def test_a_pair_that_rested_leaves_a_task(service: Service) -> None:
    """Of who still looks for a place: not of who has one by now, nor of an ended case."""
    client = service.client(Role.COORDINATOR)
    now, host_id = today(service), add_host(service)
    waiting, placed, ended = (add_person(service, client.user_id) for _ in range(3))
    records = Records(service)
    menu = records.menu(records.host())
    with service.installation.database.read(service.office) as session:
        person = session.get_one(Person, placed)
    records.placement(person, menu, PlacementStatus.ACCEPTED)
    with service.installation.database.write(service.office) as session:
        session.get_one(Person, ended).ended_on = now
        for person_id in (waiting, placed, ended):
            session.add(
                PersonRefusal(
                    municipality_id=service.office,
                    person_id=person_id,
                    host_id=host_id,
                    side=Side.PERSON,
                    reason="other",
                    until=now,
                    recorded_at=service.clock.now(session),
                    recorded_by=client.user_id,
                )
            )
    assert remind_of_reviews(service.installation, service.office) == 1
    (task,) = client.seen(f"{API}/tasks")["tasks"]
    assert (task["kind"], task["person_id"], task["host_id"]) == ("pair_rested", str(waiting), str(host_id))
    client.done("POST", f"{API}/tasks/{task['id']}/done", version=task["version"])
    assert remind_of_reviews(service.installation, service.office) == 0, "ticked off is ticked off"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_more_than_a_bunch_is_reminded_of_in_one_go(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bunch is one transaction; all of them come."""
    monkeypatch.setattr("api.tasks.reviews.MOST_AT_ONCE", 2)
    client = service.client(Role.COORDINATOR)
    for _ in range(5):
        look_again(client, add_person(service, client.user_id), today(service))
    assert remind_of_reviews(service.installation, service.office) == 5
    assert len(tasks_of(client)) == 5
