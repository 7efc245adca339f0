"""Stays week by week: what is watched counts, and no week knows what comes in it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.retention.features import COLUMN
from matching.retention.stays import LONGEST_WEEKS, Step, at_start, weeks_at_risk
from matching.vocabulary import Feature, Parting
from tests.matching.retention.worlds import START, broke_in, stay

DAY = dt.timedelta(days=1)


def column(found: object, feature: Feature) -> list[float]:
    """Give a feature's column as a list."""
    return np.asarray(found)[..., COLUMN[feature]].round(4).tolist()


def test_a_stay_that_goes_on_counts_its_whole_weeks() -> None:
    """Right censoring: a week that is not over yet says nothing."""
    for days, whole in ((69, 10), (68, 9), (0, 0)):
        weeks = weeks_at_risk([stay(until=START + days * DAY)])
        assert weeks.week.tolist() == list(range(whole))
        assert not weeks.broke.any()


def test_the_week_of_an_end_counts() -> None:
    """The last row is the week it ended in, and says how."""
    weeks = weeks_at_risk([broke_in(3)])
    assert weeks.week.tolist() == [0, 1, 2, 3]
    assert weeks.broke.tolist() == [False, False, False, True]


@pytest.mark.parametrize(("late", "first"), [(0, 0), (1, 1), (7, 1), (8, 2), (70, 10)])
def test_weeks_before_watching_do_not_count(late: int, first: int) -> None:
    """Left truncation: only weeks that were watched from their first day on."""
    given = stay(watched_from=START + late * DAY, until=START + 80 * DAY)
    assert weeks_at_risk([given]).week.tolist() == list(range(first, 11))


@pytest.mark.parametrize("parting", Parting)
def test_ends_are_told_apart(parting: Parting) -> None:
    """Only a break is a break; who moved on, moved away, died or ended as agreed has left."""
    weeks = weeks_at_risk([broke_in(2, parting=parting)])
    is_break = parting in {Parting.BROKE_OFF, Parting.HOST_ENDED}
    assert weeks.broke[-1] == is_break
    assert weeks.left[-1] != is_break


@given(until=st.integers(0, 900), late=st.integers(0, 900), ends=st.booleans())
def test_rows_follow_one_another_and_end_once(until: int, late: int, ends: bool) -> None:
    """Whatever the days: weeks follow each other, at most the last ends, none is beyond two years."""
    given = stay(
        watched_from=START + late * DAY,
        until=START + until * DAY,
        parting=Parting.BROKE_OFF if ends else None,
    )
    weeks = weeks_at_risk([given])
    assert np.all(np.diff(weeks.week) == 1)
    assert not weeks.broke[:-1].any()
    assert weeks.week.size == 0 or weeks.week[-1] < LONGEST_WEEKS
    seen = ends and until // 7 < LONGEST_WEEKS and -(-late // 7) <= until // 7
    assert weeks.broke.sum() == seen


def test_no_week_knows_what_comes_in_it() -> None:
    """A contact or a step inside a week, or after it, is not seen at its start."""
    changed = stay(
        steps=(Step(START, 1.0, 60.0), Step(START + 22 * DAY, 2.0, 60.0)),
        contact_days=(START + 15 * DAY, START + 22 * DAY),
    )
    values = weeks_at_risk([changed]).values
    assert column(values, Feature.SLOTS_A_WEEK) == [1, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    assert column(values, Feature.LADDER_STEP)[:5] == [0, 0, 0, 0, round(float(np.log1p(1)), 4)]
    contacts = column(values, Feature.CONTACTS_A_MONTH)
    assert np.isnan(contacts[:2]).all(), "too early to say"
    a_month = [0, 28 / 21, 2, 2, 2, 1, 0, 0]  # a contact counts from the next week's start for four weeks
    assert contacts[2:] == np.log1p(a_month).round(4).tolist()


def test_at_the_start_nothing_later_is_known() -> None:
    """Weeks ahead show the first step, no contact, and the calendar going on."""
    given = stay(steps=(Step(START, 1.0, 60.0), Step(START + 3 * DAY, 3.0, 60.0)), contact_days=(START,))
    values = at_start([given], 30)
    assert values.shape[:2] == (1, 30)
    assert set(column(values[0], Feature.SLOTS_A_WEEK)) == {1}
    assert np.isnan(column(values[0], Feature.CONTACTS_A_MONTH)).all()
    assert len(set(column(values[0], Feature.SEASON_WINTER))) > 20


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until": START - DAY}, "until"),
        ({"at_start": {Feature.WISH: 1.5}}, "wish"),
        ({"at_start": {Feature.WISH: float("nan")}}, "wish"),
        ({"at_start": {Feature.CONTACTS_A_MONTH: 1.0}}, "contacts_a_month"),
        ({"steps": (Step(START, 0.0, 60.0),)}, "slots_a_week"),
        ({"steps": (Step(START, 1.0, 5_000.0),)}, "stay_minutes"),
        ({"steps": (Step(START + DAY, 1.0, 60.0), Step(START, 1.0, 60.0))}, "steps"),
    ],
)
def test_a_wrong_stay_is_refused(wrong: dict[str, object], field: str) -> None:
    """The error names what is wrong."""
    with pytest.raises(InvalidProblem) as raised:
        stay(**wrong)
    assert raised.value.field == field
