"""Who sees what of a case: by how they stand to it, how far it has come, and with a reason."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from api.people.service import names_of
from api.policy.vocabulary import Act, Field, Role
from tests.api.people.samples import (
    PERSON,
    REASON,
    UNKNOWN,
    consent_to_meeting,
    id_in,
    person_path,
    row_of,
)
from tests.api.service import Client, Service

ALL = {field.value for field in Field} - {"existence"}
SEEN_BY_MEMBERS = {"identity", "support", "wishes"}
SEEN_BY_OFFICIALS = {"square", "protection", "support", "wishes"}

SECTIONS: dict[tuple[str, str], set[str] | None] = {
    ("coordinator", "S0"): ALL,
    ("coordinator", "S1"): ALL,
    ("coordinator", "SX"): ALL - {"contact"},
    ("lead", "S0"): ALL,
    ("lead", "S1"): ALL,
    ("lead", "SX"): ALL,
    ("with a reason", "S0"): {"identity"},
    ("with a reason", "S1"): {"identity"},
    ("with a reason", "SX"): None,
    ("another coordinator", "S0"): None,
    ("another coordinator", "S1"): None,
    ("another coordinator", "SX"): None,
    ("another lead", "S1"): None,
    ("official", "S0"): SEEN_BY_OFFICIALS,
    ("official", "S1"): SEEN_BY_OFFICIALS | {"identity"},
    ("official", "SX"): SEEN_BY_OFFICIALS | {"identity"},
    ("member", "S0"): None,
    ("member", "S1"): SEEN_BY_MEMBERS,
    ("member", "SX"): None,
    ("another member", "S1"): None,
    ("host", "S1"): None,
    ("planner", "S1"): None,
    ("admin", "S1"): None,
    ("auditor", "S1"): None,
    ("operator", "S1"): None,
}
"""The sections of a case by who looks and at which stage, from the access matrix; None is a 404."""

CANARIES = {
    "identity": ("見本 一郎", "みほん いちろう", "1990-02-03"),
    "contact": ("見本市見本町1丁目", "000-0000-0001", "000-0000-0002"),
    "health": ("見本の診断",),
    "protection": ("見本の避けたい理由",),
    "family": ("見本の家族", "見本の債務", "見本の生活歴", "見本の覚え書き"),
    "wishes": ("見本の望み", "見本の理由"),
    "outreach": ("見本の訪問記録",),
    "square": ("533945253",),
}


def involve(client: Client, path: str, user: Client, role: str) -> dict[str, Any]:
    """Involve a user in a case."""
    return client.done("POST", f"{path}/involvements", {"user_id": str(user.user_id), "role": role})


def who_looks(service: Service, who: str, own: Client, path: str) -> Client:
    """Give a client that stands to the case as the table says."""
    match who:
        case "coordinator":
            return own
        case "lead" | "member":
            client = service.client(Role(who))
            involve(own, path, client, who)
            return client
        case "with a reason":
            client = service.client(Role.COORDINATOR)
            client.done("POST", f"{path}/opening", REASON)
            return client
    return service.client(Role(who.removeprefix("another ")))


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("who", "stage"), SECTIONS, ids=[" at ".join(each) for each in SECTIONS])
def test_sections_follow_the_matrix(service: Service, who: str, stage: str) -> None:
    """Each user sees exactly the sections the matrix gives at the stage, in the case and in the list."""
    own = service.client(Role.COORDINATOR)
    path = person_path(own)
    client = who_looks(service, who, own, path)
    if stage == "S1":
        consent_to_meeting(service, own, path)
    if stage == "SX":
        own.done("POST", f"{path}/protection")
    expected = SECTIONS[who, stage]
    answer = client.get(path)
    if expected is None:
        unknown = client.get(f"/api/v1/people/{UNKNOWN}")
        assert (answer.status_code, answer.content) == (404, unknown.content)
    else:
        seen = answer.json()
        assert seen["stage"] == stage
        assert set(seen) & ALL == expected
    listed = client.get("/api/v1/people").text
    for section, words in CANARIES.items():
        for word in words:
            is_seen = section in (expected or ()) and not (section == "square" and stage == "SX")
            assert (word in answer.text) == is_seen, word
            if not is_seen:
                assert word not in listed
    is_listed = expected is not None and who != "with a reason"
    assert (PERSON["number"] in listed) == is_listed


def test_another_coordinator_finds_that_a_case_is_there_and_no_more(service: Service) -> None:
    """A search by exact name gives id and number; the case itself is as unknown as any id, until opened."""
    own, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    path = person_path(own)
    hits = other.post("/api/v1/people/search", json={"words": "見本一郎"}).json()["hits"]
    assert hits == [{"id": str(id_in(path)), "number": "K-001"}]
    for method, below in (("GET", ""), ("GET", "/views"), ("PATCH", ""), ("POST", "/protection")):
        answers = [other.act(method, f"{one}{below}", {}, 1) for one in (path, f"/api/v1/people/{UNKNOWN}")]
        assert [answer.status_code for answer in answers] == [404, 404], (method, below)
        assert answers[0].content == answers[1].content
    other.done("POST", f"{path}/opening", REASON)
    assert other.seen(path)["identity"]["name"] == "見本 一郎"
    assert other.act("PATCH", path, {"phone": "1"}, 1).status_code == 404
    service.clock.step = dt.timedelta(hours=8, seconds=1)
    other = service.client_of(other.user_id)
    assert other.get(path).status_code == 404


@pytest.mark.parametrize("protected", ["yes", "unknown"])
def test_people_under_protection_are_never_found(service: Service, protected: str) -> None:
    """Protected people, and those not yet asked, are absent from others' searches and cannot be opened."""
    own, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    path = person_path(own, protected=protected, home=None)
    found = {
        client: client.post("/api/v1/people/search", json={"words": "見本 一郎"}) for client in (own, other)
    }
    nobody = other.post("/api/v1/people/search", json={"words": "見本 九郎"})
    assert len(found[own].json()["hits"]) == 1
    assert found[other].content == nobody.content
    opened = [other.act("POST", f"{one}/opening", REASON) for one in (path, f"/api/v1/people/{UNKNOWN}")]
    assert [answer.status_code for answer in opened] == [404, 404]
    assert opened[0].content == opened[1].content


def test_protection_closes_what_was_opened(service: Service) -> None:
    """Whoever opened a case with a reason is out with the very next request after protection is on."""
    own, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    path = person_path(own)
    other.done("POST", f"{path}/opening", REASON)
    assert other.get(path).status_code == 200
    own.done("POST", f"{path}/protection")
    assert other.get(path).status_code == 404


def test_a_contact_is_revealed_for_a_quarter_of_an_hour(service: Service) -> None:
    """Under protection the contact is absent; with a reason it is there for fifteen minutes, for one user."""
    own, official = service.client(Role.COORDINATOR), service.client(Role.OFFICIAL)
    path = person_path(own, protected="yes", home=None)
    assert "contact" not in own.seen(path)
    own.done("POST", f"{path}/reveal", REASON)
    assert own.seen(path)["contact"]["phone"] == "000-0000-0001"
    assert "contact" not in official.seen(path)
    service.clock.step = dt.timedelta(minutes=15, seconds=1)
    assert "contact" not in own.seen(path)


def test_a_revealed_contact_opens_no_more_than_the_contact(service: Service) -> None:
    """An official who is a coordinator too sees the contact and not the name of a case before consent."""
    both = service.client(Role.OFFICIAL, Role.COORDINATOR)
    path = person_path(service.client(Role.COORDINATOR))
    before = set(both.seen(path))
    both.done("POST", f"{path}/reveal", REASON)
    assert set(both.seen(path)) - before == {"contact"}


@pytest.mark.parametrize("text", ["", "急ぎ", "　　　　　　　　　　　　"])
def test_a_reason_says_something(service: Service, text: str) -> None:
    """An empty or short reason opens nothing; nor does a code that is not on the list."""
    own, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    path = person_path(own)
    refused = other.act("POST", f"{path}/opening", {**REASON, "text": text})
    assert refused.json()["faults"][0]["expected"] == "理由を10字以上で書いてください。"
    assert other.act("POST", f"{path}/opening", {**REASON, "reason": "curious"}).status_code == 422
    assert other.get(path).status_code == 404


def test_a_lead_changes_only_support_and_wishes(service: Service) -> None:
    """A field of another group is refused by name, and nothing of the same edit is kept."""
    own, lead = service.client(Role.COORDINATOR), service.client(Role.LEAD)
    path = person_path(own)
    involve(own, path, lead, "lead")
    refused = lead.act("PATCH", path, {"most_slots": 5, "phone": "1", "health": "x", "home": None}, 1)
    assert refused.status_code == 422
    assert {fault["field"] for fault in refused.json()["faults"]} == {"phone", "health", "home"}
    assert "担当コーディネーター" in refused.json()["faults"][0]["expected"]
    assert own.seen(path)["wishes"]["most_slots"] == 3
    assert lead.act("POST", f"{path}/pause", {"until": None}, 1).status_code == 422
    lead.done("PATCH", path, {"most_slots": 5, "attention_minutes": 20}, version=1)
    lead.done("POST", f"{path}/needs", {"domain": "housing"})


def test_involvement_starts_and_ends_at_once(service: Service) -> None:
    """A second coordinator reads the case from the next request on, and no longer once it has ended."""
    own, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    path = person_path(own)
    assert other.get(path).status_code == 404
    made = involve(own, path, other, "coordinator")
    assert other.seen(path)["contact"]["phone"]
    again = {"user_id": str(other.user_id), "role": "coordinator"}
    assert own.act("POST", f"{path}/involvements", again).json()["code"] == "already_involved"
    other.done("POST", f"{path}/involvements/{made['id']}/end")
    assert other.get(path).status_code == 404
    assert other.seen("/api/v1/people")["people"] == []
    first = own.seen(path)["involvements"][0]["id"]
    assert own.act("POST", f"{path}/involvements/{first}/end").json()["code"] == "last_to_carry"
    ended = own.act("POST", f"{path}/involvements/{made['id']}/end")
    assert ended.json()["code"] == "involvement_ended"
    involve(own, path, other, "coordinator")
    own.done("POST", f"{path}/involvements/{first}/end")
    assert (own.get(path).status_code, other.get(path).status_code) == (404, 200)


def test_only_who_holds_the_role_is_involved(service: Service) -> None:
    """A user without the role is refused, one of another municipality is not there."""
    own, planner = service.client(Role.COORDINATOR), service.client(Role.PLANNER)
    foreign = service.client(Role.COORDINATOR, office=service.neighbour)
    path = person_path(own)
    for user_id, role, status in (
        (planner.user_id, "coordinator", 422),
        (planner.user_id, "planner", 422),
        (foreign.user_id, "coordinator", 404),
        (uuid.UUID(UNKNOWN), "coordinator", 404),
    ):
        given = {"user_id": str(user_id), "role": role}
        assert own.act("POST", f"{path}/involvements", given).status_code == status


@contextmanager
def counted(service: Service) -> Iterator[list[str]]:
    """Collect the statements that are sent."""
    engine, sent = service.installation.database.engine, []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_the_list_is_paged_and_asks_no_query_per_person(service: Service) -> None:
    """Pages come by number without gap or double; seven cases take as many queries as two."""
    client, official = service.client(Role.COORDINATOR), service.client(Role.OFFICIAL)
    person_path(service.client(Role.COORDINATOR), number="A-000")
    counts = []
    for number in range(7):
        person_path(client, number=f"K-{number:03}")
        if number in {1, 6}:
            with counted(service) as sent:
                client.seen("/api/v1/people")
            counts.append(len(sent))
    assert counts[0] == counts[1]
    numbers: list[str] = []
    after: str | None = ""
    while after is not None:
        page = client.seen(f"/api/v1/people?limit=3&after={after}")
        assert len(page["people"]) <= 3
        numbers += [line["number"] for line in page["people"]]
        after = page["next"]
    assert numbers == [f"K-{number:03}" for number in range(7)]
    assert len(official.seen("/api/v1/people")["people"]) == 8
    assert client.get("/api/v1/people?limit=101").status_code == 422


def test_a_member_is_not_told_of_cases_between(service: Service) -> None:
    """Cases a member does not see leave no trace in pages: not a short page, not a cursor."""
    own, member = service.client(Role.COORDINATOR), service.client(Role.MEMBER)
    for number in range(6):
        path = person_path(own, number=f"K-{number}")
        involve(own, path, member, "member")
        if number % 3 == 2:
            consent_to_meeting(service, own, path)
    page = member.seen("/api/v1/people?limit=1")
    assert ([line["number"] for line in page["people"]], page["next"]) == (["K-2"], "K-2")
    page = member.seen("/api/v1/people?limit=1&after=K-2")
    assert ([line["number"] for line in page["people"]], page["next"]) == (["K-5"], None)


def test_names_are_given_only_where_they_are_visible(service: Service) -> None:
    """What other features ask names from knows who may see them."""
    own, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    one, two = row_of(service, person_path(own)), row_of(service, person_path(other, number="K-002"))
    with service.context(own.user_id, Act.PLACEMENT_LIST, Role.COORDINATOR) as context:
        assert names_of(context, [one, two]) == {one.id: "見本 一郎"}


def test_the_person_can_be_told_who_looked(service: Service) -> None:
    """Every read, edit, opening and refused attempt on a case is listed with user, act and time."""
    own, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    path = person_path(own)
    other.get(path)
    other.done("POST", f"{path}/opening", REASON)
    other.seen(path)
    seen = own.seen(f"{path}/views")["views"]
    by_other = [(row["act"], row["outcome"]) for row in seen if row["user_id"] == str(other.user_id)]
    assert by_other == [("person.read", "ok"), ("person.open", "ok"), ("person.read", "denied")]
    page = own.seen(f"{path}/views?limit=2")
    rest = own.seen(f"{path}/views?limit=100&before={page['before']}")
    assert [row["seq"] for row in page["views"] + rest["views"]][1:] == [row["seq"] for row in seen]
    assert other.get(f"{path}/views").status_code == 404
    assert service.check_audit().faults == ()


def test_cases_of_the_neighbour_are_nowhere(service: Service) -> None:
    """Lists, searches and reads of one municipality hold nobody of another."""
    own = service.client(Role.COORDINATOR)
    path = person_path(own)
    for role in (Role.COORDINATOR, Role.OFFICIAL):
        foreign = service.client(role, office=service.neighbour)
        assert foreign.get(path).content == foreign.get(f"/api/v1/people/{UNKNOWN}").content
        assert foreign.seen("/api/v1/people")["people"] == []
    assert service.client(Role.OFFICIAL).seen("/api/v1/people")["people"] != []
