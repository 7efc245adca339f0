"""A year of arrivals in ten towns under every policy: how much of the optimum in hindsight each reaches."""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pytest
from rich.console import Console

from api.terminal.simulation import comparison_table
from matching.labels import label
from matching.simulation.comparison import replay_all, summarise
from matching.simulation.year import YearParams
from matching.vocabulary import Lang, Policy

pytestmark = pytest.mark.bench

SEEDS = range(1, 1 + int(os.environ.get("SANKA_BENCH_SEEDS", "10")))
PROCESSES = 2


@pytest.mark.parametrize("pick_up", [1.1, 1.6], ids=["short", "ample"])
def test_a_year_of_arrivals(pick_up: float) -> None:
    """No policy is worth more than hindsight, and holding capacity is worth more than not to hold any."""
    params = YearParams(pick_up=pick_up)
    began = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        finished = [each for town in pool.map(partial(replay_all, params), SEEDS) for each in town]
    seconds = time.perf_counter() - began
    comparison = summarise(params, SEEDS, finished)

    console = Console(width=190)
    console.print()
    console.print(comparison_table(comparison, Lang.EN))
    told = f"pick-up seats {pick_up} × the need, {len(SEEDS)} years in {seconds:.0f} s, {PROCESSES} processes"
    console.print(told)
    for policy in Policy:
        shares = [each.measures.share_of_hindsight for each in finished if each.policy == policy]
        console.print(f"{label(policy, Lang.EN)}: {min(shares):.1%} to {max(shares):.1%} of hindsight")

    reached = {each.policy: each.measures["share_of_hindsight"].mean for each in comparison.summaries}
    assert all(each.measures.share_of_hindsight <= 1 for each in finished)
    assert reached[Policy.HINDSIGHT] >= 0.998
    others = set(Policy) - {Policy.HELD, Policy.HINDSIGHT}
    assert reached[Policy.HELD] > max(reached[policy] for policy in others)
