"""会議資料: on the screen in the room, and taken home as numbered copies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visit
from tests.browser.served import ServedTown

BACK_ROW_PX = 24
"""The least size of running text on a projector of 1280 px."""


@pytest.fixture(scope="module")
def conference(served: ServedTown) -> str:
    """The address of a conference with two people before it."""
    path = served.conference()
    for _ in range(2):
        person = served.add_person()
        served.put(path, person, "first", plan_id=served.submitted(person))
    return path.removeprefix("/api/v1")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_screen_names_nobody(
    visit: Visit, check: Callable[[Page], None], served: ServedTown, conference: str, width: int
) -> None:
    """Numbers stand in the place of names, the letters are large, and every part is one key away."""
    page = visit(f"{conference}/screen", "official", width=width)
    check(page)
    shown = page.locator("main").inner_text().replace(" ", "")
    assert "R8-" in shown
    assert served.name.replace(" ", "") not in shown
    size = page.locator("#item-1 dd").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= (BACK_ROW_PX if width == DESK else 18)
    page.locator("#item-1").get_by_role("link", name="次へ").click()
    expect(page.locator("#item-2")).to_be_in_viewport()


def test_the_pack_is_taken_as_a_numbered_copy(visit: Visit, conference: str, tmp_path: Path) -> None:
    """PDF and workbook open from the API as files; each has a number of its own."""
    page = visit(f"{conference}/screen", "official")
    names = set()
    for ending, begins in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        with page.expect_download() as started:
            page.evaluate("to => { location.href = to }", f"/api/v1{conference}/pack.{ending}")
        path = tmp_path / started.value.suggested_filename
        started.value.save_as(path)
        assert path.read_bytes().startswith(begins)
        names.add(path.stem)
    assert len(names) == 2
