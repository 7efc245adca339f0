"""A square country for benchmarks: people and hosts in towns of very different sizes, and everywhere else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.geo.nearest import NearestMenus
from matching.simulation.plane import degrees_at

_CENTRE = (36.0, 138.0)
_HOSTS_NEAR, _NEAR_KM = 120, 7.0
_SHARE_IN_TOWNS = 0.55
_HOSTS_PER_TOWN = 100
_TOWN_SPREAD_KM = 2.5
_HOSTS_PER_COORDINATOR = 20

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Country:
    """
    Where homes and hosts are, and the neighbourhoods that each have a coordinator.

    Parameters
    ----------
    homes, hosts
        float[n, 2]: latitude and longitude in degrees.
    neighbourhood_of_home, neighbourhood_of_host
        int[n]: which neighbourhood each is in.
    n_neighbourhoods
        How many there are.
    """

    homes: Points
    hosts: Points
    neighbourhood_of_home: NDArray[np.int32]
    neighbourhood_of_host: NDArray[np.int32]
    n_neighbourhoods: int


def draw_country(rng: np.random.Generator, n_people: int, n_hosts: int) -> Country:
    """
    Draw a country of such a size that about 120 hosts, half of them for any one need, are within 7 km.

    Town sizes follow Zipf's law; neighbourhoods are the places nearest to every twentieth host.
    """
    side_km = np.sqrt(n_hosts * np.pi * _NEAR_KM**2 / _HOSTS_NEAR)
    n_towns = max(1, n_hosts // _HOSTS_PER_TOWN)
    towns = rng.uniform(-side_km / 2, side_km / 2, (n_towns, 2))
    size = 1 / np.arange(1, n_towns + 1)

    def places(n: int) -> Points:
        anywhere = rng.uniform(-side_km / 2, side_km / 2, (n, 2))
        town = towns[rng.choice(n_towns, size=n, p=size / size.sum())]
        in_town = town + rng.normal(0, _TOWN_SPREAD_KM, (n, 2))
        is_in_town = rng.random((n, 1)) < _SHARE_IN_TOWNS
        return degrees_at(_CENTRE, np.where(is_in_town, in_town, anywhere))

    homes, hosts = places(n_people), places(n_hosts)
    coordinators = NearestMenus(hosts[::_HOSTS_PER_COORDINATOR])

    def neighbourhood(points: Points) -> NDArray[np.int32]:
        nearest, _ = coordinators.query(points[:, 0], points[:, 1], k=1)
        return nearest[:, 0]

    return Country(
        homes=homes,
        hosts=hosts,
        neighbourhood_of_home=neighbourhood(homes),
        neighbourhood_of_host=neighbourhood(hosts),
        n_neighbourhoods=len(hosts[::_HOSTS_PER_COORDINATOR]),
    )
