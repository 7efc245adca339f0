"""Tasks: shown to those who carry the case, without names, and ticked off once."""

from __future__ import annotations

import uuid

from api.policy.vocabulary import Act, Role
from api.tasks.kinds import TASK_WORDS, TaskKind
from api.tasks.service import add_task
from tests.api.rows import add_person, today
from tests.api.service import Service


def _task(service: Service, user_id: uuid.UUID, person_id: uuid.UUID | None) -> str:
    with service.context(user_id, Act.CONSENT_WITHDRAW, Role.COORDINATOR) as context:
        return str(add_task(context, TaskKind.CONSENT_WITHDRAWN, context.today, person_id=person_id).id)


def test_a_task_is_for_those_who_carry_the_case(service: Service) -> None:
    """Tasks about a person are seen and done by those who carry the case; the others by everyone."""
    carrier, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    person_id = add_person(service, carrier.user_id)
    about, general = _task(service, carrier.user_id, person_id), _task(service, carrier.user_id, None)
    assert {task["id"] for task in carrier.seen("/api/v1/tasks")["tasks"]} == {about, general}
    (seen,) = other.seen("/api/v1/tasks")["tasks"]
    assert (seen["id"], seen["words"]) == (general, TASK_WORDS[TaskKind.CONSENT_WITHDRAWN])
    assert seen["due_on"] == today(service).isoformat()
    path = f"/api/v1/tasks/{about}/done"
    assert other.act("POST", path, version=1).status_code == 404
    unknown = other.act("POST", f"/api/v1/tasks/{uuid.uuid4()}/done", version=1)
    assert unknown.content == other.act("POST", path, version=1).content
    assert carrier.act("POST", path).status_code == 428
    assert carrier.done("POST", path, version=1)["version"] == 2
    again = carrier.act("POST", path, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "task_done")
    assert [task["id"] for task in carrier.seen("/api/v1/tasks")["tasks"]] == [general]


def test_a_meeting_member_does_not_carry_the_case(service: Service) -> None:
    """Being on the agenda, or in another municipality, shows no task."""
    member = service.client(Role.COORDINATOR, Role.MEMBER)
    foreign = service.client(Role.COORDINATOR, office=service.neighbour)
    person_id = add_person(service, member.user_id, role=Role.MEMBER)
    _task(service, member.user_id, person_id)
    _task(service, member.user_id, None)
    assert len(member.seen("/api/v1/tasks")["tasks"]) == 1
    assert foreign.seen("/api/v1/tasks")["tasks"] == []


def test_every_kind_has_words() -> None:
    """No task is shown as a bare code."""
    assert TASK_WORDS.keys() == set(TaskKind)
