"""
The worker: takes jobs one at a time, and does what is due every minute.

The solver is loaded with this module, before the first claim: that takes a while, and a lease is short.
"""

from __future__ import annotations

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
from api.infra.installation import Installation
from api.jobs.hold import Hold, LetGo
from api.jobs.queue import Claim, LeaseLost, claim, let_go
from api.notices.sending import send_notices
from api.placements.lapse import end_lapsed_holds
from api.proposals.making import PROPOSE
from api.proposals.work import BROKEN, GIVEN_UP, fail_propose, run_propose
from api.retention.starts import note_starts
from api.rules.service import TRY
from api.rules.work import fail_try, run_try
from api.tables import Municipality

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
DUTIES: tuple[Duty, ...] = (end_lapsed_holds, send_notices, note_starts, analyse_month)


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
        What is done every minute.
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
    """The duties, once at the start and then every minute."""

    def __init__(self, installation: Installation, duties: tuple[Duty, ...]) -> None:
        self._installation = installation
        self._duties = duties
        self._due_at = 0.0

    def go_if_due(self) -> None:
        """Do every duty if it is time to; what fails is done again the next time."""
        if time.monotonic() < self._due_at:
            return
        self._due_at = time.monotonic() + DUTIES_EVERY_S
        try:
            with self._installation.database.read() as session:
                municipalities = session.execute(select(col(Municipality.id))).scalars().all()
        except (Busy, SQLAlchemyError) as error:
            log.error("duty_failed", kind=type(error).__name__)
            return
        for duty in self._duties:
            done = sum(self._do(duty, municipality_id) for municipality_id in municipalities)
            log.info("duty_done", stage=_name_of(duty), count=done)

    def _do(self, duty: Duty, municipality_id: uuid.UUID) -> int:
        try:
            return duty(self._installation, municipality_id)
        except Exception as error:
            log.error("duty_failed", stage=_name_of(duty), kind=type(error).__name__)
            return 0


def _name_of(duty: Duty) -> str:
    return getattr(duty, "__name__", type(duty).__name__)


def _wait(seconds: float, should_stop: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not should_stop():
        time.sleep(0.1)
