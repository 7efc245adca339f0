"""Every page there is stands in a browser; none can be added that is not looked at."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Page

from api.main import ROUTERS
from api.policy.vocabulary import Role
from tests.browser.conftest import DESK, PHONE, Seen, Visit
from tests.browser.served import ServedTown

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
TABLET, HEIGHT = 768, 900
PARTS = 3
ACCOUNTS = tuple(role.value for role in Role)
FIRST = ("coordinator", "official", "admin", "planner", "host")
"""Accounts who open every page there is between them."""

ASKED = {"/gaps/{analysis_id}/development": "?development={development}"}
"""What has to stand behind the question mark."""

OPEN = ("/sign-in", "/demo")
"""Pages for whom nobody has to sign in."""


def addresses() -> tuple[str, ...]:
    """Give the address of every page that is declared by its act."""
    routes = (each for router in ROUTERS for each in router.routes if isinstance(each, APIRoute))
    return tuple(
        each.path + ASKED.get(each.path, "")
        for each in routes
        if not each.include_in_schema and "GET" in each.methods and hasattr(each.endpoint, "sanka_act")
    )


PAGES = addresses()


@pytest.fixture(scope="module")
def ids(served: ServedTown) -> dict[str, str]:
    """A record of every kind that an address names."""
    return served.ids()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_stands(
    visit: Visit, check: Callable[[Page], None], seen: Seen, ids: dict[str, str], part: int
) -> None:
    """Each page for somebody who may open it, on a desk and, without being loaded anew, on a phone."""
    opened: dict[str, Page] = {}

    def shown(address: str, accounts: tuple[str, ...]) -> Page:
        """Open a page for the first account that may."""
        for account in accounts:
            page = opened.get(account) or opened.setdefault(account, visit("/sign-in", account))
            page.set_viewport_size({"width": DESK, "height": HEIGHT})
            answer = page.goto(address)
            if answer is not None and answer.status == 200:
                return page
            seen.complaints.clear()  # the browser complains of a 404 itself
        raise AssertionError(f"{address} opens for nobody")

    for path in itertools.islice((*OPEN, *PAGES), part, None, PARTS):
        page = shown(path.format_map(ids), ("",) if path in OPEN else FIRST)
        check(page)
        page.set_viewport_size({"width": PHONE, "height": HEIGHT})
        check(page)


@pytest.mark.skipif(not IS_SOAK, reason="minutes; make soak")
@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("width", [PHONE, TABLET, DESK])
def test_every_page_stands_for_everybody(
    visit: Visit, check: Callable[[Page], None], seen: Seen, ids: dict[str, str], account: str, width: int
) -> None:
    """Whatever an account may open, and what it is told where it may not, with JavaScript and without."""
    page, plain = (visit("/sign-in", account, width=width, javascript=on) for on in (True, False))
    looked_at: set[int] = set()
    for path in PAGES:
        address = path.format_map(ids)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in {200, 403, 404}, address
        if answer.status == 200 or answer.status not in looked_at:  # where nobody may go every page is one
            check(page)
            looked_at.add(answer.status)
        plain.goto(address)
        assert plain.locator("h1").count() == 1, address
        assert (seen.outside, seen.complaints) == ([], []), address
