"""The job that tries a draft out: the same records under the rules in force and under the draft."""

from __future__ import annotations

import dataclasses

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.jobs.hold import Hold
from api.jobs.queue import Claim, Progress, finish
from api.mapping.problem import load_problem
from api.mapping.settings import settings_of_book
from api.tables import JobState, RuleBook
from matching.effect import effect_of
from matching.errors import InvalidProblem, SolverFault
from matching.selection import SelectParams

SOLVE_S = 60.0
NOT_TRIED = "試算できませんでした。記録を確かめて、もう一度お試しください。"

log = structlog.get_logger()


def run_try(installation: Installation, hold: Hold) -> None:
    """
    Count what a draft would change, and keep the counts with it.

    Raises
    ------
    LeaseLost, LetGo
        If the job is not this worker's any more, or is put down; nothing is kept then.
    """
    claim = hold.claim
    hold.report(Progress("prepare", 1, 2))
    with installation.database.read(claim.municipality_id) as session:
        now = installation.clock.now(session)
        problem = load_problem(session, now, day_in_japan(now)).problem
        settings = settings_of_book(_book_of(session, claim))
    hold.report(Progress("select", 2, 2))
    try:
        changed = dataclasses.replace(
            problem, rules=settings.rules, weights=settings.weights, travel=settings.travel
        )
        effect = effect_of(problem, changed, SelectParams(time_limit_s=SOLVE_S, should_stop=hold.should_stop))
    except (InvalidProblem, SolverFault) as error:
        log.error("rules_not_tried", job_id=str(claim.job_id), kind=type(error).__name__)
        fail_try(installation, claim, NOT_TRIED)
        return
    hold.check()
    with installation.database.write(claim.municipality_id) as session:
        finish(session, installation.clock.now(session), claim, JobState.DONE)
        _book_of(session, claim).effect = dataclasses.asdict(effect)


def fail_try(installation: Installation, claim: Claim, message: str) -> None:
    """
    End without counts.

    Raises
    ------
    LeaseLost
        If the job is not this worker's any more.
    """
    with installation.database.write(claim.municipality_id) as session:
        finish(session, installation.clock.now(session), claim, JobState.FAILED, message)
        _book_of(session, claim).message = message


def _book_of(session: Session, claim: Claim) -> RuleBook:
    return session.execute(select(RuleBook).where(col(RuleBook.id) == claim.subject_id)).scalar_one()
