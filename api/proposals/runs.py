"""Runs as they are listed, followed and cancelled, and an option of one as it is held later."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, NotFound
from api.jobs.queue import ask_to_cancel
from api.proposals.access import open_people
from api.proposals.frozen import open_problem, open_proposal
from api.proposals.handed_out import handed_out
from api.proposals.making import is_what_if
from api.proposals.schemas import FrozenInput, RunList, RunView
from api.tables import Job, JobState, LineKind, ProposalLine, ProposalRun, RunState
from matching.model import Slot
from matching.vocabulary import NeedDomain, SolveStatus, TravelMode

MOST_SHOWN = 100
_STATUS_WORDS = {
    SolveStatus.OPTIMAL: "最適",
    SolveStatus.WITHIN_GAP: "許容差内（差 {gap} %）",
    SolveStatus.TIMED_OUT: "時間切れ（差 {gap} %）",
    SolveStatus.STOPPED: "中止（差 {gap} %）",
    SolveStatus.INFEASIBLE: "不成立（成り立たない固定があります）",
}
_STATE_WORDS = {
    RunState.WAITING: "待ち",
    RunState.RUNNING: "計算中",
    RunState.CANCELLED: "中止",
    RunState.FAILED: "異常",
}


@dataclass(frozen=True)
class ChosenOption:
    """
    One option of a line, as it is to be held.

    Parameters
    ----------
    line
        The line it is an option of, with the version the person's record had.
    menu_id, host_id, slots, first_day, last_day, mode, companion_pool_id
        As in `matching.model.Option`.
    """

    line: ProposalLine
    menu_id: uuid.UUID
    host_id: uuid.UUID
    slots: tuple[Slot, ...]
    first_day: dt.date
    last_day: dt.date
    mode: TravelMode | None
    companion_pool_id: uuid.UUID | None


def list_runs(context: Context) -> RunList:
    """List the latest runs."""
    query = select(ProposalRun).order_by(col(ProposalRun.created_at).desc(), col(ProposalRun.id))
    runs = context.session.execute(query.limit(MOST_SHOWN)).scalars().all()
    query_jobs = select(Job).where(
        col(Job.municipality_id) == context.municipality_id,
        col(Job.subject_id).in_([run.id for run in runs]),
    )
    jobs = {job.subject_id: job for job in context.session.execute(query_jobs).scalars()}
    context.note_of("proposal_run", count=len(runs))
    return RunList(runs=[view_of(run, jobs.get(run.id)) for run in runs])


def show_run(context: Context, run_id: uuid.UUID) -> RunView:
    """Show where a run stands; it is asked often, so only a run that is over leaves a row in the trail."""
    run = context.find(ProposalRun, run_id)
    if run.state != RunState.WAITING:
        context.note(run)
    return view_of(run, _job_of(context, run))


def cancel_run(context: Context, run_id: uuid.UUID) -> Receipt:
    """
    Cancel a run: one that waits at once; one that runs ends soon, with the best it has.

    Raises
    ------
    Conflict
        If it is over.
    """
    run = context.find(ProposalRun, run_id)
    state = ask_to_cancel(context.session, context.now, run.id)  # the job first, as the worker does
    context.session.refresh(run, with_for_update=True)
    if state is None:
        raise Conflict("run_over")
    if state == JobState.CANCELLED:
        context.change(run, {"state": RunState.CANCELLED, "finished_at": context.now})
    else:
        context.note(run)
    return context.receipt(run, is_over=state == JobState.CANCELLED)


def frozen_input(context: Context, run_id: uuid.UUID) -> FrozenInput:
    """Give the frozen problem of a run, without people under protection whose case the user may not open."""
    run = context.find(ProposalRun, run_id)
    given = handed_out(context, open_problem(context.installation.vault, run))
    context.note(run, people=len(given["people"]))
    return FrozenInput(given)


def chosen_option(
    context: Context, run: ProposalRun, person_id: uuid.UUID, domain: NeedDomain, which: int = 0
) -> ChosenOption:
    """
    Give an option of an assigned line: the first choice (0) or one of its standbys (from 1 on).

    Raises
    ------
    Conflict
        If nothing has come of the run, or it was made on other conditions than the records.
    NotFound
        If there is no such line or option, or it is of a person whose case the user may not open.
    """
    if is_what_if(run):
        raise Conflict("what_if_run")
    proposal = open_proposal(context.installation.vault, run)
    line = context.session.get(ProposalLine, (run.id, person_id, domain, LineKind.ASSIGNED))
    if line is None or not open_people(context, [person_id]):
        raise NotFound
    assignment = next(
        each for each in proposal.assignments if (each.person_id, each.domain) == (str(person_id), domain)
    )
    options = (assignment.choice, *assignment.standbys)
    if not 0 <= which < len(options):
        raise NotFound
    option = options[which]
    return ChosenOption(
        line=line,
        menu_id=uuid.UUID(option.menu_id),
        host_id=uuid.UUID(option.host_id),
        slots=option.slots,
        first_day=option.first_day,
        last_day=option.last_day,
        mode=option.mode,
        companion_pool_id=uuid.UUID(option.companion_pool_id) if option.companion_pool_id else None,
    )


def view_of(run: ProposalRun, job: Job | None) -> RunView:
    """Show a run; while it is under way, where it stands is what its job says."""
    state = run.state
    if state == RunState.WAITING and job is not None and job.state == JobState.RUNNING:
        state = RunState.RUNNING
    gap = gap_percent(run.objective, run.bound)
    shown = {name: getattr(run, name) for name in RunView.model_fields if hasattr(run, name)}
    return RunView(
        **{
            **shown,
            "state": state,
            "words": _words(run, state, job, gap),
            "gap_percent": gap,
            "is_what_if": is_what_if(run),
            "step": job.done if job is not None and state == RunState.RUNNING else 0,
            "steps": job.total if job is not None and state == RunState.RUNNING else 0,
        }
    )


def gap_percent(objective: int | None, bound: float | None) -> float | None:
    """Give the proven gap to the best possible in percent, never rounded down."""
    if objective is None or bound is None:
        return None
    gap = (bound - objective) / max(1.0, abs(bound))
    return max(0.0, math.ceil(gap * 1000 - 1e-6) / 10)


def _words(run: ProposalRun, state: RunState, job: Job | None, gap: float | None) -> str:
    if state == RunState.RUNNING and job is not None and job.total:
        more = f"・{job.message}" if job.message else ""
        return f"計算中（段階 {job.done}/{job.total}{more}）"
    if run.status is not None:
        return _STATUS_WORDS[run.status].format(gap=gap)
    return _STATE_WORDS[state]


def _job_of(context: Context, run: ProposalRun) -> Job | None:
    query = select(Job).where(
        col(Job.municipality_id) == context.municipality_id, col(Job.subject_id) == run.id
    )
    return context.session.execute(query).scalar_one_or_none()
