"""名簿 of people: its columns, and the person each row is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Refused
from api.imports.registers.columns import Column, Faults, Row, faults_of, read_register
from api.imports.registers.forms import DAY, PHONE, TIMES, Times, one_of, some_of, text_of, whole
from api.imports.registers.places import Places
from api.imports.registers.schemas import CheckedFile
from api.people.schemas import Home, NeedInput, PersonCreate, WindowInput
from api.people.service import create_person
from api.tables import Person
from matching.labels import label
from matching.vocabulary import (
    Activity,
    Answer,
    Condition,
    Gender,
    NeedDomain,
    TravelMode,
    Urgency,
    Weekday,
)

MOST_ROWS = 5_000

_WORD, _LINE, _NOTE = text_of(40), text_of(120), text_of(4000, has_lines=True)
_ANSWER, _MINUTES = one_of(Answer), whole(0, 720)
_DAYS = {f"day_{day.value}": day for day in Weekday}
_CONDITIONS = {f"condition_{each.value}": each for each in Condition}

COLUMNS: Sequence[Column] = (
    Column("ケース番号", "number", _WORD, is_required=True),
    Column("氏名", "name", _LINE, is_required=True),
    Column("ふりがな", "kana", text_of(200)),
    Column("生年月日", "born_on", DAY),
    Column("年齢（生年月日が分からないとき）", "age_years", whole(0, 120)),
    Column("保護が必要（支援措置など）", "protected", _ANSWER),
    Column("住所", "address", text_of(200)),
    Column("電話", "phone", PHONE),
    Column("家族の連絡先", "family_contact", text_of(200)),
    Column("圏域", "district", _LINE),
    Column("町丁目（保護が「いいえ」のとき）", "town_block", _LINE),
    Column("申込日", "waiting_since", DAY, is_required=True),
    Column("ニーズ", "domains", some_of(NeedDomain), is_required=True),
    Column("急ぎの度合い", "urgency", one_of(Urgency)),
    Column("本人の希望", "wish", _NOTE),
    *(Column(label(day), field, TIMES) for field, day in _DAYS.items()),
    Column("週に少なくとも（回）", "fewest_slots", whole(1, 14)),
    Column("週に多くて（回）", "most_slots", whole(1, 14)),
    Column("一度にいられる時間（分）", "longest_stay_minutes", whole(10, 720)),
    Column("移動手段", "modes", some_of(TravelMode)),
    Column("移動時間の上限（分）", "most_travel_minutes", whole(0, 240)),
    Column("同行が必要な時間（分）", "accompaniment_minutes", _MINUTES),
    Column("見守りが必要な時間（分）", "attention_minutes", _MINUTES),
    Column("始められる日", "earliest_start", DAY),
    Column("好きなこと", "likes", some_of(Activity)),
    Column("避けたいこと", "avoids", some_of(Activity)),
    Column("職員の性別の希望", "staff_gender", one_of(Gender)),
    *(Column(f"平気・必要：{label(condition)}", field, _ANSWER) for field, condition in _CONDITIONS.items()),
    Column("診断・手帳・服薬", "health", _NOTE),
    Column("家族のこと", "family", _NOTE),
    Column("家計・債務・給付", "money", _NOTE),
    Column("生活歴", "history", _NOTE),
    Column("避けたい相手と理由", "avoidance", _NOTE),
    Column("同意前の記録", "outreach", _NOTE),
    Column("メモ", "notes", _NOTE),
)

_MORNING: Times = ((dt.time(9, 30), dt.time(12)),)
SAMPLES: Sequence[dict[str, Any]] = (
    {
        "number": "2026-001",
        "name": "見本 一郎",
        "kana": "みほん いちろう",
        "born_on": dt.date(1990, 4, 1),
        "protected": Answer.NO,
        "phone": "03-0000-0000",
        "waiting_since": dt.date(2026, 10, 1),
        "domains": [NeedDomain.WORK, NeedDomain.BELONGING],
        "urgency": Urgency.SOON,
        "wish": "人の少ないところで体を動かしたい",
        "day_1": _MORNING,
        "day_3": (*_MORNING, (dt.time(13), dt.time(15))),
        "most_slots": 2,
        "modes": [TravelMode.WALK, TravelMode.BUS],
        "most_travel_minutes": 40,
        "likes": [Activity.FIELD_WORK],
        "condition_noise": Answer.NO,
    },
    {
        "number": "2026-002",
        "name": "見本 花子",
        "age_years": 42,
        "protected": Answer.UNKNOWN,
        "waiting_since": dt.date(2026, 11, 1),
        "domains": [NeedDomain.LEARNING],
        "day_1": Answer.UNKNOWN,
    },
)
_FROM = {
    "needs": "domains",
    "availability": "day_1",
    "conditions": "condition_large_group",
    "district_id": "district",
    "home": "town_block",
}
_PLAIN = tuple(column.field for column in COLUMNS if column.field in PersonCreate.model_fields)


def import_people(context: Context, data: bytes) -> Receipt:
    """
    Register everybody in a file, or nobody.

    Raises
    ------
    Refused
        With every fault of every row; of people who are there already only that the number is taken.
    """
    faults = faults_of(COLUMNS, **_FROM)
    people = _read(context, data, faults)
    for number, person in people:
        try:
            create_person(context, person)
        except Refused as refused:
            faults.add_from(number, refused)
    faults.stop()
    context.note_of("person", count=len(people))
    return Receipt(id=context.municipality_id, details={"rows": len(people)})


def check_people(context: Context, data: bytes) -> CheckedFile:
    """
    Read a file as an import would, and register nothing.

    Raises
    ------
    Refused
        With every fault of every row.
    """
    people = _read(context, data, faults_of(COLUMNS, **_FROM))
    return CheckedFile(rows=len(people))


def _read(context: Context, data: bytes, faults: Faults) -> list[tuple[int, PersonCreate]]:
    """Read every row, or stop with every fault."""
    rows = read_register(data, COLUMNS, MOST_ROWS, faults)
    _check_numbers(context, rows, faults)
    places = Places(context.session)
    people = [(row.number, person) for row in rows if (person := _person(row, places, faults)) is not None]
    faults.stop()
    return people


def _check_numbers(context: Context, rows: Sequence[Row], faults: Faults) -> None:
    """Name numbers that stand twice in the file, or are another case's; nothing more is said of that."""
    taken = set(context.session.execute(select(col(Person.number))).scalars())
    first: dict[str, int] = {}
    for row in rows:
        number = row.values.get("number")
        if number in taken:
            faults.add(row.number, "number", "まだ使われていないケース番号")
        elif number in first:
            faults.add(row.number, "number", f"ほかの行と違うケース番号（{first[number]}行目と同じ）")
        elif number is not None:
            first[number] = row.number


def _person(row: Row, places: Places, faults: Faults) -> PersonCreate | None:
    """Make the person of a row, or name what cannot be used."""
    values = row.values
    sent = {name: values[name] for name in _PLAIN if name in values}
    sent["availability"] = _availability(row, faults)
    sent["conditions"] = {
        condition: values[field] for field, condition in _CONDITIONS.items() if field in values
    }
    sent["needs"] = [
        NeedInput(domain=domain, urgency=values.get("urgency", Urgency.SOON), wish=values.get("wish", ""))
        for domain in values.get("domains", ())
    ]
    sent["district_id"] = places.district(row, faults)
    block_id = places.town_block(row, faults)
    sent["home"] = None if block_id is None else Home(town_block_id=block_id)
    if not {"number", "name", "waiting_since", "domains"} <= values.keys():
        return None  # said already
    try:
        return PersonCreate(**sent)
    except ValidationError as error:
        faults.add_from(row.number, error)
        return None


def _availability(row: Row, faults: Faults) -> list[WindowInput] | None:
    """Give the hours of the week; `None` is 未聴取, which has to be said and is not the same as never."""
    given = {field: row.values[field] for field in _DAYS if field in row.values}
    unknown = [field for field, times in given.items() if times is Answer.UNKNOWN]
    if unknown and len(unknown) == len(given):
        return None
    if unknown or not given:
        expected = "来られる曜日の時間帯。聞いていないときは、時間帯を書かずに「未聴取」"
        faults.add(row.number, unknown[0] if unknown else next(iter(_DAYS)), expected)
    return [
        WindowInput(weekday=_DAYS[field], start=start, end=end)
        for field, times in given.items()
        if not isinstance(times, Answer)
        for start, end in times
    ]
