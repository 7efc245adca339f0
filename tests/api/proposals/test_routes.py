"""Runs as they are asked for, followed, cancelled and shown."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlmodel import col

from api.policy.vocabulary import Role
from api.tables import CaseOpening, Involvement, Person, ProposalLine, ProposalRun
from matching.pipeline import propose
from matching.serialize import problem_from_json, problem_hash, proposal_to_json
from matching.verify import verify
from matching.vocabulary import Answer
from tests.api.service import Client
from tests.api.town import PATH, Town

PARTS = ("", "/lines", "/changes", "/unused", "/input")


def test_a_run_is_queued_done_and_shown(town: Town) -> None:
    """A run waits, a worker does it, and its parts are there; before that it has no result, and says so."""
    run_id = town.ask(weeks=8)
    waiting = town.seen(run_id)
    assert (waiting["state"], waiting["words"], waiting["params"]["weeks"]) == ("waiting", "待ち", 8)
    assert town.coordinator.get(f"{PATH}/{run_id}/lines").json()["code"] == "run_not_done"
    assert town.work() == 1
    done = town.seen(run_id)
    assert (done["state"], done["status"], done["words"]) == ("done", "optimal", "最適")
    assert done["objective"] <= done["bound"]
    assert (done["gap_percent"], done["version"]) == (0.0, 2)
    assert done["assigned"] > 10
    assert done["solver"].startswith("ortools")
    assert [run["id"] for run in town.coordinator.seen(PATH)["runs"]] == [run_id]
    lines = town.seen(run_id, "/lines")["lines"]
    for line in lines:
        assert line["strengths"] if line["kind"] == "assigned" else line["blocks"]
    assert {line["kind"] for line in lines} == {"assigned", "left"}
    assert any(line["standbys"] for line in lines)
    assert town.seen(run_id, "/changes")["changes"][0]["gain"] > 0
    assert town.seen(run_id, "/unused")["unused"][0]["left"] > 0


def test_lines_are_shown_only_of_cases_the_user_may_open(town: Town) -> None:
    """Two coordinators see their own people and how many others there are; an official sees everybody."""
    run_id = town.run()
    done = town.seen(run_id)
    own, others = (client.seen(f"{PATH}/{run_id}/lines") for client in (town.coordinator, town.other))
    people = [{line["person_id"] for line in view["lines"]} for view in (own, others)]
    assert all(people)
    assert not people[0] & people[1]
    for view in (own, others):
        shown = [line["kind"] for line in view["lines"]]
        assert shown.count("assigned") + view["hidden"]["assigned"] == done["assigned"]
        assert shown.count("left") + view["hidden"].get("left", 0) == done["left"]
    official = town.service.client(Role.OFFICIAL).seen(f"{PATH}/{run_id}/lines")
    assert official["hidden"] == {}
    assert len(official["lines"]) == done["assigned"] + done["left"]
    nobody = town.service.client(Role.COORDINATOR)
    for part in PARTS[1:4]:
        told = nobody.get(f"{PATH}/{run_id}{part}").text
        assert not [person for person in people[0] | people[1] if person in told], part
    assert nobody.seen(f"{PATH}/{run_id}/lines")["lines"] == []
    assert all(not each["numbers"] for each in nobody.seen(f"{PATH}/{run_id}/changes")["changes"])
    numbers = [number for each in town.seen(run_id, "/changes")["changes"] for number in each["numbers"]]
    assert numbers


def test_a_case_that_is_handed_over_is_shown_no_longer(town: Town) -> None:
    """Who sees a line is asked when it is read; opening a case with a reason does not tell what is hoped."""
    run_id = town.run()
    line = town.seen(run_id, "/lines")["lines"][0]
    person_id = uuid.UUID(line["person_id"])
    with town.service.installation.database.write(town.service.office) as session:
        query = select(Involvement).where(col(Involvement.person_id) == person_id)
        for row in session.execute(query).scalars():
            row.user_id = town.other.user_id
        until = town.service.clock.now(session) + dt.timedelta(hours=1)
        opening = CaseOpening(
            municipality_id=town.service.office,
            person_id=person_id,
            user_id=town.coordinator.user_id,
            reason="absence",
            until=until,
        )
        session.add(opening)
    shown = [
        {each["person_id"] for each in client.seen(f"{PATH}/{run_id}/lines")["lines"]}
        for client in (town.coordinator, town.other)
    ]
    assert [str(person_id) in people for people in shown] == [False, True]


@pytest.mark.parametrize("role", [Role.PLANNER, Role.MEMBER, Role.ADMIN, Role.AUDITOR])
def test_others_see_no_run(town: Town, role: Role) -> None:
    """Who has no part in proposals gets the answer of a run that does not exist."""
    run_id = town.ask()
    client = town.service.client(role)
    for part in PARTS:
        assert client.get(f"{PATH}/{run_id}{part}").status_code == 404
    assert client.act("POST", PATH, {}).status_code == 404


def test_a_run_of_another_municipality_is_not_there(town: Town) -> None:
    """A foreign id and an unknown one get byte-identical answers on every route."""
    run_id, unknown = town.ask(), str(uuid.uuid4())
    foreign = town.service.client(Role.COORDINATOR, office=town.service.neighbour)
    for part in (*PARTS, f"/comparison/{run_id}"):
        answers = [foreign.get(f"{PATH}/{each}{part}") for each in (run_id, unknown)]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].content == answers[1].content
    assert foreign.act("POST", f"{PATH}/{run_id}/cancel").status_code == 404
    assert foreign.act("POST", PATH, {"base_run_id": run_id}).status_code == 404
    assert foreign.seen(PATH) == {"runs": []}


def test_the_number_of_queries_does_not_grow_with_the_lines(town: Town) -> None:
    """The lines of everybody take as many queries as the lines of nobody."""
    run_id = town.run()
    counts = []
    for client in (town.service.client(Role.OFFICIAL), town.service.client(Role.COORDINATOR)):
        counts.append(_queries(town, client, f"{PATH}/{run_id}/lines"))
    assert counts[0] == counts[1] <= 20


def _queries(town: Town, client: Client, path: str) -> int:
    said: list[str] = []
    engine = town.service.installation.database.engine

    def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.startswith("SELECT"):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        client.seen(path)
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(said)


def test_the_frozen_input_gives_the_same_proposal_again(town: Town) -> None:
    """
    What is stored solves to the same result anywhere; later changes of records change nothing in it.

    Whoever carries the cases under protection gets it to the letter; from others these are kept.
    """
    run_id = town.run()
    kept = problem_from_json(json.dumps(town.seen(run_id, "/input")))
    with town.service.installation.database.write(town.service.office) as session:
        carried = session.execute(
            select(Involvement)
            .join(Person, col(Person.id) == col(Involvement.person_id))
            .where(col(Person.protected) != Answer.NO, col(Involvement.user_id) != town.coordinator.user_id)
        ).scalars()
        hidden = set()
        for involvement in carried:
            involvement.user_id = town.coordinator.user_id
            hidden.add(str(involvement.person_id))
    assert hidden
    assert not hidden & {person.id for person in kept.people}
    done = town.seen(run_id)
    with town.service.installation.database.write(town.service.office) as session:
        for person in session.execute(select(Person)).scalars():
            person.ended_on = person.waiting_since
    problem = problem_from_json(json.dumps(town.seen(run_id, "/input")))
    assert problem_hash(problem) == done["problem_hash"]
    again = propose(problem)
    assert hashlib.sha256(proposal_to_json(again).encode()).hexdigest() == done["result_hash"]
    assert verify(problem, again) == ()
    other = town.run(base_run_id=run_id)
    assert town.seen(other)["result_hash"] == done["result_hash"]
    fresh = town.run()
    assert town.seen(fresh)["problem_hash"] != done["problem_hash"], "the control: the records did change"


def test_the_frozen_input_names_nobody_and_stands_sealed(town: Town) -> None:
    """Ids only, no name, wish or number of a case; and nothing of it in the table."""
    run_id = town.run()
    office = town.service.office
    text = json.dumps(town.seen(run_id, "/input"), ensure_ascii=False)
    with town.service.installation.database.read(office) as session:
        people = session.execute(select(Person)).scalars().all()
        run = session.execute(select(ProposalRun)).scalar_one()
    sealed = (run.sealed_problem or b"") + (run.sealed_proposal or b"")
    assert len(sealed) > 10_000
    assert not [person.id for person in people if str(person.id).encode() in sealed]
    for person in people:
        assert f'"{person.number}"' not in text
    assert "見本 " not in text
    assert '"wish": "' not in text
    shown = town.service.client(Role.LEAD).get(f"{PATH}/{run_id}").text
    assert not [person.id for person in people if str(person.id) in shown]


def test_lines_keep_the_version_the_person_had(town: Town) -> None:
    """Records that are changed between the asking and the end of the solve are told from their version."""
    town.ask()
    with town.service.installation.database.write(town.service.office) as session:
        people = session.execute(select(Person)).scalars().all()
        before = {person.id: person.version for person in people}
        for person in people:
            person.version += 5
    town.work()
    with town.service.installation.database.read(town.service.office) as session:
        lines = session.execute(select(ProposalLine)).scalars().all()
    assert lines
    assert all(line.person_version == before[line.person_id] for line in lines)


def test_every_view_of_people_is_in_the_trail(town: Town) -> None:
    """Asking, the end of the calculation and each look at lines, changes and input leave a row; no values."""
    run_id = town.run()
    for part in PARTS:
        town.seen(run_id, part)
    rows = [row for row in town.service.audit() if row.resource == "proposal_run"]
    acts = [row.act for row in rows]
    assert acts == ["proposal.make", "proposal.finish", *["proposal.read"] * 4, "proposal.input"]
    assert len(rows[3].details["people"]) > 5
    assert town.service.check_audit().faults == ()
