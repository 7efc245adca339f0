"""Combinations (いがぐり型): unused pieces of different hosts that together make a menu somebody needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import product

import numpy as np

from matching.candidates import CandidateLimits
from matching.gaps.held import as_held
from matching.geo.distance import shown_distance_m
from matching.model import Declared, Draw, Host, Menu, Pool, PoolSlot, Problem, Proposal, Slot
from matching.model.development import Development, Piece
from matching.prepare import prepare
from matching.vocabulary import (
    Answer,
    Condition,
    DeclaredMark,
    DevelopmentKind,
    DrawUnit,
    NeedDomain,
    PoolKind,
)

MOST_COMBINATIONS = 400
_FAR_M = 20_000
_BROUGHT_BY_STAFF = (Condition.ONE_TO_ONE, Condition.EASY_WORDS)
"""Supports that somebody brings with them, wherever the room is."""
_TIME = frozenset({PoolKind.ATTENTION, PoolKind.COMPANION})

Spare = dict[tuple[str, Slot | None], int]


def combinations(problem: Problem, proposal: Proposal) -> tuple[Development, ...]:
    """
    List menus that could be made of a room nobody uses, somebody's free time and a van's free seats.

    The time is a host's staff's, or that of somebody who takes part there and now supports others (支え手).
    Each takes part with what it really has left, so nothing new is needed but their agreement. Somebody's
    time counts as taken for the whole slot. What brings nothing that the room lacks is left out.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.

    Returns
    -------
    At most 400, those of partners near each other first.
    """
    spare = _spare(as_held(problem, proposal))
    hosts = {host.id: host for host in problem.hosts}
    wanted = {left.domain for left in proposal.unplaced}
    rooms = [pool for pool in problem.pools if pool.kind == PoolKind.PLACES]
    helpers = [pool for pool in problem.pools if pool.kind in _TIME and pool.host_id is not None]
    vans = [pool for pool in problem.pools if pool.kind == PoolKind.VEHICLE_SEATS]
    found: list[tuple[float, Development]] = []
    for room in rooms:
        menus = [menu for menu in problem.menus if any(draw.pool_id == room.id for draw in menu.draws)]
        if not menus:
            continue
        district = hosts[room.host_id or ""].district
        here = [each for each in helpers if not each.districts or district in each.districts]
        for helper, van in product((None, *here), (None, *vans)):
            partners = {pool.host_id for pool in (helper, van) if pool is not None}
            if (helper or van) and room.host_id not in partners:
                for made in _made(problem, menus[0], room, helper, van, spare, wanted):
                    found.append((_apart_m(hosts, room, helper, van), made))
    found.sort(key=lambda entry: (entry[0], entry[1].id))
    return tuple(made for _, made in found[:MOST_COMBINATIONS])


def _spare(held: Problem) -> Spare:
    """Give what every pool has left in every week it is held, by its slots."""
    prepared = prepare(held, CandidateLimits(near_menus=1, menus_per_unit=1))
    margins, slots = prepared.margins, prepared.columns.slots
    most = np.iinfo(np.int64).max
    least = np.where(margins.held, margins.left, most).min(axis=1, initial=most)
    least = np.where(margins.held.any(axis=1), least, 0)
    return {
        (
            prepared.problem.pools[slots.pool[row]].id,
            prepared.problem.pools[slots.pool[row]].slots[slots.part[row]].slot,
        ): int(least[row])
        for row in range(slots.pool.size)
    }


def _left(spare: Spare, pool: Pool, slot: Slot) -> int:
    """Give what a pool has left at the time of a slot."""
    parts = [part.slot for part in pool.slots if part.slot is None or part.slot.overlaps(slot)]
    return min((spare[pool.id, part] for part in parts), default=0)


def _made(
    problem: Problem,
    menu: Menu,
    room: Pool,
    helper: Pool | None,
    van: Pool | None,
    spare: Spare,
    wanted: set[NeedDomain],
) -> Iterator[Development]:
    """Give the combination, if there is a time at which every piece is free and it brings something new."""
    slots = tuple(
        part.slot
        for part in room.slots
        if part.slot is not None
        and spare[room.id, part.slot] > 0
        and (helper is None or _left(spare, helper, part.slot) >= part.slot.minutes)
        and (van is None or _left(spare, van, part.slot) > 0)
    )
    if helper is not None and any(part.slot is None for part in helper.slots):
        # Hours of the whole week are enough for so many slots.
        whole_week = spare[helper.id, None]
        slots = tuple(slot for n, slot in enumerate(slots, 1) if n * slot.minutes <= whole_week)
    domains, conditions = menu.domains, dict(menu.conditions)
    if helper is not None:
        theirs = [each for each in problem.menus if any(draw.pool_id == helper.id for draw in each.draws)]
        domains = tuple(dict.fromkeys(d for each in (menu, *theirs) for d in each.domains))
        for support in _BROUGHT_BY_STAFF:
            if any(each.conditions.get(support) == Answer.YES for each in theirs):
                conditions[support] = Answer.YES
        if helper.kind == PoolKind.COMPANION:
            conditions[Condition.ONE_TO_ONE] = Answer.YES
    districts = menu.pick_up_districts if van is None else van.districts or _districts(problem)
    domains = tuple(domain for domain in domains if domain in wanted)
    brings = set(domains) - set(menu.domains) or dict(menu.conditions) != conditions or van is not None
    if not slots or not domains or not brings:
        return
    at = "+".join(["", room.id, *(pool.id for pool in (helper, van) if pool is not None)])
    places = {slot: spare[room.id, slot] for slot in slots}
    # Only so many as the room has left; a piece of its own, so that it is there only if it is agreed on.
    agreed = Pool(
        id=f"{at}-agreed",
        kind=PoolKind.PLACES,
        host_id=room.host_id,
        slots=tuple(
            PoolSlot(slot, quota=n, regular_users=0, declared=Declared(DeclaredMark.OPEN, n))
            for slot, n in places.items()
        ),
    )
    seats = (
        tuple(draw for draw in menu.draws if draw.unit == DrawUnit.PICK_UP_SEAT)
        if van is None
        else (Draw(van.id, DrawUnit.PICK_UP_SEAT),)
    )
    made = dataclasses.replace(
        menu,
        id=f"{at}-menu",
        domains=domains,
        slots=slots,
        draws=(
            Draw(room.id),
            Draw(agreed.id),
            *(draw for draw in menu.draws if draw.unit == DrawUnit.ATTENTION_MINUTES),
            *seats,
        ),
        conditions=conditions,
        pick_up_districts=districts,
    )
    pieces = tuple(Piece(pool.host_id or "", pool.id, pool.kind) for pool in (room, helper, van) if pool)
    yield Development(
        id=at,
        kind=DevelopmentKind.COMBINATION,
        template="",
        name=menu.name,
        district=next((host.district or "" for host in problem.hosts if host.id == menu.host_id), ""),
        domains=domains,
        slots=slots,
        places=max(places.values()),
        effort_days=len(pieces),
        host_ids=tuple(dict.fromkeys(piece.host_id for piece in pieces if piece.host_id)),
        menu_id=menu.id,
        pieces=pieces,
        menus=(made,),
        pools=(agreed,),
    )


def _districts(problem: Problem) -> tuple[str, ...]:
    return tuple(sorted({host.district for host in problem.hosts if host.district}))


def _apart_m(hosts: dict[str, Host], room: Pool, *others: Pool | None) -> float:
    """Give how far the partners are from the room, in metres; a partner without a place counts as far."""
    at = hosts[room.host_id or ""].place
    total = 0.0
    for pool in others:
        if pool is not None and pool.host_id is not None:
            place = hosts[pool.host_id].place
            total += shown_distance_m(at.lat, at.lng, place.lat, place.lng) if at and place else _FAR_M
    return total
