"""名簿 of hosts: its columns, and the host with its menu that each row is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Refused
from api.hosts.schemas import ContactCreate, HostCreate, MenuCreate, PointInput, SlotInput, Stated
from api.hosts.service import add_host
from api.imports.records import plain
from api.imports.registers.columns import Column, Faults, Row, faults_of, read_register
from api.imports.registers.forms import (
    LAT,
    LNG,
    PHONE,
    STRETCHES,
    Times,
    one_of,
    some_of,
    text_of,
    whole,
)
from api.imports.registers.places import Places
from api.imports.registers.schemas import CheckedFile
from api.tables import Host
from matching.labels import label
from matching.vocabulary import Activity, Answer, Condition, DeclaredMark, HostKind, NeedDomain, Weekday

MOST_ROWS = 5_000

_LINE, _COUNT, _ANSWER = text_of(120), whole(0, 10_000), one_of(Answer)
_DAYS = {f"day_{day.value}": day for day in Weekday}
_CONDITIONS = {f"condition_{each.value}": each for each in Condition}

HOST_COLUMNS: Sequence[Column] = (
    Column("受入先の名称", "name", _LINE, is_required=True),
    Column("種別", "kind", one_of(HostKind), is_required=True),
    Column("圏域", "district", _LINE),
    Column("町丁目（緯度・経度を書かないとき）", "town_block", _LINE),
    Column("緯度", "lat", LAT),
    Column("経度", "lng", LNG),
    Column("定員", "quota", _COUNT),
    Column("待機者", "waiting", _COUNT),
    Column("受入担当（人）", "supporters", _COUNT),
    Column("担当1人で受け入れられる人数", "people_per_supporter", whole(0, 100)),
    Column("設備の席", "equipment_places", _COUNT),
    Column("同時に迎えられる新しい人", "newcomers_at_once", whole(0, 1000)),
    Column("祝日は休み", "closes_on_holidays", _ANSWER),
    Column("連絡先の氏名", "contact_name", _LINE),
    Column("連絡先の電話", "contact_phone", PHONE),
    Column("連絡先のメール", "contact_mail", _LINE),
)
MENU_COLUMNS: Sequence[Column] = (
    Column("支援メニュー", "menu", _LINE),
    Column("応えるニーズ", "domains", some_of(NeedDomain)),
    Column("活動", "activities", some_of(Activity)),
    *(Column(label(day), field, STRETCHES) for field, day in _DAYS.items()),
    Column("毎晩泊まれる", "is_night", _ANSWER),
    Column("泊まれる日数の上限", "most_nights", whole(1, 366)),
    Column("1枠に受け入れる人数", "places", whole(0, 1000)),
    Column("対象年齢（から）", "age_from", whole(0, 120)),
    Column("対象年齢（まで）", "age_to", whole(0, 120)),
    Column("一度にいる最短の時間（分）", "shortest_stay_minutes", whole(0, 720)),
    Column("バスで行ける", "reachable_by_bus", _ANSWER),
    *(Column(f"ある：{label(condition)}", field, _ANSWER) for field, condition in _CONDITIONS.items()),
)
COLUMNS: Sequence[Column] = (*HOST_COLUMNS, *MENU_COLUMNS)

_MORNING: Times = ((dt.time(9, 30), dt.time(12)),)
SAMPLES: Sequence[dict[str, Any]] = (
    {
        "name": "みほん農園",
        "kind": HostKind.FARM,
        "supporters": 1,
        "people_per_supporter": 2,
        "contact_name": "見本 農夫",
        "contact_phone": "03-0000-0000",
        "menu": "野菜の袋詰め",
        "domains": [NeedDomain.WORK, NeedDomain.BELONGING],
        "activities": [Activity.FIELD_WORK, Activity.PACKING],
        "day_1": _MORNING,
        "day_4": (*_MORNING, (dt.time(13), dt.time(15))),
        "places": 2,
        "condition_outdoors": Answer.YES,
    },
    {"name": "みほん公民館", "kind": HostKind.PUBLIC_FACILITY, "quota": 20},
)
_FROM = {
    "slots": "day_1",
    "stated": "places",
    "conditions": "condition_large_group",
    "district_id": "district",
    "town_block_id": "town_block",
    "place": "lat",
    "phone": "contact_phone",
    "mail": "contact_mail",
}
_PLAIN_OF_HOST = tuple(
    column.field
    for column in HOST_COLUMNS
    if column.field in HostCreate.model_fields and column.field != "closes_on_holidays"
)
_PLAIN_OF_MENU = tuple(column.field for column in MENU_COLUMNS if column.field in MenuCreate.model_fields)


def import_hosts(context: Context, data: bytes) -> Receipt:
    """
    Register every host of a file, or none.

    Raises
    ------
    Refused
        With every fault of every row.
    """
    faults = faults_of(COLUMNS, **_FROM)
    hosts = _read(context, data, faults)
    for number, host in hosts:
        try:
            add_host(context, host)
        except Refused as refused:
            faults.add_from(number, refused)
    faults.stop()
    context.note_of("host", count=len(hosts))
    return Receipt(id=context.municipality_id, details={"rows": len(hosts)})


def check_hosts(context: Context, data: bytes) -> CheckedFile:
    """
    Read a file as an import would, and register nothing.

    Raises
    ------
    Refused
        With every fault of every row.
    """
    hosts = _read(context, data, faults_of(COLUMNS, **_FROM))
    return CheckedFile(rows=len(hosts))


def _read(context: Context, data: bytes, faults: Faults) -> list[tuple[int, HostCreate]]:
    """Read every row, or stop with every fault."""
    rows = read_register(data, COLUMNS, MOST_ROWS, faults)
    _check_names(context, rows, faults)
    places = Places(context.session)
    hosts = [(row.number, host) for row in rows if (host := _host(row, places, faults)) is not None]
    faults.stop()
    return hosts


def _check_names(context: Context, rows: Sequence[Row], faults: Faults) -> None:
    """Name hosts that stand twice in the file, or are registered already."""
    own = select(col(Host.name), col(Host.kind)).where(col(Host.municipality_id) == context.municipality_id)
    taken = {(plain(name), kind) for name, kind in context.session.execute(own)}
    first: dict[tuple[str, HostKind], int] = {}
    for row in rows:
        if not {"name", "kind"} <= row.values.keys():
            continue
        key = plain(row.values["name"]), row.values["kind"]
        if key in taken:
            faults.add(row.number, "name", "まだ登録されていない受入先（同じ名称と種別のものがある）")
        elif key in first:
            faults.add(row.number, "name", f"ほかの行と違う受入先（{first[key]}行目と同じ名称と種別）")
        else:
            first[key] = row.number


def _host(row: Row, places: Places, faults: Faults) -> HostCreate | None:
    """Make the host of a row, or name what cannot be used."""
    values = row.values
    sent = {name: values[name] for name in _PLAIN_OF_HOST if name in values}
    sent["district_id"] = places.district(row, faults)
    sent["town_block_id"] = places.town_block(row, faults)
    sent["closes_on_holidays"] = values.get("closes_on_holidays") != Answer.NO
    if {"lat", "lng"} <= values.keys():
        sent["place"] = PointInput(lat=values["lat"], lng=values["lng"])
    elif values.keys() & {"lat", "lng"}:
        faults.add(row.number, "lat" if "lng" in values else "lng", "緯度と経度の両方")
    try:
        sent["contacts"] = _contacts(row, faults)
        sent["menus"] = _menus(row, faults)
        return HostCreate(**sent) if {"name", "kind"} <= values.keys() else None
    except ValidationError as error:
        faults.add_from(row.number, error)
        return None


def _contacts(row: Row, faults: Faults) -> list[ContactCreate]:
    given = {
        name: row.values[f"contact_{name}"]
        for name in ("name", "phone", "mail")
        if f"contact_{name}" in row.values
    }
    if given and "name" not in given:
        faults.add(row.number, "contact_name", "電話やメールを書くときは、連絡先の氏名")
        return []
    return [ContactCreate(**given)] if given else []


def _menus(row: Row, faults: Faults) -> list[MenuCreate]:
    """Give the menu of a row that names one; a row that names none says nothing of it."""
    values = {column.field: row.values[column.field] for column in MENU_COLUMNS if column.field in row.values}
    if not values:
        return []
    missing = [name for name in ("menu", "domains") if name not in values]
    slots = _slots(values)
    if not slots:
        missing.append("day_1")
    for name in missing:
        faults.add(row.number, name, "支援メニューを書くときは、名前・ニーズ・時間帯（または毎晩泊まれる）")
    if missing:
        return []
    conditions = {each: values[field] for field, each in _CONDITIONS.items() if field in values}
    sent = {name: values[name] for name in _PLAIN_OF_MENU if name in values}
    return [MenuCreate(**{**sent, "name": values["menu"], "slots": slots, "conditions": conditions})]


def _slots(values: Mapping[str, Any]) -> list[SlotInput]:
    """Give the slots of a menu: each stretch of each weekday, and the nights."""
    places = values.get("places")
    mark = DeclaredMark.OPEN if places else DeclaredMark.CLOSED
    stated = None if places is None else Stated(mark=mark, places=places)
    slots = [
        SlotInput(weekday=day, start=start, end=end, stated=stated)
        for field, day in _DAYS.items()
        for start, end in values.get(field, ())
    ]
    if values.get("is_night") == Answer.YES:
        slots.append(SlotInput(is_night=True, stated=stated))
    return slots
