"""Policies are compared in the same world, and the numbers are what they say."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from matching.errors import InvalidProblem
from matching.simulation.comparison import compare, comparison_from_json, comparison_to_json
from matching.simulation.measures import Measures, measure, over_years
from matching.simulation.replay import Stays
from matching.simulation.year import WAITING_POINTS, YearParams
from matching.vocabulary import Policy
from tests.matching.simulation.years import planted

TOWN = YearParams(weeks=8, people=25, hosts=8, districts=2)


def test_every_policy_is_measured_by_hindsight() -> None:
    """Each seed has each policy once, none above hindsight; twice asked for, the same; JSON keeps it."""
    found = compare(TOWN, [1, 2])
    assert [(each.seed, each.policy) for each in found.years] == [(s, p) for s in (1, 2) for p in Policy]
    assert all(0 < each.measures.share_of_hindsight <= 1 for each in found.years)
    assert [each.policy for each in found.summaries] == list(Policy)
    assert {each.years for each in found.summaries} == {2}
    assert comparison_from_json(comparison_to_json(found)) == found == compare(TOWN, [1, 2])


def test_what_was_finished_before_a_stop_is_given() -> None:
    """Stopped while the second seed is replayed, the first is whole and the second in part."""
    begun: list[tuple[int, Policy]] = []

    def stop() -> bool:
        return len(begun) > len(Policy) + 2

    found = compare(TOWN, [1, 2, 3], lambda seed, policy: begun.append((seed, policy)), stop)
    assert {each.seed for each in found.years} == {1, 2}
    assert {each.policy: each.years for each in found.summaries}[Policy.HINDSIGHT] == 2
    assert {each.policy: each.years for each in found.summaries}[Policy.HELD] == 1
    assert compare(TOWN, [1], should_stop=lambda: True).summaries == ()


def test_measures_of_a_year_counted_by_hand() -> None:
    """Two people, one placed after a week: every number by hand."""
    year = planted()
    stays = Stays(np.array([2, -1]), np.array([1, -1]))
    value = 9_900 * 13 - WAITING_POINTS
    assert measure(year, stays, bound=2.0 * value) == Measures(
        placed=1,
        value=value,
        share_of_hindsight=0.5,
        # One waited from week 1 to 2, the other from week 2 until lost from sight after week 9.
        waiting_days_median=(7 + 56) / 2,
        waiting_days_p90=7 + 0.9 * 49,
        connected=1,
        worst_district_share=0.5,
        moves=0,
    )


def test_a_break_and_a_closing_are_counted() -> None:
    """Who breaks off is not connected; whose host closes is asked to move."""
    stays = Stays(np.array([1, 2]), np.array([0, 2]))
    breaks = dataclasses.replace(planted(2), lasts=np.array([5, 13, 13]))
    assert measure(breaks, stays, 1e9).connected == 1
    assert measure(breaks, stays, 1e9).moves == 0
    closes = dataclasses.replace(planted(2), closes=np.array([14, 1_000_000, 1_000_000]))
    # The first ends in time; the second would have stayed one week longer.
    assert measure(closes, stays, 1e9).connected == 1
    assert measure(closes, stays, 1e9).moves == 1


def test_the_interval_is_students() -> None:
    """Of 1, 2, 3, 4: mean 2.5, ± 3.182 × 1.291 / 2; of one year there is none."""
    years = [Measures(**dict.fromkeys((field.name for field in dataclasses.fields(Measures)), n)) for n in
             (1.0, 2.0, 3.0, 4.0)]  # fmt: skip
    placed = over_years(years)["placed"]
    assert placed.mean == 2.5
    assert placed.half_width == pytest.approx(2.054, abs=1e-3)
    assert over_years(years[:1])["placed"].half_width is None


@pytest.mark.parametrize("seeds", [[], [-1]])
def test_no_seeds_and_negative_ones_are_refused(seeds: list[int]) -> None:
    """What cannot be replayed is named."""
    with pytest.raises(InvalidProblem, match="seeds"):
        compare(TOWN, seeds)
