"""An act is done once for its key, however often and from wherever it is asked for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from api.policy.vocabulary import Role
from tests.api.service import Service

NEW_USER = {
    "sign_in_name": "mihon.hanako",
    "password": "a long enough password",
    "name": "見本 花子",
    "roles": ["planner"],
}


def test_eight_at_once_with_one_key_do_it_once(service: Service) -> None:
    """One effect, one row in the trail, and the same answer for all of them."""
    admin_id = service.add_user(Role.ADMIN)
    clients = [service.client_of(admin_id) for _ in range(8)]
    start = threading.Barrier(8)

    def ask(number: int) -> tuple[int, bytes]:
        start.wait()
        answer = clients[number].act("POST", "/api/v1/users", NEW_USER, key="one-key-for-all")
        return answer.status_code, answer.content

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert len(answers) == 1
    assert answers.pop()[0] == 201
    assert len(clients[0].seen("/api/v1/users")["users"]) == 2
    assert [row.act for row in service.audit()].count("user.edit") == 1
    assert service.check_audit().faults == ()


def test_eight_at_once_with_keys_of_their_own_do_not_do_it_twice_either(service: Service) -> None:
    """Control: without the shared key seven of the eight are told that it is already there."""
    admin_id = service.add_user(Role.ADMIN)
    clients = [service.client_of(admin_id) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        statuses = list(
            pool.map(lambda client: client.act("POST", "/api/v1/users", NEW_USER).status_code, clients)
        )
    assert sorted(statuses) == [201, *[409] * 7]


def test_a_key_belongs_to_its_user(service: Service) -> None:
    """Another user's act with the same key is an act of its own; a refused act keeps no answer."""
    one, other = service.client(Role.ADMIN), service.client(Role.ADMIN)
    key = "the-very-same-key"
    bad = {**NEW_USER, "roles": ["admin", "coordinator"]}
    assert one.act("POST", "/api/v1/users", bad, key=key).status_code == 422
    assert one.act("POST", "/api/v1/users", NEW_USER, key=key).status_code == 201
    second = {**NEW_USER, "sign_in_name": "mihon.jiro"}
    assert other.act("POST", "/api/v1/users", second, key=key).status_code == 201
    assert one.act("POST", "/api/v1/users", second, key=key).json()["type"] == "key-reused"


def test_who_may_no_longer_does_not_get_the_kept_answer(service: Service) -> None:
    """The gate stands before the kept answer."""
    boss, admin = service.client(Role.ADMIN), service.client(Role.ADMIN)
    key = "asked-again-later"
    assert admin.act("POST", "/api/v1/users", NEW_USER, key=key).status_code == 201
    boss.done("PATCH", f"/api/v1/users/{admin.user_id}", {"roles": ["planner"]}, version=1)
    again = service.client_of(admin.user_id)
    assert again.act("POST", "/api/v1/users", NEW_USER, key=key).status_code == 404
