"""Who sees and changes what of a host: contacts, its own user, strangers."""

from __future__ import annotations

import uuid
from pathlib import Path

from api.hosts.schemas import OWN_LIMITS, HostChange
from api.policy.vocabulary import Role
from tests.api.hosts.samples import Farm, farm, today
from tests.api.service import Service


def test_contacts_are_sealed_and_seen_by_those_who_call(service: Service, tmp_path: Path) -> None:
    """Name and number stand nowhere in the files; the trail names fields only."""
    client = service.client(Role.COORDINATOR)
    contact = {"name": "見本 かんな", "phone": "03-0000-1234", "mail": "mihon-kanna@example.jp"}
    host = Farm(service, client, contacts=[contact])
    (seen,) = client.seen(f"{host.path}/contacts")["contacts"]
    assert {name: seen[name] for name in contact} == contact
    path = f"{host.path}/contacts/{seen['id']}"
    client.done("PATCH", path, {"phone": "03-0000-9876"}, version=1)
    (seen,) = client.seen(f"{host.path}/contacts")["contacts"]
    assert (seen["phone"], seen["name"], seen["version"]) == ("03-0000-9876", "見本 かんな", 2)
    assert service.client(Role.PLANNER).get(f"{host.path}/contacts").status_code == 404
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    trail = "".join(row.model_dump_json() for row in service.audit())
    for secret in ("見本 かんな", "03-0000-1234", "03-0000-9876", "mihon-kanna"):
        assert secret.encode() not in stored
        assert secret not in trail
    if service.installation.database.is_sqlite:
        assert "みほん農園".encode() in stored  # what is not sealed is found this way
    client.done("DELETE", path, version=2)
    assert client.seen(f"{host.path}/contacts")["contacts"] == []
    other = client.done("POST", f"{host.path}/contacts", contact)["id"]
    elsewhere = Farm(service, client, name="みほん商店", kind="shop")
    assert (
        client.act("PATCH", f"{elsewhere.path}/contacts/{other}", {"name": "x"}, version=1).status_code == 404
    )


def test_a_host_says_what_it_knows_best_and_no_more(service: Service) -> None:
    """Its own user changes numbers, days and contacts; name, kind, place and menus are the municipality's."""
    client = service.client(Role.COORDINATOR)
    host = Farm(service, client)
    own = service.client(Role.HOST, host_id=host.id)
    own.done("PATCH", host.path, {"supporters": 1, "people_per_supporter": 2, "quota": 5}, version=1)
    assert own.seen(host.path)["supporters"] == 1
    for field in sorted(set(HostChange.model_fields) - OWN_LIMITS):
        answer = own.act("PATCH", host.path, {field: None, "waiting": 0}, version=2)
        assert (answer.status_code, answer.json()["faults"][0]["field"]) == (422, field)
    own.done("POST", f"{host.path}/pause", {"until": today(service).isoformat()}, version=2)
    own.done("POST", f"{host.path}/contacts", {"name": "見本 二郎"})
    assert host.state(own, mark="closed").status_code == 201
    menu = farm()["menus"][0]
    assert own.act("POST", f"{host.path}/menus", menu).status_code == 404
    assert own.act("POST", f"{host.path}/shares", {"code": "131024"}).status_code == 404
    assert own.get("/api/v1/hosts").status_code == 404


def test_another_hosts_user_finds_nothing(service: Service) -> None:
    """Another host's user, another municipality and nobody's id get byte-identical answers."""
    client = service.client(Role.COORDINATOR)
    host, other = Farm(service, client), Farm(service, client, name="みほん商店", kind="shop")
    stranger = service.client(Role.HOST, host_id=other.id)
    foreign = service.client(Role.COORDINATOR, office=service.neighbour)
    body = {
        "stated_on": today(service).isoformat(),
        "statements": [{"pool_slot_id": host.part_id, "mark": "open"}],
    }
    for end in ("", "/contacts", "/statements", "/margins"):
        unknown = client.get(f"/api/v1/hosts/{uuid.uuid4()}{end}")
        answers = [stranger.get(f"{host.path}{end}"), foreign.get(f"{host.path}{end}"), unknown]
        assert {(answer.status_code, answer.content) for answer in answers} == {(404, unknown.content)}
    for each in (stranger, foreign):
        assert each.act("POST", f"{host.path}/statements", body).content == unknown.content
        assert each.act("PATCH", host.path, {"quota": 1}, version=1).content == unknown.content
    # What one may state at one's own host, one may not state of another's slot.
    assert stranger.act("POST", f"{other.path}/statements", body).status_code == 404
    assert host.view()["version"] == 1
