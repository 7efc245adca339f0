"""
The worker: takes jobs one at a time, and does what is due every minute.

The solver is loaded with this module, before the first claim: that takes a while, and a lease is short.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from api.errors import Busy, DiskFull
from api.gaps.making import ANALYSE
from api.gaps.monthly import analyse_month
from api.gaps.work import fail_gaps, run_gaps
from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.jobs.hold import Hold, LetGo
from api.jobs.queue import Claim, LeaseLost, claim, let_go
from api.notices.sending import send_notices
from api.placements.lapse import end_lapsed_holds
from api.proposals.making import PROPOSE
from api.proposals.work import BROKEN, GIVEN_UP, fail_propose, run_propose
from api.retention.nearer import move_contacts_nearer
from api.retention.starts import note_starts
from api.rules.service import TRY
from api.rules.work import fail_try, run_try
from api.tables import Municipality
from api.tasks.reviews import remind_of_reviews

IDLE_S = 1.0
DUTIES_EVERY_S = 60.0

log = structlog.get_logger()


@dataclass(frozen=True)
class JobKind:
    """
    A kind of job.

    Parameters
    ----------
    run
        Does the job, to its end.
    fail
        Ends it without a result, with a message.
    """

    run: Callable[[Installation, Hold], None]
    fail: Callable[[Installation, Claim, str], None]


Duty = Callable[[Installation, uuid.UUID], int]
"""Something that is done every minute for each municipality; gives how much of it there was to do."""

KINDS: Mapping[str, JobKind] = {
    PROPOSE: JobKind(run_propose, fail_propose),
    TRY: JobKind(run_try, fail_try),
    ANALYSE: JobKind(run_gaps, fail_gaps),
}
DAILY: frozenset[Duty] = frozenset({remind_of_reviews, move_contacts_nearer})
"""Duties done once a day of Japan, and once when a worker starts: doing them again changes nothing."""
DUTIES: tuple[Duty, ...] = (
    end_lapsed_holds,
    send_notices,
    note_starts,
    analyse_month,
    remind_of_reviews,
    move_contacts_nearer,
)


def run_worker(
    installation: Installation,
    once: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
    duties: tuple[Duty, ...] = DUTIES,
) -> int:
    """
    Work until told to stop, and give how many jobs were taken.

    Parameters
    ----------
    installation
        The service.
    once
        End when no job is waiting.
    should_stop
        Asked all the time; a job at hand goes back into the queue.
    duties
        What is done every minute; of these, the daily ones once a day.
    """
    rounds = _Rounds(installation, duties)
    taken = 0
    while not should_stop():
        rounds.go_if_due()
        try:
            with installation.database.write() as session:
                claimed = claim(session, installation.clock.now(session), KINDS)
            if claimed is not None:
                taken += 1
                _work(installation, claimed, should_stop, rounds.go_if_due)
                continue
        except (Busy, DiskFull, SQLAlchemyError) as error:
            log.error("worker_waits", kind=type(error).__name__)
        if once:
            break
        _wait(IDLE_S, should_stop)
    return taken


def _work(
    installation: Installation, claimed: Claim, is_ending: Callable[[], bool], meanwhile: Callable[[], None]
) -> None:
    kind = KINDS[claimed.kind]
    told = {"job_id": str(claimed.job_id), "fence": claimed.fence}
    began = time.monotonic()
    log.info("job_begins", kind=claimed.kind, count=claimed.attempt, **told)
    try:
        if claimed.has_failed_often:
            _fail(installation, claimed, GIVEN_UP)
        else:
            hold = Hold(installation, claimed, is_ending)
            hold.run(lambda: kind.run(installation, hold), meanwhile)
        log.info("job_ends", kind=claimed.kind, seconds=round(time.monotonic() - began, 3), **told)
    except (LetGo, LeaseLost):
        _put_down(installation, claimed, counts=False)
    except (Busy, DiskFull, SQLAlchemyError) as error:
        log.error("job_put_down", kind=type(error).__name__, **told)
        _put_down(installation, claimed, counts=True)
    except Exception as error:  # a fault of ours: it would come again with the next attempt
        log.error("job_failed", kind=type(error).__name__, **told)
        _fail(installation, claimed, BROKEN)


def _fail(installation: Installation, claimed: Claim, message: str) -> None:
    try:
        KINDS[claimed.kind].fail(installation, claimed, message)
    except LeaseLost:
        log.warning("job_lost", job_id=str(claimed.job_id), fence=claimed.fence)


def _put_down(installation: Installation, claimed: Claim, *, counts: bool) -> None:
    """Put a job back; if that is not possible, the lease lapses by itself or is another worker's."""
    try:
        with installation.database.write() as session:
            let_go(session, claimed, counts=counts)
        log.info("job_let_go", job_id=str(claimed.job_id), fence=claimed.fence)
    except LeaseLost:
        log.warning("job_lost", job_id=str(claimed.job_id), fence=claimed.fence)


class _Rounds:
    """The duties, once at the start and then every minute; the daily ones when the day is a new one."""

    def __init__(self, installation: Installation, duties: tuple[Duty, ...]) -> None:
        self._installation = installation
        self._duties = duties
        self._due_at = 0.0
        self._done_on: dict[tuple[Duty, uuid.UUID], dt.date] = {}

    def go_if_due(self) -> None:
        """Do every duty if it is time to; what fails is done again the next time."""
        if time.monotonic() < self._due_at:
            return
        self._due_at = time.monotonic() + DUTIES_EVERY_S
        try:
            with self._installation.database.read() as session:
                today = day_in_japan(self._installation.clock.now(session))
                municipalities = session.execute(select(col(Municipality.id))).scalars().all()
        except (Busy, SQLAlchemyError) as error:
            log.error("duty_failed", kind=type(error).__name__)
            return
        for duty in self._duties:
            due = [each for each in municipalities if not self._is_done(duty, each, today)]
            done = {each: self._do(duty, each) for each in due}
            self._done_on |= {(duty, each): today for each, count in done.items() if count is not None}
            if due:
                log.info("duty_done", stage=_name_of(duty), count=sum(each or 0 for each in done.values()))

    def _is_done(self, duty: Duty, municipality_id: uuid.UUID, today: dt.date) -> bool:
        return duty in DAILY and self._done_on.get((duty, municipality_id)) == today

    def _do(self, duty: Duty, municipality_id: uuid.UUID) -> int | None:
        """Give how much there was to do; nothing at all where it failed."""
        try:
            return duty(self._installation, municipality_id)
        except Exception as error:
            log.error("duty_failed", stage=_name_of(duty), kind=type(error).__name__)
            return None


def _name_of(duty: Duty) -> str:
    return getattr(duty, "__name__", type(duty).__name__)


def _wait(seconds: float, should_stop: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not should_stop():
        time.sleep(0.1)
