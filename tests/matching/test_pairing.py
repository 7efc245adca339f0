"""Which menus are looked at for whom: all where they are few, the nearest where they are many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from matching.columns import Columns
from matching.columns.people import DOMAINS, MODES
from matching.geo.mesh import mesh_centres
from matching.model import Need, Party, Pin, Place, Problem, Reach
from matching.pairing import near_menus, pair_up
from matching.vocabulary import Answer, NeedDomain, TravelMode
from tests.matching.builders import HOME_MESH, PLACE, host, menu, person, placement, problem
from tests.matching.towns import HOMES, towns

SPHERE_OR_ELLIPSOID = 1.006
"""How far the great-circle distances of the search may be off geopy's."""


def looked_at(town: Problem, most: int, replan: bool = False) -> dict[str, list[str]]:
    """Give the menus looked at by person; the first of a party stands for it."""
    town = town.in_order()
    columns = Columns.of(town, replan)
    found: dict[str, list[str]] = {}
    for unit, row in zip(*near_menus(town, columns, most), strict=True):
        lead = town.people[columns.units.lead[unit]].id
        found.setdefault(lead, []).append(town.menus[row].id)
    return found


def town_with_menus_at(*places: Place | None, **over: Any) -> Problem:
    """Make a town with a host S0, S1, … and its menu M0, M1, … at each place."""
    hosts = [host(id=f"S{n}", place=place) for n, place in enumerate(places)]
    menus = [menu(id=f"M{n}", host_id=each.id) for n, each in enumerate(hosts)]
    return problem(**{"hosts": [host(), *hosts], "menus": menus, **over})


def km_north(km: float) -> Place:
    """Give a place so far north of the home."""
    return Place(PLACE.lat + km / 111, PLACE.lng)


points = st.builds(
    Place, st.floats(PLACE.lat - 0.1, PLACE.lat + 0.1), st.floats(PLACE.lng - 0.1, PLACE.lng + 0.1)
)


@given(
    places=st.lists(st.one_of(points, points, st.none()), min_size=1, max_size=15),
    homes=st.lists(st.sampled_from(HOMES), min_size=1, max_size=3),
    most=st.integers(1, 6),
)
def test_nearest_menus_by_distance(places: list[Place | None], homes: list[str], most: int) -> None:
    """Of many menus those are looked at that geopy calls the nearest to the centre of the home square."""
    people = [person(id=f"P{n}", home_mesh=home) for n, home in enumerate(homes)]
    town = town_with_menus_at(*places, people=people)
    found = looked_at(town, most)
    for each, home in zip(people, homes, strict=True):
        centre = tuple(mesh_centres([home])[0])
        far = {f"M{n}": geodesic(centre, (place.lat, place.lng)).m for n, place in enumerate(places) if place}
        near = found.get(each.id, [])
        if len(places) <= most:
            assert len(near) == len(places)
            continue
        assert len(near) == min(most, len(far))
        others = [far[menu_id] for menu_id in far.keys() - set(near)]
        assert max((far[menu_id] for menu_id in near), default=0) <= min(others, default=np.inf) * (
            SPHERE_OR_ELLIPSOID
        )


def test_all_menus_where_they_are_few() -> None:
    """Up to the limit every menu for the need is looked at, however far and wherever it is."""
    town = town_with_menus_at(km_north(300), None, km_north(0))
    assert looked_at(town, most=3) == {"P1": ["M0", "M1", "M2"]}
    assert looked_at(town, most=2) == {"P1": ["M0", "M2"]}


def test_only_menus_for_the_need() -> None:
    """Each need is paired with the menus that answer it, and each need has its own limit."""
    needs = (Need(NeedDomain.WORK), Need(NeedDomain.BELONGING))
    menus = [
        menu(id=f"M{n}", domains=(domain,))
        for n, domain in enumerate((NeedDomain.WORK, NeedDomain.BELONGING, NeedDomain.LEARNING))
    ]
    town = problem(people=[person(needs=needs)], menus=menus)
    assert looked_at(town, most=1) == {"P1": ["M0", "M1"]}


def test_protected_person_gets_the_menus_they_spoke_of_first() -> None:
    """Without a square: first what the person said they can reach, then their district, then by id."""
    places = [PLACE] * 4
    town = town_with_menus_at(*places, people=[])
    hosts = [each if each.id != "S2" else host(id="S2", district="south") for each in town.hosts]
    hosts = [each if each.id != "S0" else host(id="S0", district="east") for each in hosts]
    protected = person(
        home_mesh=None, is_protected=True, district="south", can_reach=(Reach("S3", Answer.YES),)
    )
    for most, expected in ((1, ["M3"]), (2, ["M2", "M3"]), (3, ["M0", "M2", "M3"])):
        found = looked_at(problem(people=[protected], hosts=hosts, menus=town.menus), most)
        assert found == {"P1": expected}


@pytest.mark.parametrize("is_protected", [False, True])
def test_pinned_menu_is_always_looked_at(is_protected: bool) -> None:
    """A menu people have chosen is looked at however far away, and only for the need it was chosen for."""
    chosen = person(
        pins=(Pin(NeedDomain.BELONGING, "M2"),),
        home_mesh=None if is_protected else HOME_MESH,
        is_protected=is_protected,
        needs=(Need(NeedDomain.BELONGING),),
    )
    town = town_with_menus_at(km_north(0), km_north(1), km_north(80), people=[chosen])
    assert looked_at(town, most=1) == {"P1": ["M0", "M2"]}


def test_current_placement_is_looked_at_in_a_replan() -> None:
    """Where somebody is today is looked at when that is up for change."""
    here = placement(person_id="P1", menu_id="M2")
    town = town_with_menus_at(km_north(0), km_north(1), km_north(80), placements=[here])
    assert looked_at(town, most=1) == {}
    assert looked_at(town, most=1, replan=True) == {"P1": ["M0", "M2"]}


def test_pins_and_placements_of_every_member_of_a_party() -> None:
    """What one member has chosen, or where one member is, is looked at for the party."""
    people = [person(), person(id="P2", pins=(Pin(NeedDomain.BELONGING, "M2"),)), person(id="P3")]
    town = town_with_menus_at(
        km_north(0),
        km_north(1),
        km_north(80),
        km_north(90),
        people=people,
        parties=[Party("G1", ("P1", "P2", "P3"))],
        placements=[placement(person_id="P3", menu_id="M3")],
    )
    assert looked_at(town, most=1, replan=True) == {"P1": ["M0", "M2", "M3"]}


@given(towns())
def test_each_member_of_each_unit_stands_once_for_each_menu(town: Problem) -> None:
    """The pair table holds every member of a unit for each of its menus, side by side and in order."""
    town = town.in_order()
    columns = Columns.of(town, replan=True)
    units = columns.units
    expected = [
        (unit, menu_row, member)
        for unit, menu_row in zip(*near_menus(town, columns, 3), strict=True)
        for member in units.member_person[units.member_unit == unit]
    ]
    pairs = pair_up(town, columns, 3)
    assert list(zip(pairs.unit, pairs.menu, pairs.person, strict=True)) == expected
    assert all(pairs.domain == units.domain[pairs.unit])
    assert expected == sorted(set(expected))


@given(towns())
def test_few_menus_for_a_need_are_all_looked_at(town: Problem) -> None:
    """With room for all, every unit looks at every menu that answers its need."""
    town = town.in_order()
    columns = Columns.of(town)
    seen = set(zip(*(rows.tolist() for rows in near_menus(town, columns, 60)), strict=True))
    for unit, domain in enumerate(columns.units.domain):
        menus = [row for row, each in enumerate(town.menus) if DOMAINS[domain] in each.domains]
        assert seen >= {(unit, row) for row in menus}


def test_way_there() -> None:
    """Who can walk in time walks; who cannot is fetched where the menu fetches people of the district."""
    town = problem(
        people=[person(), person(id="P2", district="south")],
        hosts=[host(place=km_north(3))],
        menus=[menu(pick_up_districts=("north",))],
    ).in_order()
    pairs = pair_up(town, Columns.of(town), 10)
    assert [MODES[mode] for mode in pairs.mode] == [TravelMode.PICK_UP, TravelMode.WALK]
    assert pairs.minutes[0] < 30 < pairs.minutes[1]


def test_no_way_from_an_unknown_home() -> None:
    """Without a square there is no distance and no time."""
    town = problem(people=[person(home_mesh=None, is_protected=True)]).in_order()
    pairs = pair_up(town, Columns.of(town), 10)
    assert np.isnan(pairs.minutes).all()
    assert np.isnan(pairs.distance_m).all()
    assert pairs.mode.tolist() == [-1]


def test_nobody() -> None:
    """A problem without people has no pairs."""
    town = problem(people=[])
    assert len(pair_up(town, Columns.of(town), 10)) == 0
