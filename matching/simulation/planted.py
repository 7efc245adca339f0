"""A gap planted on purpose, for tests of what finds gaps."""

from __future__ import annotations

import dataclasses
import datetime as dt

from matching.model import Pool, Problem, Slot
from matching.vocabulary import PoolKind

_NOON = dt.time(12)


def without_mornings(problem: Problem, district: str) -> Problem:
    """
    Take all places on mornings, weekends too, away from the hosts of one district.

    Menus without any time left, and placements and pins in what is gone, go too.
    """
    there = {host.id for host in problem.hosts if host.district == district}

    def is_gone(slot: Slot | None) -> bool:
        return slot is not None and not slot.is_night and slot.start < _NOON

    def is_kept(pool: Pool, slot: Slot | None) -> bool:
        return pool.kind != PoolKind.PLACES or pool.host_id not in there or not is_gone(slot)

    pools = tuple(
        dataclasses.replace(pool, slots=kept)
        for pool in problem.pools
        if (kept := tuple(part for part in pool.slots if is_kept(pool, part.slot)))
    )
    left = {pool.id for pool in pools}
    menus = []
    for menu in problem.menus:
        slots = tuple(slot for slot in menu.slots if menu.host_id not in there or not is_gone(slot))
        draws = tuple(draw for draw in menu.draws if draw.pool_id in left)
        has_room = {pool.id for pool in pools if pool.kind in {PoolKind.PLACES, PoolKind.BEDS}}
        if slots and any(draw.pool_id in has_room for draw in draws):
            menus.append(dataclasses.replace(menu, slots=slots, draws=draws))
    slots_of = {menu.id: menu.slots for menu in menus}
    people = tuple(
        dataclasses.replace(
            person,
            pins=tuple(
                pin
                for pin in person.pins
                if pin.menu_id in slots_of and set(pin.slots) <= set(slots_of[pin.menu_id])
            ),
        )
        for person in problem.people
    )
    return dataclasses.replace(
        problem,
        people=people,
        pools=pools,
        menus=tuple(menus),
        placements=tuple(
            placement
            for placement in problem.placements
            if set(placement.slots) <= set(slots_of.get(placement.menu_id, ()))
        ),
    )
