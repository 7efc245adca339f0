"""A wish that staff of one gender be there."""

from __future__ import annotations

import pytest

from matching.vocabulary import Gender
from tests.matching.builders import host, person
from tests.matching.eligibility.judged import AGAINST, ASK_HOST, FITS, says, values_of

WOMAN, MAN = Gender.WOMAN, Gender.MAN


@pytest.mark.parametrize(
    ("wish", "staff", "verdict"),
    [
        (None, None, FITS),
        (None, (), FITS),
        (None, (MAN,), FITS),
        (WOMAN, (WOMAN,), FITS),
        (WOMAN, (MAN, WOMAN), FITS),
        (WOMAN, (MAN,), AGAINST),
        (WOMAN, (MAN, MAN), AGAINST),
        (WOMAN, (), AGAINST),
        (WOMAN, None, ASK_HOST),
        (MAN, (MAN,), FITS),
        (MAN, (WOMAN, WOMAN), AGAINST),  # said twice is nobody else
        (MAN, None, ASK_HOST),
    ],
)
def test_staff_gender(wish: Gender | None, staff: tuple[Gender, ...] | None, verdict: str) -> None:
    """A wish is met by one such member of staff; where nobody knows the staff the host is asked."""
    assert says("staff_gender", person(staff_gender=wish), hosts=[host(staff_genders=staff)]) == verdict


def test_the_wish_is_told() -> None:
    """The reason names the wish."""
    who = person(staff_gender=MAN)
    assert values_of("staff_gender", who, hosts=[host(staff_genders=())]) == {"gender": MAN}
