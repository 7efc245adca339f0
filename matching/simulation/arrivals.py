"""A year of arrivals: people, where they could go, and what they and the hosts will answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.simulation.chance import Chance, chance
from matching.simulation.places import (
    HALF_DAYS,
    NEED_SHARES,
    TERM_SHARES,
    Places,
    draw_changes,
    draw_places,
)
from matching.simulation.year import LONGEST_WEEKS, NEVER, NO_ROW, TERMS_WEEKS, Year, YearParams

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PLACED, DEEPEST_FIT = 10_000, 700
"""As in `data/weights`: what having a place is worth, and how far under the best fit nothing is proposed."""
_WISH, _NEAR, _PICKED_UP, _HALF_DAY_SHORT = 250, 200, 250, 150
_ALREADY_WAITING = 0.08
_SPREAD_KM = 1.3
_REACH_KM, _SHORT_REACH_KM = (3.0, 9.0), (2.0, 5.0)
_FREE, _SELDOM_FREE = 0.6, 0.35
_WANTED, _WANTED_SHARES = (1, 2), (0.55, 0.45)
_MEAN_PATIENCE_WEEKS, _MOST_PATIENCE_WEEKS = 6, 16
_PATTERNS, _MENUS = 2, 8
_DECLINES, _DECLINES_MORE, _REFUSES, _BUSY = 0.05, 0.1, 0.08, 0.03
_BREAKS_A_WEEK, _BREAKS_MORE = 0.0048, 0.5


@dataclass(frozen=True, eq=False)
class _People:
    arrives: Ints
    leaves: Ints
    term: Ints
    district: Ints
    at: Floats
    need: Ints
    needs_pick_up: Flags
    reach_km: Floats
    free: Flags
    wanted: Ints


@dataclass(frozen=True, eq=False)
class _Options:
    """Candidates without what chance says of them."""

    person: Ints
    host: Ints
    fit: Ints
    rows: Ints


def draw_year(params: YearParams, seed: int, number: int = 0) -> Year:
    """
    Draw a year of the town of a seed; equal arguments give an equal year.

    Everybody has one need, wants one or two half-days, and is lost from sight after some weeks without a
    place. Some can go nowhere without being picked up; all the others would rather be picked up too.

    Parameters
    ----------
    params
        The sizes.
    seed
        Of the town, 0 or more.
    number
        Which of its years, 0 or more: the same hosts, other people, other luck.
    """
    places = draw_places(np.random.Generator(np.random.PCG64([seed, 0])), params)
    rng = np.random.Generator(np.random.PCG64([seed, 1 + number]))
    changes, closes = draw_changes(rng, params, places)
    people = _draw_people(rng, params, places)
    options = _draw_options(seed, number, places, people)
    person, host = options.person, options.host
    best = np.full(params.people, np.iinfo(np.int64).min)
    np.maximum.at(best, person, options.fit)
    below = (best[person] - options.fit) / DEEPEST_FIT
    declines = chance(seed, Chance.PERSON_DECLINES, number, person, host) < _DECLINES + _DECLINES_MORE * below
    refuses = chance(seed, Chance.HOST_REFUSES, number, person, host) < _REFUSES
    is_busy = chance(
        seed, Chance.HOST_IS_BUSY, number, np.arange(params.hosts)[:, None], np.arange(params.weeks)
    )
    # What hits a person hits them wherever they are; how much it takes to end a stay depends on the fit.
    hit = chance(seed, Chance.BREAK, number, person[:, None], np.arange(LONGEST_WEEKS))
    is_over = hit < (_BREAKS_A_WEEK * (1 + _BREAKS_MORE * below))[:, None]
    breaks = np.where(is_over.any(axis=1), is_over.argmax(axis=1) + 1, NEVER)
    districts = params.districts
    return Year(
        weeks=params.weeks,
        arrives=people.arrives,
        leaves=people.leaves,
        term=people.term,
        district=people.district,
        row_host=np.append(places.row_host, np.full(districts, params.hosts)),
        closes=np.append(closes, NEVER),
        changes=changes,
        person=person,
        host=host,
        value=PLACED + options.fit - best[person],
        rows=options.rows,
        accepts=~declines & ~refuses,
        lasts=np.minimum(breaks, people.term[person]),
        busy=np.vstack([is_busy < _BUSY, np.zeros((1, params.weeks), dtype=np.bool_)]),
    )


def _draw_people(rng: np.random.Generator, params: YearParams, places: Places) -> _People:
    n = params.people
    has_waited = rng.random(n) < _ALREADY_WAITING
    arrives = np.sort(np.where(has_waited, 0, rng.integers(0, params.weeks, n)))
    district = rng.choice(params.districts, n, p=places.district_shares)
    needs_pick_up = rng.random(n) < params.need_pick_up
    reach_km = np.where(needs_pick_up, rng.uniform(*_SHORT_REACH_KM, n), rng.uniform(*_REACH_KM, n))
    patience = np.minimum(1 + rng.geometric(1 / _MEAN_PATIENCE_WEEKS, n), _MOST_PATIENCE_WEEKS)
    return _People(
        arrives=arrives,
        leaves=arrives + patience,
        term=rng.choice(TERMS_WEEKS, n, p=TERM_SHARES),
        district=district,
        at=places.centres[district] + rng.normal(0, _SPREAD_KM, (n, 2)),
        need=rng.choice(len(NEED_SHARES), n, p=NEED_SHARES),
        needs_pick_up=needs_pick_up,
        reach_km=reach_km,
        free=rng.random((n, HALF_DAYS)) < np.where(needs_pick_up, _SELDOM_FREE, _FREE)[:, None],
        wanted=rng.choice(_WANTED, n, p=_WANTED_SHARES),
    )


def _draw_options(seed: int, number: int, places: Places, people: _People) -> _Options:
    """Pair people with hosts that serve their need when they are free, and keep the best of each."""
    away_km = np.linalg.norm(people.at[:, None] - places.at[None], axis=2)
    common = people.free[:, None, :] & (places.row_of >= 0)[None]
    looked_at = places.serves[:, people.need].T & (away_km <= 2 * people.reach_km[:, None])
    person, host = np.nonzero(looked_at & common.any(axis=2))
    away, reach, wanted = away_km[person, host], people.reach_km[person], people.wanted[person]
    row_of = np.where(common[person, host], places.row_of[host], NO_ROW)
    held = (row_of != NO_ROW).sum(axis=1)
    # The half-days both have come first.
    row_of = np.take_along_axis(row_of, np.argsort(row_of == NO_ROW, axis=1, kind="stable"), axis=1)

    liking = 0.3 * places.liked[host] + 0.7 * chance(seed, Chance.LIKING, number, person, host)
    fit = _WISH * liking - _HALF_DAY_SHORT * (held < wanted)
    takes = np.minimum(wanted, held)
    pick_up = places.row_host.size + people.district[person]
    goes_alone = ~people.needs_pick_up[person] & (away <= reach)
    found = []
    for pattern in range(_PATTERNS):
        exists = held >= pattern + takes
        second = np.where(takes == 2, row_of[:, pattern + 1], NO_ROW)
        for is_picked_up in (False, True):
            kept = exists if is_picked_up else exists & goes_alone
            way = np.full(person.size, _PICKED_UP) if is_picked_up else _NEAR * (1 - away / reach)
            third = pick_up if is_picked_up else np.full(person.size, NO_ROW)
            rows = np.stack([row_of[:, pattern], second, third], axis=1)
            points = np.rint(fit + way).astype(np.int64)
            found.append((person[kept], host[kept], points[kept], rows[kept]))
    return _best(_Options(*(np.concatenate(each) for each in zip(*found, strict=True))), people.arrives.size)


def _best(options: _Options, n_people: int) -> _Options:
    """Keep what is not too far under the person's best, the best few with and without being picked up."""
    best = np.full(n_people, np.iinfo(np.int64).min)
    np.maximum.at(best, options.person, options.fit)
    is_picked_up = options.rows[:, 2] != NO_ROW
    key = options.person * 2 + is_picked_up
    order = np.lexsort((options.rows[:, 0], options.host, -options.fit, key))
    order = order[options.fit[order] > best[options.person[order]] - DEEPEST_FIT]
    rank = np.arange(order.size) - np.searchsorted(key[order], key[order])
    kept = order[rank < _MENUS]
    return _Options(options.person[kept], options.host[kept], options.fit[kept], options.rows[kept])
