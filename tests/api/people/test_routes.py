"""Registering people, changing their cases, and what they need."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from api.people import views
from api.people.schemas import PersonChange, PersonCreate
from api.people.service import ages_of
from api.people.writing import GROUPS
from api.policy.registry import DOCUMENTS, TABLES
from api.policy.vocabulary import Act, Field, Role
from api.tables import Menu, Placement, TownBlock
from matching.vocabulary import NeedDomain, PlacementStatus
from tests.api.people.samples import PERSON, PIN, UNKNOWN, id_in, person_path, row_of
from tests.api.rows import add_host, add_person, today
from tests.api.service import Service


def test_what_was_written_is_read_back(service: Service) -> None:
    """A case shows its coordinator everything that was sent, and of the home only the square."""
    client = service.client(Role.COORDINATOR)
    host_id, other = add_host(service), add_person(service)
    path = person_path(
        client,
        can_reach=[{"host_id": str(host_id), "answer": "yes"}],
        apart_from_hosts=[str(host_id)],
        apart_from_persons=[str(other)],
        caring=[{"person_id": str(other), "times": [{"weekday": 2, "start": "08:00:00", "end": "09:30:00"}]}],
    )
    seen = client.seen(path)
    flat = seen | {name: value for field in Field for name, value in seen.get(field.value, {}).items()}
    for name, value in PERSON.items():
        if name not in {"home", "needs", "schemes", "availability"}:
            assert flat[name] == value, name
    assert flat["home_mesh"] == "533945253"
    assert flat["availability"] == [{"weekday": 1, "start": "09:00:00", "end": "12:00:00"}]
    assert flat["can_reach"] == [{"host_id": str(host_id), "answer": "yes"}]
    assert flat["apart_from_persons"] == [str(other)]
    assert flat["caring"][0]["times"] == [{"weekday": 2, "start": "08:00:00", "end": "09:30:00"}]
    for name in ("needs", "schemes"):
        kept = [{key: each[key] for key in PERSON[name][0]} for each in flat[name]]
        assert kept == PERSON[name]
    assert [each["role"] for each in seen["involvements"]] == ["coordinator"]


def test_least_is_enough(service: Service) -> None:
    """A number, a name, an age, a day and a need: the rest is unknown, and protection treated as on."""
    client = service.client(Role.LEAD)
    given = {"number": "K-2", "name": "見本 二郎", "age_years": 44, "waiting_since": "2026-01-05"}
    path = client.done("POST", "/api/v1/people", {**given, "needs": [{"domain": "housing"}]})["id"]
    seen = client.seen(f"/api/v1/people/{path}")
    assert (seen["stage"], seen["protection"]["protected"]) == ("SX", "unknown")
    assert (seen["identity"]["age_years"], seen["identity"]["born_on"]) == (44, None)
    assert seen["wishes"]["availability"] is None
    assert [each["role"] for each in seen["involvements"]] == ["lead"]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "two sources of the age": ({"age_years": 36}, "age_years"),
    "no source of the age": ({"born_on": None}, "born_on"),
    "born in the future": ({"born_on": "2999-01-01"}, "born_on"),
    "too old": ({"born_on": "1850-01-01"}, "born_on"),
    "applied in the future": ({"waiting_since": "2999-01-01"}, "waiting_since"),
    "one need twice": ({"needs": [{"domain": "work"}] * 2}, "needs"),
    "no need": ({"needs": []}, "needs"),
    "more at least than at most": ({"fewest_slots": 4}, "most_slots"),
    "hours that end before they start": (
        {"availability": [{"weekday": 1, "start": "12:00", "end": "09:00"}]},
        "availability.0.end",
    ),
    "hours of another zone": (
        {"availability": [{"weekday": 1, "start": "09:00Z", "end": "12:00"}]},
        "availability.0.start",
    ),
    "a home outside Japan": ({"home": {"pin": {"lat": 10.0, "lng": 139.0}}}, "home.lat"),
    "a home nowhere": ({"home": {}}, "home"),
    "two homes": ({"home": {"pin": PIN, "town_block_id": UNKNOWN}}, "home"),
    "a home under protection": ({"protected": "yes"}, "home"),
    "a home before protection is known": ({"protected": "unknown"}, "home"),
    "a name for a number": ({"number": "見本 一郎"}, "number"),
    "an empty name": ({"name": " "}, "name"),
    "a field that is none": ({"municipality_id": UNKNOWN}, "municipality_id"),
    "the version": ({"version": 7}, "version"),
    "the search key": ({"name_index": "x"}, "name_index"),
}


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("given", "field"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_used_is_named(service: Service, given: dict[str, Any], field: str) -> None:
    """A wrong value is refused by its field and leaves nobody behind; the sample as it is is accepted."""
    client = service.client(Role.COORDINATOR)
    refused = client.act("POST", "/api/v1/people", {**PERSON, **given})
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["faults"]] == [field]
    person_path(client)


def test_ids_of_others_are_not_there(service: Service) -> None:
    """A person, host, district or town block of another municipality is as unknown as any id."""
    client, foreign = service.client(Role.COORDINATOR), add_person(service, office=service.neighbour)
    host_id = add_host(service, office=service.neighbour)
    for given in (
        {"apart_from_persons": [str(foreign)]},
        {"apart_from_hosts": [str(host_id)]},
        {"can_reach": [{"host_id": str(host_id), "answer": "yes"}]},
        {"caring": [{"person_id": str(foreign), "times": []}]},
        {"district_id": UNKNOWN},
        {"home": {"town_block_id": UNKNOWN}},
    ):
        assert client.act("POST", "/api/v1/people", {**PERSON, **given}).status_code == 404, given


def test_a_number_is_one_case(service: Service) -> None:
    """A number is taken once a municipality, and can be taken next door."""
    client = service.client(Role.COORDINATOR)
    person_path(client)
    taken = client.act("POST", "/api/v1/people", PERSON)
    assert (taken.status_code, taken.json()["code"]) == (409, "number_taken")
    person_path(service.client(Role.COORDINATOR, office=service.neighbour))
    other = person_path(client, number="K-002")
    assert client.act("PATCH", other, {"number": "K-001"}, version=1).json()["code"] == "number_taken"
    client.done("PATCH", other, {"number": "K-003"}, version=1)


def test_a_home_comes_from_the_towns_list_too(service: Service) -> None:
    """A 大字・町丁目 stands for the square of its point."""
    client = service.client(Role.COORDINATOR)
    block = TownBlock(municipality_id=service.office, code="131010001001", name="見本一丁目", **PIN)
    with service.installation.database.write(service.office) as session:
        session.add(block)
    path = person_path(client, home={"town_block_id": str(block.id)})
    assert client.seen(path)["square"]["home_mesh"] == "533945253"
    client.done("PATCH", path, {"home": None}, version=1)
    assert client.seen(path)["square"]["home_mesh"] is None


def test_an_age_grows_with_its_birth_date(service: Service) -> None:
    """The age is of the day one looks, from the birth date where it is known; the sources never mix."""
    client = service.client(Role.COORDINATOR)
    day = today(service)
    path = person_path(client, born_on=day.replace(year=day.year - 30, day=1).isoformat())
    assert client.seen(path)["identity"]["age_years"] == 30
    service.clock.step = dt.timedelta(days=366)
    client = service.client_of(client.user_id)
    assert client.seen(path)["identity"]["age_years"] == 31
    assert client.seen("/api/v1/people")["people"][0]["age_years"] == 31
    with service.context(client.user_id, Act.PROPOSAL_MAKE, Role.COORDINATOR) as context:
        assert ages_of(context, [row_of(service, path)]) == {id_in(path): 31}
    assert client.act("PATCH", path, {"age_years": 20}, version=1).status_code == 422
    client.done("PATCH", path, {"born_on": None}, version=1)
    assert client.seen(path)["identity"] | {"name": "", "kana": ""} == {
        "name": "",
        "kana": "",
        "born_on": None,
        "age_years": 31,
    }
    client.done("PATCH", path, {"age_years": 20}, version=2)
    assert client.seen(path)["identity"]["age_years"] == 20


def test_an_edit_changes_what_was_sent(service: Service) -> None:
    """What is not sent stays; without a version 428, from an older one 412 with the fields changed since."""
    client = service.client(Role.COORDINATOR)
    path = person_path(client)
    before = client.seen(path)
    assert client.act("PATCH", path, {"phone": "1"}).status_code == 428
    client.done("PATCH", path, {"phone": "1", "most_slots": 5, "availability": None}, version=1)
    after = client.seen(path)
    before["contact"]["phone"], before["version"] = "1", 2
    before["wishes"] |= {"most_slots": 5, "availability": None}
    assert after == before
    stale = client.act("PATCH", path, {"phone": "2"}, version=1)
    assert stale.status_code == 412
    assert stale.json()["fields"] == ["availability", "most_slots", "phone"]
    assert client.act("PATCH", path, {"fewest_slots": 6}, version=2).status_code == 422
    assert client.seen(path)["version"] == 2


def test_a_changed_name_is_found_and_the_old_one_is_not(service: Service) -> None:
    """The search keys follow the name and the reading."""
    client = service.client(Role.COORDINATOR)
    path = person_path(client)
    client.done("PATCH", path, {"name": "見本 三郎"}, version=1)

    def hits(words: str) -> int:
        return len(client.post("/api/v1/people/search", json={"words": words}).json()["hits"])

    assert [hits("見本 一郎"), hits("見本　三郎"), hits("ミホン イチロウ"), hits("みほんいちろう")] == [
        0,
        1,
        0,
        1,
    ]


def test_needs_are_one_of_a_kind_and_never_none(service: Service) -> None:
    """A need is added, changed from its own version and taken out; the last one and one in use stay."""
    client = service.client(Role.COORDINATOR)
    path = person_path(client)
    first = client.seen(path)["wishes"]["needs"][0]["id"]
    assert client.act("DELETE", f"{path}/needs/{first}", version=1).json()["code"] == "last_need"
    assert client.act("POST", f"{path}/needs", {"domain": "work"}).json()["code"] == "need_exists"
    made = client.done("POST", f"{path}/needs", {"domain": "housing", "wish": "見本の部屋"})
    assert client.seen(path)["version"] == 2
    need = f"{path}/needs/{made['id']}"
    assert client.act("PATCH", need, {"wish": "x"}).status_code == 428
    client.done("PATCH", need, {"wish": "静かな部屋"}, version=1)
    stale = client.act("PATCH", need, {"urgency": "now"}, version=1)
    assert (stale.status_code, stale.json()["fields"]) == (412, ["wish"])
    client.done("PATCH", need, {"urgency": "now"}, version=2)
    shown = client.seen(path)["wishes"]["needs"][1]
    assert (shown["wish"], shown["urgency"], shown["version"]) == ("静かな部屋", "now", 3)
    client.done("DELETE", f"{path}/needs/{first}", version=1)
    assert [each["domain"] for each in client.seen(path)["wishes"]["needs"]] == ["housing"]


def test_a_need_with_a_placement_stays(service: Service) -> None:
    """A need that a placement is for is taken out only after the placement has ended."""
    client, host_id = service.client(Role.COORDINATOR), add_host(service)
    path = person_path(client, needs=[{"domain": "work"}, {"domain": "housing"}])
    own = {"municipality_id": service.office, "host_id": host_id}
    with service.installation.database.write(service.office) as session:
        now, day = service.clock.now(session), today(service)
        menu = Menu(name="見本の作業", domains=["work"], created_at=now, **own)
        session.add(menu)
        session.flush()
        placement = Placement(
            person_id=id_in(path),
            domain=NeedDomain.WORK,
            menu_id=menu.id,
            status=PlacementStatus.TRIAL,
            first_day=day,
            last_day=day,
            created_by=client.user_id,
            created_at=now,
            **own,
        )
        session.add(placement)
    ids = {each["domain"]: each["id"] for each in client.seen(path)["wishes"]["needs"]}
    need = f"{path}/needs/{ids['work']}"
    assert client.act("DELETE", need, version=1).json()["code"] == "need_in_use"
    with service.installation.database.write(service.office) as session:
        session.get_one(Placement, placement.id).status = PlacementStatus.ENDED
    client.done("DELETE", need, version=1)


def test_a_scheme_check_is_looked_at_again(service: Service) -> None:
    """A line of the 狭間 check is added, answered and taken out."""
    client = service.client(Role.COORDINATOR)
    path = person_path(client, schemes=[])
    made = client.done("POST", f"{path}/schemes", {"domain": "work", "scheme": "就労準備支援"})
    line = f"{path}/schemes/{made['id']}"
    answer = {"possible": "no", "reason": "定員がない", "look_again_on": "2027-04-01"}
    client.done("PATCH", line, answer, version=1)
    assert client.seen(path)["wishes"]["schemes"] == [
        {"id": made["id"], "domain": "work", "scheme": "就労準備支援", "version": 2, **answer}
    ]
    client.done("DELETE", line, version=2)
    assert client.seen(path)["wishes"]["schemes"] == []


def test_lines_of_one_case_are_not_reached_through_another(service: Service) -> None:
    """A need, check or involvement is changed only under its own person."""
    client = service.client(Role.COORDINATOR)
    one, two = person_path(client), person_path(client, number="K-002")
    seen = client.seen(one)
    for line in (
        f"needs/{seen['wishes']['needs'][0]['id']}",
        f"schemes/{seen['wishes']['schemes'][0]['id']}",
    ):
        assert client.act("PATCH", f"{two}/{line}", {}, version=1).status_code == 404
        assert client.act("DELETE", f"{two}/{line}", version=1).status_code == 404
        client.done("PATCH", f"{one}/{line}", {}, version=1)
    end = f"involvements/{seen['involvements'][0]['id']}/end"
    assert client.act("POST", f"{two}/{end}").status_code == 404


def test_a_case_pauses_until_a_day_to_come(service: Service) -> None:
    """A pause is until a later day, and can be taken back."""
    client = service.client(Role.COORDINATOR)
    path, day = person_path(client), today(service)
    assert client.act("POST", f"{path}/pause", {"until": day.isoformat()}, version=1).status_code == 422
    until = (day + dt.timedelta(days=30)).isoformat()
    client.done("POST", f"{path}/pause", {"until": until}, version=1)
    assert client.seen(path)["paused_until"] == until
    client.done("POST", f"{path}/pause", {"until": None}, version=2)
    assert client.seen(path)["paused_until"] is None


def test_every_field_has_its_group() -> None:
    """Each field that can be sent is declared in the registry, and each section shows only its own group."""
    sent = (set(PersonCreate.model_fields) | set(PersonChange.model_fields)) - set(GROUPS)
    assert sent == set()
    assert set(PersonChange.model_fields) == set(PersonCreate.model_fields) - {"needs", "schemes"}
    shown = {
        name: section.annotation.__args__[0]
        for name, section in views.PersonView.model_fields.items()
        if name in set(Field)
    }
    for group, kind in shown.items():
        named = {name for name in kind.model_fields if name != "removals"}
        assert {GROUPS[name].value for name in named} == {group}
    declared = {
        name
        for personal in (*TABLES["person"].personal, *DOCUMENTS["PersonDocument"])
        for name in personal.names
        if personal.seen != Field.EXISTENCE
    }
    assert declared - {name for kind in shown.values() for name in kind.model_fields} == {
        "name_index",
        "kana_index",
    }
