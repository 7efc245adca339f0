"""Who plans: from the heat map to whom to ask, to 開拓, to the paper for the meeting, on phone and desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.served import ServedTown


@pytest.fixture(scope="module")
def analysis(served: ServedTown) -> str:
    """The address of an analysis that is done: one that is there already, or a quick one."""
    planner = served.hand("planner")
    done = [each["id"] for each in planner.seen("/api/v1/gaps")["analyses"] if each["state"] == "done"]
    if done:
        return f"/gaps/{done[0]}"
    served.made(served.staff, "/api/v1/proposals", {})
    return served.made(planner, "/api/v1/gaps", {"draws": 0, "confirm": 0}).removeprefix("/api/v1")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_from_the_heat_map_to_the_worklist_to_the_paper(
    visit: Visit, check: Callable[[Page], None], analysis: str, width: int, tmp_path: Path
) -> None:
    """A host is put on the list, comes a step further, and stands in the paper to take along."""
    name = f"みほん茶の間{width}"
    page = visit("/gaps", "planner", width=width)
    expect(page.get_by_text("2年）の記録がそろうまで出しません")).to_be_visible()
    check(page)
    page.locator(f'a[href="{analysis}"]').click()
    expect(page.locator("table.heat").first).to_be_visible()
    check(page)
    page.get_by_role("link", name="だれに頼むかを見る").first.click()
    form = page.locator("form").filter(has=page.get_by_label("名称"))
    check(page)
    form.get_by_label("名称").fill(name)
    form.get_by_label("どこで知ったか").fill("見本の名簿")
    form.get_by_role("button", name="開拓の一覧に加える").click()
    expect(page).to_have_url(re.compile("/gaps/asks"))
    card = page.locator("li.card").filter(has_text=name)
    expect(card.get_by_text("予定", exact=True)).to_be_visible()
    expect(card.get_by_text("頼む人 見本")).to_be_visible()
    card.get_by_label("どこまで進んだか").select_option(label="見学")
    card.get_by_role("button", name="記録する").click()
    card = page.locator("li.card").filter(has_text=name)
    expect(card.get_by_text("見学", exact=True).first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="見本の名簿")).to_be_visible()
    check(page)
    page.goto(analysis)
    with page.expect_download() as started:
        page.get_by_role("link", name="PDF で取り出す").click()
    paper = tmp_path / started.value.suggested_filename
    started.value.save_as(paper)
    assert paper.read_bytes().startswith(b"%PDF-")
