"""A development (資源開発): something that could be built, as records to add to a problem."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from matching.errors import require
from matching.model.host import Host
from matching.model.menu import Menu
from matching.model.pool import Pool
from matching.model.problem import Problem
from matching.model.timetable import Slot
from matching.vocabulary import DevelopmentKind, NeedDomain, PoolKind


@dataclass(frozen=True)
class More:
    """
    More of a pool that is there: a coordinator's caseload, in people.

    Parameters
    ----------
    pool_id
        The pool.
    amount
        How much more in each slot of it, 1 or more.
    """

    pool_id: str
    amount: int


@dataclass(frozen=True)
class Piece:
    """
    What one partner brings to a combination: a room, time of its staff or of a supporter, a van.

    Parameters
    ----------
    host_id
        Who; empty for the municipality.
    pool_id, kind
        What, and what it counts.
    """

    host_id: str
    pool_id: str
    kind: PoolKind


@dataclass(frozen=True, kw_only=True)
class Development:
    """
    One thing that could be built, and what it would take.

    Parameters
    ----------
    id
        Unique among the developments of one question.
    kind
        What it is.
    template
        Key of the template it was made from; empty for a combination.
    name
        What it is called.
    district
        The district it is for; empty for none.
    domains
        Needs it answers; empty where it serves menus that are there.
    slots
        When; empty for a whole week.
    places
        People at the same time, or minutes of 同行 a week.
    effort_days
        Days of work it takes to build, 1 or more.
    host_ids, menu_id
        Hosts that take part, and the menu it is for, where they are there already.
    pieces
        What each partner of a combination brings.
    hosts, menus, pools, more
        What it adds to a problem.
    """

    id: str
    kind: DevelopmentKind
    template: str
    name: str
    district: str
    domains: tuple[NeedDomain, ...]
    slots: tuple[Slot, ...]
    places: int
    effort_days: int
    host_ids: tuple[str, ...] = ()
    menu_id: str = ""
    pieces: tuple[Piece, ...] = ()
    hosts: tuple[Host, ...] = ()
    menus: tuple[Menu, ...] = ()
    pools: tuple[Pool, ...] = ()
    more: tuple[More, ...] = ()

    def __post_init__(self) -> None:
        who = f"development {self.id}"
        require(1 <= self.effort_days <= 1_000, who, "effort_days", self.effort_days, "1 to 1,000")
        added = (*self.hosts, *self.menus, *self.pools, *self.more)
        require(len(added) > 0, who, "adds", added, "something to add")


def develop(problem: Problem, developments: Iterable[Development]) -> Problem:
    """
    Give a copy of the problem with the developments built; nothing else differs.

    Raises
    ------
    InvalidProblem
        If one names something the problem does not hold.
    """
    built = tuple(developments)
    more: dict[str, int] = {}
    for each in built:
        for part in each.more:
            more[part.pool_id] = more.get(part.pool_id, 0) + part.amount
    known = {pool.id for pool in problem.pools}
    for pool_id in more:
        require(pool_id in known, "development", "more", pool_id, "a pool of the problem")
    return dataclasses.replace(
        problem,
        hosts=(*problem.hosts, *(host for each in built for host in each.hosts)),
        menus=(*problem.menus, *(menu for each in built for menu in each.menus)),
        pools=(
            *(_with_more(pool, more[pool.id]) if pool.id in more else pool for pool in problem.pools),
            *(pool for each in built for pool in each.pools),
        ),
    )


def _with_more(pool: Pool, amount: int) -> Pool:
    slots = tuple(dataclasses.replace(part, amount=(part.amount or 0) + amount) for part in pool.slots)
    return dataclasses.replace(pool, slots=slots)
