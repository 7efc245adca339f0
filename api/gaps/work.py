"""The job of an analysis: find the gaps of the frozen input, and freeze the month if it is the first."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry, append
from api.gaps.history import history_of, host_history
from api.gaps.making import seal_report
from api.infra.installation import Installation
from api.jobs.hold import Hold
from api.jobs.queue import Claim, Progress, finish
from api.proposals.frozen import open_problem, open_proposal
from api.tables import GapAnalysis, GapSnapshot, JobState, Municipality, ProposalRun, RunState
from matching.errors import InvalidProblem, SolverFault
from matching.gaps import GapParams, Snapshot, default_templates, find_gaps, snapshot
from matching.pipeline import ProposeParams
from matching.selection import SelectParams

STAGES = ("prices", "developments", "plan", "draws", "combinations", "finish")
COVER_S = 20.0
FAULT = "分析の結果が確かめられなかったため、残していません。割当案を計算し直してからお試しください。"
GIVEN_UP = "分析が何度も途中で止まりました。引き直しの回数を減らすか、運用の担当者に連絡してください。"

log = structlog.get_logger()


def run_gaps(installation: Installation, hold: Hold) -> None:
    """
    Find the gaps of an analysis' run.

    Raises
    ------
    LeaseLost, LetGo
        If the job is not this worker's any more, or is put down; nothing is kept then.
    """
    claim = hold.claim
    with installation.database.read(claim.municipality_id) as session:
        analysis = _analysis_of(session, claim)
        run = session.execute(select(ProposalRun).where(col(ProposalRun.id) == analysis.run_id)).scalar_one()
        problem = open_problem(installation.vault, run).problem
        proposal = open_proposal(installation.vault, run)
        params, of_run = dict(analysis.params), dict(run.params)
        snapshots, hosts = history_of(session), host_history(session, installation.clock.now(session))
    templates = default_templates()
    if params["budget_days"] is not None:
        templates = dataclasses.replace(templates, budget_days=params["budget_days"])
    solving = SelectParams(
        time_limit_s=of_run["time_limit_s"],
        relative_gap=of_run["relative_gap"],
        should_stop=hold.should_stop,
    )
    try:
        report = find_gaps(
            problem,
            proposal,
            GapParams(
                templates=templates,
                propose=ProposeParams(select=solving, replan=of_run["is_replan"], confirm=0),
                cover=SelectParams(time_limit_s=COVER_S, should_stop=hold.should_stop),
                confirm=params["confirm"],
                draws=params["draws"],
                history=hosts,
                snapshots=snapshots,
                should_stop=hold.should_stop,
                on_stage=lambda name: hold.report(Progress(name, STAGES.index(name) + 1, len(STAGES))),
            ),
        )
    except (InvalidProblem, SolverFault) as error:
        log.error("no_analysis", job_id=str(claim.job_id), kind=type(error).__name__)
        fail_gaps(installation, claim, FAULT)
        return
    hold.check()
    is_stopped = hold.is_cancelled
    with installation.database.write(claim.municipality_id) as session:
        now = installation.clock.now(session)
        finish(session, now, claim, JobState.CANCELLED if is_stopped else JobState.DONE)
        analysis = _analysis_of(session, claim)
        analysis.state = RunState.CANCELLED if is_stopped else RunState.DONE
        seal_report(installation.vault, analysis, report)
        if not is_stopped:
            _freeze(session, now, analysis, snapshot(problem, proposal))
        _end(session, installation, now, analysis)


def fail_gaps(installation: Installation, claim: Claim, message: str = GIVEN_UP) -> None:
    """
    End an analysis without a result: 異常.

    Raises
    ------
    LeaseLost
        If the job is not this worker's any more.
    """
    with installation.database.write(claim.municipality_id) as session:
        now = installation.clock.now(session)
        finish(session, now, claim, JobState.FAILED, message)
        analysis = _analysis_of(session, claim)
        analysis.state, analysis.message = RunState.FAILED, message
        _end(session, installation, now, analysis)


def _freeze(session: Session, now: dt.datetime, analysis: GapAnalysis, frozen: Snapshot) -> None:
    """Freeze the month by its first analysis; a month that is frozen stays as it is."""
    known = session.execute(select(GapSnapshot).where(col(GapSnapshot.month) == frozen.month)).first()
    if known is not None:
        return
    office = session.get(Municipality, analysis.municipality_id)
    session.add(
        GapSnapshot(
            id=uuid.uuid4(),
            municipality_id=analysis.municipality_id,
            analysis_id=analysis.id,
            month=frozen.month,
            population=office.population if office else None,
            waiting=frozen.waiting,
            unmet=frozen.unmet,
            unmet_by=dict(frozen.unmet_by),
            median_wait_weeks=frozen.median_wait_weeks,
            places=frozen.places,
            places_by_host=dict(frozen.places_by_host),
            created_at=now,
        )
    )


def _end(session: Session, installation: Installation, now: dt.datetime, analysis: GapAnalysis) -> None:
    analysis.finished_at = now
    analysis.version += 1
    entry = Entry(
        "gap.finish",
        "ok" if analysis.state != RunState.FAILED else "error",
        resource="gap_analysis",
        resource_id=analysis.id,
        version=analysis.version,
        details={"state": analysis.state.value},
    )
    append(session, installation.roots.audit, now, [entry])


def _analysis_of(session: Session, claim: Claim) -> GapAnalysis:
    return session.execute(select(GapAnalysis).where(col(GapAnalysis.id) == claim.subject_id)).scalar_one()
