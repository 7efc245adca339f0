"""Unused places (もったいない): which rule keeps people out of them, and how many by itself."""

from __future__ import annotations

from collections import Counter

from matching.gaps.bands import band_of
from matching.model import Block, Problem, Proposal
from matching.model.gap import Barrier, UnusedPlace

FULL = "full"
"""Where no rule is against a person, what keeps them out of free places is another limit that is full."""


def unused_places(problem: Problem, proposal: Proposal) -> tuple[UnusedPlace, ...]:
    """
    Give places and beds nobody uses, with what keeps out those who have no place.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.

    Returns
    -------
    Those that a single rule keeps most people out of first, then those with most places left.
    """
    menus_of_pool: dict[str, list[str]] = {}
    slots_of_menu = {menu.id: menu.slots for menu in problem.menus}
    for menu in problem.menus:
        for draw in menu.draws:
            menus_of_pool.setdefault(draw.pool_id, []).append(menu.id)
    blocks: dict[str, list[tuple[str, Block]]] = {}
    for left in proposal.unplaced:
        for block in left.blocks:
            blocks.setdefault(block.menu_id, []).append((left.person_id, block))
    found = []
    for margin in proposal.unused:
        menus = tuple(
            menu_id
            for menu_id in menus_of_pool.get(margin.pool_id, ())
            if any(slot.overlaps(margin.slot) for slot in slots_of_menu[menu_id])
        )
        near = [entry for menu_id in menus for entry in blocks.get(menu_id, ())]
        found.append(
            UnusedPlace(
                host_id=margin.host_id,
                pool_id=margin.pool_id,
                slot=margin.slot,
                band=band_of(margin.slot),
                left=margin.left,
                limit=margin.limit,
                asks=margin.asks,
                menu_ids=menus,
                nearby=len({person_id for person_id, _ in near}),
                barriers=_barriers(near),
            )
        )
    return tuple(sorted(found, key=_wasted))


def _barriers(near: list[tuple[str, Block]]) -> tuple[Barrier, ...]:
    """Count for each rule the people it keeps out; a person for whom two menus were looked at counts once."""
    alone: Counter[str] = Counter()
    among: Counter[str] = Counter()
    rules: dict[str, list[set[str]]] = {}
    for person_id, block in near:
        against = {reason.rule for reason in block.reasons} or {FULL}
        rules.setdefault(person_id, []).append(against)
    for of_person in rules.values():
        among.update(set.union(*of_person))
        # The menu with the fewest rules against it is the one that is nearest to possible.
        nearest = min(of_person, key=lambda against: (len(against), sorted(against)))
        if len(nearest) == 1:
            alone.update(nearest)
    return tuple(
        Barrier(rule, alone[rule], among[rule])
        for rule in sorted(among, key=lambda rule: (-alone[rule], -among[rule], rule))
    )


def _wasted(place: UnusedPlace) -> tuple[int, int, str, str]:
    kept_out = max((barrier.alone for barrier in place.barriers), default=0)
    return -kept_out, -place.left, place.pool_id, repr(place.slot)
