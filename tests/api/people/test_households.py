"""Households and parties: formed by who carries every case in them, one of each for a person."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from api.policy.vocabulary import Role
from matching.vocabulary import NeedDomain
from tests.api.rows import add_person
from tests.api.service import Service


def _members(*person_ids: uuid.UUID) -> dict[str, Any]:
    return {"members": [str(person_id) for person_id in person_ids]}


@pytest.mark.parametrize("path", ["/api/v1/households", "/api/v1/parties"])
def test_a_person_is_in_one_of_each(service: Service, path: str) -> None:
    """Formed, seen, changed, ended; nobody is in two, and an edit starts from what is there."""
    kind = "household" if "households" in path else "party"
    client = service.client(Role.COORDINATOR)
    a, b, c = (add_person(service, client.user_id) for _ in range(3))
    made = client.done("POST", path, _members(a, b))
    seen = client.seen(f"/api/v1/people/{a}/together")
    assert seen[kind] == {"id": made["id"], "members": sorted([str(a), str(b)]), "version": 1}
    assert seen["party" if kind == "household" else "household"] is None
    taken = client.act("POST", path, _members(b, c))
    assert (taken.status_code, taken.json()["code"]) == (409, f"in_{kind}")
    own = f"{path}/{made['id']}"
    assert client.act("PATCH", own, _members(a, c)).status_code == 428
    assert client.done("PATCH", own, _members(a, c), version=1)["version"] == 2
    assert client.done("PATCH", own, _members(a, c), version=2)["version"] == 2
    assert client.seen(f"/api/v1/people/{b}/together")[kind] is None
    assert client.act("PATCH", own, _members(a), version=1).status_code == 412
    client.done("PATCH", own, _members(), version=2)
    client.done("POST", path, _members(a, b, c))
    assert service.check_audit().faults == ()


def test_only_who_carries_every_case_puts_them_together(service: Service) -> None:
    """One case the user may not edit, of those who are in or will be, and nothing happens."""
    client, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    own, shared = add_person(service, client.user_id), add_person(service, client.user_id, other.user_id)
    theirs = add_person(service, other.user_id)
    foreign = add_person(service, client.user_id, office=service.neighbour)
    for hidden in (theirs, foreign, uuid.uuid4()):
        answer = client.act("POST", "/api/v1/households", _members(own, hidden))
        assert answer.status_code == 404
    made = other.done("POST", "/api/v1/households", _members(shared, theirs))
    path = f"/api/v1/households/{made['id']}"
    assert client.act("PATCH", path, _members(shared, own), version=1).status_code == 404
    seen = client.seen(f"/api/v1/people/{shared}/together")["household"]
    assert seen["members"] == [str(shared)]
    assert other.seen(f"/api/v1/people/{shared}/together")["household"]["members"] == sorted(
        [str(shared), str(theirs)]
    )


def test_a_party_has_a_need_in_common(service: Service) -> None:
    """Two people or more with one kind of need in common; a household needs none."""
    client = service.client(Role.COORDINATOR)
    work = add_person(service, client.user_id, needs=[NeedDomain.WORK])
    both = add_person(service, client.user_id, needs=[NeedDomain.WORK, NeedDomain.HOUSING])
    room = add_person(service, client.user_id, needs=[NeedDomain.HOUSING])
    for wrong in ((work, room), (work, both, room), (work,), ()):
        answer = client.act("POST", "/api/v1/parties", _members(*wrong))
        assert answer.status_code == 422
        assert answer.json()["faults"][0]["field"] == "members"
    client.done("POST", "/api/v1/parties", _members(work, both))
    client.done("POST", "/api/v1/households", _members(work, both, room))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_too_many_members_are_refused(service: Service) -> None:
    """A body cannot name people without end."""
    client = service.client(Role.COORDINATOR)
    answer = client.act("POST", "/api/v1/households", _members(*(uuid.uuid4() for _ in range(21))))
    assert answer.status_code == 422
