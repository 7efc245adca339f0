"""Simulated statements for demonstrations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports.hosts import WamHosts
from api.imports.simulated import simulated_statements
from matching.errors import InvalidProblem
from matching.model.pool import Declared, Pool, PoolSlot
from matching.model.timetable import Slot
from matching.vocabulary import DeclaredMark, PoolKind

MakeHosts = Callable[..., WamHosts]
ON = dt.date(2026, 11, 20)


@pytest.fixture(scope="session")
def town(make_hosts: MakeHosts) -> WamHosts:
    """Sixty offices with quotas of 1 to 20, every tenth without one."""
    return make_hosts(
        *({"office_number": f"24{number:08d}", "quota": str(number % 10 * 2 or "")} for number in range(59)),
        {"office_number": "2499999999", "quota": "1"},
    )


@given(st.integers(0, 2**40))
def test_what_is_simulated_could_be_true(town: WamHosts, seed: int) -> None:
    """○ leaves room beside the regular users, dates lie in the last 90 days, and hosts answer in full."""
    quotas = {host.id: host.quota for host in town.hosts}
    for pool in simulated_statements(town.pools, seed, ON, hosts=town.hosts):
        quota = quotas[pool.host_id or ""]
        assert len({part.stated_on for part in pool.slots}) == 1
        for part in pool.slots:
            if part.declared is None:
                assert part == PoolSlot(part.slot)
                continue
            assert part.stated_on is not None
            assert ON - dt.timedelta(days=90) < part.stated_on <= ON
            places = part.declared.places
            assert places in ({1, 2} if part.declared.mark is DeclaredMark.OPEN else {None})
            assert (part.regular_users is None) == (quota is None)
            if quota is not None and part.regular_users is not None:
                assert 0 <= part.regular_users < quota
                assert part.regular_users + (places or 0) <= quota


def test_the_seed_decides(town: WamHosts) -> None:
    """The same seed gives the same answers, whichever other pools there are; another seed gives others."""
    first = simulated_statements(town.pools, 1, ON)
    assert simulated_statements(town.pools, 1, ON) == first
    assert simulated_statements(town.pools[10:20], 1, ON) == first[10:20]
    assert simulated_statements(town.pools, 2, ON) != first


def test_the_share_answers(town: WamHosts) -> None:
    """Nobody, about half or everybody answers, with every mark among the answers."""

    def answering(share: float) -> int:
        pools = simulated_statements(town.pools, 7, ON, share)
        return sum(part.declared is not None for pool in pools for part in pool.slots[:1])

    assert answering(0) == 0
    assert 15 <= answering(0.5) <= 45
    assert answering(1) == len(town.pools)
    everybody = simulated_statements(town.pools, 7, ON, 1)
    marks = {part.declared.mark for pool in everybody for part in pool.slots if part.declared}
    assert marks == set(DeclaredMark)


def test_real_statements_and_other_pools_are_kept(town: WamHosts) -> None:
    """Nothing a host has said is overwritten, and a van is not asked."""
    real = replace(town.pools[0].slots[0], declared=Declared(DeclaredMark.CLOSED), stated_on=ON)
    pool = replace(town.pools[0], slots=(real, *town.pools[0].slots[1:]))
    van = Pool(id="van", kind=PoolKind.VEHICLE_SEATS, slots=(PoolSlot(Slot(None), amount=4),))
    simulated, same = simulated_statements([pool, van], 1, ON, 1)
    assert simulated.slots[0] == real
    assert all(part.declared for part in simulated.slots)
    assert same == van


@pytest.mark.parametrize(("seed", "share"), [(-1, 0.5), (1, -0.1), (1, 1.1), (1, float("nan"))])
def test_bad_parameters_are_named(seed: int, share: float) -> None:
    """A negative seed and a share outside 0 to 1 are refused."""
    with pytest.raises(InvalidProblem, match="simulated statements"):
        simulated_statements((), seed, ON, share)
