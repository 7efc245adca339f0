"""Age limits of a menu."""

from __future__ import annotations

import pytest

from tests.matching.builders import menu, person
from tests.matching.eligibility.judged import AGAINST, FITS, says, values_of


@pytest.mark.parametrize(
    ("age", "verdict"), [(17, AGAINST), (18, FITS), (30, FITS), (64, FITS), (65, AGAINST), (0, AGAINST)]
)
def test_age(age: int, verdict: str) -> None:
    """A menu admits its lower and upper age and everyone between, and nobody else."""
    assert says("age", person(age_years=age), menu(age_from=18, age_to=64)) == verdict


@pytest.mark.parametrize("age", [0, 120])
def test_a_menu_without_limits_admits_every_age(age: int) -> None:
    """Where a menu names no ages, every age fits."""
    assert says("age", person(age_years=age)) == FITS


def test_age_is_told_with_the_limits() -> None:
    """The reason compares the age with both limits."""
    assert values_of("age", person(age_years=70), menu(age_from=18, age_to=64)) == {
        "age": 70,
        "from": 18,
        "to": 64,
    }
