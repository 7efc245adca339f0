"""The planner's pages: from the heat map to whom to ask, and how far it came."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.policy.vocabulary import Role
from tests.api.gaps.test_gaps import QUICK
from tests.api.service import Client
from tests.api.town import Town

# What the databases keep is tested beside this; a page is the same on both.
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def send(client: Client, page: str, form: str, to: str, data: dict[str, Any]) -> Any:
    """Send one of a page's forms."""
    key = re.search(
        rf'name="key" value="([0-9a-f]+-{form})">(?:\s*<input type="hidden" name="version" value="(\d+)">)?',
        client.get(page).text,
    )
    assert key
    return client.post(to, data={**({"version": key[2]} if key[2] else {}), **data, "key": key[1]})


def test_a_planner_goes_from_the_map_to_the_worklist(town: Town) -> None:
    """An analysis is made, its developments lead to hosts, and a host goes on the list and a step further."""
    planner = town.service.client(Role.PLANNER)
    refused = send(planner, "/gaps", "make", "/gaps", {"budget_days": ""})
    assert refused.status_code == 409, "there is no proposal yet"
    town.run(weeks=8)
    under_way = send(planner, "/gaps", "make", "/gaps", {"budget_days": "20", **QUICK})
    assert "分析しています" in under_way.text
    town.work()
    path = under_way.url.path
    shown = planner.get(path).text
    assert 'class="heat"' in shown
    assert "<circle" in shown
    links = re.findall(r'href="(/gaps/[^"]+/development\?development=[^"]+)"', shown)
    assert links
    page = planner.get(links[0].replace("&amp;", "&"))
    assert page.status_code == 200
    development = re.search(r'name="development" value="([^"]+)"', page.text)
    assert development
    data = {"development": development[1], "host_name": "みほん茶の間", "source": "見本の名簿"}
    listed = send(planner, links[0].replace("&amp;", "&"), "ask-new", f"{path}/asks", data)
    assert "みほん茶の間" in listed.text
    assert "頼む人 決めていない" in listed.text
    assert planner.get(f"{path}/development?development=nothing").status_code == 404
    ask = planner.seen("/api/v1/gaps/asks")["asks"][0]
    step = {"state": "asked", "on": "2026-01-05"}
    done = send(planner, "/gaps/asks", "step-1", f"/gaps/asks/{ask['id']}", step)
    assert planner.seen("/api/v1/gaps/asks")["asks"][0]["state"] == "asked", done.text


def test_small_numbers_stay_hidden_on_the_pages(town: Town) -> None:
    """Who plans in a small town sees no small number of people; an official, who sees the cases, does."""
    planner = town.service.client(Role.PLANNER)
    town.run(weeks=8)
    path = send(planner, "/gaps", "make", "/gaps", QUICK).url.path
    town.work()
    cells = re.compile(r'<td class="number shade-\d">([^<]+)</td>')
    hidden, told = (
        cells.findall(planner.get(path).text),
        cells.findall(town.service.client(Role.OFFICIAL).get(path).text),
    )
    assert set(hidden) <= {"0", "－"}
    assert any(cell not in {"0", "－"} for cell in told)
