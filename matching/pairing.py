"""Which pairs of a person and a menu are looked at, and how the person would get there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns
from matching.columns.people import DOMAINS
from matching.eligibility import Pairs
from matching.eligibility.hours import accompanied_slots, free_slots, short_enough_slots
from matching.eligibility.pairs import gate_matrix
from matching.geo.mesh import mesh_bounds_array, mesh_centres
from matching.geo.nearest import NearestMenus
from matching.geo.travel import Travel, travel
from matching.model import Problem

_TRAVEL_CHUNK = 100_000


def pair_up(problem: Problem, columns: Columns, most: int) -> Pairs:
    """Look at each member of each unit with each of the `most` near menus of its need."""
    units = columns.units
    unit, menu = near_menus(problem, columns, most)
    first = np.searchsorted(units.member_unit, unit)
    row = np.repeat(np.arange(unit.size), units.size[unit])
    member = first[row] + np.arange(row.size) - np.searchsorted(row, row)
    return pairs_of(problem, columns, unit[row], units.member_person[member], menu[row])


def pairs_of(
    problem: Problem,
    columns: Columns,
    unit: NDArray[np.int64],
    person: NDArray[np.int64],
    menu: NDArray[np.int64],
) -> Pairs:
    """Make the pair table of given units, people and menus, int64[p] each."""
    people, menus = columns.people, columns.menus
    way = _travel(problem, columns, person, menu)
    return Pairs(
        people=people,
        menus=menus,
        companions=columns.companions,
        unit=unit,
        person=person,
        menu=menu,
        domain=columns.units.domain[unit],
        minutes_best=way.minutes_best,
        minutes=way.minutes,
        minutes_worst=way.minutes_worst,
        distance_m=way.distance_m,
        mode=way.mode,
        free=free_slots(people, menus, person, menu, columns.units.size[unit] > 1),
        short_enough=short_enough_slots(people, menus, person, menu),
        accompanied=accompanied_slots(people, menus, columns.companions, person, menu),
        weeks=problem.weeks,
        gate=gate_matrix(problem.rules),
    )


def _travel(problem: Problem, columns: Columns, person: NDArray[np.int64], menu: NDArray[np.int64]) -> Travel:
    people, menus = columns.people, columns.menus
    squares = np.full((len(problem.people), 4), np.nan)
    homes = [(row, p.home_mesh) for row, p in enumerate(problem.people) if p.home_mesh]
    if homes:
        squares[[row for row, _ in homes]] = mesh_bounds_array([mesh for _, mesh in homes])
    most = np.where(np.isnan(people.most_travel_minutes), np.inf, people.most_travel_minutes)
    parts: list[Travel] = []
    for start in range(0, max(person.size, 1), _TRAVEL_CHUNK):
        who, where = person[start : start + _TRAVEL_CHUNK], menu[start : start + _TRAVEL_CHUNK]
        fetched = menus.pick_up.at(where, people.district[who], 0) > 0
        parts.append(
            travel(
                problem.travel,
                squares[who],
                menus.position[where],
                people.modes[who],
                fetched,
                menus.bus[where] != 0,
                most[who],
            )
        )
    return Travel(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])}
    )


def near_menus(problem: Problem, columns: Columns, most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Pair each unit with the nearest menus that answer its need.

    Where there are no more than `most` menus for a need, all of them are looked at. People without a square
    get the menus they spoke of, then their district's, then the first by id.

    Parameters
    ----------
    problem, columns
        The problem and its columns.
    most
        Menus for each unit, 1 or more.

    Returns
    -------
    unit, menu
        int64[p], ordered, each pair once; pinned menus and current placements are always in it.
    """
    found = [_chosen(problem, columns)]
    for domain in range(len(DOMAINS)):
        units = np.flatnonzero(columns.units.domain == domain)
        menus = np.flatnonzero((columns.menus.domains >> domain) & 1)
        if units.size and menus.size:
            found += _for_need(problem, columns, units, menus, most)
    width = len(problem.menus)
    keys = np.unique(np.concatenate([unit * width + menu for unit, menu in found]))
    return keys // max(width, 1), keys % max(width, 1)


Pairing = tuple[NDArray[np.int64], NDArray[np.int64]]


def _for_need(
    problem: Problem, columns: Columns, units: NDArray[np.intp], menus: NDArray[np.intp], most: int
) -> list[Pairing]:
    if menus.size <= most:
        return [(np.repeat(units, menus.size), np.tile(menus, units.size))]
    homes = [problem.people[row].home_mesh for row in columns.units.lead[units]]
    has_home = np.array([home is not None for home in homes], dtype=bool)
    found: list[Pairing] = []
    if has_home.any():
        centres = mesh_centres([home for home in homes if home is not None])
        tree = NearestMenus(columns.menus.position[menus])
        near, _ = tree.query(centres[:, 0], centres[:, 1], most)
        unit = np.repeat(units[has_home], most)
        found.append((unit[near.ravel() >= 0], menus[near.ravel()[near.ravel() >= 0]]))
    for unit in units[~has_home]:
        person = problem.people[columns.units.lead[unit]]
        spoken = {reach.host_id for reach in person.can_reach}
        ranked = sorted(
            menus,
            key=lambda row: (
                problem.menus[row].host_id not in spoken,
                problem.hosts[columns.menus.host[row]].district != person.district,
                row,
            ),
        )
        found.append((np.full(most, unit), np.array(ranked[:most])))
    return found


def _chosen(problem: Problem, columns: Columns) -> Pairing:
    """Pair units with the menus of their pins, and of placements that are up for change."""
    menus = {menu.id: row for row, menu in enumerate(problem.menus)}
    people = {person.id: row for row, person in enumerate(problem.people)}
    chosen = {
        (row, DOMAINS.index(pin.domain), menus[pin.menu_id])
        for row, person in enumerate(problem.people)
        for pin in person.pins
    }
    chosen |= {
        (people[placement.person_id], DOMAINS.index(placement.domain), menus[placement.menu_id])
        for placement in problem.placements
        if (placement.person_id, placement.domain) in columns.replanned and placement.person_id in people
    }
    units = columns.units
    pairs = [
        (unit, menu)
        for person, domain, menu in chosen
        for unit in units.member_unit[units.member_person == person]
        if units.domain[unit] == domain
    ]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
