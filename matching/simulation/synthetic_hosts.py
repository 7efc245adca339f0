"""Synthetic hosts: one menu and its pools each, drawn in arrays and then made into records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.model import Declared, Draw, Host, Menu, Place, Pool, PoolSlot, Slot
from matching.simulation.notation import slots, words
from matching.vocabulary import (
    BURDENS,
    Activity,
    Answer,
    Condition,
    DeclaredMark,
    DrawUnit,
    HostKind,
    NeedDomain,
    PoolKind,
)


class _Kind(NamedTuple):
    """A kind of host: its share of all hosts, the needs it answers, and its 定員 where it has one."""

    kind: HostKind
    share: float
    domains: str
    quota: int | None = None


_KINDS = (
    _Kind(HostKind.WORK_EXPERIENCE, 0.06, "work"),
    _Kind(HostKind.WORK_PREPARATION, 0.05, "work"),
    _Kind(HostKind.TYPE_B, 0.12, "work", 20),
    _Kind(HostKind.TYPE_A, 0.04, "work", 20),
    _Kind(HostKind.WORK_TRANSITION, 0.04, "work", 20),
    _Kind(HostKind.DAY_SERVICE, 0.1, "belonging daily_life", 20),
    _Kind(HostKind.SHOP, 0.12, "work belonging"),
    _Kind(HostKind.FARM, 0.1, "work belonging"),
    _Kind(HostKind.COMPANY, 0.08, "work"),
    _Kind(HostKind.VACANT_ROOM, 0.04, "housing"),
    _Kind(HostKind.SALON, 0.09, "belonging daily_life"),
    _Kind(HostKind.LEARNING_PLACE, 0.06, "learning belonging"),
    _Kind(HostKind.VOLUNTEER_WORK, 0.06, "belonging work"),
    _Kind(HostKind.PUBLIC_FACILITY, 0.04, "belonging learning daily_life"),
)
_STAFF_FTE, _STAFF_RATIO = 3.0, 10
_HALF_DAYS = slots("月火水木金土 09:30-12:00、月火水木金土 13:30-16:00")
_NIGHT = slots("夜")
_MOST_NIGHTS = 90
_CONDITIONS, _ACTIVITIES = tuple(Condition), tuple(Activity)
_IS_THERE = [0.15 if condition in BURDENS else 0.75 for condition in _CONDITIONS]
_BUS = (Answer.YES, Answer.NO, Answer.UNKNOWN)
_SHORTEST_STAYS = (None, 90, 60, 30)


class Supply(NamedTuple):
    """One host with its menu and pools."""

    host: Host
    menu: Menu
    pools: tuple[Pool, ...]


class _Drawn(NamedTuple):
    """What chance says of one host."""

    number: str
    kind: _Kind
    place: Place
    district: str
    newcomers: int
    is_open: bool
    places_by_slot: Mapping[Slot, int]
    regular_users: int
    stated_on: dt.date
    attention_minutes: int
    conditions: Mapping[Condition, Answer]
    activities: tuple[Activity, ...]
    bus: Answer
    shortest_stay: int | None

    @property
    def is_room(self) -> bool:
        return self.kind.kind == HostKind.VACANT_ROOM


def draw_supply(
    rng: np.random.Generator,
    positions: NDArray[np.float64],
    districts: list[str],
    date: dt.date,
    n_people: int,
    hard: bool,
) -> list[Supply]:
    """
    Draw a host with one menu at each position.

    Menus are open on three to six half-days, rooms every night; a slot has 1, 2 or 3 places (.6/.3/.1).
    All hosts together can get to know nine newcomers for ten people. When it is to be hard, three menus in
    ten are open and can get to know 1 + Poisson(3) each, so that slots are what is short.

    Parameters
    ----------
    rng
        The only source of chance.
    positions
        float[n, 2]: latitude and longitude in degrees.
    districts
        The district of each position.
    date
        The day the problem is made for.
    n_people
        How many people there will be.
    hard
        Whether slots are to be short.
    """
    return [_supply(drawn) for drawn in _draws(rng, positions, districts, date, n_people, hard)]


def _draws(
    rng: np.random.Generator,
    positions: NDArray[np.float64],
    districts: list[str],
    date: dt.date,
    n_people: int,
    hard: bool,
) -> Iterator[_Drawn]:
    n = len(positions)
    width = max(2, len(str(n)))
    kind = rng.choice(len(_KINDS), size=n, p=[each.share for each in _KINDS])
    is_open = rng.random(n) < (0.3 if hard else 1)
    even_newcomers = rng.multinomial(round(0.9 * n_people), np.full(n, 1 / n))
    newcomers = 1 + rng.poisson(3, n) if hard else even_newcomers
    half_days = rng.random((n, len(_HALF_DAYS))).argsort().argsort() < rng.integers(3, 7, (n, 1))
    places = rng.choice((1, 2, 3), (n, len(_HALF_DAYS)), p=(0.6, 0.3, 0.1))
    regular_users, stated_days_ago = rng.integers(10, 18, n), rng.integers(0, 75, n)
    attention = np.where(rng.random(n) < 0.25, rng.integers(4, 13, n) * 15, 0)
    is_stated, is_there = rng.random((2, n, len(_CONDITIONS)))
    activities = rng.random((n, len(_ACTIVITIES))) < 0.12
    bus, stay = rng.choice(3, n, p=(0.6, 0.2, 0.2)), rng.integers(0, len(_SHORTEST_STAYS), n)
    for row in range(n):
        is_room = _KINDS[kind[row]].kind == HostKind.VACANT_ROOM
        slots_held = _NIGHT if is_room else tuple(compress(_HALF_DAYS, half_days[row]))
        yield _Drawn(
            number=f"{row + 1:0{width}d}",
            kind=_KINDS[kind[row]],
            place=Place(*positions[row].tolist()),
            district=districts[row],
            newcomers=int(newcomers[row]),
            is_open=bool(is_open[row]),
            places_by_slot=dict(zip(slots_held, places[row].tolist(), strict=False)),
            regular_users=int(regular_users[row]),
            stated_on=date - dt.timedelta(days=int(stated_days_ago[row])),
            attention_minutes=int(attention[row]),
            conditions={
                condition: Answer.YES if there < chance else Answer.NO
                for condition, stated, there, chance in zip(
                    _CONDITIONS, is_stated[row], is_there[row], _IS_THERE, strict=True
                )
                if stated < 0.75
            },
            activities=tuple(compress(_ACTIVITIES, activities[row])),
            bus=_BUS[bus[row]],
            shortest_stay=_SHORTEST_STAYS[stay[row]],
        )


def _supply(drawn: _Drawn) -> Supply:
    has_quota = drawn.kind.quota is not None
    host = Host(
        id=f"H{drawn.number}",
        name=f"見本の受入先{drawn.number}",
        kind=drawn.kind.kind,
        place=drawn.place,
        district=drawn.district,
        quota=drawn.kind.quota,
        waiting=0 if has_quota else None,
        staff_fte=_STAFF_FTE if has_quota else None,
        staff_ratio=_STAFF_RATIO if has_quota else None,
        newcomers_at_once=drawn.newcomers,
    )
    seats = _seats(drawn, host.id)
    watch = _attention(drawn, host.id)
    menu = Menu(
        id=f"M{drawn.number}",
        host_id=host.id,
        name=f"見本の活動{drawn.number}",
        domains=words(NeedDomain, drawn.kind.domains),
        slots=tuple(drawn.places_by_slot),
        draws=(Draw(seats.id), *(Draw(pool.id, DrawUnit.ATTENTION_MINUTES) for pool in watch)),
        activities=drawn.activities,
        conditions=drawn.conditions,
        shortest_stay_minutes=drawn.shortest_stay,
        most_nights=_MOST_NIGHTS if drawn.is_room else None,
        reachable_by_bus=drawn.bus,
    )
    return Supply(host, menu, (seats, *watch))


def _seats(drawn: _Drawn, host_id: str) -> Pool:
    """Give the places or beds, as many as stated for each slot, or none where the host is closed."""
    kind = PoolKind.BEDS if drawn.is_room else PoolKind.PLACES
    regular_users = drawn.regular_users if drawn.kind.quota is not None else None
    parts = (
        PoolSlot(
            slot,
            regular_users=regular_users,
            declared=Declared(DeclaredMark.OPEN, places) if drawn.is_open else Declared(DeclaredMark.CLOSED),
            stated_on=drawn.stated_on,
        )
        for slot, places in drawn.places_by_slot.items()
    )
    return Pool(id=f"{host_id}-{kind}", kind=kind, slots=tuple(parts), host_id=host_id)


def _attention(drawn: _Drawn, host_id: str) -> tuple[Pool, ...]:
    """Give the attention its staff has in a week, where the host said how much."""
    if not drawn.attention_minutes or drawn.is_room:
        return ()
    week = PoolSlot(None, amount=drawn.attention_minutes, stated_on=drawn.stated_on)
    return (Pool(id=f"{host_id}-attention", kind=PoolKind.ATTENTION, slots=(week,), host_id=host_id),)
