"""Hosts to look after: many placements at few, falling margins, stale words, burdens, nobody there."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.gaps.history import Snapshot
from matching.model import Problem, Proposal
from matching.model.gap import HostCare
from matching.vocabulary import Care, PoolKind

CONCENTRATED_PERCENT = 15
"""[P] From this share of all placements on, a host carries more than it should."""

_FEWEST_PLACEMENTS = 5
"""[P] Of fewer placements in all, a share says nothing."""

_FALLING_MONTHS = 3
_UNUSED_WEEKS = 26


@dataclass(frozen=True)
class HostHistory:
    """
    What the service knows of hosts beside a problem.

    Parameters
    ----------
    burdens
        Burdens a host reported, by host id.
    introduced
        Hosts it introduced (新規紹介), by host id.
    weeks_unused
        Weeks since somebody was there last, by host id; missing where nobody ever was.
    weeks_registered
        Weeks since the host was registered.
    """

    burdens: Mapping[str, int] = field(default_factory=dict)
    introduced: Mapping[str, int] = field(default_factory=dict)
    weeks_unused: Mapping[str, int] = field(default_factory=dict)
    weeks_registered: Mapping[str, int] = field(default_factory=dict)


def hosts_to_look_after(
    problem: Problem,
    proposal: Proposal,
    records: HostHistory | None = None,
    snapshots: Sequence[Snapshot] = (),
) -> tuple[HostCare, ...]:
    """
    Say which hosts need a word, and why, the most pressing first.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.
    records
        What the service knows beside.
    snapshots
        By month, the oldest first.
    """
    records = records or HostHistory()
    found = [
        *(HostCare(host, Care.BURDEN, n) for host, n in records.burdens.items() if n > 0),
        *_concentrated(problem, proposal),
        *_falling(snapshots),
        *_stale(problem),
        *_unused(problem, proposal, records),
        *(HostCare(host, Care.INTRODUCES, n) for host, n in records.introduced.items() if n > 0),
    ]
    rank = {care: n for n, care in enumerate((Care.BURDEN, Care.CONCENTRATION, Care.FALLING, Care.STALE))}
    known = {host.id for host in problem.hosts}
    return tuple(
        sorted(
            (each for each in found if each.host_id in known),
            key=lambda each: (rank.get(each.care, len(rank) + (each.care == Care.INTRODUCES)), -each.number,
                              each.host_id),
        )
    )  # fmt: skip


def _placements(problem: Problem, proposal: Proposal) -> Counter[str]:
    """Count by host the placements that hold and those that are proposed; one that is both counts once."""
    host_of = {menu.id: menu.host_id for menu in problem.menus}
    there = {
        (placement.person_id, placement.domain): host_of[placement.menu_id]
        for placement in problem.placements
        if placement.status.takes_seat
    }
    there |= {(each.person_id, each.domain): each.choice.host_id for each in proposal.assignments}
    return Counter(there.values())


def _concentrated(problem: Problem, proposal: Proposal) -> list[HostCare]:
    counts = _placements(problem, proposal)
    total = counts.total()
    if total < _FEWEST_PLACEMENTS:
        return []
    shares = {host: round(100 * n / total) for host, n in counts.items()}
    return [
        HostCare(host, Care.CONCENTRATION, share)
        for host, share in shares.items()
        if share >= CONCENTRATED_PERCENT
    ]


def _falling(snapshots: Sequence[Snapshot]) -> list[HostCare]:
    """Name hosts whose places fell in each of the last months."""
    last = snapshots[-_FALLING_MONTHS - 1 :]
    if len(last) <= _FALLING_MONTHS:
        return []
    found = []
    for host in last[0].places_by_host:
        places = [snapshot.places_by_host.get(host, 0) for snapshot in last]
        if all(later < earlier for earlier, later in itertools.pairwise(places)):
            found.append(HostCare(host, Care.FALLING, places[0] - places[-1]))
    return found


def _stale(problem: Problem) -> list[HostCare]:
    """Name hosts with a statement older than the rules take without asking."""
    oldest: dict[str, int] = {}
    for pool in problem.pools:
        for part in pool.slots:
            if pool.host_id and part.stated_on is not None:
                days = (problem.date - part.stated_on).days
                oldest[pool.host_id] = max(days, oldest.get(pool.host_id, 0))
    return [
        HostCare(host, Care.STALE, days)
        for host, days in oldest.items()
        if days > problem.rules.stale_after_days
    ]


def _unused(problem: Problem, proposal: Proposal, records: HostHistory) -> list[HostCare]:
    """Name registered hosts with a menu at which nobody is, and has not been for long."""
    busy = set(_placements(problem, proposal))
    places = {PoolKind.PLACES, PoolKind.BEDS}
    offers = {pool.host_id for pool in problem.pools if pool.kind in places and pool.host_id}
    weeks = {
        host: records.weeks_unused.get(host, records.weeks_registered.get(host, 0)) for host in offers - busy
    }
    return [HostCare(host, Care.UNUSED, n) for host, n in weeks.items() if not n or n >= _UNUSED_WEEKS]
