"""名簿 of hosts: every host of a file or none."""

from __future__ import annotations

from typing import Any

import pytest

from api.imports.registers.hosts import COLUMNS, SAMPLES
from api.policy.vocabulary import Role
from api.tables import Host
from matching.vocabulary import Answer, HostKind, NeedDomain
from tests.api.imports.registers.files import count, csv_of, faults_in, send, xlsx_of
from tests.api.rows import add_host
from tests.api.service import Service

HEADINGS = {column.field: column.heading for column in COLUMNS}
MENU: dict[str, Any] = {key: value for key, value in SAMPLES[0].items() if not key.startswith("contact")}


def test_every_host_of_a_file_is_registered(service: Service) -> None:
    """With its menu, its slots and what it states; and its contact."""
    client = service.client(Role.COORDINATOR)
    room = {
        "name": "みほん荘",
        "kind": HostKind.VACANT_ROOM,
        "menu": "空き室",
        "domains": [NeedDomain.HOUSING],
        "is_night": Answer.YES,
        "most_nights": 30,
        "places": 1,
        "closes_on_holidays": Answer.NO,
    }
    answer = send(client, "hosts", xlsx_of(COLUMNS, [*SAMPLES, room]))
    assert answer.status_code == 201, answer.text
    assert count(service, Host) == 3
    hosts = {each["name"]: each for each in client.seen("/api/v1/hosts")["hosts"]}
    farm = client.seen(f"/api/v1/hosts/{hosts['みほん農園']['id']}")
    assert len(farm["menus"]) == 1
    assert len(farm["menus"][0]["slots"]) == 3
    contacts = client.seen(f"/api/v1/hosts/{farm['id']}/contacts")["contacts"]
    assert contacts[0]["name"] == "見本 農夫"
    again = send(client, "hosts", csv_of(COLUMNS, [SAMPLES[1]]))
    assert faults_in(again) == [(2, HEADINGS["name"])]
    assert service.check_audit().faults == ()


def test_every_fault_is_named_and_nothing_is_imported(service: Service) -> None:
    """By row and heading: twice the same, half a position, a menu without times, a contact without a name."""
    client = service.client(Role.COORDINATOR)
    without_times = {key: value for key, value in MENU.items() if not key.startswith("day_")}
    rows: list[dict[str, Any]] = [
        SAMPLES[1],
        {**SAMPLES[1], "name": "みほん　公民館"},
        {**SAMPLES[1], "name": "緯度だけ", "lat": 35.5},
        {**without_times, "name": "時間なし"},
        {"name": "ニーズなし", "kind": HostKind.SHOP, "day_1": MENU["day_1"]},
        {"name": "氏名なし", "kind": HostKind.SHOP, "contact_phone": "03-0000-0000"},
        {"name": "圏域なし", "kind": HostKind.SHOP, "district": "ない圏域"},
        {"name": "不正なメール", "kind": HostKind.SHOP, "contact_name": "見本", "contact_mail": "x y"},
    ]
    answer = send(client, "hosts", csv_of(COLUMNS, rows))
    expected = [
        (3, "name"),
        (4, "lng"),
        (5, "day_1"),
        (6, "menu"),
        (6, "domains"),
        (7, "contact_name"),
        (8, "district"),
        (9, "contact_mail"),
    ]
    assert faults_in(answer) == [(row, HEADINGS[name]) for row, name in expected]
    assert count(service, Host) == 0


def test_what_only_the_core_knows_is_named_by_its_heading_too(service: Service) -> None:
    """Days and nights in one menu, ages the wrong way round: told by row, and no host is kept."""
    client = service.client(Role.COORDINATOR)
    rows = [
        SAMPLES[1],
        {**MENU, "name": "昼も夜も", "is_night": Answer.YES, "most_nights": 3},
        {**MENU, "name": "年齢", "age_from": 60, "age_to": 20},
    ]
    faults = faults_in(send(client, "hosts", csv_of(COLUMNS, rows)))
    assert [row for row, _ in faults] == [3, 4]
    assert {heading for _, heading in faults} <= set(HEADINGS.values())
    assert count(service, Host) == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_only_coordinators_register_hosts(service: Service) -> None:
    """Neither a host's user nor the administrator of accounts; the template tells nothing of anybody."""
    data = csv_of(COLUMNS, SAMPLES)
    for client in (service.client(Role.ADMIN), service.client(Role.HOST, host_id=add_host(service))):
        assert send(client, "hosts", data).status_code == 404
    assert count(service, Host) == 1
    assert service.client(Role.PLANNER).get("/api/v1/imports/hosts/template").status_code == 200
    assert service.client_of(None).get("/api/v1/imports/hosts/template").status_code == 401
