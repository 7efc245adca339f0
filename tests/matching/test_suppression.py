"""No hidden number can be bounded closely from everything that is shown."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from matching.errors import InvalidProblem
from matching.suppression import (
    Suppressed,
    least_shown,
    shown,
    sums_of,
    suppress,
    suppress_together,
    with_totals,
)

POPULATIONS = (1_999, 2_000, 24_999, 25_000, 400_000)
ATTACKED = 1_000 if os.environ.get("SANKA_SOAK") == "1" else 30
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=1, max_size=4
    )
)


def widths(*seen: Suppressed) -> list[float]:
    """
    Attack: bound every hidden number from all that is shown by linear programmes; give how wide each is.

    Written without any part of what hides them but the sums a table with totals stands for. All tables are
    laid side by side; the attacker knows that their totals along the last axis are the same, and that what
    is hidden is 1 at least, for every 0 is shown.
    """
    sums = [sums_of(tuple(n - 1 for n in each.numbers.shape)).toarray() for each in seen]
    cells = [part.shape[1] for part in sums]
    starts = np.cumsum([0, *cells])
    rows, totals, goals = [], [], []
    low = np.zeros(starts[-1])
    for part, each, start in zip(sums, seen, starts, strict=False):
        for row, number, secret in zip(part, each.numbers.ravel(), each.hidden.ravel(), strict=True):
            full = np.zeros(starts[-1])
            full[start : start + row.size] = row
            if secret:
                goals.append(full)
                if row.sum() == 1:
                    low[np.argmax(full)] = 1
            else:
                rows.append(full)
                totals.append(number)
    first = np.arange(cells[0]).reshape(*(n - 1 for n in seen[0].numbers.shape[:-1]), -1)
    for n, each in enumerate(seen[1:], 1):
        other = np.arange(cells[n]).reshape(*(k - 1 for k in each.numbers.shape[:-1]), -1) + starts[n]
        for one, two in zip(
            first.reshape(-1, first.shape[-1]), other.reshape(-1, other.shape[-1]), strict=True
        ):
            row = np.zeros(starts[-1])
            row[one], row[two] = 1, -1
            rows.append(row)
            totals.append(0)
    equal = {"A_eq": np.array(rows), "b_eq": np.array(totals)} if rows else {}
    # 100,000 stands for "as many as there are": nobody knows a higher bound.
    bounds = [(least, 100_000) for least in low]
    return [sum(-linprog(sign * goal, **equal, bounds=bounds).fun for sign in (1, -1)) for goal in goals]


def random_table(rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw a table of one to three axes, with many small numbers and zeros and a few large ones."""
    shape = tuple(rng.integers(1, 5, rng.integers(1, 4)).tolist())
    return rng.poisson(rng.gamma(0.5, rng.choice([8, 30, 80]), shape))


def test_attack_on_random_tables_finds_nothing() -> None:
    """However the numbers fall, no hidden one can be bounded more closely than the threshold."""
    rng = np.random.Generator(np.random.PCG64(7))
    hidden = 0
    for _ in range(ATTACKED):
        population = int(rng.choice([10_000, 400_000]))
        seen = suppress(random_table(rng), population)
        found = widths(seen)
        hidden += len(found)
        assert all(width >= (least_shown(population) or 0) - 1e-6 for width in found)
    assert hidden > ATTACKED


def test_the_attack_breaks_what_hides_small_numbers_alone() -> None:
    """The negative control: with primary suppression only the same attack finds hidden numbers exactly."""
    rng = np.random.Generator(np.random.PCG64(7))
    exact = 0
    for _ in range(ATTACKED):
        numbers = with_totals(random_table(rng))
        careless = Suppressed(numbers, (numbers > 0) & (numbers < 10))
        exact += sum(width < 1e-6 for width in widths(careless))
    assert exact > ATTACKED // 2


def test_tables_of_the_same_people_are_attacked_side_by_side() -> None:
    """Need by stop beside need by time: what one shows does not give away what the other hides."""
    rng = np.random.Generator(np.random.PCG64(11))
    broken = 0
    for _ in range(4):
        people = rng.poisson(rng.gamma(0.7, 25, (3, 2)))
        by_stop, by_band = (
            np.array([[rng.multinomial(n, np.ones(k) / k) for n in row] for row in people]) for k in (3, 4)
        )
        assert min(widths(*suppress_together([by_stop, by_band], 400_000)), default=10) >= 10 - 1e-6
        # The negative control: each hidden by itself, the two together give numbers away.
        apart = suppress(by_stop, 400_000), suppress(by_band, 400_000)
        broken += min(widths(*apart), default=10) < 10 - 1e-6
    assert broken > 0


@settings(deadline=None)
@given(table=tables, population=st.sampled_from(POPULATIONS))
def test_what_is_shown_is_true_and_large_enough(table: list[list[int]], population: int) -> None:
    """Shown numbers are the real ones, every 0 among them; none of 1 up to the threshold is shown."""
    seen, least = suppress(table, population), least_shown(population)
    assert np.array_equal(seen.numbers, with_totals(np.array(table)))
    assert seen.at(0, None) in {None, sum(table[0])}
    assert seen.total in {None, sum(map(sum, table))}
    if least is None:
        assert seen.hidden.all()
    else:
        assert not seen.hidden[seen.numbers == 0].any()
        assert seen.hidden[(seen.numbers > 0) & (seen.numbers < least)].all()


def test_nothing_is_hidden_without_need() -> None:
    """A table without small numbers is shown whole."""
    assert not suppress([[30, 40], [0, 55]], 400_000).hidden.any()


def test_a_single_small_number_takes_another_with_it() -> None:
    """With its row's total a hidden number is no secret, so one more goes."""
    seen = suppress([[30, 4, 90], [40, 50, 60]], 400_000)
    assert seen.at(0, 1) is None
    assert int(seen.hidden.sum()) >= 4
    assert seen.total == 274


@pytest.mark.parametrize("table", [[[1, -1]], 7, np.ones((2, 2, 2, 2))])
def test_what_is_no_table_is_refused(table: object) -> None:
    """Negative numbers, no axis, or more axes than people may be crossed by."""
    with pytest.raises(InvalidProblem):
        suppress(table, 400_000)


def test_tables_of_other_people_are_refused() -> None:
    """What is laid side by side must be of the same people."""
    with pytest.raises(InvalidProblem):
        suppress_together([[[1, 2]], [[2, 2]]], 400_000)


@pytest.mark.parametrize(
    ("population", "least"),
    [(None, None), (0, None), (1_999, None), (2_000, 20), (24_999, 20), (25_000, 10)],
)
def test_thresholds_follow_the_population(population: int | None, least: int | None) -> None:
    """Below 2,000 people, or where nobody knows how many, no count at all leaves."""
    assert least_shown(population) == least
    assert shown(0, population) == (None if least is None else 0)
