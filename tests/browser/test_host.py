"""A host on its phone: from the link to a changed capacity in two taps, with and without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Seen, Visit


def link_of(visit: Visit, host: str) -> str:
    """Give a host a new link at the coordinator's desk, and its path."""
    page = visit(f"{host}/links", "coordinator")
    page.get_by_role("button", name="新しいリンクを出す").click()
    address = page.get_by_label("リンク", exact=True).input_value()
    return urlsplit(address).path


def host_of(visit: Visit, number: int) -> str:
    """Give the card's path of the host with this number in the list, which no other test uses."""
    page = visit("/hosts?kind=farm", "coordinator")
    path = page.locator("tbody th a").nth(number).get_attribute("href")
    assert path is not None
    return path


@pytest.mark.parametrize(("javascript", "number"), [(True, 0), (False, 1)])
def test_a_host_lowers_its_capacity_in_two_taps(
    visit: Visit, check: Callable[[Page], None], javascript: bool, number: int
) -> None:
    """Opening the link is one, × is two; the coordinator's card shows no places then, and who said so."""
    host = host_of(visit, number)
    card = visit(host, "coordinator")
    slot = card.locator("tbody th").first.inner_text()
    assert not card.locator("tbody tr", has_text=slot).first.inner_text().count("0 / 0")
    phone = visit(link_of(visit, host), width=PHONE, javascript=javascript)
    assert re.fullmatch(r"/host/[0-9a-f-]{36}", urlsplit(phone.url).path), "the token left the address"
    phone.get_by_role("button", name=f"{slot} 受けない").first.click()
    assert phone.get_by_role("button", name=f"{slot} 受けない").first.get_attribute("aria-pressed") == "true"
    card.reload()
    row = card.locator("tbody tr", has_text=slot).first
    assert "0 / 0" in row.inner_text()
    assert "今日" in row.inner_text()
    if javascript:
        check(phone)
        small = phone.locator("button, summary, .top a, input:not([type=hidden]):not([type=radio]), select")
        for box in [each.bounding_box() for each in small.all() if each.is_visible()]:
            assert box is not None
            assert box["height"] >= 47.5, box
    phone.get_by_role("button", name="元に戻す").click()
    card.reload()
    assert "0 / 0" not in card.locator("tbody tr", has_text=slot).first.inner_text()


def test_a_host_works_by_keyboard_keeps_its_draft_and_reads_with_furigana(
    visit: Visit, check: Callable[[Page], None]
) -> None:
    """A worry that was typed is there again after the page was opened anew, until it is sent."""
    phone = visit("/host", "host", width=PHONE)
    field = phone.get_by_label("心配なこと・困っていること")
    field.fill("冬は作業が少ないです")
    phone.reload()
    assert field.input_value() == "冬は作業が少ないです"
    phone.get_by_role("button", name="伝える").last.press("Enter")
    assert "伝えました" in phone.get_by_role("status").inner_text()
    phone.reload()
    assert field.input_value() == ""
    phone.get_by_role("link", name="お休み・忙しい時期を入れる").click()
    check(phone)
    phone.goto("/host")
    phone.get_by_role("link", name="ふりがな").click()
    assert phone.locator("ruby").count() > 20
    check(phone)


def test_a_link_that_is_over_says_what_to_do(visit: Visit, check: Callable[[Page], None], seen: Seen) -> None:
    """It is a page with a next step, small as the others."""
    page = visit("/host/link/nothing", width=PHONE)
    assert "新しいリンク" in page.locator("main").inner_text()
    seen.complaints.clear()  # the browser complains of the 404 itself
    check(page)
