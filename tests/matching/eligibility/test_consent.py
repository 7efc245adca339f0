"""The person's consent to be considered at all."""

from __future__ import annotations

import pytest

from matching.vocabulary import ConsentStage
from tests.matching.builders import person
from tests.matching.eligibility.judged import AGAINST, FITS, says


@pytest.mark.parametrize(
    ("consent", "verdict"),
    [
        (ConsentStage.NONE, AGAINST),
        (ConsentStage.TO_CONSIDER, FITS),
        (ConsentStage.TO_OFFER, FITS),
    ],
)
def test_consent(consent: ConsentStage, verdict: str) -> None:
    """Nothing is proposed for somebody who has not agreed."""
    assert says("consent", person(consent=consent)) == verdict
