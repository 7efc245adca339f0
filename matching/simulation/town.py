"""The demo town みほん町: everything about it is invented, and everything comes again from its seed."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np

from matching.geo.mesh import mesh_code
from matching.model import Person, Problem, RuleSet, TravelModel, Weights
from matching.simulation.crowd import Home, draw_people
from matching.simulation.resident import Resident
from matching.simulation.town_bonds import HOUSEHOLDS, PARTIES, town_placements
from matching.simulation.town_hosts import town_hosts
from matching.simulation.town_life import LIFE_OFFERS
from matching.simulation.town_map import SETTLEMENTS, district_at, place_at
from matching.simulation.town_people import FIRST_PEOPLE
from matching.simulation.town_people_waiting import MORE_PEOPLE
from matching.simulation.town_pools import CASELOAD_POOL_OF_DISTRICT, town_pools
from matching.simulation.town_work import WORK_OFFERS

_DATE = dt.date(2026, 11, 20)
_WEEKS = 12
_PEOPLE = 60
_HOME_SPREAD_KM = 0.2
_SETTLEMENT_SPREAD_KM = 0.5

Km = tuple[float, float]


def demo_town(seed: int = 20261120, *, rules: RuleSet, weights: Weights, travel: TravelModel) -> Problem:
    """
    Build みほん町, an invented town of three districts, 40 hosts and 60 people who wait for a place.

    Hosts, menus and the first 37 people stand in tables; where exactly they live, and all other people,
    follow from the seed. No coordinate is that of a real home or host (see `town_map`).

    Parameters
    ----------
    seed
        Any whole number, 0 or more; the same seed gives an equal problem.
    rules, weights, travel
        The data the proposal is to be made under.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    hosts = town_hosts()
    offers = (*WORK_OFFERS, *LIFE_OFFERS)
    residents = (*FIRST_PEOPLE, *MORE_PEOPLE)
    return Problem(
        date=_DATE,
        weeks=_WEEKS,
        people=(*_settled(residents, rng), *_others(_PEOPLE - len(residents), len(residents) + 1, rng)),
        hosts=hosts,
        menus=tuple(offer.menu for offer in offers),
        pools=town_pools(hosts, offers),
        placements=town_placements(),
        households=HOUSEHOLDS,
        parties=PARTIES,
        rules=rules,
        weights=weights,
        travel=travel,
    )


def _settled(residents: tuple[Resident, ...], rng: np.random.Generator) -> tuple[Person, ...]:
    """Give the people of the tables a home near where the map has them; households stay under one roof."""
    shift_km = {
        km: rng.uniform(-_HOME_SPREAD_KM, _HOME_SPREAD_KM, 2)
        for km in dict.fromkeys(resident.home_km for resident in residents if resident.home_km)
    }

    def settled(resident: Resident) -> Person:
        if resident.home_km is None:
            # Neither square nor district is to be known; one coordinator of the town hall carries the case.
            return dataclasses.replace(resident.person, caseload_pool_id=CASELOAD_POOL_OF_DISTRICT["中央"])
        east_km, north_km = np.add(resident.home_km, shift_km[resident.home_km])
        home = _home((float(east_km), float(north_km)), district_at(resident.home_km[1]))
        return dataclasses.replace(
            resident.person,
            home_mesh=home.mesh,
            district=home.district,
            caseload_pool_id=home.caseload_pool_id,
        )

    return tuple(settled(resident) for resident in residents)


def _others(n: int, first_number: int, rng: np.random.Generator) -> tuple[Person, ...]:
    """Draw the other people, with homes in the settlements of the map."""
    centres = np.array([settlement.centre_km for settlement in SETTLEMENTS])
    shares = [settlement.share for settlement in SETTLEMENTS]
    centre = centres[rng.choice(len(SETTLEMENTS), size=n, p=shares)]
    spread = rng.uniform(-_SETTLEMENT_SPREAD_KM, _SETTLEMENT_SPREAD_KM, (n, 2))
    homes = [
        _home((east_km, north_km), district_at(north_km)) for east_km, north_km in (centre + spread).tolist()
    ]
    return draw_people(rng, homes, _DATE, first_number=first_number)


def _home(home_km: Km, district: str) -> Home:
    place = place_at(*home_km)
    return Home(mesh_code(place.lat, place.lng), district, CASELOAD_POOL_OF_DISTRICT[district])
