"""The coordinator's main tasks in a browser: from signing in to a seat that is held."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from api.demo.town import PASSWORD
from tests.browser.conftest import DESK, PHONE, Visit, focus_is_visible
from tests.browser.served import ServedTown

Check = Callable[[Page], None]


def go(page: Page, name: str) -> None:
    """Follow a link by its words."""
    page.get_by_role("link", name=name, exact=True).first.click()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_proposal_is_made_and_a_person_is_offered_their_place(
    visit: Visit, check: Check, width: int
) -> None:
    """From signing in: make a proposal, look at it in three ways, hold one line; each page stands."""
    page = visit("/sign-in", width=width)
    check(page)
    page.get_by_label("サインイン名").fill("coordinator" if width == DESK else "coordinator2")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインインする").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("今日")
    check(page)
    go(page, "割当案")
    check(page)
    page.get_by_role("button", name="割当案を作る").click()
    expect(page.get_by_role("heading", name="だれが、どこへ、いつ")).to_be_visible(timeout=60_000)
    check(page)
    for tab in ("表", "受入先の時間割", "一人ずつ"):
        go(page, tab)
        check(page)
    page.get_by_role("button", name=re.compile("を打診する$")).first.click()
    expect(page.get_by_role("status")).to_contain_text("席を押さえました")
    check(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_an_option_is_looked_at_supposed_and_taken_to_the_person(
    visit: Visit, check: Check, served: ServedTown, width: int
) -> None:
    """A what-if answers at once and leaves the page where it is; the plain option becomes an offer."""
    number = served.number_of(served.add_person())  # whom no other test offers a place
    page = visit("/people", "coordinator", width=width)
    check(page)
    page.get_by_role("link", name=number, exact=True).click()
    check(page)
    go(page, "候補")
    check(page)
    page.get_by_label("送迎があれば").check()
    expect(page.locator("#choices")).to_contain_text("もしもの候補です")
    check(page)
    page.get_by_label("送迎があれば").uncheck()
    expect(page.locator("#choices")).not_to_contain_text("もしもの候補です")
    page.get_by_role("link", name="本人に見せる1枚").click()
    check(page)
    page.go_back()
    page.get_by_role("button", name=re.compile("^本人に提案する")).first.click()
    expect(page.get_by_role("status")).to_contain_text("席を押さえました")
    check(page)


def test_the_keyboard_alone_reaches_the_page_and_an_error(visit: Visit, check: Check) -> None:
    """Skip link, visible focus at every stop; after a wrong form the focus is on the summary of errors."""
    page = visit("/people/new", "coordinator")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "本文へ"
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        assert focus_is_visible(page)
    page.get_by_label("ケース番号").fill("名前")
    page.get_by_label("氏名").fill("見本 一郎")
    page.get_by_label("待ち始めた日").fill("2026-10-01")
    page.get_by_role("button", name="登録する").focus()
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("入力を確かめてください")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("ケース番号")).to_be_focused()
    assert page.get_by_label("氏名").input_value() == "見本 一郎"


def test_without_scripts_the_same_work_is_done(visit: Visit) -> None:
    """Proposal and what-if need no JavaScript: the page comes again by itself, the switches have a button."""
    page = visit("/proposals", "coordinator", javascript=False)
    page.get_by_role("button", name="割当案を作る").click()
    expect(page.get_by_role("heading", name="だれが、どこへ、いつ")).to_be_visible(timeout=60_000)
    page.goto("/people?order=number")
    page.locator("tbody tr a").nth(7).click()
    page.get_by_role("link", name="候補", exact=True).click()
    page.get_by_label("送迎があれば").check()
    page.get_by_role("button", name="もしもで見る").click()
    expect(page.locator("#choices")).to_contain_text("もしもの候補です")
