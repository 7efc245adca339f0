"""The names phrases use: hosts, menus and pools, never people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.model import Problem
from matching.phrases.sentence import Sentence
from matching.vocabulary import Lang, PoolKind

_MUNICIPALITY = Sentence("市町村", "the municipality")
_MENU_OF_HOST = Sentence("{host}の「{menu}」", '"{menu}" at {host}')


@dataclass(frozen=True)
class Names:
    """
    Names by id; an id nobody knows is shown as it is.

    Parameters
    ----------
    hosts, menus, pools
        Names by id; pools only where they have one. Districts are shown by the id they are given with.
    pool_kinds
        What each pool counts, for the wording of its limits.
    date
        The day of the problem: dates of other years are written with their year.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    menus: Mapping[str, str] = field(default_factory=dict)
    pools: Mapping[str, str] = field(default_factory=dict)
    pool_kinds: Mapping[str, PoolKind] = field(default_factory=dict)
    date: dt.date | None = None

    @classmethod
    def of(cls, problem: Problem) -> Names:
        """Take the names from a problem."""
        return cls(
            hosts={host.id: host.name for host in problem.hosts},
            menus={menu.id: menu.name for menu in problem.menus},
            pools={pool.id: pool.name for pool in problem.pools if pool.name},
            pool_kinds={pool.id: pool.kind for pool in problem.pools},
            date=problem.date,
        )

    def host(self, host_id: str, lang: Lang) -> str:
        """Name a host; the municipality where there is none."""
        return self.hosts.get(host_id, host_id) or _MUNICIPALITY.fill(lang)

    def bringer(self, pool_id: str, host_id: str, lang: Lang) -> str:
        """Name a pool, or who brings it where it has no name of its own."""
        return self.pools.get(pool_id) or self.host(host_id, lang)

    def menu(self, menu_id: str, host_id: str, lang: Lang) -> str:
        """Name a menu with its host."""
        menu = self.menus.get(menu_id, menu_id)
        return _MENU_OF_HOST.fill(lang, host=self.host(host_id, lang), menu=menu)
