"""Declined pairs rest until their review date."""

from __future__ import annotations

import datetime as dt

import pytest

from matching.model import Refusal
from matching.vocabulary import Side
from tests.matching.builders import TODAY, host, menu, person, pool
from tests.matching.eligibility.judged import AGAINST, FITS, says

TOMORROW = TODAY + dt.timedelta(1)
HOSTS = {"hosts": [host(), host(id="H2")], "pools": [pool(), pool(id="H2-places", host_id="H2")]}


@pytest.mark.parametrize(
    ("refusals", "verdict"),
    [
        ((), FITS),
        ((Refusal("H1"),), AGAINST),
        ((Refusal("H2"),), FITS),
        ((Refusal("H1", "M1"),), AGAINST),
        ((Refusal("H1", "M2"),), FITS),  # another menu of the host
        ((Refusal("H1", side=Side.HOST),), AGAINST),  # the host declined
        ((Refusal("H1", until=TOMORROW),), AGAINST),
        ((Refusal("H1", until=TODAY),), FITS),  # the review is today
        ((Refusal("H1", until=TODAY), Refusal("H1", until=TOMORROW)), AGAINST),
        ((Refusal("H1", "gone"),), FITS),  # a menu that is no longer offered
    ],
)
def test_refusal(refusals: tuple[Refusal, ...], verdict: str) -> None:
    """A host or menu that either side declined is left out until the review date."""
    assert says("refusal", person(refusals=refusals), menu(), **HOSTS) == verdict
