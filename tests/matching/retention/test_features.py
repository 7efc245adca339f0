"""The one list of what a prediction may look at."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.retention.features import ALLOWED, COLUMN, FEATURES, MOVES, seasons
from matching.vocabulary import Feature

AGREED = {
    "wish", "conditions", "travel_minutes", "slots_a_week", "stay_minutes", "ladder_step", "host_experience",
    "attention_minutes", "accompanied", "contacts_a_month", "season_winter", "season_spring",
}  # fmt: skip
"""What was agreed. Whoever adds to it adds it here too, and says why it is no stand-in for a person."""

FORBIDDEN = re.compile(
    "diagnos|illness|disab|techo|handbook|debt|benefit|history|criminal|sex|gender|national|foreign|age|birth|"
    "district|postcode|address|mesh|household|family|school|waiting|refus"
)


def test_the_list_is_the_agreed_one() -> None:
    """Nothing is looked at that was not agreed, and each has one column."""
    assert {feature.value for feature in Feature} == AGREED
    assert set(FEATURES) == set(ALLOWED) == set(Feature)
    assert sorted(COLUMN.values()) == list(range(len(Feature)))


def test_no_feature_is_about_who_somebody_is() -> None:
    """No name on the list is of a thing that may never be looked at; the words find such a name."""
    assert not [name for name in AGREED if FORBIDDEN.search(name.replace("_a_", "_").replace("stay_", ""))]
    for planted in ("diagnosis", "has_techo", "debt_yen", "sex", "age_years", "home_mesh"):
        assert FORBIDDEN.search(planted)


@given(day=st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)))
def test_seasons_stay_in_their_range(day: dt.date) -> None:
    """Both are between −1 and 1 and turn once a year."""
    winter, spring = seasons(np.array([day.toordinal()]))
    assert winter**2 + spring**2 == pytest.approx(1)
    assert day.month in {4, 10} or (winter[0] > 0) == (day.month in {11, 12, 1, 2, 3})


def test_what_nobody_can_change_is_not_tried() -> None:
    """Neither the way nor the season, the fit nor the past of a host can be arranged; values are in range."""
    assert {feature for feature, rule in ALLOWED.items() if rule.tried} == {
        Feature.SLOTS_A_WEEK, Feature.STAY_MINUTES, Feature.ATTENTION_MINUTES, Feature.ACCOMPANIED,
        Feature.CONTACTS_A_MONTH,
    }  # fmt: skip
    assert all(rule.least <= value <= rule.most for rule in ALLOWED.values() for value in rule.tried)
    assert Feature.WISH not in MOVES
