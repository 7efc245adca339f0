"""A real browser on a real service: the demo town, served by its own command, and its pages."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    sync_playwright,
)

from tests.browser.served import Hand, ServedTown
from tests.browser.serving import open_browser, serve_town, sign_in

PHONE, DESK = 360, 1280
"""Widths in pixels that every page has to stand."""

_AXE = "options => axe.run(document, options).then(found => ({violations: found.violations}))"
_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    # What is found right is not told in full: it takes longer to tell than to find.
    "resultTypes": ["violations"],
}


@dataclass(frozen=True)
class Town:
    """The demo town as it is served; every account has one password."""

    origin: str


@dataclass
class Seen:
    """What a browser asked for and complained of while it showed pages."""

    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser of the system; where there is none the tests are skipped, but never where all must run."""
    opened = open_browser(playwright)
    if opened is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def town(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo town, served with its worker in processes of their own."""
    with serve_town(playwright, tmp_path_factory.mktemp("town") / "log") as origin:
        yield Town(origin)


@pytest.fixture(scope="session")
def signed_in(browser: Browser, town: Town) -> Callable[[str], Any]:
    """Sign an account in once, on the page, and give its cookies."""
    states: dict[str, Any] = {}

    def state_of(account: str) -> Any:
        if account not in states:
            states[account] = sign_in(browser, town.origin, account)
        return states[account]

    return state_of


@pytest.fixture(scope="session")
def served(browser: Browser, town: Town, signed_in: Callable[[str], Any]) -> Iterator[ServedTown]:
    """The town's records, as its accounts make them through the API."""
    contexts: list[BrowserContext] = []

    @functools.cache
    def hand(account: str) -> Hand:
        contexts.append(browser.new_context(base_url=town.origin, storage_state=signed_in(account)))
        return Hand(contexts[-1].request, town.origin)

    yield ServedTown(hand)
    for context in contexts:
        context.close()


@pytest.fixture
def seen() -> Seen:
    """What the test's pages asked for and complained of."""
    return Seen()


@pytest.fixture
def visit(browser: Browser, town: Town, signed_in: Callable[[str], Any], seen: Seen) -> Iterator[Visit]:
    """
    Open a page as somebody: ``visit("/people", "coordinator", width=PHONE, javascript=False)``.

    Without an account nobody is signed in.
    """
    opened: list[BrowserContext] = []

    def open_page(path: str, account: str = "", width: int = DESK, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=town.origin,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="ja-JP",
            storage_state=signed_in(account) if account else None,
        )
        opened.append(context)
        page = context.new_page()
        page.on("request", lambda request: _note_request(seen, town, request.url))
        page.on("console", lambda message: _note_complaint(seen, page, message))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()


def _note_request(seen: Seen, town: Town, url: str) -> None:
    if not url.startswith((town.origin, "data:", "blob:", "about:")):
        seen.outside.append(url)


def _note_complaint(seen: Seen, page: Page, message: ConsoleMessage) -> None:
    """Note an error of the console; that a form was refused (422 and the like) is an answer and no error."""
    is_answer = "server responded with a status of 4" in message.text and message.location["url"] == page.url
    if message.type == "error" and not is_answer:
        seen.complaints.append(message.text)


@pytest.fixture
def check(seen: Seen) -> Callable[[Page], None]:
    """Check a page: nothing from outside, no complaint, one h1, no overflow, no finding of axe."""

    def look_over(page: Page) -> None:
        where = page.url
        assert seen.outside == [], where
        assert seen.complaints == [], where
        assert page.locator("h1").count() == 1, where
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{where} is {wide} px too wide"
        page.evaluate(AXE_SCRIPT)
        found = AxeResults(page.evaluate(_AXE, _RULES))
        assert found.response["violations"] == [], f"{where}\n{found.generate_report()}"

    return look_over


def focus_is_visible(page: Page) -> bool:
    """Tell whether what has the focus is drawn with an outline."""
    style = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return [s.outlineStyle, parseFloat(s.outlineWidth)]; })()"
    )
    return bool(style[0] != "none" and style[1] >= 2)
