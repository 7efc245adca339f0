"""開拓: whom to ask, how far it came, and what came of it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from api.gaps.history import host_history
from api.policy.vocabulary import Role
from api.tables import Ask, Host
from tests.api.gaps.test_gaps import PATH, analysed
from tests.api.service import Client
from tests.api.town import Town

LONG_AGO, LATER = "2020-12-01", "2020-12-02"


@pytest.fixture
def planner(town: Town) -> Client:
    """Somebody who plans."""
    return town.service.client(Role.PLANNER)


def test_from_a_development_to_a_host_that_takes_part(town: Town, planner: Client) -> None:
    """A candidate is put on the list with a draft, asked and taken on; the funnel counts every step."""
    analysis_id = analysed(town, planner)
    found = planner.seen(f"{PATH}/{analysis_id}/found")["gaps"]
    menus = [each["id"] for each in found["prospects"] if each["id"].startswith(("+task", "+salon"))]
    sought = {"development": menus[0]}
    candidates = planner.get(f"{PATH}/{analysis_id}/candidates", params=sought).json()["hosts"]
    assert candidates
    asked = f"{PATH}/{analysis_id}/asks"
    for wrong, status in (
        (sought, 422),
        ({**sought, "host_id": candidates[0]["host_id"], "host_name": "みほん茶の間"}, 422),
        ({"development": "nothing", "host_name": "みほん茶の間"}, 404),
    ):
        assert planner.act("POST", asked, wrong).status_code == status, wrong
    sent = {**sought, "host_id": candidates[0]["host_id"], "due_on": "2027-01-29"}
    receipt = planner.done("POST", asked, sent)
    (ask,) = planner.seen(f"{PATH}/asks")["asks"]
    assert (ask["state"], ask["words"], ask["source"]) == ("planned", "予定", "受入先の一覧")
    assert (ask["request"], ask["forecast"]) == (candidates[0]["request"], None)
    path = f"{PATH}/asks/{ask['id']}/steps"
    for state in ("asked", "taken"):
        step: dict[str, Any] = {"state": state, "on": LONG_AGO}
        receipt = town.coordinator.done("POST", path, step, version=receipt["version"])
    shown = town.service.client(Role.OFFICIAL).seen(f"{PATH}/asks")
    (ask,) = shown["asks"]
    assert (ask["state"], ask["on"]) == ("taken", LONG_AGO)
    assert None not in {ask["forecast"], ask["started"]}
    (funnel,) = shown["funnel"]
    assert [funnel[step] for step in ("asked", "visited", "tried", "taken", "declined")] == [1, 1, 1, 1, 0]
    over = town.coordinator.act("POST", path, {"state": "declined", "on": LATER}, version=ask["version"])
    assert over.json()["code"] == "ask_over"


def test_a_host_that_does_not_take_part_says_why(town: Town, planner: Client) -> None:
    """Who asks by when can change; 見合わせ needs a reason; a step back, or one tomorrow, is refused."""
    analysis_id = analysed(town, planner)
    development = planner.seen(f"{PATH}/{analysis_id}/found")["gaps"]["prospects"][0]["id"]
    sent = {"development": development, "host_name": "みほん茶の間", "source": "見本の名簿"}
    path = f"{PATH}/asks/{planner.done('POST', f'{PATH}/{analysis_id}/asks', sent)['id']}"
    change = {"user_id": str(town.other.user_id), "due_on": "2020-01-31"}
    assert planner.act("PATCH", path, change).status_code == 428
    planner.done("PATCH", path, change, version=1)
    (ask,) = planner.seen(f"{PATH}/asks")["asks"]
    assert (ask["user_id"], ask["is_late"]) == (str(town.other.user_id), True)
    foreign = town.service.client(Role.PLANNER, office=town.service.neighbour)
    assert planner.act("PATCH", path, {"user_id": str(foreign.user_id)}, version=2).status_code == 404
    assert foreign.seen(f"{PATH}/asks")["asks"] == []
    for wrong in (
        {"state": "declined", "on": LONG_AGO},
        {"state": "asked", "on": LONG_AGO, "reason": "busy"},
        {"state": "planned", "on": LONG_AGO},
        {"state": "asked", "on": "2999-12-01"},
    ):
        assert planner.act("POST", f"{path}/steps", wrong, version=2).status_code == 422, wrong
    planner.done("POST", f"{path}/steps", {"state": "declined", "on": LONG_AGO, "reason": "busy"}, version=2)
    shown = planner.seen(f"{PATH}/asks")
    assert shown["asks"][0]["reason_words"] == "忙しい時期"
    installation = town.service.installation
    with installation.database.write(town.service.office) as session:
        host = session.execute(select(Host).order_by(col(Host.id)).limit(1)).scalar_one()
        session.execute(select(Ask)).scalar_one().source = host.name
        session.flush()
        history = host_history(session, town.service.clock.now(session))
        assert history.introduced == {str(host.id): 1}, "新規紹介: the source is a host's name"
        session.rollback()
    assert shown["funnel"] == [
        {"source": "見本の名簿", "asked": 0, "visited": 0, "tried": 0, "taken": 0, "declined": 1}
    ]
