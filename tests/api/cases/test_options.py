"""First options for one person, and the host's assessment."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from api.policy.vocabulary import Role
from api.tables import CarvedTask, Placement, ProposalRun, Seat
from tests.api.cases.records import CaseRecords
from tests.api.rows import add_host
from tests.api.service import Service
from tests.api.town import Town

MENU: dict[str, Any] = {
    "name": "花の袋づめ",
    "domains": ["work"],
    "slots": [
        {"weekday": day, "start": "10:00", "end": "12:00", "stated": {"mark": "open", "places": 2}}
        for day in (1, 3)
    ],
}


def test_five_answers_give_first_options(service: Service) -> None:
    """Need, 圏域, days, longest stay and transport give options with reasons; nothing is held or kept."""
    records = CaseRecords(service)
    coordinator = records.coordinator
    path = f"/api/v1/people/{records.person_id}"
    district = service.client(Role.ADMIN).done("POST", "/api/v1/districts", {"name": "見本圏域"})["id"]
    before = coordinator.seen(f"{path}/first-options")
    assert len(before["not_known"]) == 4
    host_id = coordinator.done("POST", "/api/v1/hosts", {"name": "みほん農園", "kind": "farm"})["id"]
    coordinator.done("POST", f"/api/v1/hosts/{host_id}/menus", MENU)
    answers = {
        "district_id": district,
        "availability": [{"weekday": 1, "start": "09:00", "end": "13:00"}],
        "longest_stay_minutes": 120,
        "modes": ["walk", "bus"],
        "most_travel_minutes": 60,
    }
    coordinator.done("PATCH", path, answers, version=records.row().version)
    without = coordinator.seen(f"{path}/first-options")
    assert without["needs"][0]["options"] == []
    assert without["needs"][0]["stopped_by"]
    records.consent()
    seen = coordinator.seen(f"{path}/first-options")
    (need,) = seen["needs"]
    assert 1 <= len(need["options"]) <= 3
    option = need["options"][0]
    assert (option["host_id"], "みほん農園" in option["menu"]) == (host_id, True)
    assert option["times"].startswith("月")
    assert option["reasons"]
    assert seen["not_known"] == []
    with service.installation.database.read(service.office) as session:
        for kind in (Placement, ProposalRun):
            assert session.execute(select(func.count()).select_from(kind)).scalar_one() == 0
        assert session.execute(select(func.coalesce(func.sum(Seat.used), 0))).scalar_one() == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_everybody_in_the_town_may_be_asked_about(town: Town) -> None:
    """For each of the demo town's people the view answers: options with reasons, or what stops them."""
    people = town.coordinator.seen("/api/v1/people?limit=100")["people"]
    asked = set()
    for person in people[:8]:
        seen = town.coordinator.seen(f"/api/v1/people/{person['id']}/first-options")
        for need in seen["needs"]:
            assert bool(need["options"]) != bool(need["stopped_by"])
            assert len(need["options"]) <= 3
            assert all(option["reasons"] for option in need["options"])
        asked.add(seen["question"])
    assert asked - {""}, "somebody has a question that is worth asking"


def test_a_task_carved_out_becomes_a_menu(service: Service) -> None:
    """A part of the host's work is noted, and made a menu once, with the host's own places."""
    coordinator = service.client(Role.COORDINATOR)
    host_id = add_host(service)
    path = f"/api/v1/hosts/{host_id}"
    made = coordinator.done("POST", f"{path}/carved-tasks", {"name": "花の袋づめ", "minutes": 60})
    menu_path = f"{path}/carved-tasks/{made['id']}/menu"
    done = coordinator.done("POST", menu_path, MENU, version=made["version"])
    again = coordinator.act("POST", menu_path, MENU, version=done["version"])
    assert again.json()["code"] == "already_exists"
    (task,) = coordinator.seen(f"{path}/assessment")["tasks"]
    assert task["menu_id"] == done["details"]["menu_id"]
    other = add_host(service)
    foreign = f"/api/v1/hosts/{other}/carved-tasks/{made['id']}/menu"
    assert coordinator.act("POST", foreign, MENU, version=done["version"]).status_code == 404
    with service.installation.database.read(service.office) as session:
        assert session.execute(select(func.count()).select_from(CarvedTask)).scalar_one() == 1


def test_what_is_open_before_a_start_is_named(service: Service) -> None:
    """Each item is open until somebody notes that it was looked at; 労働者性 where its three signs meet."""
    coordinator, official = service.client(Role.COORDINATOR), service.client(Role.OFFICIAL)
    host = f"/api/v1/hosts/{add_host(service)}"
    path, checks = f"{host}/assessment", f"{host}/start-checks"
    assert coordinator.seen(path)["open_before_start"] == ["保険", "緊急連絡先", "費用の負担"]
    signs = {"is_instructed": "yes", "is_bound_to_attend": "yes", "is_paid": "unknown"}
    first = {"work": "花の出荷", "concerns": "夏は人手がない", "insurance": "行事保険", **signs}
    made = coordinator.done("PATCH", path, first)
    assert len(coordinator.seen(path)["open_before_start"]) == 3, "a word alone settles nothing"
    coordinator.done("POST", checks, {"item": "insurance", "mark": "confirmed"})
    seen = official.seen(path)
    assert (seen["work"], seen["open_before_start"]) == ("花の出荷", ["緊急連絡先", "費用の負担"])
    noted = seen["checklist"][0]
    assert (noted["item"], noted["mark_words"], noted["is_open"]) == ("insurance", "確認した", False)
    assert (noted["recorded_by"], noted["recorded_on"]) == (str(coordinator.user_id), seen["checked_on"])
    assert coordinator.act("PATCH", path, {"is_paid": "yes"}).status_code == 428
    paid = coordinator.done("PATCH", path, {"is_paid": "yes"}, version=made["version"])
    assert any("労働者性" in each for each in coordinator.seen(path)["open_before_start"])
    for item, mark in (("emergency_contact", "confirmed"), ("cost_bearer", "not_applicable")):
        coordinator.done("POST", checks, {"item": item, "mark": mark})
    coordinator.done("POST", checks, {"item": "labour", "mark": "confirmed"})
    assert coordinator.seen(path)["open_before_start"] == []
    unpaid = coordinator.done("PATCH", path, {"is_paid": "no"}, version=paid["version"])
    coordinator.done("PATCH", path, {"is_paid": "yes"}, version=unpaid["version"])
    assert len(coordinator.seen(path)["open_before_start"]) == 1, "what it rested on has changed"
    admin = service.client(Role.ADMIN)
    fewer = {"settings": {"start_items": ["insurance"]}}
    admin.done("PATCH", "/api/v1/office", fewer, version=admin.seen("/api/v1/office")["version"])
    last = coordinator.seen(path)
    assert (last["open_before_start"], last["work"]) == ([], "花の出荷")
    assert [each["is_open"] for each in last["checklist"]] == [False, False, False, True]
    wrong = coordinator.act("POST", checks, {"item": "insurance", "mark": "look_again"})
    assert wrong.status_code == 422
    assert official.act("POST", checks, {"item": "insurance", "mark": "confirmed"}).status_code == 404
    assert service.client(Role.HOST, host_id=add_host(service)).get(path).status_code == 404
