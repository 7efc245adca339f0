"""Prices, whom to ask, and hosts to look after."""

from __future__ import annotations

import datetime as dt

from matching.gaps import HostHistory, Snapshot, hosts_to_look_after, whom_to_ask
from matching.gaps.making import middle_of
from matching.model import Place, apply_change
from matching.model.gap import HostCare
from matching.pipeline import ProposeParams, propose
from matching.simulation.planted import without_mornings
from matching.vocabulary import Care, DevelopmentKind, HostKind
from tests.matching.builders import PLACE, TODAY, host, menu, person, pool, pool_slot, problem
from tests.matching.gaps.conftest import Analysed

QUIET = ProposeParams(confirm=0)


def test_a_confirmed_price_is_what_happens(analysed: Analysed) -> None:
    """Whatever the price, the people it was confirmed for have a place once it is asked for."""
    now = len(analysed.proposal.assignments)
    confirmed = [price for price in analysed.report.prices if price.gain is not None]
    assert confirmed
    for price in confirmed:
        gained = len(propose(apply_change(analysed.problem, price.change), QUIET).assignments) - now
        assert gained == price.gain


def test_prices_are_those_of_what_is_short(analysed: Analysed) -> None:
    """What has a price is used up; the highest unconfirmed price comes first."""
    rest = [price.points for price in analysed.report.prices if price.gain is None]
    assert rest == sorted(rest, reverse=True)
    assert all(price.points > 0 for price in analysed.report.prices)


def test_hosts_that_look_alike_are_asked_first(analysed: Analysed) -> None:
    """The same kind before the same group, those not yet asked before the known, the nearer first."""
    new = next(
        each.development
        for each in analysed.report.prospects
        if each.development.kind == DevelopmentKind.NEW_HOST
    )
    kind = new.hosts[0].kind
    middle = middle_of(analysed.problem.hosts, new.district)
    assert middle is not None
    near, far = (Place(middle.lat + km / 111, middle.lng) for km in (0.5, 3))
    register = [
        host(id="R1", kind=kind, place=far, district=None),
        host(id="R2", kind=kind, place=near, district=None),
        host(id="R3", kind=HostKind.RESIDENTIAL, place=near, district=None),
        host(id="R4", kind=kind, place=Place(middle.lat + 1, middle.lng), district=None),
    ]
    found = whom_to_ask(analysed.problem, new, register)
    assert [each.host_id for each in found[:2]] == ["R2", "R1"]
    assert found[0].distance_m is not None
    assert abs(found[0].distance_m - 500) < 20
    assert not {"R3", "R4"} & {each.host_id for each in found}
    assert len(whom_to_ask(analysed.problem, new, register, most=1)) == 1


def test_a_development_at_a_host_is_asked_of_that_host(analysed: Analysed) -> None:
    """A task is carved out where it was found, nowhere else."""
    task = next(
        each.development
        for each in analysed.report.prospects
        if each.development.kind == DevelopmentKind.CARVED_TASK
    )
    (asked,) = whom_to_ask(analysed.problem, task, ())
    assert (asked.host_id,) == task.host_ids


def cares(*found: HostCare) -> set[tuple[str, Care, int]]:
    """Write what was found as a set."""
    return {(each.host_id, each.care, each.number) for each in found}


def test_a_host_that_carries_most_is_named() -> None:
    """Five people at one host are all of the placements."""
    given = problem(people=[person(id=f"P{n}") for n in range(5)], pools=[pool(slots=(pool_slot(places=5),))])
    found = hosts_to_look_after(given, propose(given, QUIET))
    assert ("H1", Care.CONCENTRATION, 100) in cares(*found)


def test_stale_words_burdens_and_introductions_are_named() -> None:
    """Each with the number behind it, a burden first."""
    old = pool(slots=(pool_slot(stated_on=TODAY - dt.timedelta(days=90)),))
    given = problem(pools=[old])
    records = HostHistory(burdens={"H1": 2, "gone": 1}, introduced={"H1": 3})
    found = hosts_to_look_after(given, propose(given, QUIET), records)
    assert cares(*found) == {("H1", Care.BURDEN, 2), ("H1", Care.STALE, 90), ("H1", Care.INTRODUCES, 3)}
    assert found[0].care == Care.BURDEN


def test_who_is_registered_and_never_used_is_named() -> None:
    """A host where nobody is, for half a year or nobody knows since when; not one of last month."""
    given = problem(people=[person(availability=())])
    proposal = propose(given, QUIET)
    assert cares(*hosts_to_look_after(given, proposal)) == {("H1", Care.UNUSED, 0)}
    long, lately = HostHistory(weeks_unused={"H1": 40}), HostHistory(weeks_unused={"H1": 4})
    assert cares(*hosts_to_look_after(given, proposal, long)) == {("H1", Care.UNUSED, 40)}
    assert hosts_to_look_after(given, proposal, lately) == ()


def test_falling_margins_are_named_after_three_falls() -> None:
    """Three months down in a row; two are not enough, and neither is up and down."""

    def months(*places: int) -> list[Snapshot]:
        return [
            Snapshot(month=dt.date(2026, n, 1), waiting=0, unmet=0, unmet_by={}, median_wait_weeks=None,
                     places=number, places_by_host={"H1": number})
            for n, number in enumerate(places, 1)
        ]  # fmt: skip

    given = problem()
    proposal = propose(given, QUIET)
    assert cares(*hosts_to_look_after(given, proposal, snapshots=months(9, 8, 6, 3))) == {
        ("H1", Care.FALLING, 6)
    }
    assert hosts_to_look_after(given, proposal, snapshots=months(8, 6, 3)) == ()
    assert hosts_to_look_after(given, proposal, snapshots=months(9, 8, 8, 3)) == ()


def test_taking_mornings_away_touches_one_district_alone() -> None:
    """The planted gap leaves every other host, and afternoons, as they were."""
    given = problem(
        hosts=[host(), host(id="H2", district="south")],
        menus=[menu(), menu(id="M2", host_id="H2", draws=menu().draws)],
        pools=[pool(), pool(id="H2-places", host_id="H2")],
    )
    planted = without_mornings(given, "north")
    assert [each.id for each in planted.pools] == ["H2-places"]
    assert planted.menus == ()
    assert without_mornings(given, "nowhere") == given
    assert given.hosts[0].place == PLACE
