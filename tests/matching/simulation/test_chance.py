"""A chance belongs to what it is about, whoever asks and in whatever order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.simulation.chance import Chance, chance

NUMBERS = st.integers(0, 2**40)


@given(seed=NUMBERS, people=st.lists(NUMBERS, min_size=1, max_size=20), week=NUMBERS)
def test_a_chance_does_not_depend_on_who_else_is_asked_for(seed: int, people: list[int], week: int) -> None:
    """Asked for together or one by one, forwards or backwards, the numbers are the same and in range."""
    together = chance(seed, Chance.BREAK, np.array(people), week)
    alone = [float(chance(seed, Chance.BREAK, person, week)[0]) for person in people]
    backwards = chance(seed, Chance.BREAK, np.array(people[::-1]), week)[::-1]
    assert together.tolist() == alone == backwards.tolist()
    assert ((together >= 0) & (together < 1)).all()


def test_chances_are_even_and_know_nothing_of_each_other() -> None:
    """Over 200 × 200 pairs the deciles are as they should be, and seeds and kinds are unrelated."""
    first, second = np.arange(200)[:, None], np.arange(200)[None]
    one = chance(1, Chance.HOST_REFUSES, first, second).ravel()
    others = (
        chance(2, Chance.HOST_REFUSES, first, second).ravel(),
        chance(1, Chance.PERSON_DECLINES, first, second).ravel(),
        chance(1, Chance.HOST_REFUSES, second, first).ravel()[1:],
    )
    assert abs(np.histogram(one, bins=10, range=(0, 1))[0] / one.size - 0.1).max() < 0.006
    for other in others:
        assert abs(np.corrcoef(one[-other.size :], other)[0, 1]) < 0.02
