"""Consents: given for a purpose and a year at most, read by those who carry the case, withdrawn at once."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from api.policy.vocabulary import Role
from matching.vocabulary import Answer
from tests.api.rows import add_host, add_person, today
from tests.api.service import Service

NAME, TEXT = "見本さん", "人の少ない部屋だと落ち着きます。"


def meeting(day: dt.date, **more: Any) -> dict[str, Any]:
    """Make a consent to share with the meeting."""
    return {
        "purpose": "meeting",
        "fields": ["identity", "support"],
        "given_on": day.isoformat(),
        "expires_on": (day + dt.timedelta(days=180)).isoformat(),
        "how": "signed",
        **more,
    }


def to_host(day: dt.date, host_id: uuid.UUID, **more: Any) -> dict[str, Any]:
    """Make a consent to tell a host."""
    return {
        **meeting(day),
        "purpose": "host",
        "host_id": str(host_id),
        "fields": ["name", "support_text", "schedule"],
        "shown_name": NAME,
        "shown_text": TEXT,
        **more,
    }


def only_times(day: dt.date, host_id: uuid.UUID) -> dict[str, Any]:
    """Make a consent to tell a host when somebody comes, and nothing else."""
    return to_host(day, host_id, fields=["schedule"], shown_name=None, shown_text=None)


def test_consents_are_rows_of_their_own(service: Service) -> None:
    """A second consent to the same host changes nothing of the first; both are listed, the latest first."""
    client = service.client(Role.COORDINATOR)
    person_id, host_id, day = add_person(service, client.user_id), add_host(service), today(service)
    path = f"/api/v1/people/{person_id}/consents"
    first = client.done("POST", path, to_host(day - dt.timedelta(days=1), host_id))
    second = client.done("POST", path, only_times(day, host_id))
    client.done("POST", path, meeting(day, how="spoken", witness="見本 立会"))
    listed = client.seen(path)["consents"]
    assert [each["id"] for each in listed[1:]] == [second["id"], first["id"]]
    assert (listed[2]["shown_name"], listed[2]["shown_text"]) == (NAME, TEXT)
    assert [each["version"] for each in listed] == [1, 1, 1]
    assert listed[0]["witness"] == "見本 立会"
    assert all(each["is_valid"] for each in listed)
    trail = "".join(str(row.details) for row in service.audit())
    assert NAME not in trail
    assert TEXT not in trail


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"given_on": 1}, "given_on"),
        ({"expires_on": 366}, "expires_on"),
        ({"expires_on": -1}, "expires_on"),
        ({"how": "spoken"}, "witness"),
        ({"how": "by_proxy"}, "witness"),
        ({"shown_name": None}, "shown_name"),
        ({"shown_text": None}, "shown_text"),
        ({"fields": ["schedule"], "shown_text": None}, "shown_name"),
        ({"fields": ["name", "health"]}, "fields.1"),
        ({"fields": []}, "fields"),
        ({"withdrawn_at": None}, "withdrawn_at"),
        ({"municipality_id": str(uuid.uuid4())}, "municipality_id"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_is_no_consent_is_refused(service: Service, more: dict[str, Any], field: str) -> None:
    """Not in the future, a year at most, with a witness where nobody signed, with the words a host reads."""
    client = service.client(Role.COORDINATOR)
    person_id, host_id, day = add_person(service, client.user_id), add_host(service), today(service)
    for name in ("given_on", "expires_on"):
        if name in more:
            more = {**more, name: (day + dt.timedelta(days=more[name])).isoformat()}
    answer = client.act("POST", f"/api/v1/people/{person_id}/consents", to_host(day, host_id, **more))
    assert answer.status_code == 422, answer.text
    assert field in [fault["field"] for fault in answer.json()["faults"]]
    assert client.seen(f"/api/v1/people/{person_id}/consents")["consents"] == []


def test_a_whole_year_is_allowed(service: Service) -> None:
    """The same day of the next year is the last one that can be agreed to."""
    client = service.client(Role.COORDINATOR)
    person_id, day = add_person(service, client.user_id), dt.date(2024, 2, 29)
    path = f"/api/v1/people/{person_id}/consents"
    client.done("POST", path, meeting(day, expires_on="2025-02-28"))
    assert client.act("POST", path, meeting(day, expires_on="2025-03-01")).status_code == 422


def test_a_host_of_another_municipality_is_not_there(service: Service) -> None:
    """A foreign host and an unknown one get byte-identical answers."""
    client = service.client(Role.COORDINATOR)
    person_id, day = add_person(service, client.user_id), today(service)
    hosts = add_host(service, service.neighbour), uuid.uuid4()
    path = f"/api/v1/people/{person_id}/consents"
    answers = [client.act("POST", path, to_host(day, host_id)) for host_id in hosts]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


def test_withdrawal_ends_it_and_asks_the_coordinator(service: Service) -> None:
    """It holds at once, for older ones to the same host too, and makes a task for today; once only."""
    client = service.client(Role.COORDINATOR)
    person_id, host_id, day = add_person(service, client.user_id), add_host(service), today(service)
    path = f"/api/v1/people/{person_id}/consents"
    older = client.done("POST", path, to_host(day - dt.timedelta(days=9), host_id))
    given = client.done("POST", path, to_host(day, host_id))
    other = client.done("POST", path, to_host(day, add_host(service)))
    shared = client.done("POST", path, meeting(day - dt.timedelta(days=20)))
    receipt = client.done("POST", f"{path}/{given['id']}/withdrawal")
    assert receipt["version"] == 2
    valid = {each["id"] for each in client.seen(path)["consents"] if each["is_valid"]}
    assert valid == {other["id"], shared["id"]}
    (task,) = client.seen("/api/v1/tasks")["tasks"]
    assert (task["kind"], task["due_on"]) == ("consent_withdrawn", day.isoformat())
    assert (task["person_id"], task["host_id"]) == (str(person_id), str(host_id))
    again = client.act("POST", f"{path}/{older['id']}/withdrawal")
    assert (again.status_code, again.json()["code"]) == (409, "consent_withdrawn")
    assert service.check_audit().faults == ()


def test_a_newer_consent_outlives_the_withdrawal_of_an_older(service: Service) -> None:
    """Withdrawing the older paper leaves the newer one."""
    client = service.client(Role.COORDINATOR)
    person_id, day = add_person(service, client.user_id), today(service)
    path = f"/api/v1/people/{person_id}/consents"
    older = client.done("POST", path, meeting(day - dt.timedelta(days=9)))
    client.done("POST", path, meeting(day))
    client.done("POST", f"{path}/{older['id']}/withdrawal")
    assert [each["is_valid"] for each in client.seen(path)["consents"]] == [True, False]


def test_who_may_give_read_and_withdraw(service: Service) -> None:
    """Only the coordinator of the case records consents; others who are no part of it find nothing."""
    carrier, other = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
    official, admin = service.client(Role.OFFICIAL), service.client(Role.ADMIN)
    person_id, day = add_person(service, carrier.user_id), today(service)
    path = f"/api/v1/people/{person_id}/consents"
    given = carrier.done("POST", path, meeting(day))
    for client in (other, official, admin, service.client(Role.HOST, host_id=add_host(service))):
        assert client.act("POST", path, meeting(day)).status_code == 404
    for client in (other, admin):
        assert client.get(path).status_code == 404
        assert client.act("POST", f"{path}/{given['id']}/withdrawal").status_code == 404
    foreign = add_person(service, carrier.user_id)
    elsewhere = f"/api/v1/people/{foreign}/consents/{given['id']}/withdrawal"
    assert carrier.act("POST", elsewhere).status_code == 404
    official.done("POST", f"{path}/{given['id']}/withdrawal")


def test_an_official_reads_no_name_before_the_meeting_may(service: Service) -> None:
    """Without a consent to the meeting the name in a host's consent is not shown to the official."""
    carrier, official = service.client(Role.COORDINATOR), service.client(Role.OFFICIAL)
    day, host_id = today(service), add_host(service)
    path = f"/api/v1/people/{add_person(service, carrier.user_id, protected=Answer.NO)}/consents"
    earlier = day - dt.timedelta(days=30)
    past = {"expires_on": (day - dt.timedelta(days=1)).isoformat()}
    carrier.done("POST", path, to_host(earlier, host_id, how="spoken", witness="見本 立会", **past))
    (seen,) = official.seen(path)["consents"]
    assert (seen["shown_name"], seen["witness"], seen["shown_text"]) == (None, None, TEXT)
    carrier.done("POST", path, meeting(day))
    assert official.seen(path)["consents"][1]["shown_name"] == NAME
