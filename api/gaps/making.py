"""Making an analysis of the latest proposal, as a job; what it found is sealed with a key of its own."""

from __future__ import annotations

import datetime as dt
import uuid
import zlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict
from api.gaps.schemas import AnalysisCreate
from api.infra.clock import start_of_day
from api.infra.crypto import Place
from api.infra.installation import Installation
from api.infra.vault import Vault
from api.jobs.queue import ask_to_cancel, enqueue
from api.proposals.making import is_what_if
from api.tables import GapAnalysis, JobState, ProposalRun, RunState
from matching.model.gap import GapReport
from matching.serialize import gap_report_from_json, gap_report_to_json

ANALYSE = "analyse"
"""The kind of job."""
_LOOKED_AT = 50
_LONGEST_MONTH_DAYS = 31


def make_analysis(context: Context, given: AnalysisCreate) -> Receipt:
    """
    Queue an analysis of the latest proposal that was made from the records as they were.

    Raises
    ------
    Conflict
        If there is no such proposal, or as many jobs are under way as may be.
    """
    run = latest_run(context.session)
    if run is None:
        raise Conflict("no_run_to_analyse")
    analysis = queue_analysis(
        context.installation, context.session, context.now, run, given, context.actor.user_id
    )
    context.add(analysis)
    return context.receipt(analysis)


def queue_analysis(
    installation: Installation,
    session: Session,
    now: dt.datetime,
    run: ProposalRun,
    given: AnalysisCreate,
    created_by: uuid.UUID,
) -> GapAnalysis:
    """
    Queue the analysis of a run, and give its row, which the caller adds.

    Raises
    ------
    Conflict
        If as many jobs are under way as may be.
    """
    params: dict[str, Any] = given.model_dump(mode="json")
    analysis = GapAnalysis(
        municipality_id=run.municipality_id,
        run_id=run.id,
        params={**params, "date": run.params["date"]},
        problem_hash=run.problem_hash,
        created_by=created_by,
        created_at=now,
    )
    enqueue(session, now, run.municipality_id, ANALYSE, analysis.id)
    installation.vault.new_subject(run.municipality_id, analysis.id)
    return analysis


def cancel_analysis(context: Context, analysis_id: uuid.UUID) -> Receipt:
    """
    Cancel an analysis: one that waits at once; one that runs ends soon, with what it knows.

    Raises
    ------
    Conflict
        If it is over.
    """
    analysis = context.find(GapAnalysis, analysis_id)
    state = ask_to_cancel(context.session, context.now, analysis.id)  # the job first, as the worker does
    context.session.refresh(analysis, with_for_update=True)
    if state is None:
        raise Conflict("run_over")
    if state == JobState.CANCELLED:
        context.change(analysis, {"state": RunState.CANCELLED, "finished_at": context.now})
    else:
        context.note(analysis)
    return context.receipt(analysis, is_over=state == JobState.CANCELLED)


def latest_run(session: Session, month: dt.date | None = None) -> ProposalRun | None:
    """Give the latest run that was made from the records as they were, of a month if one is given."""
    query = select(ProposalRun).where(col(ProposalRun.state) == RunState.DONE)
    if month is not None:
        query = query.where(
            col(ProposalRun.created_at) >= start_of_day(month),
            col(ProposalRun.created_at) < start_of_day(month + dt.timedelta(days=_LONGEST_MONTH_DAYS)),
        )
    query = query.order_by(col(ProposalRun.finished_at).desc(), col(ProposalRun.id)).limit(_LOOKED_AT)
    for run in session.execute(query).scalars():
        is_of_month = month is None or run.params["date"][:7] == f"{month:%Y-%m}"
        if is_of_month and not is_what_if(run):
            return run
    return None


def seal_report(vault: Vault, analysis: GapAnalysis, report: GapReport) -> None:
    """Keep what an analysis found."""
    text = zlib.compress(gap_report_to_json(report).encode())
    analysis.sealed_report = vault.seal_bytes(_place(analysis), analysis.id, text)


def open_report(vault: Vault, analysis: GapAnalysis) -> GapReport:
    """
    Open what an analysis found.

    Raises
    ------
    Conflict
        If it is not done.
    """
    if analysis.sealed_report is None:
        raise Conflict("analysis_not_done")
    text = vault.open_bytes(_place(analysis), analysis.id, analysis.sealed_report)
    return gap_report_from_json(zlib.decompress(text))


def _place(analysis: GapAnalysis) -> Place:
    return Place(analysis.municipality_id, "gap_analysis", analysis.id, "sealed_report")
