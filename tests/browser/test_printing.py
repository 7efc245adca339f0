"""What is handed out on paper: the sheet for a person and the sheet for a FAX are one page of A4 each."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.served import ServedTown

SLOTS = 14
"""Morning and afternoon of every day: as many slots as a host's week has room for on its sheet."""

_LENGTHEN = """([selector, most]) => {
  const rows = [...document.querySelectorAll(selector)];
  for (let at = rows.length; at < most; at += 1) rows[0].parentElement.append(rows[0].cloneNode(true));
}"""
_FILL = """() => {
  for (const pick of document.querySelectorAll(".pick:has(.week)")) {
    pick.querySelector("h2").append("と、長い名前の受入先の支援メニュー");
    const good = pick.querySelector(".reasons");
    while (good.children.length < 3) good.append(good.children[0].cloneNode(true));
  }
}"""


def pages_of(page: Page) -> int:
    """Count the pages of what is printed."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))


def test_the_sheet_for_a_person_is_one_page(visit: Visit, served: ServedTown) -> None:
    """Three options with three good sides each and long names, and none of them: one page; six are more."""
    page = visit(f"/people/{served.add_person()}/sheet", "coordinator")
    assert page.locator(".pick:has(.week)").count() > 0
    assert pages_of(page) == 1
    page.evaluate(_LENGTHEN, [".pick", 4])
    page.evaluate(_FILL)
    assert pages_of(page) == 1
    page.evaluate(_LENGTHEN, [".pick", 8])
    assert pages_of(page) > 1


def test_the_sheet_for_a_fax_is_one_page(visit: Visit, served: ServedTown) -> None:
    """A slot every morning and afternoon: one page; three times as many are more."""
    page = visit(f"/hosts/{served.add_menu().host_id}/sheet", "coordinator")
    assert pages_of(page) == 1
    page.evaluate(_LENGTHEN, [".sheet tbody tr", SLOTS])
    assert pages_of(page) == 1
    page.evaluate(_LENGTHEN, [".sheet tbody tr", 3 * SLOTS])
    assert pages_of(page) > 1
