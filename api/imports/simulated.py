"""Simulated statements of hosts, for demonstrations. Nothing here comes from any host."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from matching.errors import require
from matching.model.host import Host
from matching.model.pool import Declared, Pool, PoolSlot
from matching.vocabulary import DeclaredMark, PoolKind

_MARKS = (DeclaredMark.OPEN, DeclaredMark.ASK, DeclaredMark.CLOSED)
_SHARE_OF_MARK = (0.5, 0.3, 0.2)
_MOST_PLACES = 2
_OLDEST_DAYS = 90
_LEAST_ATTENDANCE = 0.6


def simulated_statements(
    pools: Iterable[Pool],
    seed: int,
    on: dt.date,
    share_answering: float = 0.6,
    hosts: Iterable[Host] = (),
) -> tuple[Pool, ...]:
    """
    Pretend that some hosts have stated their places: SIMULATED, invented numbers for demonstrations only.

    Open data never tells free places, so a town read from it has none until its hosts are asked. This plays
    their answers: a share of the hosts states ○ with one or two places, △ or × for every slot, all on one day
    of the last 90, and how many regular users come, below the quota. Slots with a real statement are kept.
    A pool's answers depend on the seed and its id alone, not on the other pools.

    Parameters
    ----------
    pools
        Places and beds are answered; pools of other kinds are returned as they are.
    seed
        0 or more; the same seed gives the same answers.
    on
        The latest day a statement may have.
    share_answering
        How likely a host is to answer, 0 to 1.
    hosts
        Give the quotas; without a known quota no regular users are invented.

    Raises
    ------
    InvalidProblem
        The seed or the share is out of range.
    """
    require(seed >= 0, "simulated statements", "seed", seed, "0 or more")
    require(0 <= share_answering <= 1, "simulated statements", "share_answering", share_answering, "0 to 1")
    quotas = {host.id: host.quota for host in hosts}
    return tuple(
        _simulated(pool, seed, on, share_answering, quotas.get(pool.host_id or "")) for pool in pools
    )


def _simulated(pool: Pool, seed: int, on: dt.date, share_answering: float, quota: int | None) -> Pool:
    """Play the answer of one pool's host, or its silence."""
    random = np.random.default_rng([seed, zlib.crc32(pool.id.encode())])
    if pool.kind not in {PoolKind.PLACES, PoolKind.BEDS} or random.random() >= share_answering:
        return pool
    stated_on = on - dt.timedelta(days=int(random.integers(_OLDEST_DAYS)))
    slots = [_simulated_slot(part, stated_on, quota, random) for part in pool.slots]
    return replace(pool, slots=tuple(slots))


def _simulated_slot(
    part: PoolSlot, stated_on: dt.date, quota: int | None, random: np.random.Generator
) -> PoolSlot:
    """Play ○, △ or × for one slot, with regular users that leave room for the places of a ○."""
    mark = _MARKS[random.choice(len(_MARKS), p=_SHARE_OF_MARK)]
    places = int(random.integers(1, _MOST_PLACES + 1)) if mark is DeclaredMark.OPEN else None
    attendance = random.uniform(_LEAST_ATTENDANCE, 1.0)
    if part.declared is not None:
        return part
    limit = quota if part.quota is None else part.quota
    regular_users = None
    if limit:
        places = places and min(places, limit)
        regular_users = min(int(limit * attendance), limit - (places or 1))
    return replace(part, declared=Declared(mark, places), stated_on=stated_on, regular_users=regular_users)
