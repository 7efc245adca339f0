"""The 狭間 check: an existing scheme comes first."""

from __future__ import annotations

import pytest

from matching.model import SchemeCheck
from matching.vocabulary import Answer, NeedDomain
from tests.matching.builders import person
from tests.matching.eligibility.judged import AGAINST, ASK_PERSON, FITS, says, values_of

BELONGING, WORK = NeedDomain.BELONGING, NeedDomain.WORK


def check(possible: Answer, domain: NeedDomain = BELONGING) -> SchemeCheck:
    """Make one line of the check."""
    return SchemeCheck("就労移行支援", domain, possible)


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ((), FITS),
        ((check(Answer.YES),), AGAINST),
        ((check(Answer.NO),), FITS),
        ((check(Answer.UNKNOWN),), ASK_PERSON),
        ((check(Answer.NO), check(Answer.UNKNOWN)), ASK_PERSON),
        ((check(Answer.UNKNOWN), check(Answer.YES)), AGAINST),  # one that fits is enough
        ((check(Answer.YES, WORK), check(Answer.UNKNOWN, WORK)), FITS),  # of another need
    ],
)
def test_scheme(checks: tuple[SchemeCheck, ...], verdict: str) -> None:
    """Who could use a scheme for the need is routed there; an unfinished check is asked about."""
    assert says("scheme", person(schemes=checks)) == verdict


def test_need_is_told() -> None:
    """The reason names the need, and no scheme by name."""
    assert values_of("scheme", person(schemes=(check(Answer.YES),))) == {"domain": BELONGING}
