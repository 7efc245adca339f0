"""The job of a run: solve what was frozen, check it, and keep all of it or say that it failed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry, append
from api.infra.installation import Installation
from api.jobs.hold import Hold
from api.jobs.queue import Claim, Progress, finish
from api.proposals.frozen import FrozenProblem, open_problem, seal_proposal
from api.proposals.runs import gap_percent
from api.tables import JobState, LineKind, Person, ProposalLine, ProposalRun, RunState
from matching.errors import InvalidProblem, SolverFault
from matching.model import Proposal
from matching.pipeline import ProposeParams, propose
from matching.selection import Progress as SolveProgress
from matching.selection import SelectParams
from matching.verify import verify
from matching.vocabulary import SolveStatus

STAGES = ("prepare", "select", "explain", "confirm", "finish")
MOST_CONFIRMED = 10
CONFIRM_S = 600.0
"""Re-solves that confirm changes take at most this long together, for each has the time limit of the run."""
FAULT = "計算の結果が確かめられなかったため、残していません。同じ条件でもう一度お試しください。"
BAD_INPUT = "計算の入力に合わないところがありました。本人と受入先の記録を確かめて、計算し直してください。"
GIVEN_UP = "計算が何度も途中で止まりました。計算する週や時間を短くするか、運用の担当者に連絡してください。"
BROKEN = "計算を続けられませんでした。運用の担当者に連絡してください。"

log = structlog.get_logger()


def run_propose(installation: Installation, hold: Hold) -> None:
    """
    Solve a run.

    Raises
    ------
    LeaseLost, LetGo
        If the job is not this worker's any more, or is put down; nothing is kept then.
    """
    claim = hold.claim
    with installation.database.read(claim.municipality_id) as session:
        run = _run_of(session, claim)
        frozen = open_problem(installation.vault, run)
        params = dict(run.params)
    try:
        proposal = propose(frozen.problem, _params(params, hold))
        if faults := verify(frozen.problem, proposal):
            raise SolverFault(f"{len(faults)} things do not hold")
    except (InvalidProblem, SolverFault) as error:
        log.error("no_proposal", job_id=str(claim.job_id), kind=type(error).__name__)
        fail_propose(installation, claim, BAD_INPUT if isinstance(error, InvalidProblem) else FAULT)
        return
    hold.check()
    _keep(installation, claim, frozen, proposal)


def fail_propose(installation: Installation, claim: Claim, message: str = GIVEN_UP) -> None:
    """
    End a run without a result: 異常.

    Raises
    ------
    LeaseLost
        If the job is not this worker's any more.
    """
    with installation.database.write(claim.municipality_id) as session:
        now = installation.clock.now(session)
        finish(session, now, claim, JobState.FAILED, message)
        run = _run_of(session, claim)
        run.state, run.message = RunState.FAILED, message
        _end(session, installation, now, run)


def _keep(installation: Installation, claim: Claim, frozen: FrozenProblem, proposal: Proposal) -> None:
    is_stopped = proposal.status == SolveStatus.STOPPED
    with installation.database.write(claim.municipality_id) as session:
        now = installation.clock.now(session)
        finish(session, now, claim, JobState.CANCELLED if is_stopped else JobState.DONE)
        run = _run_of(session, claim)
        run.state = RunState.CANCELLED if is_stopped else RunState.DONE
        run.status = proposal.status
        run.objective, run.bound = proposal.objective, proposal.bound
        run.solver = proposal.solver
        run.assigned, run.left = len(proposal.assignments), len(proposal.unplaced)
        seal_proposal(installation.vault, run, proposal)
        known = set(session.execute(select(col(Person.id))).scalars())
        session.add_all(line for line in _lines(run, frozen, proposal) if line.person_id in known)
        _end(session, installation, now, run)


def _end(session: Session, installation: Installation, now: dt.datetime, run: ProposalRun) -> None:
    run.finished_at = now
    run.version += 1
    details = {"state": run.state.value, "status": run.status.value if run.status else None}
    entry = Entry(
        "proposal.finish",
        "ok" if run.state != RunState.FAILED else "error",
        resource="proposal_run",
        resource_id=run.id,
        version=run.version,
        details=details,
    )
    append(session, installation.roots.audit, now, [entry])


def _run_of(session: Session, claim: Claim) -> ProposalRun:
    return session.execute(select(ProposalRun).where(col(ProposalRun.id) == claim.subject_id)).scalar_one()


def _params(params: dict[str, Any], hold: Hold) -> ProposeParams:
    total = len(STAGES)

    def stage(name: str) -> None:
        hold.report(Progress(name, STAGES.index(name) + 1, total))

    def solving(progress: SolveProgress) -> None:
        gap = gap_percent(progress.objective, progress.bound)
        hold.report(Progress("select", STAGES.index("select") + 1, total, f"差 {gap} %"))

    time_limit_s = params["time_limit_s"]
    return ProposeParams(
        select=SelectParams(
            time_limit_s=time_limit_s,
            relative_gap=params["relative_gap"],
            on_progress=solving,
            should_stop=hold.should_stop,
        ),
        replan=params["is_replan"],
        confirm=min(MOST_CONFIRMED, int(CONFIRM_S / time_limit_s)),
        on_stage=stage,
    )


def _lines(run: ProposalRun, frozen: FrozenProblem, proposal: Proposal) -> Iterator[ProposalLine]:
    def line(person_id: str, domain: Any, kind: LineKind, menu_id: str | None, host_id: str | None) -> Any:
        person = uuid.UUID(person_id)
        return ProposalLine(
            municipality_id=run.municipality_id,
            run_id=run.id,
            person_id=person,
            domain=domain,
            kind=kind,
            menu_id=uuid.UUID(menu_id) if menu_id else None,
            host_id=uuid.UUID(host_id) if host_id else None,
            person_version=frozen.person_versions[person],
        )

    for each in proposal.assignments:
        choice = each.choice
        yield line(each.person_id, each.domain, LineKind.ASSIGNED, choice.menu_id, choice.host_id)
    for left in proposal.unplaced:
        yield line(left.person_id, left.domain, LineKind.LEFT, None, None)
    for person_id, domain in dict.fromkeys((each.person_id, each.domain) for each in proposal.released_pins):
        yield line(person_id, domain, LineKind.RELEASED, None, None)
