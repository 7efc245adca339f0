"""The official: from the queue to a decision, on a desk and on a phone, without JavaScript as well."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.served import ServedTown


@pytest.mark.parametrize(("width", "javascript"), [(PHONE, True), (DESK, False)])
def test_a_plan_is_decided(
    visit: Visit, check: Callable[[Page], None], served: ServedTown, width: int, javascript: bool
) -> None:
    """What the conference approved stands in the queue with all it rests on, and is gone once decided."""
    person = served.add_person()
    plan_id = served.submitted(person)
    served.approve(person, plan_id)
    number = served.number_of(person)
    page = visit("/decisions", "official", width=width, javascript=javascript)
    if javascript:
        check(page)
    row = page.get_by_role("row").filter(has_text=number)
    row.get_by_role("link", name="見て決める").click()
    expect(page.get_by_role("heading", name="会議の結論")).to_be_visible()
    if javascript:
        check(page)
    form = page.locator("form").filter(has=page.get_by_label("支援決定番号"))
    form.get_by_label("決定の理由").fill("みほんの理由")
    form.get_by_label("支援決定番号").fill(f"支-{number}")
    form.get_by_role("button", name="支援決定を記録する").click()
    expect(page.get_by_text("決定を記録しました。")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=number)).to_have_count(0)
    assert served.plan_of(person, plan_id)["state"] == "fixed"


def test_a_plan_is_returned_and_what_was_typed_stays(
    visit: Visit, check: Callable[[Page], None], served: ServedTown
) -> None:
    """A return without words is refused by the service as well, and then goes back with them."""
    person = served.add_person()
    plan_id = served.submitted(person)
    served.approve(person, plan_id)
    page = visit(f"/decisions/people/{person}/plans/{plan_id}", "official")
    form = page.locator("form").filter(has=page.get_by_label("差し戻しの理由"))
    form.evaluate("form => { form.noValidate = true }")
    form.get_by_role("button", name="差し戻す").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^エラー: "))
    check(page)
    form.get_by_label("差し戻しの理由").fill("次の候補も書いてください")
    form.get_by_role("button", name="差し戻す").click()
    expect(page.get_by_text("決定を記録しました。")).to_be_visible()
    assert served.plan_of(person, plan_id)["state"] == "returned"
