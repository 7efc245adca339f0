"""The pages of the 支援決定."""

from __future__ import annotations

import re
from typing import Any

from api.policy.vocabulary import Role
from tests.api.conferences.records import Town


def send(client: Any, page: str, form: str, data: dict[str, Any]) -> Any:
    """Send one of a page's forms."""
    key = re.search(rf'name="key" value="([0-9a-f]+-{form})"', client.get(page).text)
    assert key
    return client.post(page, data={**data, "key": key[1]})


def test_an_official_decides_on_what_a_conference_approved(town: Town) -> None:
    """A plan waits until approved, shows what was considered and concluded, and is gone once decided."""
    official = town.service.client(Role.OFFICIAL)
    person = town.add_person()
    plan_id = town.submitted(person)
    queue = official.seen("/api/v1/decisions")
    assert [each["plan_id"] for each in queue["not_approved"]] == [str(plan_id)]
    assert "決定を待つプランはありません" in official.get("/decisions").text
    town.approve(person, plan_id)
    path = f"/decisions/people/{person}/plans/{plan_id}"
    assert path in official.get("/decisions").text
    shown = official.get(path).text
    assert "承認" in shown
    assert "検討した選択肢" in shown
    today = town.today.isoformat()
    refused = send(
        official, path, "decide", {"result": "decided", "decided_on": today, "words": "みほんの理由"}
    )
    assert refused.status_code == 422
    assert "支援決定番号" in refused.text
    assert "みほんの理由" in refused.text, "what was typed stays"
    done = send(official, path, "decide", {"result": "decided", "decided_on": today, "number": "支-1"})
    assert "決定を記録しました" in done.text
    assert town.plan_of(person, plan_id)["state"] == "fixed"
    assert official.get(path).status_code == 404


def test_a_plan_is_returned_with_a_reason(town: Town) -> None:
    """Without a reason it is not returned."""
    official = town.service.client(Role.OFFICIAL)
    person = town.add_person()
    plan_id = town.submitted(person)
    town.approve(person, plan_id)
    path = f"/decisions/people/{person}/plans/{plan_id}"
    data = {"result": "returned", "decided_on": town.today.isoformat()}
    assert "差戻しの理由" in send(official, path, "return", data).text
    send(official, path, "return", {**data, "words": "次の候補も書いてください"})
    assert town.plan_of(person, plan_id)["state"] == "returned"


def test_nobody_but_officials_sees_the_queue(town: Town) -> None:
    """A coordinator and a planner get what unknown addresses get, and no link."""
    for role in (Role.COORDINATOR, Role.PLANNER, Role.MEMBER):
        client = town.service.client(role)
        assert client.get("/decisions").status_code == 404
        assert client.act("GET", "/api/v1/decisions").status_code == 404
        assert 'href="/decisions"' not in client.get("/").text
