"""What other rules would change, as counts."""

from __future__ import annotations

import dataclasses

import pytest

from matching.bundled import data_path
from matching.effect import effect_of
from matching.model import Problem
from matching.pipeline import propose
from matching.serialize import load_problem
from matching.vocabulary import LimitKind, SolveStatus, Verdict


@pytest.fixture(scope="module")
def town() -> Problem:
    """The demo town."""
    return load_problem(data_path("demo/town.json"))


def test_the_same_rules_change_nothing(town: Problem) -> None:
    """Every count is the same on both sides, and nobody moves."""
    effect = effect_of(town, town)
    for counts in (effect.verdicts, effect.against, effect.limits):
        assert counts
        assert all(before == after for before, after in counts.values())
    assert (effect.gained, effect.lost, effect.moved, effect.more, effect.fewer) == (0, 0, 0, 0, 0)
    assert effect.assigned == (len(propose(town).assignments),) * 2
    assert effect.status == (SolveStatus.OPTIMAL, SolveStatus.OPTIMAL)


def test_a_slower_walk_shows_as_pairs_and_places_lost(town: Problem) -> None:
    """What the counts say is what a proposal under the changed travel model comes to."""
    slow = {
        mode: dataclasses.replace(getattr(town.travel, mode), speed_kmh=1.0)
        for mode in ("walk", "bicycle", "bus")
    }
    changed = dataclasses.replace(town, travel=dataclasses.replace(town.travel, **slow))
    effect = effect_of(town, changed)
    assert effect.against["travel"][1] > effect.against["travel"][0]
    assert effect.verdicts[Verdict.FITS][1] < effect.verdicts[Verdict.FITS][0]
    before, after = propose(town).assignments, propose(changed).assignments
    assert effect.assigned == (len(before), len(after))
    assert effect.assigned[0] - effect.lost + effect.gained == effect.assigned[1]
    assert effect.lost > 0


def test_a_limit_that_is_off_binds_no_slot(town: Problem) -> None:
    """Without the limit the slots it bound are bound by another, and none has fewer places."""
    limits = tuple(
        dataclasses.replace(limit, is_on=limit.kind != LimitKind.WAITING_LIST) for limit in town.rules.limits
    )
    effect = effect_of(town, dataclasses.replace(town, rules=dataclasses.replace(town.rules, limits=limits)))
    assert effect.limits[LimitKind.WAITING_LIST][0] > 0
    assert effect.limits[LimitKind.WAITING_LIST][1] == 0
    assert sum(before for before, _ in effect.limits.values()) == sum(
        after for _, after in effect.limits.values()
    )
    assert effect.more > 0
    assert effect.fewer == 0
