"""A proposal in words."""

from __future__ import annotations

import pytest

from api.proposals.service import demo_view
from api.proposals.view import proposal_view
from matching.bundled import data_path
from matching.pipeline import ProposeParams, propose
from matching.serialize import load_problem
from matching.vocabulary import Lang


@pytest.mark.parametrize("lang", list(Lang))
def test_every_assignment_and_every_need_without_a_place_is_told(lang: Lang) -> None:
    """Nobody is left out of the view, and everybody has a reason."""
    problem = load_problem(data_path("demo/town.json"))
    made = propose(problem, ProposeParams(confirm=0))
    view = proposal_view(problem, made, lang)
    assert [each.person_id for each in view.assignments] == [each.person_id for each in made.assignments]
    assert [each.person_id for each in view.unplaced] == [each.person_id for each in made.unplaced]
    assert all(each.strengths for each in view.assignments)
    assert all(each.blocks and each.change for each in view.unplaced)


def test_the_week_shows_what_the_times_say() -> None:
    """Each proposed placement marks as many days as it has, and a room every one."""
    for each in demo_view(Lang.JA).assignments:
        days = [day for day, held in each.week if held]
        assert len(each.week) == 7
        assert days, each
        if "毎晩" in each.times:
            assert len(days) == 7


def test_who_has_not_agreed_is_not_called_a_gap() -> None:
    """Without consent, or with a scheme that fits, the next step is that and no new resource."""
    steps = {each.person_id: each.change for each in demo_view(Lang.JA).unplaced}
    assert "同意" in steps["P015"]
    assert "既存の制度" in steps["P014"]
