"""From a proposal to the worklist: a workbook for the planner, and what a coordinator put on the list."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.served import ServedTown


@pytest.fixture(scope="module")
def run(served: ServedTown) -> str:
    """The address of a proposal's page; an analysis was made of it."""
    made = served.made(served.staff, "/api/v1/proposals", {})
    served.made(served.hand("planner"), "/api/v1/gaps", {"draws": 0, "confirm": 0})
    return made.removeprefix("/api/v1")


def test_what_is_lacking_is_looked_at_and_taken_along(visit: Visit, run: str, tmp_path: Path) -> None:
    """From signing in: the analysis by its link, its tables, and all of it as a workbook."""
    page = visit("/", "planner")
    page.get_by_role("main").get_by_role("link", name="資源不足").click()
    page.get_by_role("main").locator("tbody a").first.click()
    expect(page.get_by_role("heading", name=re.compile("^困っている"))).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="表を Excel で保存").click()
    path = tmp_path / "gaps.xlsx"
    started.value.save_as(path)
    assert path.read_bytes().startswith(b"PK")


def test_a_change_goes_onto_the_worklist(visit: Visit, check: Callable[[Page], None], run: str) -> None:
    """One press beside a smallest change; the planner finds it with the draft of what to ask for."""
    page = visit(run, "coordinator", width=PHONE)
    page.get_by_role("button", name=re.compile("^開拓の一覧に加える: ")).first.click()
    expect(page.get_by_role("status")).to_contain_text("加えました。")
    host = page.locator(".cards h2").first.inner_text().split(" ")[0]
    check(page)
    desk = visit("/gaps/asks", "planner")
    line = desk.locator(".cards .card").filter(has_text=host).first
    line.get_by_text("頼むことの下書き").click()
    expect(line).to_contain_text("本来のお仕事に支障のない範囲で")
