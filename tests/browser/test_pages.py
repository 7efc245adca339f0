"""Every page of the coordinator's desk stands in a browser, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Visit

PAGES = ("/", "/people", "/people/new", "/proposals")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_stand(visit: Visit, check: Callable[[Page], None], width: int) -> None:
    """Nothing from outside, nothing against the policy of the page, no finding of axe, no overflow."""
    page = visit("/sign-in", width=width)
    check(page)
    page = visit("/", "coordinator", width=width)
    for path in PAGES:
        page.goto(path)
        check(page)
