"""Policies compared over years: each meets the same people, the same answers and the same luck."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from matching.errors import require
from matching.selection import SelectParams
from matching.simulation import policies
from matching.simulation.arrivals import draw_year
from matching.simulation.held import PAST_YEARS, Held
from matching.simulation.hindsight import in_hindsight
from matching.simulation.measures import Interval, Measures, measure, over_years
from matching.simulation.replay import replay
from matching.simulation.week import Choose
from matching.simulation.year import Year, YearParams
from matching.vocabulary import Policy

# The gap ends the solve, not the clock: an equal seed gives an equal result.
_HINDSIGHT = SelectParams(time_limit_s=600, relative_gap=0.002)
_CHOOSE: dict[Policy, Choose] = {
    Policy.FIRST_COME: policies.first_come,
    Policy.GREEDY: policies.greedy,
    Policy.DEFERRED: policies.deferred,
    Policy.WEEKLY: policies.weekly,
}


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """
    One town's year under one policy.

    Parameters
    ----------
    seed
        Of the town.
    policy
        What the proposals were made by.
    measures
        What became of the people.
    """

    seed: int
    policy: Policy
    measures: Measures


@dataclass(frozen=True, kw_only=True)
class Summary:
    """
    One policy over the years.

    Parameters
    ----------
    policy
        What the proposals were made by.
    years
        How many were finished.
    measures
        Mean and interval of each measure, by its name.
    """

    policy: Policy
    years: int
    measures: dict[str, Interval]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """
    What a simulation found.

    Parameters
    ----------
    params
        The sizes of town and year.
    seeds
        Asked for; a simulation that was stopped has fewer years.
    summaries
        One for each policy with a finished year.
    years
        Everything behind them.
    """

    params: YearParams
    seeds: tuple[int, ...]
    summaries: tuple[Summary, ...]
    years: tuple[Replayed, ...]


Progress = Callable[[int, Policy], None]


def compare(
    params: YearParams,
    seeds: Sequence[int],
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Comparison:
    """
    Replay the year of each seed under every policy; equal arguments give an equal result.

    Parameters
    ----------
    params
        The sizes.
    seeds
        One town each; one or more, 0 or more each.
    on_progress
        Told which seed and policy begins.
    should_stop
        Asked often; True ends it, and what is finished is given.

    Raises
    ------
    InvalidProblem
        If there is no seed, or one is negative.
    """
    require(len(seeds) > 0, "simulation", "seeds", len(seeds), "one or more")
    require(min(seeds) >= 0, "simulation", "seeds", min(seeds), "0 or more")
    finished: list[Replayed] = []
    for seed in seeds:
        finished += replay_all(params, seed, on_progress, should_stop)
    return summarise(params, seeds, finished)


def replay_all(
    params: YearParams,
    seed: int,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Replayed, ...]:
    """
    Replay one town's year under every policy, hindsight first, for it is the measure of the others.

    Parameters
    ----------
    params, seed, on_progress, should_stop
        As in `compare`.
    """

    def begins(policy: Policy) -> bool:
        if should_stop is not None and should_stop():
            return False
        if on_progress is not None:
            on_progress(seed, policy)
        return True

    if not begins(Policy.HINDSIGHT):
        return ()
    year = draw_year(params, seed)
    best = in_hindsight(year, dataclasses.replace(_HINDSIGHT, should_stop=should_stop))
    if should_stop is not None and should_stop():
        return ()
    finished = {Policy.HINDSIGHT: best.stays}
    for policy in Policy:
        if policy != Policy.HINDSIGHT and begins(policy):
            stays = replay(year, _choose(policy, params, seed, year), should_stop)
            if stays is not None:
                finished[policy] = stays
    return tuple(
        Replayed(seed=seed, policy=policy, measures=measure(year, stays, best.bound))
        for policy, stays in finished.items()
    )


def summarise(params: YearParams, seeds: Sequence[int], finished: Sequence[Replayed]) -> Comparison:
    """
    Put years together by policy.

    Parameters
    ----------
    params, seeds
        As they were asked for.
    finished
        The years, in any order.
    """
    years = tuple(sorted(finished, key=lambda each: (each.seed, list(Policy).index(each.policy))))
    by_policy = {policy: [each.measures for each in years if each.policy == policy] for policy in Policy}
    return Comparison(
        params=params,
        seeds=tuple(seeds),
        summaries=tuple(
            Summary(policy=policy, years=len(measured), measures=over_years(measured))
            for policy, measured in by_policy.items()
            if measured
        ),
        years=years,
    )


def comparison_to_json(comparison: Comparison) -> str:
    """Write a comparison as readable JSON."""
    return TypeAdapter(Comparison).dump_json(comparison, indent=2).decode()


def comparison_from_json(text: str | bytes) -> Comparison:
    """Read a comparison."""
    return TypeAdapter(Comparison).validate_json(text)


def _choose(policy: Policy, params: YearParams, seed: int, year: Year) -> Choose:
    if policy == Policy.HELD:
        return Held(year, [draw_year(params, seed, past) for past in range(1, 1 + PAST_YEARS)])
    return _CHOOSE[policy]
