"""緊急: a stay before its decision reaches the next conference, whether anybody thinks of it or not."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from api.tables import Consent, Task
from tests.api.conferences.records import Town

DAY = dt.timedelta(days=1)


def tonight(town: Town, person_id: uuid.UUID) -> str:
    """Let somebody stay from tonight on."""
    room = town.add_menu(is_room=True)
    body = {"menu_id": str(room.menu_id), "nights": 3}
    return str(town.staff.done("POST", f"/api/v1/people/{person_id}/tonight", body)["id"])


def conference(town: Town, days: int = 0, **more: Any) -> str:
    """Plan a conference in so many days, in which the official sits too."""
    path = town.conference(held_on=(town.today + days * DAY).isoformat(), **more)
    town.sit(path, town.official, "office")
    return path


def due(town: Town) -> list[Task]:
    """The open tasks to bring a stay before a conference."""
    return [row for row in town.rows(Task) if row.kind == "conference_due" and row.done_at is None]


def placements_on(town: Town, path: str) -> list[Any]:
    """The stays on an agenda, as the official sees it."""
    return [item["placement_id"] for item in town.official.seen(path)["items"]]


def test_a_stay_before_its_decision_is_on_the_next_agenda(town: Town) -> None:
    """Opening fills it in, whoever opens; it is not put off; the conclusion ends its task."""
    later, soon = conference(town, days=30), conference(town, days=5)
    person = town.add_person()
    stay = tonight(town, person)
    (task,) = due(town)
    assert task.due_on == town.today + 5 * DAY, "the day of the next conference"
    ticked = town.staff.act("POST", f"/api/v1/tasks/{task.id}/done", version=task.version)
    assert ticked.json()["code"] == "task_of_an_act"
    town.put(later, person, "other", placement_id=stay)
    assert placements_on(town, soon) == []
    opened = town.lead.done("POST", f"{soon}/opening")
    assert opened["details"] == {"urgent": 1}, "drawn forward, by a lead who cannot open the case"
    assert (placements_on(town, soon), placements_on(town, later)) == ([stay], [])
    town.attend(soon)
    (item,) = town.official.seen(soon)["items"]
    assert item["is_urgent"]
    put_off = town.official.act("POST", f"{soon}/agenda/{item['id']}/deferral")
    assert put_off.json()["code"] == "urgent_item"
    assert town.lead.act("POST", f"{soon}/closing").json()["code"] == "items_left"
    town.concluded(soon, item["id"], "other")
    town.lead.done("POST", f"{soon}/closing")
    assert due(town) == []
    assert town.lead.done("POST", f"{later}/opening")["details"] == {"urgent": 0}


def test_at_the_latest_as_the_municipality_says_and_not_for_nothing(town: Town) -> None:
    """Without a conference to come the setting gives the day; a bed nobody slept in asks for none."""
    stay = tonight(town, town.add_person())
    (task,) = due(town)
    assert task.due_on == town.today + 14 * DAY
    path = f"/api/v1/placements/{stay}"
    no = {"side": "host", "is_yes": False, "reason": "full"}
    town.staff.done("POST", f"{path}/answer", no, version=town.staff.seen(path)["version"])
    assert due(town) == []
    assert town.lead.done("POST", f"{conference(town)}/opening")["details"] == {"urgent": 0}


def test_what_is_looked_at_anyway_takes_the_stay_along(town: Town) -> None:
    """Where the person is on the agenda for something else of the same 区分, the stay joins it."""
    person, path = town.add_person(), conference(town)
    town.put(path, person, "other")
    stay = tonight(town, person)
    assert town.lead.done("POST", f"{path}/opening")["details"] == {"urgent": 1}
    assert placements_on(town, path) == [stay]


def test_without_consent_it_waits_for_those_who_are_bound_to_secrecy(town: Town) -> None:
    """No agenda of the 重層的支援会議 takes it in; a 支援会議 does by hand, and ends the task."""
    person = town.add_person(has_consent=False)
    stay = tonight(town, person)
    assert town.lead.done("POST", f"{conference(town)}/opening")["details"] == {"urgent": 0}
    walled = conference(town, basis="106-6")
    town.sit(walled, town.staff, "provider")
    town.put(walled, person, "other", placement_id=stay)
    town.held(walled)
    (item,) = town.staff.seen(walled)["items"]
    assert len(due(town)) == 1
    town.concluded(walled, item["id"], "other")
    assert due(town) == []


def test_who_withdraws_does_not_keep_a_conference_open(town: Town) -> None:
    """A stay that may not be discussed any more can be put off, and still has its task."""
    person, path = town.add_person(), conference(town)
    tonight(town, person)
    town.held(path)
    (item,) = town.official.seen(path)["items"]
    (consent,) = town.rows(Consent)
    town.staff.done("POST", f"/api/v1/people/{person}/consents/{consent.id}/withdrawal")
    town.official.done("POST", f"{path}/agenda/{item['id']}/deferral")
    town.lead.done("POST", f"{path}/closing")
    assert len(due(town)) == 1
