"""When the person can start."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.matching.builders import MONDAY, TODAY, WEEKS, person
from tests.matching.eligibility.judged import AGAINST, FITS, says, values_of

LAST_MONDAY = MONDAY + dt.timedelta(weeks=WEEKS - 1)


@pytest.mark.parametrize(
    ("earliest", "verdict"),
    [
        (None, FITS),
        (TODAY, FITS),
        (LAST_MONDAY, FITS),
        (LAST_MONDAY + dt.timedelta(1), AGAINST),  # the last whole week is gone
        (LAST_MONDAY + dt.timedelta(300), AGAINST),
    ],
)
def test_start(earliest: dt.date | None, verdict: str) -> None:
    """Who cannot start in any whole week the proposal looks at is left out."""
    assert says("start", person(earliest_start=earliest)) == verdict


def test_weeks_are_told() -> None:
    """The reason compares the weeks until the start with the weeks looked at."""
    who = person(earliest_start=LAST_MONDAY + dt.timedelta(weeks=3))
    assert values_of("start", who) == {"in_weeks": WEEKS + 2, "weeks": WEEKS}
