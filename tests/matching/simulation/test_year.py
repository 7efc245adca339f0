"""A drawn year is what its seed says, and nobody knows more of it than they could."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.simulation.arrivals import DEEPEST_FIT, PLACED, draw_year
from matching.simulation.year import LONGEST_WEEKS, NO_ROW, WAITING_POINTS, Year, YearParams
from tests.matching.simulation.years import SMALL, planted

TOWN = YearParams(people=120, hosts=30)


@settings(max_examples=25, deadline=None)
@given(params=SMALL, seed=st.integers(0, 10_000))
def test_a_promised_seat_is_there_unless_its_host_closes(params: YearParams, seed: int) -> None:
    """What is known in a week for the length of a stay comes true, or more; closings are the exception."""
    year = draw_year(params, seed)
    true = year.seats()
    for week in range(year.weeks):
        known = year.seats(week)
        stays = slice(week, week + LONGEST_WEEKS)
        is_open = np.arange(true.shape[1]) < year.closes[year.row_host][:, None]
        assert (known[:, stays] <= true[:, stays])[is_open[:, stays]].all()
        assert (known[:, week] <= true[:, week]).all()


@settings(max_examples=25, deadline=None)
@given(params=SMALL, seed=st.integers(0, 10_000))
def test_candidates_are_what_they_say(params: YearParams, seed: int) -> None:
    """Sorted by person; the best is worth a place, none lies too far below; who needs a pick-up takes one."""
    year = draw_year(params, seed)
    assert (np.diff(year.person) >= 0).all()
    assert (year.value <= PLACED).all()
    assert (year.value > PLACED - DEEPEST_FIT).all()
    assert (year.rows[:, 0] != NO_ROW).all()
    assert (year.row_host[year.rows[:, 0]] == year.host).all()
    assert ((year.lasts >= 1) & (year.lasts <= year.term[year.person])).all()
    for person in np.unique(year.person):
        assert year.value[year.person == person].max() == PLACED
    if params.need_pick_up == 1.0:
        assert (year.rows[:, 2] != NO_ROW).all()


def _arrays(year: Year) -> list[np.ndarray]:
    changes = [getattr(year.changes, field.name) for field in dataclasses.fields(year.changes)]
    values = [getattr(year, field.name) for field in dataclasses.fields(year)]
    return [*changes, *(value for value in values if isinstance(value, np.ndarray))]


def test_equal_seeds_give_equal_years_of_the_same_town() -> None:
    """A year is drawn twice alike; its next year has the same hosts and other people."""
    year, again, following = draw_year(TOWN, 3), draw_year(TOWN, 3), draw_year(TOWN, 3, number=1)
    assert all(np.array_equal(one, other) for one, other in zip(_arrays(year), _arrays(again), strict=True))
    assert np.array_equal(year.row_host, following.row_host)
    assert not np.array_equal(year.arrives, following.arrives)
    assert not np.array_equal(year.row_host, draw_year(TOWN, 4).row_host)


def test_what_a_stay_is_worth() -> None:
    """Its points in every week of the year, less a quarter of a place for each week of waiting."""
    year = planted()
    assert int(year.worth(np.array([1]), 3)[0]) == 9_900 * 13 - 2 * WAITING_POINTS
    # The second half of a stay that begins in week 12 lies in the next year.
    assert int(year.worth(np.array([1]), 12)[0]) == 9_900 * 8 - 11 * WAITING_POINTS


@pytest.mark.parametrize(
    ("field", "given_"),
    [("weeks", 1), ("people", 0), ("hosts", 0), ("districts", 0), ("need_pick_up", 1.1), ("pick_up", -0.1)],
)
def test_impossible_sizes_are_refused(field: str, given_: float) -> None:
    """A size that cannot be is named."""
    with pytest.raises(InvalidProblem, match=field):
        dataclasses.replace(TOWN, **{field: given_})
