"""From what was sent to a person's row and sealed document, checked as the core checks it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from api.context import Context
from api.errors import Fault, Refused
from api.infra.clock import age_years
from api.people.schemas import CaringInput, Home, WindowInput
from api.policy.registry import DOCUMENTS, TABLES
from api.policy.vocabulary import Field
from api.tables import District, Host, Person, TownBlock
from api.tables.sealed import PersonDocument
from matching import model
from matching.errors import InvalidProblem
from matching.geo.mesh import mesh_code
from matching.vocabulary import Answer, NeedDomain, Weekday

GROUPS: Mapping[str, Field] = {
    name: personal.seen
    for personal in (*TABLES["person"].personal, *DOCUMENTS["PersonDocument"])
    for name in personal.names
    if isinstance(personal.seen, Field)
} | {"home": Field.SQUARE, "needs": Field.WISHES, "schemes": Field.WISHES}
"""The group each field of a person belongs to, as the registry of personal fields has it."""

SEALED = frozenset(PersonDocument.model_fields)
_JSON = frozenset(
    {
        "availability",
        "goal",
        "modes",
        "can_reach",
        "conditions",
        "likes",
        "avoids",
        "apart_from_hosts",
        "apart_from_persons",
        "caring",
    }
)
_EXPECTED = {
    "needs": "ニーズを一つ以上、分野ごとに一つ",
    "most_slots": "「少なくとも」の回数以上、14まで",
    "apart_from_persons": "本人ではない人",
    "end": "始まりより後の時刻",
    "lat": "日本の緯度（20以上46未満）",
    "lon": "日本の経度（122以上154未満）",
}


def require_writable(context: Context, names: Iterable[str]) -> None:
    """
    Refuse fields of groups that the user may not change in this case.

    Raises
    ------
    Refused
        Naming each of them.
    """
    faults = [
        Fault(name, "", "この項目は担当コーディネーターだけが変えられます。担当者に伝えてください。")
        for name in names
        if GROUPS[name] not in context.case.writable
    ]
    if faults:
        raise Refused(faults)


def age_on(person: Person, document: PersonDocument, day: dt.date) -> int:
    """Give the age on a day: from the birth date where it is known, else as it was recorded."""
    return person.age_years if document.born_on is None else age_years(document.born_on, day)


def write_sealed(context: Context, person: Person, old: PersonDocument, sent: Mapping[str, Any]) -> list[str]:
    """Seal what was sent of the document, keep its search keys, and give the names of what changed."""
    new = old.model_copy(update={name: value for name, value in sent.items() if name in SEALED})
    changed = [name for name in SEALED if getattr(old, name) != getattr(new, name)]
    if not changed:
        return []
    person.sealed = context.seal(person, person.id, new)
    index, own = context.installation.roots.blind_index, context.municipality_id
    person.name_index = index(own, new.name) if new.name else None
    person.kana_index = index(own, new.kana) if new.kana else None
    return changed


def columns_of(
    context: Context, person: Person, old: PersonDocument, sent: Mapping[str, Any]
) -> dict[str, Any]:
    """
    Give the plain columns that follow from what was sent; ids are looked up, a point becomes its square.

    Raises
    ------
    Refused
        If a value cannot be used.
    NotFound
        If an id is of nobody and nothing here.
    """
    columns = {
        name: to_jsonable_python(value) if name in _JSON else value
        for name, value in sent.items()
        if name in Person.model_fields and name != "age_years"
    }
    columns |= _age(context, old, sent)
    _find_all(context, sent)
    for name in ("availability", "caring"):
        _check_hours(name, sent.get(name) or [])
    protected = sent.get("protected", person.protected)
    if sent.get("home") is not None and protected != Answer.NO:
        raise Refused([Fault("home", "", "保護が「いいえ」と分かるまで、住まいの場所は登録できません。")])
    if "home" in sent:
        columns["home_mesh"] = _square(context, sent["home"])
    return columns


def check_person(context: Context, person: Person, domains: Iterable[NeedDomain]) -> None:
    """
    Check the row as it stands now by making the core's person of it.

    Raises
    ------
    Refused
        If the core would not take it.
    """
    if person.waiting_since > context.today:
        raise Refused([Fault("waiting_since", "", "きょうまでの日付")])
    try:
        model.Person(
            id=str(person.id),
            age_years=person.age_years,
            needs=tuple(model.Need(domain) for domain in domains),
            waiting_since=person.waiting_since,
            home_mesh=person.home_mesh,
            is_protected=person.is_protected,
            fewest_slots=person.fewest_slots,
            most_slots=person.most_slots,
            longest_stay_minutes=person.longest_stay_minutes,
            most_travel_minutes=person.most_travel_minutes,
            accompaniment_minutes=person.accompaniment_minutes,
            attention_minutes=person.attention_minutes,
            apart_from_persons=tuple(person.apart_from_persons),
        )
    except InvalidProblem as error:
        raise Refused([_fault(error)]) from error


def _age(context: Context, old: PersonDocument, sent: Mapping[str, Any]) -> dict[str, int]:
    """Give the age where it was sent: from exactly one source, the birth date or else a number of years."""
    if not {"born_on", "age_years"} & sent.keys():
        return {}
    born_on: dt.date | None = sent.get("born_on", old.born_on)
    years: int | None = sent.get("age_years")
    if born_on is not None and years is not None:
        raise Refused([Fault("age_years", "", "生年月日が分かるときは、年齢は書かないでください。")])
    if years is not None:
        return {"age_years": years}
    if born_on is None and old.born_on is None:
        raise Refused([Fault("born_on", "", "生年月日か、分からなければ年齢")])
    age = age_years(born_on or old.born_on or context.today, context.today)
    if not 0 <= age <= 120:
        raise Refused([Fault("born_on", "", "きょうまでの日付で、120歳まで")])
    return {"age_years": age}


def _find_all(context: Context, sent: Mapping[str, Any]) -> None:
    if sent.get("district_id") is not None:
        context.find(District, sent["district_id"])
    hosts: set[uuid.UUID] = set(sent.get("apart_from_hosts", ()))
    hosts |= {each.host_id for each in sent.get("can_reach", ())}
    people: set[uuid.UUID] = set(sent.get("apart_from_persons", ()))
    people |= {each.person_id for each in sent.get("caring", ())}
    for host_id in hosts:
        context.find(Host, host_id)
    for person_id in people:
        context.find(Person, person_id)


def _check_hours(name: str, given: Iterable[WindowInput | CaringInput]) -> None:
    for position, each in enumerate(given):
        if isinstance(each, CaringInput):
            _check_hours(f"{name}.{position}.times", each.times)
            continue
        try:
            model.TimeWindow(Weekday(each.weekday), each.start, each.end)
        except InvalidProblem as error:
            raise Refused([_fault(error, f"{name}.{position}.")]) from error


def _square(context: Context, home: Home | None) -> str | None:
    """Give the square of a home; the point ends here."""
    if home is None:
        return None
    if (home.pin is None) == (home.town_block_id is None):
        raise Refused([Fault("home", "", "地図の点か町丁目の、どちらか一つ")])
    if home.pin is not None:
        lat, lng = home.pin.lat, home.pin.lng
    else:
        assert home.town_block_id is not None
        block = context.find(TownBlock, home.town_block_id)
        lat, lng = block.lat, block.lng
    try:
        return mesh_code(lat, lng)
    except InvalidProblem as error:
        raise Refused([_fault(error, "home.")]) from error


def _fault(error: InvalidProblem, before: str = "") -> Fault:
    return Fault(before + error.field, "", _EXPECTED[error.field])
