"""Versions of a municipality's rules: drafted, tried out, put in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api.policy.vocabulary import Role
from api.worker import run_worker
from tests.api.placements.records import World
from tests.api.service import Client, Service
from tests.api.town import Town

PATH = "/api/v1/rule-books"
REASON = "要確認の期間を見直すため"


def drafted(admin: Client, **changes: Any) -> dict[str, Any]:
    """Draft a version."""
    return admin.done("POST", PATH, {"changes": changes, "reason": REASON})


def test_what_a_draft_would_change_is_seen_before_it_is_in_force(town: Town) -> None:
    """A draft changes nothing; it is put in force only after it was tried, and the next run goes by it."""
    admin = town.service.client(Role.ADMIN)
    base = town.seen(town.run())
    book = drafted(admin, weights={"travel": 0}, rules={"limits": {"quota": {"is_on": False}}})
    path = f"{PATH}/{book['id']}"
    early = admin.act("POST", f"{path}/in-force", {}, 1)
    assert early.status_code == 409
    run_worker(town.service.installation, once=True, duties=())
    seen = admin.seen(path)
    effect = seen["effect"]
    assert effect["limits"]["quota"] == [effect["limits"]["quota"][0], 0]
    assert effect["limits"]["quota"][0] > 0
    assert effect["moved"] > 0
    assert effect["assigned"][0] == base["assigned"]
    assert town.seen(town.run())["rules_version"] == base["rules_version"]
    admin.done("POST", f"{path}/in-force", {}, seen["version"])
    after = town.seen(town.run())
    assert after["rules_version"].endswith("第1版")
    assert after["assigned"] == effect["assigned"][1]
    assert admin.seen(PATH)["books"][0]["is_in_force"]
    assert admin.act("PATCH", path, {"changes": {}, "reason": REASON}, seen["version"] + 1).status_code == 409


def test_a_draft_that_is_changed_is_tried_again(town: Town) -> None:
    """What was seen of a draft is gone once it is another draft."""
    admin = town.service.client(Role.ADMIN)
    book = drafted(admin, weights={"travel": 0})
    path = f"{PATH}/{book['id']}"
    assert admin.act("PATCH", path, {"changes": {}, "reason": REASON}, 1).status_code == 409
    run_worker(town.service.installation, once=True, duties=())
    admin.done("PATCH", path, {"changes": {}, "reason": "元に戻す案"}, 1)
    assert admin.seen(path)["is_being_tried"]
    assert admin.act("POST", f"{path}/in-force", {}, 2).status_code == 409
    run_worker(town.service.installation, once=True, duties=())
    effect = admin.seen(path)["effect"]
    assert (effect["gained"], effect["lost"], effect["moved"]) == (0, 0, 0)


def test_settings_that_do_not_go_together_are_refused(service: Service) -> None:
    """A draft that no proposal could be made with is not kept, and the field is named."""
    admin = service.client(Role.ADMIN)
    body = {"changes": {"weights": {"placed": 100, "deepest_fit": 700}}, "reason": REASON}
    answer = admin.act("POST", PATH, body)
    assert answer.status_code == 422
    assert "deepest_fit" in answer.text
    assert admin.seen(PATH)["books"] == []


def test_margins_go_by_the_rules_in_force(service: Service) -> None:
    """A statement is old as soon as the rules in force say so; for another municipality nothing changes."""
    world = World(service)
    menu = world.add_menu(places=2)
    service.clock.step = dt.timedelta(days=30)
    admin, staff = service.client(Role.ADMIN), service.client_of(world.staff_id)

    def ages() -> set[bool]:
        margins = staff.seen(f"/api/v1/hosts/{menu.host_id}/margins")
        return {slot["is_stale"] for slot in margins["slots"]}

    assert ages() == {False}
    book = drafted(admin, rules={"stale_after_days": 10})
    run_worker(service.installation, once=True, duties=())
    admin.done("POST", f"{PATH}/{book['id']}/in-force", {}, 1)
    assert ages() == {True}
    other = service.client(Role.ADMIN, office=service.neighbour)
    assert other.seen(PATH)["books"] == []
    assert other.act("GET", f"{PATH}/{book['id']}").status_code == 404
