"""Activities the person would rather avoid."""

from __future__ import annotations

import pytest

from matching.vocabulary import Activity
from tests.matching.builders import menu, person
from tests.matching.eligibility.judged import AGAINST, FITS, says, values_of

COOKING, CAFE, TALKING = Activity.COOKING, Activity.CAFE, Activity.TALKING


@pytest.mark.parametrize(
    ("avoids", "does", "verdict"),
    [
        ((), (), FITS),
        ((), (COOKING,), FITS),
        ((COOKING,), (), FITS),  # a menu that names no activity
        ((COOKING,), (CAFE,), FITS),
        ((COOKING,), (COOKING,), AGAINST),
        ((COOKING, TALKING), (CAFE, TALKING), AGAINST),
        ((COOKING, COOKING), (Activity.CLEANING,), FITS),  # said twice is not something else
    ],
)
def test_avoid(avoids: tuple[Activity, ...], does: tuple[Activity, ...], verdict: str) -> None:
    """A menu with one activity the person avoids does not fit."""
    assert says("avoid", person(avoids=avoids), menu(activities=does)) == verdict


@pytest.mark.parametrize("activity", list(Activity))
def test_the_activity_is_told(activity: Activity) -> None:
    """The reason names the activity in question."""
    where = menu(activities=tuple(Activity))
    assert values_of("avoid", person(avoids=(activity,)), where) == {"activity": activity}
