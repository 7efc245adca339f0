"""What is brought (持ち寄り) in みほん町: places, attention, vans, people who go along, coordinators."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from matching.model import Host, Pool, PoolSlot, Slot
from matching.simulation.notation import slots
from matching.simulation.offer import Offer
from matching.vocabulary import DrawUnit, PoolKind

_AGREED_ON = dt.date(2026, 10, 1)
_ATTENTION_MINUTES_A_WEEK = {
    "H03": 180,
    "H04": 60,
    "H05": 90,
    "H09": 60,
    "H10": 150,
    "H11": 120,
    "H34": 120,
    "H35": 90,
    "H39": 60,
}


class _Van(NamedTuple):
    """A vehicle that fetches people: its seats on each of its rounds."""

    id: str
    name: str
    host_id: str | None
    districts: tuple[str, ...]
    seats: int


class _Companion(NamedTuple):
    """Someone who goes along: minutes in each of the hours, or in the whole week where no hours are given."""

    id: str
    name: str
    host_id: str | None
    districts: tuple[str, ...]
    minutes: int
    hours: str


_VANS = (
    _Van("V1", "みほんデイサービスの送迎車", "H11", ("北部", "中央"), 4),
    _Van("V2", "みほん作業所B型の送迎車", "H05", ("中央",), 2),
    _Van("V3", "町のおでかけ号", None, ("南部",), 3),
)
_COMPANIONS = (
    _Companion("C1", "社会福祉協議会の同行支援員", None, (), 180, ""),
    _Companion("C2", "ピアサポーター", None, ("中央",), 60, "火木 09:00-16:00"),
    _Companion("C3", "同行ボランティアの会", None, ("中央", "南部"), 90, "月水金 09:30-16:00"),
    _Companion("C4", "茶の間に通い、いまは支え手の人", "H30", ("中央",), 60, "月金 13:00-15:30"),
)
_CASELOADS = (
    # The coordinators of the three districts: how many people each can carry.
    ("K1", "北部の担当", "北部", 24),
    ("K2", "中央の担当（2人）", "中央", 48),
    ("K3", "南部の担当", "南部", 14),
)
CASELOAD_POOL_OF_DISTRICT = {district: pool_id for pool_id, _, district, _ in _CASELOADS}
"""Which coordinator's pool carries the people of a district."""


def town_pools(hosts: Iterable[Host], offers: Iterable[Offer]) -> tuple[Pool, ...]:
    """Give every pool of the town, as its hosts and offers need it."""
    offers = tuple(offers)
    return (*_stated(offers), *_attention(hosts), *_vans(offers), *_companions(), *_caseloads())


def _stated(offers: tuple[Offer, ...]) -> Iterable[Pool]:
    """Give the places and beds of each host: all that was stated with its menus."""
    stated: dict[tuple[str, PoolKind], list[PoolSlot]] = defaultdict(list)
    for menu, parts in offers:
        stated[menu.host_id, PoolKind.BEDS if menu.is_room else PoolKind.PLACES] += parts
    for (host_id, kind), parts_of_host in stated.items():
        yield Pool(id=f"{host_id}-{kind}", kind=kind, slots=tuple(parts_of_host), host_id=host_id)


def _attention(hosts: Iterable[Host]) -> Iterable[Pool]:
    for host in hosts:
        if host.id in _ATTENTION_MINUTES_A_WEEK:
            week = PoolSlot(None, amount=_ATTENTION_MINUTES_A_WEEK[host.id], stated_on=_AGREED_ON)
            yield Pool(
                id=f"{host.id}-attention",
                kind=PoolKind.ATTENTION,
                slots=(week,),
                host_id=host.id,
                name=f"{host.name}の職員",
            )


def _vans(offers: tuple[Offer, ...]) -> Iterable[Pool]:
    rounds: dict[str, dict[Slot, None]] = defaultdict(dict)
    for menu, _ in offers:
        for draw in menu.draws:
            if draw.unit == DrawUnit.PICK_UP_SEAT:
                rounds[draw.pool_id].update(dict.fromkeys(menu.slots))
    for van in _VANS:
        seats = tuple(PoolSlot(slot, amount=van.seats, stated_on=_AGREED_ON) for slot in rounds[van.id])
        yield Pool(
            id=van.id,
            kind=PoolKind.VEHICLE_SEATS,
            slots=seats,
            host_id=van.host_id,
            name=van.name,
            districts=van.districts,
        )


def _companions() -> Iterable[Pool]:
    for companion in _COMPANIONS:
        hours = slots(companion.hours) if companion.hours else (None,)
        yield Pool(
            id=companion.id,
            kind=PoolKind.COMPANION,
            slots=tuple(PoolSlot(part, amount=companion.minutes, stated_on=_AGREED_ON) for part in hours),
            host_id=companion.host_id,
            name=companion.name,
            districts=companion.districts,
        )


def _caseloads() -> Iterable[Pool]:
    for pool_id, name, district, people in _CASELOADS:
        yield Pool(
            id=pool_id,
            kind=PoolKind.CASELOAD,
            slots=(PoolSlot(None, amount=people),),
            name=name,
            districts=(district,),
        )
