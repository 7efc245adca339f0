"""How good a set of developments is found in two seconds, beside choosing one by one."""

from __future__ import annotations

import time

import numpy as np
import pytest
from rich.console import Console
from rich.table import Table
from scipy import sparse

from matching.selection import SelectParams
from matching.selection.coverage import Coverage, cover
from matching.selection.coverage_greedy import built_greedily

pytestmark = pytest.mark.bench

PEOPLE, TEMPLATES, DISTRICTS, DAYS = 500, 300, 10, 3
BUDGET_DAYS = 100
LIMITS_S = (2, 10)


def question(seed: int, worst_share: float) -> Coverage:
    """
    Draw people and developments in ten districts; a quarter of the other districts is near enough.

    Who waits has one of four needs, fits six of ten developments for it, and wants one or two of its three
    days; a development has 1 to 4 places on each of them and takes 3 to 15 days of work.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    district, at = rng.integers(0, DISTRICTS, PEOPLE), rng.integers(0, DISTRICTS, TEMPLATES)
    need, answers = (rng.choice(4, n, p=[0.5, 0.3, 0.1, 0.1]) for n in (PEOPLE, TEMPLATES))
    near = (rng.random((DISTRICTS, DISTRICTS)) < 0.25) | np.eye(DISTRICTS, dtype=bool)
    fits = near[district][:, at] & (need[:, None] == answers) & (rng.random((PEOPLE, TEMPLATES)) < 0.6)
    person, template = np.nonzero(fits)
    days = rng.integers(1, 3, PEOPLE)[person]
    worth = (10_000 + rng.integers(0, 2_000, PEOPLE))[person]
    group, rows = np.repeat(person, DAYS), np.arange(person.size * DAYS)
    # Three patterns each: the one day, or the two that leave it out.
    day = np.tile(np.arange(DAYS), person.size)
    row = np.repeat(template, DAYS) * DAYS
    one = np.repeat(days, DAYS) == 1
    used = np.concatenate([(row + day)[one], (row + (day + 1) % 3)[~one], (row + (day + 2) % 3)[~one]])
    user = np.concatenate([rows[one], rows[~one], rows[~one]])
    places = np.repeat(rng.integers(1, 5, TEMPLATES), DAYS)
    slots, ones = np.arange(TEMPLATES * DAYS), np.ones(used.size, dtype=np.int64)
    return Coverage(
        group=group,
        value=np.repeat(worth, DAYS),
        uses=sparse.csr_array((ones, (used, user)), shape=(slots.size, rows.size)),
        capacity=np.zeros(slots.size, dtype=np.int64),
        extra=sparse.csr_array((places, (slots, slots // DAYS)), shape=(slots.size, TEMPLATES)),
        effort=rng.integers(3, 16, TEMPLATES),
        budget=BUDGET_DAYS,
        people=np.ones(PEOPLE, dtype=np.int64),
        area=district,
        worst_points=int(worst_share * worth.mean() * PEOPLE),
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("worst_share", [0.0, 0.1])
def test_coverage(seed: int, worst_share: float) -> None:
    """Two seconds give a proven gap of a few percent, and far more people than choosing one by one."""
    problem = question(seed, worst_share)
    table = Table(title=f"{PEOPLE} people × {TEMPLATES} developments, seed {seed}, worst share {worst_share}")
    for heading in ("", "seconds", "people", "worst district", "points", "proven gap"):
        table.add_column(heading, justify="right")

    began = time.perf_counter()
    _, by_hand = built_greedily(problem)
    greedy_s = time.perf_counter() - began
    row = f"{by_hand.sum()}", f"{problem.worst_share(by_hand):.0%}", f"{problem.worth(by_hand):,}", ""
    table.add_row("greedy", f"{greedy_s:.2f}", *row)
    for limit_s in LIMITS_S:
        began = time.perf_counter()
        found = cover(problem, SelectParams(time_limit_s=limit_s))
        seconds = time.perf_counter() - began
        table.add_row(
            f"{limit_s} s: {found.status}",
            f"{seconds:.2f}",
            f"{found.chosen.sum()}",
            f"{problem.worst_share(found.chosen):.0%}",
            f"{found.objective:,}",
            f"{found.optimality_gap:.2%}",
        )
        assert problem.holds(found.built, found.chosen)
        assert problem.worth(by_hand) <= found.objective <= found.bound
    console = Console(width=120)
    console.print()
    console.print(table)
