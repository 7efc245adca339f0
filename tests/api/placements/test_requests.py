"""The host's side: what it is told before and after the consent, and that it is told nothing more."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from api.placements.cards import TASK_FIT_WORDS, TaskFit, combination_of
from api.policy.vocabulary import Role
from api.tables import Municipality, Outbox, Person, Placement, Purpose, Task
from api.tables.sealed import ConsentDocument, PersonDocument
from matching.vocabulary import BURDENS, Answer, Condition
from tests.api.placements.records import Offered, World
from tests.api.service import Client

BEFORE = {"id", "slots", "answer", "start_week", "fits", "is_accompanied"}
"""All a host may be told before the person's consent to it."""
AFTER = {"shown_name", "shown_text", "first_day", "last_day"}
CONDITIONS = {"noise": "no", "standing": "no", "one_to_one": "yes", "smell": "yes", "easy_words": "no"}


def host_of(world: World, menu: Offered) -> Client:
    """Give a user of the host."""
    return world.service.client(Role.HOST, host_id=menu.host_id)


def grow(world: World, population: int = 30_000) -> None:
    """Make the municipality a larger one."""
    with world.service.installation.database.write() as session:
        office = session.get(Municipality, world.service.office)
        assert office is not None
        office.population = population


def test_before_the_consent_a_host_is_told_days_hours_and_common_codes_only(world: World) -> None:
    """Exactly these keys have values, in a town where enough people share the codes."""
    menu = world.add_menu(places=9)
    host = host_of(world, menu)
    grow(world)
    people = [world.add_person(conditions=CONDITIONS, accompaniment_minutes=0) for _ in range(5)]
    placement_id = world.offered(people[0], menu)["id"]
    (request,) = host.seen("/api/v1/host/requests")["requests"]
    assert request == host.seen(f"/api/v1/host/requests/{placement_id}")
    assert set(request) == BEFORE | AFTER
    assert {name for name, value in request.items() if value is not None} == BEFORE
    assert set(request["slots"][0]) == {"weekday", "start", "end", "words"}
    assert [each["code"] for each in request["fits"]] == ["quiet", "no_standing", "one_to_one"]
    assert request["start_week"] == world.monday.isoformat()
    assert str(people[0]) not in json.dumps(request)


@pytest.mark.parametrize("reason", ["small_town", "unknown_size", "few_share"])
def test_where_codes_would_tell_who_it_is_only_days_and_hours_are_told(world: World, reason: str) -> None:
    """In a small municipality, or with a rare combination; then the coordinator talks."""
    menu = world.add_menu(places=9)
    host = host_of(world, menu)
    grow(world, 24_999 if reason == "small_town" else 25_000)
    if reason == "unknown_size":
        with world.service.installation.database.write() as session:
            office = session.get(Municipality, world.service.office)
            assert office is not None
            office.population = None
    shared = 4 if reason == "few_share" else 5
    people = [world.add_person(conditions=CONDITIONS) for _ in range(shared)]
    world.offered(people[0], menu)
    (request,) = host.seen("/api/v1/host/requests")["requests"]
    assert {name for name, value in request.items() if value is not None} == {"id", "slots", "answer"}
    assert [task.kind for task in world.rows(Task)] == ["ask_host"]
    assert len(world.rows(Outbox)) == 1


def test_after_the_consent_the_host_reads_what_the_person_approved_until_it_is_withdrawn(
    world: World,
) -> None:
    """Word for word; with the withdrawal the next request gets the answer of an unknown id."""
    menu, person = world.add_menu(), world.add_person()
    host = host_of(world, menu)
    placement_id = world.offered(person, menu)["id"]
    path = f"/api/v1/host/requests/{placement_id}"
    shown = ConsentDocument(shown_name="みほんさん", shown_text="休みながら作業します。")
    consent_id = world.add_consent(
        person, Purpose.HOST, menu.host_id, ("name", "support_text"), document=shown
    )
    request = host.seen(path)
    assert (request["shown_name"], request["shown_text"]) == ("みほんさん", "休みながら作業します。")
    assert (request["first_day"], request["last_day"]) == (None, None)
    world.staff.done("POST", f"/api/v1/people/{person}/consents/{consent_id}/withdrawal", version=1)
    gone, unknown = host.get(path), host.get(f"/api/v1/host/requests/{uuid.uuid4()}")
    assert (gone.status_code, gone.content, dict(gone.headers)) == (
        404,
        unknown.content,
        dict(unknown.headers) | {"x-request-id": gone.headers.get("x-request-id")}
        if "x-request-id" in gone.headers
        else dict(unknown.headers),
    )
    assert host.seen("/api/v1/host/requests")["requests"] == []
    assert host.act("POST", f"{path}/answer", {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize("protected", [Answer.YES, Answer.UNKNOWN])
def test_of_people_under_protection_a_host_learns_nothing(world: World, protected: Answer) -> None:
    """No notice, no request, the answer of an unknown id; protection that starts later ends it at once."""
    menu = world.add_menu(places=9)
    host = host_of(world, menu)
    hidden = world.add_person(protected=protected)
    shown = world.add_person()
    hidden_id, shown_id = world.offered(hidden, menu)["id"], world.offered(shown, menu)["id"]
    assert [each["id"] for each in host.seen("/api/v1/host/requests")["requests"]] == [shown_id]
    assert [str(row.subject_id) for row in world.rows(Outbox)] == [shown_id]
    unknown = host.get(f"/api/v1/host/requests/{uuid.uuid4()}")
    assert host.get(f"/api/v1/host/requests/{hidden_id}").content == unknown.content
    world.set(Person, shown, protected=Answer.YES)
    assert host.get(f"/api/v1/host/requests/{shown_id}").content == unknown.content
    assert host.seen("/api/v1/host/requests")["requests"] == []


def test_a_host_answers_yes_no_or_on_a_condition(world: World) -> None:
    """Each answer leaves a task; a no gives the seats back and the request is gone."""
    menu, person = world.add_menu(), world.add_person()
    host = host_of(world, menu)
    placement_id = world.offered(person, menu)["id"]
    path = f"/api/v1/host/requests/{placement_id}/answer"
    for wrong in (
        {"answer": "no"},
        {"answer": "yes", "reason": "full"},
        {"answer": "condition"},
        {"answer": "yes", "condition": "later"},
        {"answer": "maybe"},
    ):
        assert host.act("POST", path, wrong).status_code == 422
    host.done("POST", path, {"answer": "condition", "condition": "shorter", "words": "見本の条件"})
    view = world.staff.seen(f"/api/v1/placements/{placement_id}")
    assert (view["host_answer"], view["host_condition"]) == ("unknown", "shorter")
    assert view["said"]["host_words"] == "見本の条件"
    host.done("POST", path, {"answer": "yes"})
    assert host.seen(f"/api/v1/host/requests/{placement_id}")["answer"] == "yes"
    receipt = host.done("POST", path, {"answer": "no", "reason": "staff"})
    assert (receipt["version"], receipt["details"]) == (None, {})
    assert world.ledger() == ({}, {})
    assert host.get(f"/api/v1/host/requests/{placement_id}").status_code == 404
    assert [task.kind for task in world.rows(Task)].count("host_answered") == 3
    assert world.offer(person, menu).json()["code"] == "refused_before"


def test_a_host_sees_no_other_hosts_requests_and_nothing_that_has_ended(world: World) -> None:
    """Another host, a host of the neighbour, and a hold that has run out: the answer of an unknown id."""
    menu, other, person = world.add_menu(), world.add_menu(), world.add_person()
    host, stranger = host_of(world, menu), host_of(world, other)
    placement_id = world.offered(person, menu)["id"]
    path = f"/api/v1/host/requests/{placement_id}"
    unknown = stranger.get(f"/api/v1/host/requests/{uuid.uuid4()}")
    assert stranger.get(path).content == unknown.content
    assert stranger.act("POST", f"{path}/answer", {"answer": "yes"}).status_code == 404
    assert stranger.seen("/api/v1/host/requests")["requests"] == []
    assert world.staff.get(path).status_code == 404
    world.set(Placement, uuid.UUID(placement_id), expires_at=world.rows(Placement)[0].created_at)
    assert host.get(path).content == unknown.content
    assert host.seen("/api/v1/host/requests")["requests"] == []


def test_no_sealed_word_of_a_person_reaches_a_host(world: World) -> None:
    """A token in every sealed field is in no answer to the host, even with a consent to the times."""
    grow(world)
    menu = world.add_menu(places=9)
    host = host_of(world, menu)
    words = {name: f"canary-{name}" for name in PersonDocument.model_fields if name != "born_on"}
    people = [world.add_person(conditions=CONDITIONS, document=PersonDocument(**words)) for _ in range(5)]
    placement_id = world.offered(people[0], menu)["id"]
    world.add_consent(
        people[0],
        Purpose.HOST,
        menu.host_id,
        ("schedule",),
        document=ConsentDocument(shown_name="canary-name", shown_text="canary-text", witness="canary-w"),
    )
    answers: list[Any] = [
        host.get("/api/v1/host/requests"),
        host.get(f"/api/v1/host/requests/{placement_id}"),
        host.act("POST", f"/api/v1/host/requests/{placement_id}/answer", {"answer": "yes"}),
        *(host.get(f"/api/v1{path}") for path in (f"/people/{people[0]}", f"/placements/{placement_id}")),
    ]
    for answer in answers:
        assert "canary" not in answer.text + str(dict(answer.headers))
        assert str(people[0]) not in answer.text or answer.status_code == 404
    assert answers[1].json()["first_day"] == world.monday.isoformat()
    assert not any("canary" in str(row.model_dump()) for row in world.rows(Outbox))
    # The same words are there for who carries the case: the test can fail.
    assert "canary-name" in world.staff.get(f"/api/v1/people/{people[0]}").text


def test_every_condition_has_a_code_in_words() -> None:
    """What was not asked, or is no trouble, is no code."""
    assert set(TASK_FIT_WORDS) == set(TaskFit)
    hard = {each: Answer.NO if each in BURDENS else Answer.YES for each in Condition}
    easy = {each: Answer.YES if each in BURDENS else Answer.NO for each in Condition}
    assert combination_of(hard, 30) == (frozenset(TaskFit), True)
    assert combination_of(easy, 0) == combination_of({}, 0) == (frozenset(), False)
