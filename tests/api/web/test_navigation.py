"""The navigation leads to pages that are there, each under the act that shows it."""

from __future__ import annotations

import datetime as dt

from api.main import bare_app
from api.web.frame import NAVIGATION
from api.web.weeks import cell_of, night_of, week_of
from tests.contracts.routes import routes_of


def test_every_place_of_the_navigation_is_a_page_of_its_act() -> None:
    """Who sees the link may open the page."""
    pages = {
        route.path: route.act
        for route in routes_of(bare_app())
        if route.is_page and route.method == "GET" and route.acts
    }
    for words, path, act, _ in NAVIGATION:
        assert pages.get(path) == act, words


def test_a_week_has_seven_days_and_only_the_periods_it_uses() -> None:
    """Cells stand on their day, the earliest first, in the period they begin in."""
    week = week_of([cell_of(2, dt.time(13), dt.time(15)), cell_of(2, dt.time(9), dt.time(11)), night_of(6)])
    assert [len(day.cells) for day in week.days] == [0, 0, 2, 0, 0, 0, 1]
    assert [cell.start for cell in week.days[2].cells] == ["09:00", "13:00"]
    assert week.periods == ("午前", "午後", "夜")
