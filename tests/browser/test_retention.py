"""Who may need a contact sooner, on the pages: learned by the command from a past above the floor."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from api.policy.sessions import start_session
from api.policy.vocabulary import Role
from matching.retention.simulated import simulate
from tests.api.databases import SqliteTemplate
from tests.api.retention.past import Past
from tests.api.retention.test_nearer import due_of, planned, turn_on
from tests.api.retention.test_retention import BADLY, WELL
from tests.api.service import OFFICES, SECRET, open_service
from tests.browser.conftest import DESK, PHONE, Town, Visit
from tests.browser.serving import serve_town

STAYS = 230
"""Simulated ones; the default floor is 200."""


@dataclass(frozen=True)
class Carried:
    """Who is carried, when their next contact was due, and what the service is served with."""

    person_id: uuid.UUID
    due_on: str
    tokens: dict[str, str]
    settings: dict[str, str]
    said: str


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Carried:
    """A municipality with a past, that trained from the command line and turned following up on."""
    folder = tmp_path_factory.mktemp("past")
    with SqliteTemplate(folder).copy(folder) as url, open_service(url, folder) as service:
        past = Past(service)
        stays = simulate(STAYS, 11, leaving=0.004, hosts=8, effect=1.3).stays
        past.write(tuple(dataclasses.replace(each, contact_days=each.contact_days[:2]) for each in stays))
        # Half a year on the next contact of the cadence is months away.
        badly, well = past.going_on(BADLY, 240, days=184), past.going_on(WELL, 60, days=184)
        coordinator = past.coordinator(badly, well)
        planned(service, coordinator, badly, well)
        turn_on(service, version=1)
        users = {"coordinator": coordinator.user_id, "planner": service.add_user(Role.PLANNER)}
        with service.installation.database.write() as session:
            now = service.clock.now(session)
            tokens = {name: start_session(session, each, now, "test", "test") for name, each in users.items()}
        settings = service.installation.settings
        environment = {
            "SANKA_SECRET": SECRET,
            "SANKA_DATABASE_URL": settings.main_url,
            "SANKA_KEYS_URL": settings.key_store_url,
        }
        due_on = due_of(service, badly)[0].isoformat()
    command = [sys.executable, "-m", "api.cli", "retention", "train", "--municipality", OFFICES[0][0]]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return Carried(badly.person_id, due_on, tokens, environment, done.stdout)


@pytest.fixture(scope="module")
def town(
    playwright: Playwright, carried: Carried, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """That municipality, served with its worker."""
    log = tmp_path_factory.mktemp("served") / "log"
    with serve_town(playwright, log, "serve", settings=carried.settings) as origin:
        yield Town(origin)


@pytest.fixture(scope="module")
def signed_in(town: Town, carried: Carried) -> Callable[[str], Any]:
    """Somebody's cookies; they came in before the service was served."""

    def state_of(account: str) -> Any:
        cookie = {"name": "sanka_session", "value": carried.tokens[account], "url": town.origin}
        return {"cookies": [cookie], "origins": []}

    return state_of


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_coordinator_sees_who_why_and_what_would_help(
    visit: Visit, check: Callable[[Page], None], width: int
) -> None:
    """In plain Japanese: the chance beside the usual one, the reasons, what would help, who decides."""
    page = visit("/contacts", "coordinator", width=width)
    page.get_by_role("link", name="早めに連絡するとよい人").click()
    card = page.locator(".card").first
    expect(card).to_contain_text(re.compile("この先8週間に途切れる見込み 100人中およそ\\d+人"))
    expect(card).to_contain_text("したい活動との重なりが0%（ふつうは60%）")
    expect(card.get_by_role("heading", name="助けになりそうなこと")).to_be_visible()
    expect(card).to_contain_text("少ない見込み")
    expect(page.locator("main")).to_contain_text("見込みは人の評価ではありません")
    assert page.locator(".card").count() == 1, "who is well placed needs no contact sooner"
    check(page)
    card.get_by_role("link", name="どう使われたか").click()
    expect(page.locator("main")).to_contain_text("診断、手帳、債務")
    check(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_curve_is_drawn_with_its_table_beside(
    visit: Visit, check: Callable[[Page], None], width: int
) -> None:
    """The picture comes from the service itself; its words and its table say the same."""
    page = visit("/settings/retention", "planner", width=width)
    drawing = page.get_by_role("img", name=re.compile("つながりが続いている割合"))
    expect(drawing).to_be_visible()
    assert drawing.evaluate("image => image.complete && image.naturalWidth > 300")
    page.get_by_text("表で見る").click()
    expect(page.locator(".chart td").first).to_contain_text("0 週")
    check(page)


def test_a_contact_moves_nearer_by_itself_and_is_put_back(
    visit: Visit, check: Callable[[Page], None], carried: Carried
) -> None:
    """The worker moved it and says why; one button gives the day of the cadence back."""
    assert re.search(r"受入 \d+ 件から学びました", carried.said), carried.said
    page = visit(f"/people/{carried.person_id}/contacts", "coordinator")
    moved = page.locator(".panel", has_text="早めました").first
    for _ in range(40):
        if moved.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(moved).to_contain_text(carried.due_on)
    expect(moved).to_contain_text("希望との一致")
    check(page)
    moved.get_by_role("button", name=re.compile("元の日に戻す$")).click()
    expect(page.get_by_role("heading", name=re.compile(carried.due_on))).to_be_visible()
    assert page.get_by_text("早めました").count() == 0
