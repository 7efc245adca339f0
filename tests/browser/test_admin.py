"""The administrator: rules that are tried out first, forms, users, and registers that are checked first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from api.imports.registers.people import COLUMNS, SAMPLES
from tests.api.imports.registers.files import csv_of
from tests.browser.conftest import PHONE, Visit, focus_is_visible

TRIAL_MS = 60_000
"""How long the worker may take to try a draft on the demo town, on a busy machine."""


def test_rules_are_tried_before_they_are_used(visit: Visit, check: Callable[[Page], None]) -> None:
    """The draft shows by itself what it would change; only then there is a button to use it."""
    page = visit("/settings/rules", "admin")
    page.get_by_label("変える理由").fill("見本: 近さは問わない")
    page.get_by_label("近さ").fill("0")
    page.get_by_role("button", name="案を保存して試す").click()
    use = page.get_by_role("button", name="この版を使い始める")
    expect(use).to_be_visible(timeout=TRIAL_MS)
    expect(page.get_by_role("heading", name="割当案")).to_be_visible()
    check(page)
    use.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("この版を使い始めました。")).to_be_visible()
    expect(page.get_by_text("いま使っている版")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_register_is_checked_and_then_taken(
    visit: Visit, check: Callable[[Page], None], javascript: bool
) -> None:
    """Faults are told by row and heading, nothing is registered; the mended file is taken whole."""
    rows = [{**each, "number": f"{each['number']}-{javascript}"} for each in SAMPLES]
    good = csv_of(COLUMNS, rows)
    wrong = csv_of(COLUMNS, [{**rows[0], "number": ""}])
    page = visit("/settings/imports", "coordinator", width=PHONE, javascript=javascript)
    chooser = page.get_by_label("本人の名簿のファイル")
    form = page.locator("form").filter(has=chooser)

    def send(data: bytes, button: str) -> None:
        chooser.set_input_files({"name": "meibo.csv", "mimeType": "text/csv", "buffer": data})
        form.get_by_role("button", name=button).click()

    send(wrong, "確かめるだけ")
    faults = page.get_by_role("table", name="直すところ")
    expect(faults).to_contain_text("ケース番号")
    if javascript:
        check(page)
    send(good, "確かめるだけ")
    expect(page.get_by_role("status")).to_contain_text(f"{len(rows)} 行を読みました。")
    send(good, "登録する")
    expect(page.get_by_text("取り込みました。")).to_be_visible()
