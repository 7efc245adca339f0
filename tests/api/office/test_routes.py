"""The municipality, its settings and districts."""

from __future__ import annotations

import pytest

from api.office.service import settings_of
from api.policy.vocabulary import Role
from tests.api.service import Service


def test_settings_are_changed_one_by_one(service: Service) -> None:
    """What is not sent stays, in the settings too; the neighbour's are its own."""
    admin = service.client(Role.ADMIN)
    before = admin.seen("/api/v1/office")
    assert (before["settings"]["hold_days"], before["population"]) == (21, 4500)
    admin.done("PATCH", "/api/v1/office", {"settings": {"hold_days": 14}}, version=1)
    admin.done("PATCH", "/api/v1/office", {"settings": {"business_name": "つながり事業"}}, version=2)
    admin.done("PATCH", "/api/v1/office", {"population": None}, version=3)
    after = admin.seen("/api/v1/office")
    assert (after["settings"]["hold_days"], after["settings"]["business_name"]) == (14, "つながり事業")
    assert (after["name"], after["population"], after["version"]) == (before["name"], None, 4)
    with service.installation.database.read(service.neighbour) as session:
        assert settings_of(session, service.neighbour).hold_days == 21


@pytest.mark.parametrize("backend", ["sqlite"])
def test_settings_are_bounded(service: Service) -> None:
    """Nothing unknown, nothing out of range, nothing from an old page, nothing by those who may not."""
    admin = service.client(Role.ADMIN)
    for wrong in (
        {"settings": {"hold_days": 0}},
        {"settings": {"hold_days": 61}},
        {"settings": {"unknown": 1}},
        {"population": -1},
        {"population": 1 << 70},
        {"name": ""},
        {"code": "131016"},
        {"version": 9},
    ):
        assert admin.act("PATCH", "/api/v1/office", wrong, version=1).status_code == 422, wrong
    assert admin.act("PATCH", "/api/v1/office", {"name": "見本市"}).status_code == 428
    assert admin.act("PATCH", "/api/v1/office", {"name": "見本市"}, version=7).status_code == 412
    other = service.client(Role.COORDINATOR)
    assert other.act("PATCH", "/api/v1/office", {"name": "見本市"}, version=1).status_code == 404
    assert other.seen("/api/v1/office")["version"] == 1


def test_districts_have_names_of_their_own(service: Service) -> None:
    """A name is used once in a municipality; another one may use it too."""
    admin, neighbour = service.client(Role.ADMIN), service.client(Role.ADMIN, office=service.neighbour)
    north = admin.done("POST", "/api/v1/districts", {"name": "北圏域"})
    admin.done("POST", "/api/v1/districts", {"name": "南圏域"})
    neighbour.done("POST", "/api/v1/districts", {"name": "北圏域"})
    path = f"/api/v1/districts/{north['id']}"
    for answer in (
        admin.act("POST", "/api/v1/districts", {"name": "北圏域"}),
        admin.act("PATCH", path, {"name": "南圏域"}, version=1),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "already_exists")
    assert neighbour.act("PATCH", path, {"name": "西圏域"}, version=1).status_code == 404
    assert admin.done("PATCH", path, {"name": "西圏域"}, version=1)["version"] == 2
    seen = service.client(Role.PLANNER).seen("/api/v1/districts")["districts"]
    assert [each["name"] for each in seen] == ["南圏域", "西圏域"]
