"""Contacts through the API: recorded, skipped, planned over weeks, and in a calendar without names."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest

from api.policy.vocabulary import Role
from api.tables import ContactState
from matching.vocabulary import Side
from tests.api.contacts.followed import DAY, Followed
from tests.api.service import Client

WORDS = "見本の言葉だけが書いてあります"
LIST = "/api/v1/contacts"


def span(followed: Followed, days: int = 60) -> str:
    """Give the address of the list of some days around today."""
    since, until = followed.today - days * DAY, followed.today + days * DAY
    return f"{LIST}?from={since.isoformat()}&to={until.isoformat()}"


def calendar(client: Client) -> Any:
    """Ask for the calendar with nothing but its address."""
    address = client.seen("/api/v1/me/rounds")["calendar"]
    return Client(client.app, base_url="http://127.0.0.1:8000").get(address)


def test_a_contact_is_recorded_once_and_from_its_version(followed: Followed) -> None:
    """What was heard is kept; a second record, an old version and a code of the other side are refused."""
    followed.plan()
    row = followed.rows(Side.HOST)[0]
    assert followed.record(row, answers=["tired"]).status_code == 422
    assert followed.record(row, done_on=(followed.today + DAY).isoformat()).status_code == 422
    path = f"{LIST}/{row.id}/done"
    body = {"done_on": followed.today.isoformat(), "method": "call", "with_whom": ["host"]}
    body |= {"result": "in_touch", "answers": ["burden"], "words": WORDS, "next_step": "talk_to_host"}
    assert followed.coordinator.act("POST", path, body).status_code == 428
    assert followed.coordinator.act("POST", path, body, version=9).status_code == 412
    followed.coordinator.done("POST", path, body, version=1)
    again = followed.coordinator.act("POST", path, body, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "contact_over")
    seen = next(each for each in followed.seen() if each["id"] == str(row.id))
    assert (seen["state"], seen["result"], seen["is_connected"]) == ("done", "in_touch", True)
    assert (seen["answer_words"], seen["words"]) == (["負担がある"], WORDS)


def test_not_reached_is_not_gone_and_may_be_tried_again(followed: Followed) -> None:
    """The contact is done, the person not connected this time, and one more is due."""
    followed.plan()
    before = len(followed.rows())
    row = followed.rows(Side.PERSON)[0]
    again_on = (followed.today + 3 * DAY).isoformat()
    answer = followed.record(row, result="not_reached", next_step="try_again", again_on=again_on)
    assert answer.is_success, answer.text
    rows = followed.rows()
    (extra,) = (each for each in rows if each.is_extra)
    assert (len(rows), extra.side, extra.due_on.isoformat()) == (before + 1, Side.PERSON, again_on)
    followed.plan()
    assert [each.id for each in followed.rows() if each.is_extra] == [extra.id], "no planning takes it away"


def test_a_contact_is_skipped_with_a_reason_and_stays(followed: Followed) -> None:
    """It is not done and not asked for again."""
    followed.plan()
    row = followed.rows(Side.PERSON)[0]
    followed.coordinator.done("POST", f"{LIST}/{row.id}/skip", {"reason": "just_spoken"}, version=1)
    count = len(followed.rows())
    followed.plan()
    assert len(followed.rows()) == count
    seen = next(each for each in followed.seen() if each["id"] == str(row.id))
    assert (seen["state"], seen["skip_words"], seen["words"]) == ("skipped", "直前に話した", "")


def test_words_are_for_those_who_carry_the_case(followed: Followed) -> None:
    """多機関協働 reads them; officials and the meeting see codes; others nothing, not even how many."""
    followed.plan()
    row = followed.rows(Side.PERSON)[0]
    assert followed.record(row, answers=["at_home"], words=WORDS).is_success
    service, records = followed.service, followed.records
    records.consent(followed.person)
    lead, member = service.client(Role.LEAD), service.client(Role.MEMBER)
    records.involve(followed.person.id, lead.user_id, Role.LEAD)
    records.involve(followed.person.id, member.user_id, Role.MEMBER)
    official = service.client(Role.OFFICIAL)
    for client, words in ((lead, WORDS), (official, None), (member, None)):
        done = [each for each in client.seen(span(followed))["contacts"] if each["state"] == "done"]
        assert [(each["answers"], each["words"]) for each in done] == [(["at_home"], words)]
        assert client.act("POST", f"{LIST}/{row.id}/skip", {"reason": "other"}, 2).status_code == 404
    other = service.client(Role.COORDINATOR)
    assert other.seen(span(followed)) == {"contacts": [], "has_more": False}
    assert other.get(f"/api/v1/people/{followed.person.id}/contacts").status_code == 404
    assert followed.record(followed.rows()[1], client=other).status_code == 404
    for role in (Role.HOST, Role.PLANNER, Role.ADMIN):
        assert service.client(role).get(span(followed)).status_code == 404


def test_no_words_stand_in_the_trail(followed: Followed) -> None:
    """The trail has names of fields and codes, and holds together."""
    followed.plan()
    assert followed.record(followed.rows(Side.PERSON)[0], words=WORDS).is_success
    assert WORDS not in "".join(str(row.details) for row in followed.service.audit())
    assert not followed.service.check_audit().faults


def test_what_is_past_its_window_is_overdue(followed: Followed) -> None:
    """A contact nobody made is overdue once its window is over, and no sooner."""
    followed.plan(first_day=followed.today - 15 * DAY)
    for seen in followed.coordinator.seen(span(followed))["contacts"]:
        assert seen["is_overdue"] == (dt.date.fromisoformat(seen["window_to"]) < followed.today)
    assert any(seen["is_overdue"] for seen in followed.seen())
    assert followed.coordinator.get(f"{LIST}?from=2026-02-01&to=2026-01-01").status_code == 422


def test_an_extra_contact_is_of_the_persons_own_placement(followed: Followed) -> None:
    """The host is asked about a placement; somebody else's placement is not there."""
    path = f"/api/v1/people/{followed.person.id}/contacts"
    body = {"side": "host", "due_on": (followed.today + DAY).isoformat()}
    assert followed.coordinator.act("POST", path, body).status_code == 422
    other = followed.records.placement(followed.records.person(), followed.records.menu(followed.host))
    foreign = body | {"placement_id": str(other.id)}
    assert followed.coordinator.act("POST", path, foreign).status_code == 404
    followed.coordinator.done("POST", path, body | {"placement_id": str(followed.placement.id)})
    (row,) = followed.rows()
    assert (row.is_extra, row.host_id, row.placement_id) == (True, followed.host.id, followed.placement.id)


def test_the_machine_proposes_and_people_accept(followed: Followed) -> None:
    """A plan changes nothing; what is accepted has week and coordinator; who carries no case is refused."""
    followed.plan()
    plan = followed.coordinator.seen(f"{LIST}/plan?weeks=4")
    lines = [each for each in plan["contacts"] if each["week"]]
    assert lines
    assert plan["bound"] >= plan["objective"] > 0
    assert {each["coordinator_id"] for each in lines} == {str(followed.coordinator.user_id)}
    assert all(row.week is None for row in followed.rows())
    part = [{name: each[name] for name in ("id", "version", "week", "coordinator_id")} for each in lines]
    stranger = followed.service.add_user(Role.COORDINATOR)
    for wrong, status in (
        ({"coordinator_id": str(stranger)}, 409),
        ({"week": (dt.date.fromisoformat(part[0]["week"]) + DAY).isoformat()}, 422),
        ({"version": 7}, 412),
        ({"id": str(uuid.uuid4())}, 404),
    ):
        answer = followed.coordinator.act("POST", f"{LIST}/plan", {"contacts": [part[-1], part[0] | wrong]})
        assert answer.status_code == status, answer.text
    assert all(row.week is None for row in followed.rows()), "all of it or nothing"
    followed.coordinator.done("POST", f"{LIST}/plan", {"contacts": part})
    accepted = {str(row.id): row for row in followed.rows() if row.week}
    assert {each["id"]: each["week"] for each in part} == {
        key: str(row.week) for key, row in accepted.items()
    }


def test_without_hours_the_plan_says_so(followed: Followed) -> None:
    """A coordinator with no minutes makes no contact, and the limit is named."""
    followed.plan()
    followed.coordinator.done("PATCH", "/api/v1/me/rounds", {"minutes_a_week": 0})
    lines = followed.coordinator.seen(f"{LIST}/plan?weeks=2")["contacts"]
    assert {(each["week"], each["left_over"]) for each in lines} == {(None, "too_long")}
    assert followed.service.client(Role.COORDINATOR).seen(f"{LIST}/plan?weeks=2")["contacts"] == []


def test_the_calendar_has_codes_only_and_ends_at_once(followed: Followed) -> None:
    """It holds what is due by case number; no name of anybody; a new address or none ends the old one."""
    followed.plan()
    client = followed.coordinator
    assert client.seen("/api/v1/me/rounds")["calendar"] is None
    client.done("POST", "/api/v1/me/rounds/calendar")
    old = client.seen("/api/v1/me/rounds")["calendar"]
    answer = calendar(client)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    text = answer.text
    due = [row for row in followed.rows() if row.state == ContactState.DUE]
    assert text.count("BEGIN:VEVENT\r\n") == len(due)
    assert f"本人 就労・体験 {followed.person.number}" in text.replace("\r\n ", "")
    assert not [name for name in ("見本", "一郎", "みほん", "農園") if name in text]
    assert str(followed.person.id) not in text
    client.done("POST", "/api/v1/me/rounds/calendar")
    anybody = Client(client.app, base_url="http://127.0.0.1:8000")
    assert anybody.get(old).status_code == 404
    assert calendar(client).status_code == 200
    new = client.seen("/api/v1/me/rounds")["calendar"]
    assert anybody.get(new[:-1] + ("A" if new[-1] != "A" else "B")).status_code == 404
    client.done("DELETE", "/api/v1/me/rounds/calendar")
    assert anybody.get(new).status_code == 404


def test_the_calendar_is_of_ones_own_cases(followed: Followed) -> None:
    """Another coordinator's calendar is empty, and one's own ends with the account."""
    followed.plan()
    other = followed.service.client(Role.COORDINATOR)
    other.done("POST", "/api/v1/me/rounds/calendar")
    assert "VEVENT" not in calendar(other).text
    address = other.seen("/api/v1/me/rounds")["calendar"]
    admin = followed.service.client(Role.ADMIN)
    admin.done("PATCH", f"/api/v1/users/{other.user_id}", {"is_active": False}, version=1)
    assert Client(other.app, base_url="http://127.0.0.1:8000").get(address).status_code == 404


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_calendar_is_read_as_written(followed: Followed) -> None:
    """Every line ends in CRLF and has 75 octets at most; unfolded, each event has what RFC 5545 asks for."""
    followed.plan()
    followed.coordinator.done("POST", "/api/v1/me/rounds/calendar")
    raw = calendar(followed.coordinator).content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    events = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", raw.decode().replace("\r\n ", ""), re.DOTALL)
    for event in events:
        fields = dict(line.split(":", 1) for line in event.strip().split("\r\n"))
        assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"} <= fields.keys()
    assert len(events) == len(followed.rows())
