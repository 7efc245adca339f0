"""The way in by a link: one host, until a day, taken back at once, and nothing of the token is kept."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from api.policy.sessions import start_session
from api.policy.vocabulary import Role
from api.tables import HostLink, LoginSession, Outbox, Task, UserAccount
from tests.api.own_host.conftest import Farm, Phone


def cookies_of(phone: Phone) -> dict[str, str]:
    """Give name and path of the cookies on a phone."""
    return {cookie.name: cookie.path for cookie in phone.client.cookies.jar}


def test_a_link_leads_to_the_hosts_own_page_and_leaves_the_address(farm: Farm) -> None:
    """One tap, as often as wanted; the cookie is the link's own and is good under /host alone."""
    address = farm.link()
    for _ in range(2):
        phone = farm.by_link(address)
        assert (phone.path, phone.status) == (farm.path, 200)
        assert "みほん農園" in phone.text
        assert cookies_of(phone) == {"sanka_host": "/host"}
    token = address.rsplit("/", 1)[1]
    first = phone.client.get(address, follow_redirects=False)
    assert (first.status_code, first.headers["Location"]) == (303, "/host")
    assert "HttpOnly" in first.headers["Set-Cookie"]
    assert token not in phone.text
    for path in ("/", "/hosts", "/api/v1/me", f"/api/v1/hosts/{farm.menu.host_id}", "/proposals"):
        assert phone.client.get(path, follow_redirects=False).status_code in {303, 401}, path


def test_a_link_is_one_hosts_alone(farm: Farm) -> None:
    """Another host's page, its slots and its requests are not there for it."""
    other = farm.add_menu()
    phone = farm.by_link(farm.link())
    placement = farm.offered(farm.add_person(), other)["id"]
    for path in (f"/host/{other.host_id}", f"/host/{other.host_id}/days"):
        assert (phone.client.get(path).status_code) == 404
    tap = {"key": "somebody-slot", "pool_slot_id": other.pool_slot_ids[0], "mark": "closed"}
    assert phone.client.post(f"/host/{other.host_id}/slot", data=tap).status_code == 404
    assert phone.client.post(f"{farm.path}/slot", data=tap).status_code == 404
    for host_id in (farm.menu.host_id, other.host_id):
        path = f"/host/{host_id}/requests/{placement}"
        answer = phone.client.post(path, data={"key": "somebody-yes", "answer": "yes"})
        assert answer.status_code == 404


def test_a_link_ends_with_its_day(farm: Farm) -> None:
    """Who came by it before is out as well, and is told what to do."""
    address = farm.link(days=1)
    farm.service.clock.step = dt.timedelta(hours=23, minutes=30)
    phone = farm.by_link(address)
    assert phone.path == farm.path
    farm.service.clock.step = dt.timedelta(hours=23, minutes=55)
    assert phone.go(farm.path)
    assert phone.path == farm.path, "the control: within the link's time"
    farm.service.clock.step = dt.timedelta(hours=24, minutes=1)
    phone.go(farm.path)
    assert phone.path == "/sign-in"
    late = farm.by_link(address)
    assert late.status == 404
    assert "新しいリンク" in late.text
    assert cookies_of(late) == {}


def test_a_visit_by_a_link_is_short(farm: Farm) -> None:
    """It ends two hours after the link was opened, however busy the visitor; then it is opened again."""
    address = farm.link()
    phone = farm.by_link(address)
    for minutes in (25, 50, 75, 100, 119):
        farm.service.clock.step = dt.timedelta(minutes=minutes)
        phone.go(farm.path)
        assert phone.path == farm.path, minutes
    farm.service.clock.step = dt.timedelta(minutes=121)
    phone.go(farm.path)
    assert phone.path == "/sign-in"
    assert farm.by_link(address).path == farm.path


def test_a_revoked_link_ends_at_once_and_a_new_one_ends_the_old(farm: Farm) -> None:
    """Sessions too; a link that is over cannot be ended again, and one of another host is not found."""
    first = farm.link()
    phone = farm.by_link(first)
    second = farm.link()
    phone.go(farm.path)
    assert phone.path == "/sign-in"
    assert farm.by_link(first).status == 404
    phone = farm.by_link(second)
    assert phone.path == farm.path
    staff = farm.client()
    live, over = staff.seen(f"{farm.card}/links")["links"]
    assert (live["is_live"], over["is_live"], over["address"]) == (True, False, None)
    other = farm.add_menu().host_id
    assert staff.act("POST", f"/api/v1/hosts/{other}/links/{live['id']}/end").status_code == 404
    staff.done("POST", f"{farm.card}/links/{live['id']}/end")
    again = staff.act("POST", f"{farm.card}/links/{live['id']}/end")
    assert (again.status_code, again.json()["code"]) == (409, "link_over")
    phone.go(farm.path)
    assert phone.path == "/sign-in"
    assert farm.by_link(second).status == 404


def test_a_changed_or_invented_token_opens_nothing_and_guessing_is_braked(farm: Farm) -> None:
    """Every changed letter is refused; after ten of them a genuine link has to wait, too."""
    address = farm.link()
    head, token = address.rsplit("/", 1)
    for number in range(10):
        letter = "A" if token[number * 6] != "A" else "B"
        changed = token[: number * 6] + letter + token[number * 6 + 1 :]
        assert farm.by_link(f"{head}/{changed}").status == 404
    braked = farm.by_link(address)
    assert braked.status == 429
    assert "分ほど待って" in braked.text
    farm.service.clock.step = dt.timedelta(minutes=6)
    assert farm.by_link(address).path == farm.path


def test_nothing_of_a_token_is_stored_and_every_use_is_in_the_trail(farm: Farm) -> None:
    """No column holds it, no row of the trail; the trail has the issue, the use and the refusal."""
    address = farm.link()
    token = address.rsplit("/", 1)[1]
    farm.by_link(address)
    live = farm.rows(HostLink)[0]
    farm.client().done("POST", f"{farm.card}/links/{live.id}/end")
    farm.by_link(address)
    rows = [*farm.rows(HostLink), *farm.rows(LoginSession), *farm.rows(UserAccount), *farm.service.audit()]
    kept = json.dumps([row.model_dump(exclude={"sealed"}) for row in rows], default=str)
    assert token not in kept
    assert token[-21:] not in kept, "not even the part that is secret"
    assert str(live.id) in kept, "the control: what is looked through is there"
    acts = [(row.act, row.outcome) for row in farm.service.audit() if row.resource_id == live.id]
    assert acts == [
        ("host.link", "ok"),
        ("session.start", "ok"),
        ("host.link", "ok"),
        ("session.start", "denied"),
    ]
    assert farm.service.check_audit().rows > 0


def test_a_link_does_not_sign_anybody_out(farm: Farm) -> None:
    """A coordinator who tries the link in the same browser is a coordinator everywhere else."""
    phone = Phone(farm.client())
    phone.go(farm.link())
    assert phone.path == farm.path
    assert phone.client.seen("/api/v1/me")["roles"] == ["coordinator"]
    phone.send("/host/leave")
    assert phone.client.seen("/api/v1/me")["roles"] == ["coordinator"]
    assert phone.client.get(farm.path).status_code == 404, "a coordinator has no own host"


def test_an_old_link_does_not_stand_in_the_way_of_an_account(farm: Farm) -> None:
    """Where the link's visit is over, the account's session counts."""
    phone = farm.phone()
    phone.go(farm.link(days=1))
    farm.service.clock.step = dt.timedelta(days=2)
    with farm.service.installation.database.write() as session:
        now = farm.service.clock.now(session)
        token = start_session(session, phone.client.user_id, now, "test", "test")
    phone.client.cookies.set("sanka_session", token, domain="127.0.0.1")
    phone.go("/host")
    assert phone.path == farm.path


def test_only_coordinators_of_the_own_municipality_see_links(farm: Farm) -> None:
    """Neither the host itself, an official, nor a neighbour that the host is shared with."""
    farm.link()
    for client in (
        farm.phone().client,
        farm.service.client(Role.OFFICIAL),
        farm.service.client(Role.PLANNER),
        farm.service.client(Role.COORDINATOR, office=farm.service.neighbour),
    ):
        assert client.get(f"{farm.card}/links").status_code == 404
        assert client.act("POST", f"{farm.card}/links", {}).status_code == 404


def test_a_closed_account_closes_its_links(farm: Farm) -> None:
    """The administrator's word goes before; no new link is given then."""
    address = farm.link()
    user_id = farm.rows(HostLink)[0].user_id
    farm.set(UserAccount, user_id, is_active=False)
    assert farm.by_link(address).status == 404
    answer = farm.client().act("POST", f"{farm.card}/links", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "link_account_closed")


def test_a_host_with_a_live_link_is_asked_by_a_notice(farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one, or once it is over, the coordinator gets a task to call."""
    monkeypatch.setattr("api.placements.notices.is_plain", lambda context, person: False)

    def asked() -> tuple[int, int]:
        farm.offered(farm.add_person(), farm.add_menu(host_id=farm.menu.host_id), client=farm.client())
        calls = [task for task in farm.rows(Task) if task.kind == "ask_host"]
        return len(farm.rows(Outbox)), len(calls)

    assert asked() == (0, 1)
    farm.link(days=1)
    assert asked() == (1, 1)
    farm.service.clock.step = dt.timedelta(days=2)
    assert asked() == (1, 2)
