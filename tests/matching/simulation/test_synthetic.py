"""Synthetic problems of any size are valid, follow from their seed, and have the shape they promise."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.geo.mesh import mesh_centres
from matching.geo.nearest import NearestMenus
from matching.model import Host, Place, Problem, RuleSet, TravelModel, Weights
from matching.simulation import synthetic_people_near, synthetic_problem
from matching.vocabulary import DeclaredMark, HostKind, NeedDomain, PoolKind

_DATE = dt.date(2026, 11, 20)
_SQUARE_HALF_DIAGONAL_M = 400

REAL_HOSTS = (
    Host(id="H1", name="見本の農園", kind=HostKind.FARM, place=Place(36.42, 137.6), district="north"),
    Host(id="H2", name="見本の書店", kind=HostKind.SHOP, place=Place(36.5, 137.7)),
    Host(id="H3", name="見本の会", kind=HostKind.SALON, district="south"),
)


@pytest.fixture(scope="session")
def data(rules: RuleSet, weights: Weights, travel: TravelModel) -> tuple[RuleSet, Weights, TravelModel]:
    """Give the data a problem is made under, in the order of the arguments."""
    return rules, weights, travel


@pytest.fixture(scope="session")
def country(data: tuple[RuleSet, Weights, TravelModel]) -> Problem:
    """Build a normal country of 500 people and 1,000 menus."""
    return synthetic_problem(500, 1000, 7, *data)


@pytest.fixture(scope="session")
def hard_country(data: tuple[RuleSet, Weights, TravelModel]) -> Problem:
    """Build a hard one of the same size."""
    return synthetic_problem(500, 1000, 7, *data, hard=True)


@settings(max_examples=30, deadline=None)
@given(
    n_people=st.integers(0, 40), n_menus=st.integers(1, 45), seed=st.integers(0, 2**32), hard=st.booleans()
)
def test_any_size_is_valid_and_comes_again(
    data: tuple[RuleSet, Weights, TravelModel], n_people: int, n_menus: int, seed: int, hard: bool
) -> None:
    """A problem has the size asked for, one menu a host, and is equal for equal arguments."""
    problem = synthetic_problem(n_people, n_menus, seed, *data, hard=hard)
    assert problem == synthetic_problem(n_people, n_menus, seed, *data, hard=hard)
    assert (len(problem.people), len(problem.menus)) == (n_people, n_menus)
    assert [menu.host_id for menu in problem.menus] == [host.id for host in problem.hosts]
    for menu in problem.menus:
        assert menu.is_room or 3 <= len(menu.slots) <= 6


def test_another_seed_gives_another_country(data: tuple[RuleSet, Weights, TravelModel]) -> None:
    """Both people and hosts differ."""
    one, other = (synthetic_problem(20, 20, seed, *data) for seed in (1, 2))
    assert one.people != other.people
    assert one.hosts != other.hosts


@pytest.mark.parametrize(("n_people", "n_menus"), [(-1, 10), (10, 0)])
def test_sizes_out_of_range_are_named(
    data: tuple[RuleSet, Weights, TravelModel], n_people: int, n_menus: int
) -> None:
    """Fewer than no people or no menu at all is an error that says so."""
    with pytest.raises(InvalidProblem, match=r"n_people|n_menus"):
        synthetic_problem(n_people, n_menus, 1, *data)


class TestShape:
    """A country of 500 people and 1,000 menus has the promised proportions."""

    def test_half_days_wanted(self, country: Problem) -> None:
        """About 40 % of those with one need want one half-day, 35 % two, 25 % three."""
        wanted = np.array([each.most_slots for each in country.people if len(each.needs) == 1])
        shares = [np.mean(wanted == number) for number in (1, 2, 3)]
        assert shares == pytest.approx([0.40, 0.35, 0.25], abs=0.07)

    def test_places_of_a_slot(self, country: Problem) -> None:
        """About 60 % of slots have one place, 30 % two, 10 % three."""
        places = [
            part.declared.places or 0
            for pool in country.pools
            if pool.kind == PoolKind.PLACES
            for part in pool.slots
            if part.declared
        ]
        shares = [np.mean(np.equal(places, number)) for number in (1, 2, 3)]
        assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.03)

    def test_newcomers_for_nine_in_ten(self, country: Problem) -> None:
        """All hosts together can get to know nine newcomers for ten people."""
        assert sum(host.newcomers_at_once or 0 for host in country.hosts) == 450

    def test_hard_means_few_open_menus(self, country: Problem, hard_country: Problem) -> None:
        """Three menus in ten are open, those with more newcomers each; otherwise all are open."""

        def share_open(problem: Problem) -> float:
            declared = [part.declared for pool in problem.pools for part in pool.slots if part.declared]
            return float(np.mean([each.mark == DeclaredMark.OPEN for each in declared]))

        assert share_open(country) == 1
        assert share_open(hard_country) == pytest.approx(0.3, abs=0.05)
        assert min(host.newcomers_at_once or 0 for host in hard_country.hosts) == 1

    def test_a_coordinator_for_twenty_hosts(self, country: Problem) -> None:
        """A caseload for each neighbourhood, all together somewhat below the newcomers; everybody has one."""
        caseloads = {pool.id: pool for pool in country.pools if pool.kind == PoolKind.CASELOAD}
        assert len(caseloads) == 50
        assert {each.caseload_pool_id for each in country.people} <= set(caseloads)
        assert 0.85 * 450 <= sum(pool.slots[0].amount or 0 for pool in caseloads.values()) <= 450

    def test_dense_as_promised(self, country: Problem) -> None:
        """A typical host has some 120 others or more within 7 km, and towns are denser than the rest."""
        positions = np.array([(host.place.lat, host.place.lng) for host in country.hosts if host.place])
        _, distance_m = NearestMenus(positions).query(positions[:, 0], positions[:, 1], k=400)
        near = (distance_m < 7000).sum(axis=1)
        assert 90 <= np.median(near) <= 360
        assert np.percentile(near, 90) > 2 * np.percentile(near, 10)


class TestPeopleNear:
    """People for a demo on real hosts."""

    @given(n=st.integers(0, 50), seed=st.integers(0, 2**32))
    def test_they_live_near_a_host_with_a_place(self, n: int, seed: int) -> None:
        """Each home square is within 8 km of a host that has a place, in that host's district."""
        people = synthetic_people_near(REAL_HOSTS, n, seed, _DATE)
        assert people == synthetic_people_near(REAL_HOSTS, n, seed, _DATE)
        assert len(people) == n
        centres = mesh_centres([person.home_mesh or "" for person in people]) if n else np.empty((0, 2))
        places = np.array([(host.place.lat, host.place.lng) for host in REAL_HOSTS if host.place])
        _, distance_m = NearestMenus(places).query(centres[:, 0], centres[:, 1], k=1)
        assert (distance_m <= 8000 + _SQUARE_HALF_DIAGONAL_M).all()
        assert {person.district for person in people} <= {"north", None}

    def test_needs_are_mixed(self) -> None:
        """Work, company and housing are among the needs of a hundred people."""
        needs = {
            need.domain
            for person in synthetic_people_near(REAL_HOSTS, 100, 1, _DATE)
            for need in person.needs
        }
        assert needs >= {NeedDomain.WORK, NeedDomain.BELONGING, NeedDomain.HOUSING}

    def test_another_seed_gives_other_people(self) -> None:
        """The seed is all that chance depends on."""
        one, other = (synthetic_people_near(REAL_HOSTS, 20, seed, _DATE) for seed in (1, 2))
        assert one != other

    def test_no_host_with_a_place_is_an_error(self) -> None:
        """People cannot live near nowhere; but nobody can."""
        with pytest.raises(InvalidProblem, match="a host with a place"):
            synthetic_people_near(REAL_HOSTS[2:], 1, 1, _DATE)
        assert synthetic_people_near((), 0, 1, _DATE) == ()
