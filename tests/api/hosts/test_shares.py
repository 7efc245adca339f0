"""広域: a host that a neighbouring municipality may use too."""

from __future__ import annotations

from api.policy.vocabulary import Role
from tests.api.hosts.samples import UNKNOWN, Farm, today
from tests.api.service import Service


def test_a_neighbour_sees_a_shared_host_and_changes_nothing(service: Service) -> None:
    """It sees host, menus, statements and margins, not contacts; after the share ends all of it is gone."""
    client = service.client(Role.COORDINATOR)
    neighbour = service.client(Role.COORDINATOR, office=service.neighbour)
    host = Farm(service, client, contacts=[{"name": "見本 かんな"}])
    unknown = client.get(f"/api/v1/hosts/{UNKNOWN}").content
    assert neighbour.get(host.path).content == unknown
    assert client.act("POST", f"{host.path}/shares", {"code": "131016"}).status_code == 422
    assert client.act("POST", f"{host.path}/shares", {"code": "999999"}).status_code == 422
    client.done("POST", f"{host.path}/shares", {"code": "131024"})
    assert client.act("POST", f"{host.path}/shares", {"code": "131024"}).status_code == 409
    seen = neighbour.seen(host.path)
    assert (seen["is_own"], seen["registered_by"], seen["shares"]) == (False, "千代田区（見本）", [])
    assert seen["pools"][0]["slots"][0]["stated"]["places"] == 2
    assert [share["code"] for share in host.view()["shares"]] == ["131024"]
    assert neighbour.seen(f"{host.path}/margins?weeks=2") == client.seen(f"{host.path}/margins?weeks=2")
    history = neighbour.seen(f"{host.path}/statements")["statements"]
    assert [row["by_name"] for row in history] == [""]
    assert neighbour.seen("/api/v1/hosts")["total"] == 1
    slot, menu = host.part_id, seen["menus"][0]
    stated = {"stated_on": today(service).isoformat(), "statements": [{"pool_slot_id": slot, "mark": "open"}]}
    for method, end, body, version in (
        ("PATCH", "", {"quota": 1}, 1),
        ("POST", "/pause", {"until": None}, 1),
        ("POST", "/statements", stated, None),
        ("PATCH", f"/menus/{menu['id']}", {"is_open": False}, 1),
        ("DELETE", f"/menus/{menu['id']}/slots/{menu['slots'][0]['id']}", None, 1),
        ("POST", "/contacts", {"name": "x"}, None),
        ("POST", "/shares", {"code": "131016"}, None),
        ("POST", "/shares/131024/end", None, None),
    ):
        assert neighbour.act(method, f"{host.path}{end}", body, version).content == unknown, end
    assert neighbour.get(f"{host.path}/contacts").content == unknown
    client.done("POST", f"{host.path}/shares/131024/end")
    assert neighbour.get(host.path).content == unknown
    assert neighbour.seen("/api/v1/hosts")["total"] == 0
    assert client.act("POST", f"{host.path}/shares/131024/end").status_code == 404
