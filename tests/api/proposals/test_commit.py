"""From a proposal to offers: each line is looked at again, and one that no longer holds stops no other."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from api.tables import Consent, Host, Person, Placement, PlacementSeat, ProposalLine, Purpose, Seat
from tests.api.service import Client
from tests.api.town import PATH, Town


def lines_of(town: Town, run_id: str, client: Client) -> list[dict[str, Any]]:
    """Give the assigned lines a coordinator sees."""
    return [line for line in client.seen(f"{PATH}/{run_id}/lines")["lines"] if line["kind"] == "assigned"]


def commit(town: Town, run_id: str, lines: list[dict[str, Any]], client: Client | None = None) -> Any:
    """Commit lines."""
    body = {"lines": [{"person_id": line["person_id"], "domain": line["domain"]} for line in lines]}
    return (client or town.coordinator).act("POST", f"{PATH}/{run_id}/commit", body)


def outcomes(answer: Any) -> list[str]:
    """Give the code of each line, `held` where it is held."""
    assert answer.status_code == 200, answer.text
    return [line.get("code", "held") for line in answer.json()["details"]["lines"]]


def count(town: Town, kind: type[Any]) -> int:
    """Count rows."""
    with town.service.installation.database.read(town.service.office) as session:
        return int(session.execute(select(func.count()).select_from(kind)).scalar_one())


def test_lines_that_hold_are_held_and_a_withdrawn_consent_stops_only_its_own(town: Town) -> None:
    """Solve, withdraw, commit: that person is `consent_changed`, the others are held as proposed."""
    run_id = town.run()
    mine = lines_of(town, run_id, town.coordinator)
    assert len(mine) >= 3, "the test needs several lines"
    gone = mine[0]["person_id"]
    with town.service.installation.database.read(town.service.office) as session:
        consent = session.execute(
            select(Consent).where(
                col(Consent.person_id) == uuid.UUID(gone), col(Consent.purpose) == Purpose.MEETING
            )
        ).scalar_one()
    path = f"/api/v1/people/{gone}/consents/{consent.id}/withdrawal"
    town.coordinator.done("POST", path, version=consent.version)
    before = count(town, Placement)
    answer = commit(town, run_id, mine)
    codes = outcomes(answer)
    assert {code for line, code in zip(mine, codes, strict=True) if line["person_id"] == gone} == {
        "consent_changed"
    }
    held = codes.count("held")
    assert held >= len(mine) // 2
    assert count(town, Placement) - before == held
    assert gone not in {str(line.person_id) for line in held_lines(town, run_id)}
    assert len(held_lines(town, run_id)) == held
    for line, said in zip(mine, answer.json()["details"]["lines"], strict=True):
        if "held" in said:
            view = town.coordinator.seen(f"/api/v1/placements/{said['held']}")
            assert (view["person_id"], view["menu_id"]) == (line["person_id"], line["choice"]["menu_id"])
            assert view["run_id"] == run_id


def held_lines(town: Town, run_id: str) -> list[ProposalLine]:
    """Give the lines that point to a placement."""
    with town.service.installation.database.read(town.service.office) as session:
        query = select(ProposalLine).where(
            col(ProposalLine.run_id) == uuid.UUID(run_id), col(ProposalLine.placement_id).is_not(None)
        )
        return list(session.execute(query).scalars())


@pytest.mark.parametrize("change", ["person", "protection", "host", "case", "seats", "again"])
def test_what_changed_since_is_named(town: Town, change: str) -> None:
    """A changed person, protection, a paused host, a case of somebody else, a full slot, a second commit."""
    run_id = town.run()
    line = lines_of(town, run_id, town.coordinator)[0]
    person_id, host_id = uuid.UUID(line["person_id"]), uuid.UUID(line["choice"]["host_id"])
    client = town.coordinator
    with town.service.installation.database.write(town.service.office) as session:
        person, host = session.get(Person, person_id), session.get(Host, host_id)
        assert person is not None
        assert host is not None
        if change in {"person", "protection"}:
            person.version += 1
            session.add(person)
        if change == "host":
            host.paused_until = person.waiting_since.replace(year=2199)
            session.add(host)
    if change == "case":
        client = town.other
    if change == "again":
        assert outcomes(commit(town, run_id, [line])) == ["held"]
    expected = {
        "person": "person_changed",
        "protection": "person_changed",
        "host": "host_paused",
        "case": "not_found",
        "again": "open_hold",
    }
    if change == "seats":
        _use_up(town, line)
    before = (count(town, Placement), count(town, PlacementSeat))
    assert outcomes(commit(town, run_id, [line], client)) == [expected.get(change, "seat_taken")]
    assert (count(town, Placement), count(town, PlacementSeat)) == before


def _use_up(town: Town, line: dict[str, Any]) -> None:
    """Let others use all there is: hold the line, hand its seats over to nobody, and use every row up."""
    (run_line,) = [line]
    receipt = commit(town, _run_of(town), [run_line]).json()["details"]["lines"][0]
    path = f"/api/v1/placements/{receipt['held']}/release"
    assert town.coordinator.act("POST", path, {"reason": "other"}, 1).status_code == 200
    with town.service.installation.database.write(town.service.office) as session:
        for seat in session.execute(select(Seat)).scalars():
            seat.used = max(seat.used, 10_000)
            session.add(seat)


def _run_of(town: Town) -> str:
    with town.service.installation.database.read(town.service.office) as session:
        return str(session.execute(select(col(ProposalLine.run_id)).limit(1)).scalar_one())
