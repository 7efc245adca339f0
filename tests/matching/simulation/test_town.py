"""The demo town comes again from its seed, holds every kind of record, and is nowhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from matching.geo.mesh import mesh_bounds
from matching.model import Host, Menu, Pool, Problem, RuleSet, TravelModel, Weights
from matching.simulation import demo_town
from matching.simulation.town_map import DISTRICTS
from matching.vocabulary import (
    Answer,
    ConsentStage,
    DeclaredMark,
    DrawUnit,
    HostKind,
    NeedDomain,
    PlacementStatus,
    PoolKind,
    TravelMode,
    Urgency,
    Weekday,
)


class TestSeed:
    """Everything follows from the seed."""

    def test_same_seed_same_town(
        self, town: Problem, rules: RuleSet, weights: Weights, travel: TravelModel
    ) -> None:
        """Building it twice gives an equal problem."""
        assert demo_town(rules=rules, weights=weights, travel=travel) == town

    @pytest.mark.parametrize("seed", [0, 1, 2, 3])
    def test_other_seed_other_people_same_hosts(
        self, town: Problem, rules: RuleSet, weights: Weights, travel: TravelModel, seed: int
    ) -> None:
        """The seed moves homes and draws other people; what stands in tables stays."""
        other = demo_town(seed, rules=rules, weights=weights, travel=travel)
        assert other.people != town.people
        assert (other.hosts, other.menus, other.pools) == (town.hosts, town.menus, town.pools)


class TestSize:
    """A small town on a Friday in November."""

    def test_date_and_horizon(self, town: Problem) -> None:
        """A Friday, and twelve weeks that hold the turn of the year."""
        assert town.date == dt.date(2026, 11, 20)
        assert town.date.isoweekday() == Weekday.FRI
        assert town.weeks == 12

    def test_counts(self, town: Problem) -> None:
        """60 people with more needs than people, 40 hosts with more menus than hosts."""
        assert [each.id for each in town.people] == [f"P{number:03d}" for number in range(1, 61)]
        assert [each.id for each in town.hosts] == [f"H{number:02d}" for number in range(1, 41)]
        assert [each.id for each in town.menus] == [f"M{number:02d}" for number in range(1, 57)]
        assert sum(len(each.needs) for each in town.people) > 65

    def test_every_host_offers_something(self, town: Problem, hosts: dict[str, Host]) -> None:
        """No host stands in the town without a menu."""
        assert {each.host_id for each in town.menus} == set(hosts)

    @pytest.mark.parametrize("district", DISTRICTS)
    def test_districts_are_lived_in(self, town: Problem, district: str) -> None:
        """Each district has people, hosts and a coordinator."""
        assert sum(each.district == district for each in town.people) >= 8
        assert sum(each.district == district for each in town.hosts) >= 8
        assert any(each.kind == PoolKind.CASELOAD and each.districts == (district,) for each in town.pools)


class TestVariety:
    """Every word of the vocabulary that a page shows occurs."""

    def test_every_kind_of_host(self, town: Problem) -> None:
        """All fifteen kinds."""
        assert {each.kind for each in town.hosts} == set(HostKind)

    def test_every_way_to_travel(self, town: Problem) -> None:
        """People come on their own by four ways, and some menus fetch them."""
        own = {mode for each in town.people for mode in each.modes}
        assert own == set(TravelMode) - {TravelMode.PICK_UP}
        assert any(each.pick_up_districts for each in town.menus)

    def test_every_need_and_urgency(self, town: Problem) -> None:
        """All five needs, at all three urgencies."""
        needs = [need for each in town.people for need in each.needs]
        assert {need.domain for need in needs} == set(NeedDomain)
        assert {need.urgency for need in needs} == set(Urgency)

    def test_every_kind_of_pool(self, town: Problem) -> None:
        """Places, beds, attention, seats, companions and caseloads."""
        assert {each.kind for each in town.pools} == set(PoolKind)

    def test_every_mark_and_none(self, town: Problem) -> None:
        """○ with and without a number, △, × and never asked; some statements older than 60 days."""
        stated = [
            part
            for pool in town.pools
            if pool.kind in {PoolKind.PLACES, PoolKind.BEDS}
            for part in pool.slots
        ]
        marks = {part.declared.mark if part.declared else None for part in stated}
        assert marks == {*DeclaredMark, None}
        opened = [part.declared for part in stated if part.declared]
        assert {mark.places is None for mark in opened if mark.mark == DeclaredMark.OPEN} == {True, False}
        ages = [(town.date - part.stated_on).days for part in stated if part.stated_on]
        assert min(ages) >= 0
        assert sum(age > town.rules.stale_after_days for age in ages) >= 3

    def test_every_answer_stage_and_status(self, town: Problem) -> None:
        """All consents; answers of either side and none; placements from 打診 to 定着."""
        assert {each.consent for each in town.people} == set(ConsentStage)
        assert {reach.answer for each in town.people for reach in each.can_reach} == set(Answer)
        assert {check.possible for each in town.people for check in each.schemes} >= {Answer.YES, Answer.NO}
        ended = {PlacementStatus.BROKEN_OFF, PlacementStatus.ENDED}
        assert {each.status for each in town.placements} == set(PlacementStatus) - ended

    def test_hours_of_every_kind(self, town: Problem) -> None:
        """An evening, a Saturday, a short stay, a night with an end, a closed week, a busy season, a rest."""
        times = [slot for each in town.menus for slot in each.slots]
        assert any(slot.start >= dt.time(18) for slot in times)
        assert any(slot.weekday == Weekday.SAT for slot in times)
        assert any(slot.is_night and slot.last_day for slot in times)
        assert any(each.shortest_stay_minutes == 30 for each in town.menus)
        new_year = dt.date(2027, 1, 1)
        assert all(any(new_year in period for period in each.closed) for each in town.hosts)
        assert any(season.places == 0 for each in town.hosts for season in each.busy_seasons)
        assert any(season.places > 0 for each in town.hosts for season in each.busy_seasons)
        assert any(each.rest_days for each in town.hosts)

    def test_waiting_from_days_to_a_year_and_a_half(self, town: Problem) -> None:
        """Some came this month, some more than a year ago, nobody tomorrow."""
        waited = sorted((town.date - each.waiting_since).days for each in town.people)
        assert 0 <= waited[0] < 31
        assert 365 < waited[-1] <= 550


class TestNothingReal:
    """Names and places are visibly samples."""

    def test_host_names_are_samples(self, town: Problem) -> None:
        """Each name says that it is one, and no two are the same."""
        names = [each.name for each in town.hosts]
        assert all("みほん" in name or "見本" in name for name in names)
        assert len(set(names)) == len(names)

    def test_hosts_are_on_the_map(self, town: Problem) -> None:
        """All stand on the invented map, with coordinates to five decimals."""
        for host in town.hosts:
            assert host.place is not None
            assert abs(host.place.lat - 36.42) < 0.05
            assert abs(host.place.lng - 137.6) < 0.05
            assert host.place.lat == round(host.place.lat, 5)
            assert host.place.lng == round(host.place.lng, 5)

    def test_homes_are_on_the_map(self, town: Problem) -> None:
        """Homes are squares of the same map; only the person under protection has none."""
        for each in town.people:
            if each.is_protected:
                assert each.home_mesh is None
                assert each.district is None
            else:
                assert each.home_mesh is not None
                south, west, north, east = mesh_bounds(each.home_mesh)
                assert 36.36 < south < north < 36.48
                assert 137.54 < west < east < 137.66

    def test_wishes_are_short(self, town: Problem) -> None:
        """A wish is one short sentence in the person's words."""
        assert all(len(need.wish) <= 30 for each in town.people for need in each.needs)


class TestPools:
    """What is drawn on is there when it is drawn."""

    def test_slots_are_stated_at_the_host(self, town: Problem, pools: dict[str, Pool]) -> None:
        """Each slot of a menu is a slot of the pool of places it draws on."""
        for each in town.menus:
            seats = next(pools[draw.pool_id] for draw in each.draws if draw.unit == DrawUnit.PERSON)
            assert seats.host_id == each.host_id
            assert set(each.slots) <= {part.slot for part in seats.slots}

    def test_slots_of_a_host_are_stated_once(self, town: Problem) -> None:
        """No pool states one slot twice."""
        for pool in town.pools:
            assert max(Counter(part.slot for part in pool.slots).values()) == 1

    def test_vans_drive_for_the_menus_that_fetch(self, town: Problem, pools: dict[str, Pool]) -> None:
        """A menu that fetches people has seats in each of its slots, in each district it fetches from."""
        for each in town.menus:
            vans = [pools[draw.pool_id] for draw in each.draws if draw.unit == DrawUnit.PICK_UP_SEAT]
            assert bool(vans) == bool(each.pick_up_districts)
            for van in vans:
                assert set(each.slots) <= {part.slot for part in van.slots}
                assert set(each.pick_up_districts) <= set(van.districts)

    def test_one_menu_is_brought_by_three_hosts(self, pools: dict[str, Pool], menus: dict[str, Menu]) -> None:
        """いがぐり型: a field, a teacher's attention and a van, each from another organisation."""
        together = [pools[draw.pool_id] for draw in menus["M22"].draws]
        assert {pool.kind for pool in together} == {
            PoolKind.PLACES,
            PoolKind.ATTENTION,
            PoolKind.VEHICLE_SEATS,
        }
        assert len({pool.host_id for pool in together}) == 3
