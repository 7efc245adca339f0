"""Analyses as they are asked for, made by a worker, shown, suppressed, frozen and exported."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from api.gaps.making import open_report
from api.infra.clock import day_in_japan
from api.policy.vocabulary import Role
from api.proposals.frozen import open_problem, open_proposal
from api.tables import GapAnalysis, GapSnapshot, Municipality, ProposalRun
from matching.gaps import unmet_needs
from matching.vocabulary import Stop
from tests.api.packs.test_packs import pdf_text
from tests.api.service import Client
from tests.api.town import Town

PATH = "/api/v1/gaps"
QUICK: dict[str, Any] = {"draws": 0, "confirm": 1}


@pytest.fixture
def planner(town: Town) -> Client:
    """Somebody who plans."""
    return town.service.client(Role.PLANNER)


def analysed(town: Town, planner: Client, **body: Any) -> str:
    """Make a proposal and an analysis of it, both done."""
    town.run(weeks=8)
    analysis_id = str(planner.done("POST", PATH, {**QUICK, **body})["id"])
    assert town.work() == 1
    return analysis_id


def totals_of(gaps: dict[str, Any]) -> list[int | None]:
    """Give every number of people of the tables."""
    return [
        cell["number"]
        for table in gaps["tables"]
        for row in (*table["rows"], table["totals"])
        for cell in (*row["cells"], row["total"])
    ]


def test_an_analysis_is_queued_done_and_shown(town: Town, planner: Client) -> None:
    """It waits, a worker makes it of the latest proposal, and everything in it is there in words."""
    assert planner.act("POST", PATH, QUICK).json()["code"] == "no_run_to_analyse"
    run_id = town.run(weeks=8)
    dropped = planner.done("POST", PATH, QUICK)["id"]
    assert planner.done("POST", f"{PATH}/{dropped}/cancel")["details"]["is_over"]
    assert planner.act("POST", f"{PATH}/{dropped}/cancel").json()["code"] == "run_over"
    analysis_id = planner.done("POST", PATH, QUICK)["id"]
    assert planner.seen(f"{PATH}/{analysis_id}")["state"] == "waiting"
    assert planner.get(f"{PATH}/{analysis_id}/found").json()["code"] == "analysis_not_done"
    assert town.work() == 1
    done = planner.seen(f"{PATH}/{analysis_id}")
    assert (done["state"], done["run_id"], done["is_frozen"]) == ("done", run_id, True)
    official = town.service.client(Role.OFFICIAL).seen(f"{PATH}/{analysis_id}/found")
    assert not official["is_suppressed"]
    gaps = official["gaps"]
    with town.service.installation.database.read(town.service.office) as session:
        run = session.get(ProposalRun, uuid.UUID(run_id))
        analysis = session.get(GapAnalysis, uuid.UUID(analysis_id))
        assert run is not None
        assert analysis is not None
        vault = town.service.installation.vault
        problem, proposal = open_problem(vault, run).problem, open_proposal(vault, run)
        report = open_report(vault, analysis)
    assert report.unmet == unmet_needs(problem, proposal)
    assert {table["totals"]["total"]["number"] for table in gaps["tables"]} == {len(report.unmet)}
    assert gaps["unused"]
    assert gaps["prospects"]
    assert [each["id"] for each in planner.seen(PATH)["analyses"]] == [analysis_id, dropped]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_who_plans_sees_numbers_of_people_suppressed(town: Town, planner: Client) -> None:
    """
    In a town of 4,500 nothing between 1 and 19 is told, on no view and in no workbook; places, hosts and
    developments stay useful. Who has no part in planning finds nothing.
    """
    analysis_id = analysed(town, planner)
    shown = planner.seen(f"{PATH}/{analysis_id}/found")
    assert shown["is_suppressed"]
    gaps = shown["gaps"]
    assert not [number for number in totals_of(gaps) if number is not None and 0 < number < 20]
    assert None in totals_of(gaps)
    assert gaps["prices"] == []
    assert all(each["people"] is None for each in gaps["prospects"])
    assert "人が始められ" not in str(gaps)
    assert gaps["unused"]
    assert gaps["care"]
    assert gaps["prospects"][0]["what"]
    answer = planner.get(f"{PATH}/{analysis_id}/workbook")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "概要"
    assert len([row[0].value for row in book["利用可能な社会資源"].iter_rows(min_row=2)]) > 30
    cells = [cell.value for row in book["止めているもの"].iter_rows(min_row=2) for cell in row[2:]]
    assert not [cell for cell in cells if isinstance(cell, int) and 0 < cell < 20]
    told = town.service.client(Role.OFFICIAL).get(f"{PATH}/{analysis_id}/workbook")
    counted = [
        cell.value
        for row in openpyxl.load_workbook(io.BytesIO(told.content))["止めているもの"].iter_rows(min_row=2)
        for cell in row[2:]
    ]
    assert [cell for cell in counted if isinstance(cell, int) and 0 < cell < 20], "the control"
    text = pdf_text(planner.get(f"{PATH}/{analysis_id}/paper").content)
    for words in (
        "資源不足の分析",
        "写し第",
        "使われていない余力",
        "年度ごとの目標と実績",
        "利用可能な社会資源",
    ):
        assert words in text
    assert "人が始められ" not in text
    for role in (Role.ADMIN, Role.AUDITOR, Role.MEMBER):
        client = town.service.client(role)
        for part in ("", "/found", "/workbook", "/paper"):
            assert client.get(f"{PATH}/{analysis_id}{part}").status_code == 404
    assert town.coordinator.act("POST", PATH, QUICK).status_code == 404


def test_months_are_frozen_once(town: Town, planner: Client) -> None:
    """
    The first analysis of a month freezes it; the second leaves it, and tells who plans no number of people at
    all, not even a zero, however large the town. Two years of months give a forecast, one month gives none.
    """
    first = analysed(town, planner)
    with town.service.installation.database.write(town.service.office) as session:
        office = session.get(Municipality, town.service.office)
        assert office is not None
        office.population = 400_000
    second = planner.done("POST", PATH, QUICK)["id"]
    town.work()
    by_analysis = [planner.seen(f"{PATH}/{each}/found")["gaps"] for each in (first, second)]
    assert [0 in totals_of(gaps) for gaps in by_analysis] == [True, False]
    assert set(totals_of(by_analysis[1])) == {None}
    assert len(by_analysis[1]["tables"][0]["columns"]) == len(Stop)
    with town.service.installation.database.write(town.service.office) as session:
        (snapshot,) = session.execute(select(GapSnapshot)).scalars().all()
        assert snapshot.unmet == sum(snapshot.unmet_by.values())
        frozen = snapshot.month, snapshot.unmet, snapshot.places
    months = planner.seen(f"{PATH}/months")
    assert [month["month"] for month in months["months"]] == [frozen[0].isoformat()]
    assert (months["months"][0]["unmet"], months["months"][0]["waiting"]) == (None, None)
    assert months["months"][0]["places"] == frozen[2]
    official = town.service.client(Role.OFFICIAL)
    assert official.seen(f"{PATH}/months")["months"][0]["unmet"] == frozen[1]
    silent = official.seen(f"{PATH}/months")
    assert all(each["expected"] == [] and each["text"] == "" for each in silent["forecasts"])
    assert "2年）の記録がそろうまで" in silent["outlook"]
    with town.service.installation.database.write(town.service.office) as session:
        session.add_all(_month(town, session, uuid.UUID(first), n) for n in range(30))
    shown = official.seen(f"{PATH}/months")
    assert "2年）の記録がそろうまで" not in shown["outlook"]
    told = {each["number"]: each for each in shown["forecasts"]}
    waiting = told["waiting"]
    assert "四半期に 3 ずつ増えています" in waiting["text"]
    assert waiting["text"] in official.get("/gaps").text
    assert len(waiting["expected"]) == 4
    assert waiting["low"][0] <= waiting["expected"][0] <= waiting["high"][0]
    assert waiting["a_quarter"] == pytest.approx(3)


def _months_before_quarter(today: dt.date, months: int) -> dt.date:
    """Give the month so many months before the first of this quarter."""
    year, month = divmod(today.year * 12 + (today.month - 1) // 3 * 3 - months, 12)
    return dt.date(year, month + 1, 1)


def _month(town: Town, session: Any, analysis_id: uuid.UUID, n: int) -> GapSnapshot:
    return GapSnapshot(
        id=uuid.uuid4(),
        municipality_id=town.service.office,
        analysis_id=analysis_id,
        month=_months_before_quarter(day_in_japan(town.service.clock.now(session)), 30 - n),
        waiting=60 + n,
        unmet=30 + n % 3,
        unmet_by={},
        places=100,
        places_by_host={},
        created_at=town.service.clock.now(session),
    )
