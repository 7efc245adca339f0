"""The page of the indicators: every number the API gives is read there, with what is counted."""

from __future__ import annotations

import pytest

from api.indicators.counting import Unit
from api.indicators.pages import value_words
from api.indicators.schemas import ValueView
from api.indicators.words import HOW_COUNTED, INDICATOR_WORDS
from api.policy.vocabulary import Role
from tests.api.indicators.test_routes import fill
from tests.api.service import Service

PATH = "/gaps/indicators"
HIDDEN = "少数のため非表示"


def test_officials_read_every_number_and_planners_no_small_one(service: Service) -> None:
    """3 applications two months ago: hidden for the planner, who sees no running month either."""
    fill(service, 3, 30_000)
    pages = {role: service.client(role).get(PATH).text for role in (Role.OFFICIAL, Role.PLANNER)}
    for page in pages.values():
        assert all(words in page for words in INDICATOR_WORDS.values())
    applications = {role: page.split('id="K1"')[1].split("</section>")[0] for role, page in pages.items()}
    assert '<td data-label="' in applications[Role.OFFICIAL]
    assert ">3</td>" in applications[Role.OFFICIAL]
    assert ">3</td>" not in applications[Role.PLANNER]
    assert HIDDEN in applications[Role.PLANNER]
    assert applications[Role.OFFICIAL].count("<td ") == applications[Role.PLANNER].count("<td ") + 1


@pytest.mark.parametrize(("by", "words"), [("month", "月"), ("quarter", "四半期"), ("year", "年度")])
def test_periods_are_chosen_by_their_length(service: Service, by: str, words: str) -> None:
    """Each length has its own columns; another length, or another role, finds no page."""
    official = service.client(Role.OFFICIAL)
    page = official.get(PATH, params={"by": by}).text
    assert 'aria-current="page"' in page.split('aria-label="期間の長さ"')[1].split("</nav>")[0]
    assert words in page.split('id="K1"')[1].split("</thead>")[0]
    assert official.get(PATH, params={"by": "week"}).status_code == 422
    assert service.client(Role.COORDINATOR).get(PATH).status_code == 404


def test_every_indicator_says_what_is_counted() -> None:
    """No code is without its name and its sentence."""
    assert HOW_COUNTED.keys() == INDICATOR_WORDS.keys()


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (ValueView(value=0, of=None, rate=None, left_out=None, is_hidden=False), Unit.PEOPLE, "0"),
        (ValueView(value=3, of=4, rate=0.75, left_out=0, is_hidden=False), Unit.PEOPLE, "75%（3 / 4）"),
        (ValueView(value=0, of=0, rate=None, left_out=0, is_hidden=False), Unit.PEOPLE, "－"),
        (ValueView(value=31.5, of=2, rate=None, left_out=None, is_hidden=False), Unit.DAYS, "31.5日（2人）"),
        (
            ValueView(value=None, of=None, rate=None, left_out=None, is_hidden=True),
            Unit.DAYS,
            "少数のため非表示",
        ),
    ],
)
def test_a_number_is_read_as_it_is(value: ValueView, unit: Unit, words: str) -> None:
    """0 is 0; a share stands with what it is of; nothing to count, and what is hidden, say so."""
    assert value_words(value, unit) == words
