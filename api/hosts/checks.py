"""Checking what is sent about hosts by making the core's records; what they refuse is said in Japanese."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from api.errors import Fault, Refused
from api.hosts.schemas import HostLimits, PointInput, PoolSlotInput, SlotInput, Stated
from api.mapping.hosts import load_hosts
from matching import model
from matching.errors import InvalidProblem
from matching.vocabulary import HostKind, PoolKind

OF_PLACES = frozenset({PoolKind.PLACES, PoolKind.BEDS})
"""Pools whose number follows from limits; of the others the amount is stated."""

_EXPECTED = {
    "lat": "日本の緯度（20〜46度）",
    "lng": "日本の経度（122〜154度）",
    "end": "始まりより後の時刻",
    "last_day": "最初の日より前でない日",
    "domains": "1つ以上、同じものは一度だけ",
    "slots": "1〜21枠、同じ枠は一度だけ（部屋は毎晩の1枠だけ、曜日の枠と混ぜない）",
    "most_nights": "部屋には泊まれる日数の上限（1〜366泊）",
    "draws": "1人につき受け入れ人数か泊まれる人数を1つ以上（見守りは分数、車は送迎の席）、同じものは一度だけ",
    "age_to": "対象年齢の下限以上、120以下",
    "shortest_stay_minutes": "10〜720分",
    "host_id": "受け入れ人数・泊まれる人数は受入先のもの",
}


@contextmanager
def refusing(where: str = "") -> Iterator[None]:
    """Turn what the core refuses into faults of the field at hand."""
    try:
        yield
    except InvalidProblem as error:
        field = ".".join(part for part in (where, error.field) if part)
        expected = _EXPECTED.get(error.field, f"使える値（{error.expected}）")
        given = error.given if isinstance(error.given, int | float | dt.date | dt.time) else ""
        raise Refused([Fault(field, str(given), expected)]) from error


def host_values(given: HostLimits, kind: HostKind) -> dict[str, Any]:
    """Give the limits that were sent as columns, checked by the core."""
    with refusing("closed"):
        closed = [model.Period(each.first_day, each.last_day) for each in given.closed]
    with refusing("busy_seasons"):
        seasons = [
            model.BusySeason(model.Period(each.first_day, each.last_day), each.places)
            for each in given.busy_seasons
        ]
    values = {name: getattr(given, name) for name in HostLimits.model_fields}
    with refusing():
        model.Host(
            id="new",
            name="",
            kind=kind,
            **{**values, "closed": tuple(closed), "busy_seasons": tuple(seasons)},
        )
    values["closed"] = [_days(period) for period in closed]
    values["busy_seasons"] = [{"period": _days(season.period), "places": season.places} for season in seasons]
    if given.staff_genders is not None:
        values["staff_genders"] = sorted({gender.value for gender in given.staff_genders})
    return values


def _days(period: model.Period) -> dict[str, str]:
    return {"first_day": period.first_day.isoformat(), "last_day": period.last_day.isoformat()}


def point_values(given: PointInput | None) -> dict[str, float | None]:
    """Give a point as columns."""
    if given is None:
        return {"lat": None, "lng": None}
    with refusing("place"):
        model.Place(given.lat, given.lng)
    return {"lat": given.lat, "lng": given.lng}


def times_values(given: SlotInput, where: str) -> dict[str, Any]:
    """
    Give a slot as columns: a weekday with both times, a night, or for a pool a whole week.

    Raises
    ------
    Refused
        If it is none of these, or two.
    """
    clock = (given.weekday, given.start, given.end)
    is_week = isinstance(given, PoolSlotInput) and given.is_whole_week
    if (given.is_night or is_week) != (clock == (None, None, None)) or (given.is_night and is_week):
        expected = "曜日と始まりと終わり、または「毎晩」（曜日と時刻なし）"
        raise Refused([Fault(where, "", expected)])
    if not (given.is_night or is_week) and None in clock:
        raise Refused([Fault(where, "", "曜日と、始まりと終わりの時刻")])
    days: dict[str, Any] = {"first_day": given.first_day, "last_day": given.last_day}
    with refusing(where):
        if given.weekday is None or given.start is None or given.end is None:
            model.Slot(None, **days)
        else:
            model.Slot(given.weekday, given.start, given.end, **days)
    weekday = None if given.weekday is None else int(given.weekday)
    return {"weekday": weekday, "start": given.start, "end": given.end, **days}


def check_stated(kind: PoolKind, given: Stated, where: str) -> None:
    """
    Check that a statement says something a pool of the kind can hold.

    Raises
    ------
    Refused
        If it says nothing, or gives an amount for places, or places for minutes and seats.
    """
    of_places = {given.mark, given.places, given.quota, given.regular_users} != {None}
    if kind in OF_PLACES:
        if given.amount is not None or not of_places:
            raise Refused([Fault(where, "", "○・△・×、人数、定員、本来の利用者数のどれか（量ではなく）")])
    elif given.amount is None or of_places:
        raise Refused([Fault(where, "", "量（分・席・人）だけ")])
    if given.places is not None and given.mark is None:
        raise Refused([Fault(where, str(given.places), "人数には○・△・×も")])


def check_menus(session: Session, today: dt.date, menu_ids: Collection[uuid.UUID]) -> None:
    """
    Check menus, once they are written, as the core will read them.

    Raises
    ------
    Refused
        If the core cannot use them; nothing of the act is kept then.
    """
    with refusing():
        records = load_hosts(session, today, menu_ids, menu_ids)
        model.Problem(
            date=today,
            people=(),
            hosts=records.hosts,
            menus=records.menus,
            pools=records.pools,
            rules=records.settings.rules,
            weights=records.settings.weights,
            travel=records.settings.travel,
        )
