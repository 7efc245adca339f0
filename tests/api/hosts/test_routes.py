"""Registering hosts, menus, slots, pools and contacts, and reading them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from api.policy.vocabulary import Role
from api.tables import District, TownBlock
from tests.api.hosts.samples import TUESDAY, UNKNOWN, Farm, farm, today
from tests.api.service import Service


def test_a_host_is_registered_with_all_that_is_known_in_one_request(service: Service) -> None:
    """Tuesdays from ten, two people: host, menu, places and the first statement stand after one request."""
    host = Farm(service, service.client(Role.COORDINATOR), places=2, quota=10, staff_fte=1.5)
    view = host.view()
    assert (view["name"], view["kind_words"], view["quota"], view["staff_fte"]) == (
        "みほん農園",
        "農園・農家",
        10,
        1.5,
    )
    (menu,), (pool,) = view["menus"], view["pools"]
    assert menu["draws"] == [{"pool_id": pool["id"], "unit": "person"}]
    assert [slot["words"] for slot in (*menu["slots"], *pool["slots"])] == ["火 10:00〜12:00"] * 2
    stated = pool["slots"][0]["stated"]
    assert (stated["mark"], stated["places"], stated["stated_on"]) == (
        "open",
        2,
        today(service).isoformat(),
    )
    assert {week["left"] for week in host.margins()["weeks"]} == {2}


def test_a_room_gets_beds_of_its_own(service: Service) -> None:
    """A menu of nights draws on beds; without a longest stay it is refused in Japanese."""
    client = service.client(Role.COORDINATOR)
    room = {"name": "空き室", "domains": ["housing"], "slots": [{"is_night": True}]}
    answer = client.act("POST", "/api/v1/hosts", farm(menus=[room], kind="vacant_room"))
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["faults"]] == ["most_nights"]
    assert "泊" in answer.json()["faults"][0]["expected"]
    host = Farm(service, client, menus=[room | {"most_nights": 14}], kind="vacant_room")
    (pool,) = host.view()["pools"]
    assert (pool["kind"], pool["slots"][0]["words"]) == ("beds", "毎晩")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": {"lat": 0, "lng": 0}}, "place.lat"),
        ({"closed": [{"first_day": "2026-12-31", "last_day": "2026-12-01"}]}, "closed.last_day"),
        ({"quota": -1}, "quota"),
        ({"staff_fte": 10_001}, "staff_fte"),
        ({"municipality_id": UNKNOWN}, "municipality_id"),
        ({"menus": [{"name": "x", "domains": ["work"], "slots": [{"weekday": 2}]}]}, "slots.0"),
        (
            {
                "menus": [
                    {
                        "name": "x",
                        "domains": ["work"],
                        "slots": [TUESDAY | {"start": "13:00", "end": "12:00"}],
                    }
                ]
            },
            "slots.0.end",
        ),
        ({"menus": [{"name": "x", "domains": ["work"], "slots": [TUESDAY, TUESDAY]}]}, "slots"),
        (
            {"menus": [{"name": "x", "domains": ["work"], "slots": [TUESDAY | {"stated": {"amount": 2}}]}]},
            "slots.0.stated",
        ),
        (
            {"menus": [{"name": "x", "domains": ["work"], "slots": [TUESDAY | {"start": "10:00Z"}]}]},
            "menus.0.slots.0.start",
        ),
    ],
)
def test_what_the_core_cannot_use_is_refused_and_nothing_is_kept(
    service: Service, wrong: dict[str, Any], field: str
) -> None:
    """The fault names the field; no half of the host is there afterwards."""
    client = service.client(Role.COORDINATOR)
    answer = client.act("POST", "/api/v1/hosts", farm() | wrong)
    assert answer.status_code == 422, answer.text
    assert [fault["field"] for fault in answer.json()["faults"]] == [field]
    assert client.seen("/api/v1/hosts")["total"] == 0


def test_a_host_stands_where_its_town_block_is(service: Service) -> None:
    """大字・町丁目 and 圏域 are the municipality's own; another's are not there."""
    ids = {}
    for office in (service.office, service.neighbour):
        with service.installation.database.write(office) as session:
            block = TownBlock(municipality_id=office, code="1", name="見本町", lat=35.6, lng=139.7)
            district = District(municipality_id=office, name="見本", created_at=service.clock.now(session))
            session.add_all([block, district])
            session.flush()
            ids[office] = str(block.id), str(district.id)
    client = service.client(Role.COORDINATOR)
    block_id, district_id = ids[service.office]
    host = Farm(service, client, town_block_id=block_id, district_id=district_id)
    assert host.view()["place"] == {"lat": 35.6, "lng": 139.7}
    assert client.seen(f"/api/v1/hosts?district_id={district_id}")["total"] == 1
    for name, foreign in zip(("town_block_id", "district_id"), ids[service.neighbour], strict=True):
        assert client.act("POST", "/api/v1/hosts", farm(**{name: foreign})).status_code == 404
    both = farm(town_block_id=block_id, place={"lat": 35.6, "lng": 139.7})
    assert client.act("POST", "/api/v1/hosts", both).status_code == 422


def test_hosts_are_listed_by_kind_and_domain_with_the_day_of_their_word(service: Service) -> None:
    """The list filters by kind, and by the domains of open menus; a closed menu is looked past."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client)
    silent = Farm(service, client, name="みほん商店", kind="shop", places=None)
    lines = {line["id"]: line for line in client.seen("/api/v1/hosts")["hosts"]}
    assert lines[host.id]["stated_on"] == today(service).isoformat()
    assert lines[silent.id]["stated_on"] is None
    assert lines[host.id]["domains"] == ["work", "belonging"]
    assert [line["id"] for line in client.seen("/api/v1/hosts?kind=shop")["hosts"]] == [silent.id]
    assert client.seen("/api/v1/hosts?domain=housing")["total"] == 0
    assert client.seen("/api/v1/hosts?domain=work")["total"] == 2
    menu = host.view()["menus"][0]
    client.done("PATCH", f"{host.path}/menus/{menu['id']}", {"is_open": False}, menu["version"])
    assert [line["id"] for line in client.seen("/api/v1/hosts?domain=work")["hosts"]] == [silent.id]
    assert client.seen("/api/v1/hosts?page=2")["hosts"] == []


def test_an_edit_changes_what_was_sent_and_nothing_else(service: Service) -> None:
    """What is left out stays, empty is unknown, and the edit starts from the version that is there."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client, quota=10, waiting=0, place={"lat": 35.6, "lng": 139.7})
    season = {"first_day": "2026-12-20", "last_day": "2027-01-10", "places": 1}
    assert client.act("PATCH", host.path, {"quota": None}).status_code == 428
    client.done("PATCH", host.path, {"quota": None, "busy_seasons": [season]}, version=1)
    view = host.view()
    assert (view["quota"], view["waiting"], view["name"], view["version"]) == (None, 0, "みほん農園", 2)
    assert view["place"] == {"lat": 35.6, "lng": 139.7}
    assert view["busy_seasons"][0]["places"] == 1
    stale = client.act("PATCH", host.path, {"quota": 5}, version=1)
    assert (stale.status_code, stale.json()["fields"]) == (412, ["busy_seasons", "quota"])
    client.done("PATCH", host.path, {"place": None}, version=2)
    assert host.view()["place"] is None


def test_a_menu_is_changed_and_its_slots_come_and_go(service: Service) -> None:
    """A new slot gets places of its own; an unused one can go, the last or a used one not."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client)
    menu = host.view()["menus"][0]
    path = f"{host.path}/menus/{menu['id']}"
    client.done("PATCH", path, {"conditions": {"noise": "no"}, "age_from": 18}, version=1)
    thursday = {"weekday": 4, "start": "10:00", "end": "12:00", "stated": {"mark": "ask"}}
    added = client.done("POST", f"{path}/slots", thursday, version=2)["details"]["slot_id"]
    view = host.view()
    assert (view["menus"][0]["conditions"], view["menus"][0]["age_from"]) == ({"noise": "no"}, 18)
    assert [slot["words"] for slot in view["pools"][0]["slots"]] == ["火 10:00〜12:00", "木 10:00〜12:00"]
    again = client.act("POST", f"{path}/slots", thursday, version=3)
    assert again.status_code == 422
    client.done("DELETE", f"{path}/slots/{added}", version=3)
    thursdays = host.view()["pools"][0]["slots"][1]
    assert thursdays["last_day"] == today(service).isoformat()  # what was stated of it stays on record
    last = client.act("DELETE", f"{path}/slots/{menu['slots'][0]['id']}", version=4)
    assert (last.status_code, last.json()["code"]) == (409, "last_slot")
    fridays = thursday | {"weekday": 5, "stated": {"mark": "open"}}
    friday = client.done("POST", f"{path}/slots", fridays, version=4)["details"]["slot_id"]
    host.place()
    used = client.act("DELETE", f"{path}/slots/{menu['slots'][0]['id']}", version=5)
    assert (used.status_code, used.json()["code"]) == (409, "slot_in_use")
    assert client.act("DELETE", f"{path}/slots/{friday}", version=5).json()["code"] == "slot_in_use"
    assert client.act("DELETE", f"{path}/slots/{UNKNOWN}", version=5).status_code == 404


def test_menus_draw_on_pools_of_their_own_office(service: Service) -> None:
    """A menu may draw on the municipality's van and another host's places, in the right units."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client)
    van = {"kind": "vehicle_seats", "name": "みほん号", "slots": [TUESDAY | {"stated": {"amount": 3}}]}
    van_id = client.done("POST", "/api/v1/pools", van)["id"]
    (shown,) = client.seen("/api/v1/pools")["pools"]
    assert (shown["id"], shown["slots"][0]["stated"]["amount"]) == (van_id, 3)
    places = {"kind": "places", "slots": [TUESDAY]}
    assert client.act("POST", "/api/v1/pools", places).status_code == 422
    own_id = client.done("POST", f"{host.path}/pools", places)["id"]
    draws = [{"pool_id": own_id}, {"pool_id": van_id, "unit": "pick_up_seat"}]
    menu = {"name": "送迎つき", "domains": ["work"], "slots": [TUESDAY], "draws": draws}
    client.done("POST", f"{host.path}/menus", menu)
    wrong = menu | {"draws": [{"pool_id": own_id}, {"pool_id": van_id}]}
    assert client.act("POST", f"{host.path}/menus", wrong).status_code == 422
    foreign = Farm(service, service.client(Role.COORDINATOR, office=service.neighbour)).view()["pools"][0][
        "id"
    ]
    stolen = menu | {"draws": [{"pool_id": foreign}]}
    assert client.act("POST", f"{host.path}/menus", stolen).status_code == 404
    week = {"kind": "caseload", "slots": [{"is_whole_week": True}]}
    pool_id = client.done("POST", "/api/v1/pools", week)["id"]
    part = next(pool for pool in client.seen("/api/v1/pools")["pools"] if pool["id"] == pool_id)["slots"][0]
    assert part["words"] == "週の全体"
    said = {"stated_on": today(service).isoformat()}
    body = said | {"statements": [{"pool_slot_id": part["id"], "amount": 20}]}
    client.done("POST", f"/api/v1/pools/{pool_id}/statements", body)
    assert client.act("POST", f"/api/v1/pools/{own_id}/statements", body).status_code == 404


def test_a_host_pauses_until_a_day_and_comes_back(service: Service) -> None:
    """No week is held while it pauses; a day that has passed is refused."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client)
    until = today(service) + dt.timedelta(weeks=3)
    client.done("POST", f"{host.path}/pause", {"until": until.isoformat()}, version=1)
    assert not any(week["is_held"] for week in host.margins(3)["weeks"][1:])
    client.done("POST", f"{host.path}/pause", {"until": None}, version=2)
    assert all(week["is_held"] for week in host.margins(3)["weeks"])
    past = {"until": (today(service) - dt.timedelta(days=1)).isoformat()}
    assert client.act("POST", f"{host.path}/pause", past, version=3).status_code == 422
