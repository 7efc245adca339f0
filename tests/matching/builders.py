"""
Small records for tests: a valid town of one person, one shop and one menu.

A test changes only what it is about. The builders take the fields of their record as keywords; what is left
out makes the smallest case in which nothing is in the way: the person has answered every question and lives
next to the shop, the shop has stated two places this day, and no day of the horizon is a holiday. Ids are
``P1``, ``H1``, ``M1`` and ``H1-places``.

    problem(people=[person(), person(id="P2", consent=ConsentStage.NONE)])
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from matching.bundled import default_rules, default_travel, default_weights
from matching.model import (
    Declared,
    Draw,
    Host,
    Menu,
    Need,
    Person,
    Place,
    Placement,
    Pool,
    PoolSlot,
    Problem,
    Slot,
    TimeWindow,
)
from matching.vocabulary import (
    BURDENS,
    Answer,
    Condition,
    ConsentStage,
    DeclaredMark,
    HostKind,
    NeedDomain,
    PlacementStatus,
    PoolKind,
    Weekday,
)

TODAY = dt.date(2026, 5, 29)
"""A Friday. Week 0 starts on Monday 1 June, and there is no holiday before 20 July."""

MONDAY = dt.date(2026, 6, 1)
"""The Monday of week 0."""

WEEKS = 6

HOME_MESH = "533935993"
"""The square the person lives in; `PLACE` is its centre."""

PLACE = Place(35.6645833, 139.740625)

NOTHING_ASKED = {condition: Answer.YES if condition in BURDENS else Answer.NO for condition in Condition}
"""Answers of someone who bears every burden and needs no support."""


def clock(text: str) -> dt.time:
    """Give a time of day written as 13:30."""
    return dt.time.fromisoformat(text)


def slot(weekday: int | None = Weekday.TUE, start: str = "10:00", end: str = "12:00", **over: Any) -> Slot:
    """Make a slot, Tuesday 10:00 to 12:00 if nothing else is said."""
    return Slot(None if weekday is None else Weekday(weekday), clock(start), clock(end), **over)


def night(**over: Any) -> Slot:
    """Make the slot of a room: every night."""
    return Slot(None, **over)


def window(weekday: int, start: str = "09:00", end: str = "17:00") -> TimeWindow:
    """Make a stretch of one weekday."""
    return TimeWindow(Weekday(weekday), clock(start), clock(end))


def all_day(start: str = "09:00", end: str = "17:00") -> tuple[TimeWindow, ...]:
    """Make the same stretch of every weekday."""
    return tuple(window(day, start, end) for day in Weekday)


def person(**over: Any) -> Person:
    """Make a person who needs a place to belong, is free every day, and has answered every question."""
    fields: dict[str, Any] = {
        "id": "P1",
        "age_years": 40,
        "needs": (Need(NeedDomain.BELONGING),),
        "waiting_since": TODAY,
        "district": "north",
        "home_mesh": HOME_MESH,
        "availability": all_day(),
        "most_travel_minutes": 30,
        "conditions": NOTHING_ASKED,
        "consent": ConsentStage.TO_OFFER,
    }
    return Person(**{**fields, **over})


def host(**over: Any) -> Host:
    """Make a shop next to the person, without any number of its own."""
    fields: dict[str, Any] = {
        "id": "H1",
        "name": "みほん商店",
        "kind": HostKind.SHOP,
        "place": PLACE,
        "district": "north",
    }
    return Host(**{**fields, **over})


def menu(**over: Any) -> Menu:
    """Make a menu of the shop on Tuesdays, for every need; it draws on the shop's places."""
    fields: dict[str, Any] = {
        "id": "M1",
        "host_id": "H1",
        "name": "値札づくり",
        "domains": tuple(NeedDomain),
        "slots": (slot(),),
        "draws": (Draw("H1-places"),),
    }
    return Menu(**{**fields, **over})


def room(**over: Any) -> Menu:
    """Make a room of the shop for up to 28 nights; its pool is ``H1-beds``."""
    fields: dict[str, Any] = {
        "id": "R1",
        "slots": (night(),),
        "draws": (Draw("H1-beds"),),
        "most_nights": 28,
    }
    return menu(**{**fields, **over})


def pool_slot(when: Slot | None = None, places: int | None = 2, **over: Any) -> PoolSlot:
    """Make a slot of a pool for which the host stated places today: on Tuesdays, if nothing else is said."""
    fields: dict[str, Any] = {
        "slot": when or slot(),
        "declared": None if places is None else Declared(DeclaredMark.OPEN, places),
        "stated_on": TODAY,
    }
    return PoolSlot(**{**fields, **over})


def pool(**over: Any) -> Pool:
    """Make the places of the shop: two on Tuesdays."""
    fields: dict[str, Any] = {
        "id": "H1-places",
        "kind": PoolKind.PLACES,
        "host_id": "H1",
        "slots": (pool_slot(),),
    }
    return Pool(**{**fields, **over})


def beds(**over: Any) -> Pool:
    """Make two beds of the shop."""
    return pool(**{"id": "H1-beds", "kind": PoolKind.BEDS, "slots": (pool_slot(night()),), **over})


def amount_pool(kind: PoolKind, amount: int | None, when: Slot | None = None, **over: Any) -> Pool:
    """Make a pool of minutes, seats or cases: for the whole week, if no slot is given."""
    fields: dict[str, Any] = {"id": kind.value, "kind": kind, "slots": (PoolSlot(when, amount),)}
    return Pool(**{**fields, **over})


def placement(**over: Any) -> Placement:
    """Make a placement in the shop's menu, accepted a year ago, of somebody who is not among the people."""
    fields: dict[str, Any] = {
        "person_id": "P0",
        "domain": NeedDomain.BELONGING,
        "menu_id": "M1",
        "slots": (slot(),),
        "status": PlacementStatus.ACCEPTED,
        "first_day": TODAY - dt.timedelta(days=365),
    }
    return Placement(**{**fields, **over})


def problem(**over: Any) -> Problem:
    """Make the town of one person, one shop, one menu and one pool, under the shipped rules and points."""
    fields: dict[str, Any] = {
        "date": TODAY,
        "weeks": WEEKS,
        "people": (person(),),
        "hosts": (host(),),
        "menus": (menu(),),
        "pools": (pool(),),
        "rules": default_rules(),
        "weights": default_weights(),
        "travel": default_travel(),
    }
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in over.items()}
    return Problem(**{**fields, **given})
