"""Arrays of a town's or a nation's size, drawn directly to measure the kernel on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.errors import require
from matching.geo.nearest import NearestMenus
from matching.selection.problem import Selection
from matching.simulation.country import Country, draw_country

_NEAR_MENUS, _CANDIDATE_MENUS, _REACH_M = 60, 20, 10_000.0
_HALF_DAYS, _FEWEST_HALF_DAYS = 10, 6
_HALF_DAYS_WANTED, _WANTED_SHARES = (1, 2, 3), (0.40, 0.35, 0.25)
_PLACES, _PLACES_SHARES = (1, 2, 3), (0.6, 0.3, 0.1)
_FREE_SHARE = 0.4
_PATTERNS = 2
_NEWCOMERS_PER_PERSON = 0.9
_CASELOAD, _HARD_CASELOAD, _HARD_OPEN = 0.85, 0.6, 0.3
_TASTES = 6

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class National:
    """
    A drawn problem and what its candidates stand for.

    Parameters
    ----------
    selection
        The kernel's arrays. Rows: first the newcomers of each menu, then the caseload of each coordinator,
        then (rich problems only) each menu's half-days.
    person, menu
        int64[n]: whose candidate it is, and where.
    """

    selection: Selection
    person: Ints
    menu: Ints


def draw_national(
    n_people: int, n_menus: int, seed: int, hard: bool = False, single: bool = False
) -> National:
    """
    Draw people who want one to three half-days a week, and menus that have one to three places in some.

    About 60 menus for a need are within 7 km; of those that are open when a person is free, the 20 nearest
    are candidates, with up to two weekly patterns each. A value, 1 to 1000, is liking, nearness, the share of
    the wanted half-days, and chance. All menus together can get to know nine newcomers for ten people; each
    coordinator of 20 neighbouring menus carries 85 % of their newcomers.

    Parameters
    ----------
    n_people, n_menus
        1 or more each.
    seed
        Any whole number, 0 or more.
    hard
        Three menus in ten are open, with 1 + Poisson(3) newcomers and a caseload of 60 %: slots are short.
    single
        One candidate per person and menu that uses newcomers and caseload alone: a flow.

    Raises
    ------
    InvalidProblem
        If a number is out of range.
    """
    require(n_people >= 1, "national problem", "n_people", n_people, "1 or more")
    require(n_menus >= 1, "national problem", "n_menus", n_menus, "1 or more")
    rng = np.random.Generator(np.random.PCG64(seed))
    country = draw_country(rng, n_people, n_menus)
    is_open = rng.random(n_menus) < (_HARD_OPEN if hard else 1.0)
    newcomers = (
        1 + rng.poisson(3, n_menus)
        if hard
        else rng.multinomial(round(_NEWCOMERS_PER_PERSON * n_people), np.full(n_menus, 1 / n_menus))
    )
    how_many = rng.integers(_FEWEST_HALF_DAYS, _HALF_DAYS + 1, (n_menus, 1))
    held = _bits(rng.random((n_menus, _HALF_DAYS)).argsort().argsort() < how_many)
    free = _bits(rng.random((n_people, _HALF_DAYS)) < _FREE_SHARE)
    wanted = rng.choice(_HALF_DAYS_WANTED, n_people, p=_WANTED_SHARES)

    person, menu, distance_m = _near(country, is_open)
    open_half_days = free[person] & held[menu]
    kept = (open_half_days > 0) & (distance_m <= _REACH_M)
    kept[kept] = _rank_in(person[kept]) < _CANDIDATE_MENUS
    person, menu, half_days, distance_m = person[kept], menu[kept], open_half_days[kept], distance_m[kept]

    likes, gives = rng.random((n_people, _TASTES)), rng.random((n_menus, _TASTES))
    worth = 300 * np.einsum("pt,pt->p", likes[person], gives[menu]) / _TASTES * 2
    worth += 250 * (1 - distance_m / _REACH_M) + rng.uniform(0, 250, person.size)
    if single:
        pair, uses_of_slots = np.arange(person.size), None
    else:
        pair, pattern = _patterns(half_days, wanted[person], person + menu)
        share = np.bitwise_count(pattern) / wanted[person[pair]]
        worth = worth[pair] + 200 * share
        uses_of_slots = pattern
    person, menu = person[pair], menu[pair]
    value = np.clip(np.rint(worth), 1, 1000).astype(np.int64)
    uses, capacity = _rows(rng, country, menu, newcomers, uses_of_slots, hard)
    return National(Selection(person, value, uses, capacity), person, menu)


def _bits(flags: NDArray[np.bool_]) -> Ints:
    return (flags.astype(np.int64) << np.arange(flags.shape[1])).sum(axis=1)


def _near(country: Country, is_open: NDArray[np.bool_]) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Give those of the nearest menus of each person that are open, ordered by person and distance."""
    tree = NearestMenus(country.hosts)
    near, distance_m = tree.query(country.homes[:, 0], country.homes[:, 1], _NEAR_MENUS)
    found = (near >= 0) & is_open[near]
    person = np.broadcast_to(np.arange(len(near))[:, None], near.shape)
    return person[found], near[found].astype(np.int64), distance_m[found]


def _rank_in(sorted_keys: Ints) -> Ints:
    """Number the entries of each run of equal keys."""
    return np.arange(sorted_keys.size) - np.searchsorted(sorted_keys, sorted_keys)


def _patterns(half_days: Ints, wanted: Ints, turn: Ints) -> tuple[Ints, Ints]:
    """Give up to two different patterns for each pair: as many of its half-days as are wanted."""
    count = np.bitwise_count(half_days)
    table = (half_days[:, None] >> np.arange(_HALF_DAYS)) & 1
    position = np.argsort(table == 0, axis=1, kind="stable")
    found = []
    for start in range(_PATTERNS):
        mask = np.zeros(half_days.size, dtype=np.int64)
        for step in range(max(_HALF_DAYS_WANTED)):
            takes = step < np.minimum(wanted, count)
            at = position[np.arange(mask.size), (turn + start + step) % np.maximum(count, 1)]
            mask |= takes.astype(np.int64) << at
        found.append(mask)
    both = np.stack(found, axis=1)
    is_new = np.ones(both.shape, dtype=np.bool_)
    is_new[:, 1] = both[:, 0] != both[:, 1]
    pair, _ = np.nonzero(is_new)
    return pair, both[is_new]


def _rows(
    rng: np.random.Generator,
    country: Country,
    menu: Ints,
    newcomers: Ints,
    pattern: Ints | None,
    hard: bool,
) -> tuple[sparse.csr_array, Ints]:
    """Build the rows, and how much there is of each."""
    n, n_menus = menu.size, newcomers.size
    coordinator = country.neighbourhood_of_host
    carried = np.bincount(coordinator, weights=newcomers, minlength=country.n_neighbourhoods)
    caseload = np.ceil(carried * (_HARD_CASELOAD if hard else _CASELOAD)).astype(np.int64)
    every = np.arange(n, dtype=np.int32)
    rows = [menu.astype(np.int32), (n_menus + coordinator[menu]).astype(np.int32)]
    columns, capacity = [every, every], [newcomers.astype(np.int64), caseload]
    if pattern is not None:
        places = rng.choice(_PLACES, (n_menus, _HALF_DAYS), p=_PLACES_SHARES).astype(np.int64)
        first = n_menus + caseload.size
        for half_day in range(_HALF_DAYS):
            there = np.flatnonzero((pattern >> half_day) & 1).astype(np.int32)
            rows.append((first + menu[there] * _HALF_DAYS + half_day).astype(np.int32))
            columns.append(there)
        capacity.append(places.ravel())
    row, column = np.concatenate(rows), np.concatenate(columns)
    amounts = np.concatenate(capacity)
    is_used = np.bincount(row, minlength=amounts.size) > 0
    used, row = np.flatnonzero(is_used), (np.cumsum(is_used) - 1).astype(np.int32)[row]
    ones = np.ones(row.size, dtype=np.int8)
    return sparse.csr_array((ones, (row, column)), shape=(used.size, n)), amounts[used]
