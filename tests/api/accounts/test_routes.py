"""Signing in and out, and users."""

from __future__ import annotations

from api.policy.vocabulary import Role
from tests.api.service import ORIGIN, Service

PASSWORD = "a long enough password"
NEW_USER = {
    "sign_in_name": "mihon.hanako",
    "password": PASSWORD,
    "name": "見本 花子",
    "roles": ["coordinator", "official"],
}


def test_a_registered_user_signs_in_and_out(service: Service) -> None:
    """Name and password start a session; signing out ends it at once."""
    admin = service.client(Role.ADMIN)
    admin.done("POST", "/api/v1/users", NEW_USER)
    client = service.client_of(None)
    assert client.get("/api/v1/me").status_code == 401
    given = {"sign_in_name": "mihon.hanako", "password": PASSWORD}
    assert client.post("/api/v1/session", json=given).status_code == 204
    me = client.seen("/api/v1/me")
    assert (me["name"], me["roles"]) == ("見本 花子", ["coordinator", "official"])
    client.done("POST", "/api/v1/session/end")
    assert client.get("/api/v1/me").status_code == 401


def test_wrong_names_and_passwords_are_refused_alike_and_slowed_down(service: Service) -> None:
    """An unknown name and a wrong password get the same answer; after ten failures there is a wait."""
    service.client(Role.ADMIN).done("POST", "/api/v1/users", NEW_USER)
    client = service.client_of(None)
    wrong = client.post("/api/v1/session", json={"sign_in_name": "mihon.hanako", "password": "x" * 12})
    unknown = client.post("/api/v1/session", json={"sign_in_name": "nobody.here", "password": "x" * 12})
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    for _ in range(8):
        client.post("/api/v1/session", json={"sign_in_name": "mihon.hanako", "password": "x" * 12})
    answer = client.post("/api/v1/session", json={"sign_in_name": "mihon.hanako", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 300


def test_a_change_from_another_site_is_refused(service: Service) -> None:
    """Without the service's own Origin nothing changes."""
    admin = service.client(Role.ADMIN)
    for origin in ("https://evil.example", "null", ""):
        admin.headers["Origin"] = origin
        assert admin.act("POST", "/api/v1/users", NEW_USER).status_code == 403
    admin.headers["Origin"] = ORIGIN
    admin.done("POST", "/api/v1/users", NEW_USER)


def test_the_same_key_gets_the_same_answer_once(service: Service) -> None:
    """A repeated act is done once; the same key with another body is refused."""
    admin = service.client(Role.ADMIN)
    first = admin.act("POST", "/api/v1/users", NEW_USER, key="key-number-1")
    again = admin.act("POST", "/api/v1/users", NEW_USER, key="key-number-1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first.status_code == 201
    other = admin.act("POST", "/api/v1/users", {**NEW_USER, "name": "別"}, key="key-number-1")
    assert (other.status_code, other.json()["type"]) == (422, "key-reused")
    assert admin.post("/api/v1/users", json=NEW_USER).json()["type"] == "key-missing"


def test_roles_that_check_each_other_are_not_held_by_one(service: Service) -> None:
    """The administrator of accounts is never a coordinator too; nobody changes their own roles."""
    admin = service.client(Role.ADMIN)
    both = admin.act("POST", "/api/v1/users", {**NEW_USER, "roles": ["admin", "coordinator"]})
    assert both.status_code == 422
    own = admin.act("PATCH", f"/api/v1/users/{admin.user_id}", {"roles": ["auditor"]}, version=1)
    assert (own.status_code, own.json()["code"]) == (409, "own_role")


def test_a_closed_account_is_out_with_the_next_request(service: Service) -> None:
    """Closing an account, or changing its roles, ends its sessions."""
    admin, other = service.client(Role.ADMIN), service.client(Role.PLANNER)
    assert other.get("/api/v1/me").status_code == 200
    admin.done("PATCH", f"/api/v1/users/{other.user_id}", {"is_active": False}, version=1)
    assert other.get("/api/v1/me").status_code == 401


def test_an_edit_starts_from_the_version_that_is_there(service: Service) -> None:
    """Without If-Match 428; from an older version 412 with the fields that were changed."""
    admin, other = service.client(Role.ADMIN), service.client(Role.PLANNER)
    path = f"/api/v1/users/{other.user_id}"
    assert admin.act("PATCH", path, {"name": "新しい名"}).status_code == 428
    admin.done("PATCH", path, {"name": "新しい名"}, version=1)
    stale = admin.act("PATCH", path, {"name": "古い画面から"}, version=1)
    assert (stale.status_code, stale.json()["fields"], stale.json()["version"]) == (412, ["name"], 2)


def test_a_user_of_another_municipality_is_not_there(service: Service) -> None:
    """A foreign id and an unknown one get byte-identical answers, and the denial is in the trail."""
    admin, foreign = service.client(Role.ADMIN), service.add_user(Role.PLANNER, office=service.neighbour)
    unknown = "00000000-0000-4000-8000-000000000000"
    answers = [
        admin.act("PATCH", f"/api/v1/users/{user_id}", {"name": "x"}, version=1)
        for user_id in (foreign, unknown)
    ]
    assert answers[0].content == answers[1].content
    assert {answer.status_code for answer in answers} == {404}
    assert [row.outcome for row in service.audit()][-2:] == ["denied", "denied"]
    assert service.check_audit().faults == ()


def test_every_answer_has_the_headers(service: Service) -> None:
    """Nothing is framed or referred, also not with an error; only the service's own files may be kept."""
    client = service.client_of(None)
    for path in ("/api/v1/me", "/health", "/no-such-page", "/static/sanka.css"):
        headers = client.get(path).headers
        assert (headers["Cache-Control"] == "no-store") == (not path.startswith("/static/"))
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
