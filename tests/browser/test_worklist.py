"""開拓: what a coordinator put on the worklist from a proposal, as the planner finds it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visit
from tests.browser.served import ServedTown


def test_a_change_goes_onto_the_worklist(
    visit: Visit, check: Callable[[Page], None], served: ServedTown
) -> None:
    """One press beside a smallest change; the planner finds it with the draft of what to ask for."""
    run = served.made(served.staff, "/api/v1/proposals", {}).removeprefix("/api/v1")
    page = visit(run, "coordinator", width=PHONE)
    page.get_by_role("button", name=re.compile("^開拓の一覧に加える: ")).first.click()
    expect(page.get_by_role("status")).to_contain_text("加えました。")
    host = page.locator(".cards h2").first.inner_text().split(" ")[0]
    check(page)
    desk = visit("/gaps/asks", "planner")
    line = desk.locator(".cards .card").filter(has_text=host).first
    line.get_by_text("頼むことの下書き").click()
    expect(line).to_contain_text("本来のお仕事に支障のない範囲で")
