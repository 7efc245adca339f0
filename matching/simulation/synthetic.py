"""Synthetic problems of any size for benchmarks, and synthetic people for a demo on real hosts."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.errors import require
from matching.geo.mesh import mesh_code
from matching.model import Host, Person, Pool, PoolSlot, Problem, RuleSet, TravelModel, Weights
from matching.simulation.country import draw_country
from matching.simulation.crowd import Home, draw_people
from matching.simulation.plane import degrees_at
from matching.simulation.synthetic_hosts import Supply, draw_supply
from matching.vocabulary import PoolKind

_DATE = dt.date(2026, 11, 20)
_CASELOAD_SHARE, _HARD_CASELOAD_SHARE = 0.85, 0.6
_COMPANION_MINUTES_A_WEEK = 240
_CAR_SHARE = 0.8
_NEAR_KM = 8.0


def synthetic_problem(
    n_people: int,
    n_menus: int,
    seed: int,
    rules: RuleSet,
    weights: Weights,
    travel: TravelModel,
    hard: bool = False,
) -> Problem:
    """
    Build a problem of a given size in a square country; equal arguments give an equal problem.

    Parameters
    ----------
    n_people, n_menus
        0 or more people; 1 or more menus, each with a host of its own.
    seed
        Any whole number, 0 or more.
    rules, weights, travel
        The data the proposal is to be made under.
    hard
        Fewer menus are open and coordinators carry less, so that slots are what is short.

    Raises
    ------
    InvalidProblem
        If a number is out of range.
    """
    require(n_people >= 0, "synthetic problem", "n_people", n_people, "0 or more")
    require(n_menus >= 1, "synthetic problem", "n_menus", n_menus, "1 or more")
    rng = np.random.Generator(np.random.PCG64(seed))
    country = draw_country(rng, n_people, n_menus)
    districts = [f"N{row + 1}" for row in country.neighbourhood_of_host.tolist()]
    supply = draw_supply(rng, country.hosts, districts, _DATE, n_people, hard)
    homes = [
        Home(mesh_code(lat, lng), f"N{row + 1}", f"K{row + 1}")
        for (lat, lng), row in zip(
            country.homes.tolist(), country.neighbourhood_of_home.tolist(), strict=True
        )
    ]
    return Problem(
        date=_DATE,
        people=draw_people(rng, homes, _DATE, car_share=_CAR_SHARE),
        hosts=tuple(each.host for each in supply),
        menus=tuple(each.menu for each in supply),
        pools=(
            *(pool for each in supply for pool in each.pools),
            *_neighbourhood_pools(supply, country.n_neighbourhoods, hard),
        ),
        rules=rules,
        weights=weights,
        travel=travel,
    )


def synthetic_people_near(hosts: Sequence[Host], n: int, seed: int, date: dt.date) -> tuple[Person, ...]:
    """
    Draw people who live within 8 km of hosts with a place; equal arguments give equal people.

    Parameters
    ----------
    hosts
        At least one with a place, unless nobody is to be drawn.
    n
        How many people.
    seed
        Any whole number, 0 or more.
    date
        The day their waiting is counted to.

    Raises
    ------
    InvalidProblem
        If no host has a place.
    """
    placed = [(host.district, host.place) for host in hosts if host.place is not None]
    require(n == 0 or len(placed) > 0, "synthetic people", "hosts", len(hosts), "a host with a place")
    rng = np.random.Generator(np.random.PCG64(seed))
    chosen = [placed[row] for row in rng.integers(0, max(1, len(placed)), n)]
    # As many in each kilometre of distance, so that it grows less dense further out.
    distance_km, angle = _NEAR_KM * rng.random(n), 2 * np.pi * rng.random(n)
    offset_km = np.stack([distance_km * np.cos(angle), distance_km * np.sin(angle)], axis=-1)
    origins = np.array([(place.lat, place.lng) for _, place in chosen]).reshape(n, 2)
    positions: NDArray[np.float64] = degrees_at(origins, offset_km)
    homes = [
        Home(mesh_code(lat, lng), district)
        for (lat, lng), (district, _) in zip(positions.tolist(), chosen, strict=True)
    ]
    return draw_people(rng, homes, date)


def _neighbourhood_pools(supply: list[Supply], n_neighbourhoods: int, hard: bool) -> list[Pool]:
    """Give each neighbourhood a companion, and a coordinator who carries a share of its hosts' newcomers."""
    newcomers: Counter[str] = Counter()
    for host, *_ in supply:
        newcomers[host.district or ""] += host.newcomers_at_once or 0
    share = _HARD_CASELOAD_SHARE if hard else _CASELOAD_SHARE
    pools = []
    for number in range(1, n_neighbourhoods + 1):
        district = f"N{number}"
        people = max(1, math.ceil(share * newcomers[district]))
        for prefix, kind, amount in (
            ("K", PoolKind.CASELOAD, people),
            ("C", PoolKind.COMPANION, _COMPANION_MINUTES_A_WEEK),
        ):
            week = (PoolSlot(None, amount=amount),)
            pools.append(Pool(id=f"{prefix}{number}", kind=kind, slots=week, districts=(district,)))
    return pools
