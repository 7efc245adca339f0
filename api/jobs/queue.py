"""
The job queue: a job is done by one worker at a time, and by another one if that worker dies.

A claim lends a job for a minute and raises its fence number. Everything a worker writes is bound to the
number of its claim, in the same transaction as the results: who lost the job writes nothing any more.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from api.errors import Conflict
from api.tables import Job, JobState, Municipality

LEASE = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 3
MOST_RUNNING = 1
MOST_WAITING = 3
"""For one municipality, so that none keeps the others waiting."""
_MOST_LOOKED_AT = 20
_OPEN = (JobState.QUEUED, JobState.RUNNING)


class LeaseLost(Exception):
    """The job belongs to another worker by now, or is over."""


@dataclass(frozen=True)
class Claim:
    """
    A job as it was lent to a worker.

    Parameters
    ----------
    job_id, municipality_id, kind, subject_id
        The job, and what it is about.
    fence
        The number of this claim.
    attempt
        How often the job was begun, with this claim.
    """

    job_id: uuid.UUID
    municipality_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    fence: int
    attempt: int

    @property
    def has_failed_often(self) -> bool:
        """Tell whether the job ended its worker too often to be tried again."""
        return self.attempt > MOST_ATTEMPTS


@dataclass(frozen=True)
class Progress:
    """
    How far a job has come.

    Parameters
    ----------
    stage, done, total
        The stage at hand, the how-manieth it is, and of how many.
    message
        More about it, in Japanese.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""


def enqueue(
    session: Session, now: dt.datetime, municipality_id: uuid.UUID, kind: str, subject_id: uuid.UUID
) -> Job:
    """
    Put a job into the queue, in the session's transaction.

    Raises
    ------
    Conflict
        If the municipality has as many jobs as it may already.
    """
    _lock(session, municipality_id, skip=False)
    waiting = session.execute(
        select(func.count()).where(col(Job.municipality_id) == municipality_id, col(Job.state).in_(_OPEN))
    ).scalar_one()
    if waiting >= MOST_RUNNING + MOST_WAITING:
        raise Conflict("too_many_runs", count=waiting)
    job = Job(municipality_id=municipality_id, kind=kind, subject_id=subject_id, created_at=now)
    session.add(job)
    session.flush()
    return job


def lock_queue(session: Session, municipality_id: uuid.UUID) -> None:
    """Wait until nobody else queues for a municipality; nobody does until the transaction ends."""
    _lock(session, municipality_id, skip=False)


def claim(session: Session, now: dt.datetime, kinds: Iterable[str]) -> Claim | None:
    """Lend the job that has waited longest: one that is queued, or whose worker has not been heard of."""
    query = select(col(Job.id), col(Job.municipality_id)).where(
        _is_due(now), _may_run(now), col(Job.kind).in_(list(kinds))
    )
    query = query.order_by(col(Job.created_at), col(Job.id)).limit(_MOST_LOOKED_AT)
    for job_id, municipality_id in session.execute(query).all():
        # One claim at a time for a municipality; what was read before the lock is asked again after it.
        if not _lock(session, municipality_id, skip=True):
            continue
        lent = session.execute(
            update(Job)
            .where(col(Job.id) == job_id, _is_due(now), _may_run(now))
            .values(
                state=JobState.RUNNING,
                fence=col(Job.fence) + 1,
                attempts=col(Job.attempts) + 1,
                lease_until=now + LEASE,
                **vars(Progress()),
            )
            .returning(col(Job.kind), col(Job.subject_id), col(Job.fence), col(Job.attempts))
            .execution_options(synchronize_session=False)
        ).one_or_none()
        if lent is not None:
            return Claim(job_id, municipality_id, *lent)
    return None


def keep(session: Session, now: dt.datetime, held: Claim, progress: Progress) -> bool:
    """
    Lengthen the lease, note the progress, and tell whether somebody wants the job to stop.

    Raises
    ------
    LeaseLost
        If the job is another worker's by now.
    """
    _write(session, held, lease_until=now + LEASE, **vars(progress))
    return is_cancel_asked(session, held)


def is_cancel_asked(session: Session, held: Claim) -> bool:
    """
    Tell whether somebody wants the job to stop.

    Raises
    ------
    LeaseLost
        If the job is another worker's by now.
    """
    asked = session.execute(select(col(Job.is_cancel_asked)).where(_is_held(held))).scalar_one_or_none()
    if asked is None:
        raise LeaseLost
    return asked


def finish(session: Session, now: dt.datetime, held: Claim, state: JobState, message: str = "") -> None:
    """
    End the job. First in the transaction that writes its results, so that nobody takes it meanwhile.

    Raises
    ------
    LeaseLost
        If the job is another worker's by now: nothing of the transaction may be kept.
    """
    _write(session, held, state=state, message=message, lease_until=None, finished_at=now)


def let_go(session: Session, held: Claim, *, counts: bool) -> None:
    """
    Put the job back into the queue.

    Parameters
    ----------
    session, held
        The job.
    counts
        The attempt counts: something went wrong. It does not if the worker was asked to end.

    Raises
    ------
    LeaseLost
        If the job is another worker's by now.
    """
    attempts = held.attempt if counts else held.attempt - 1
    _write(session, held, state=JobState.QUEUED, lease_until=None, attempts=attempts)


def ask_to_cancel(session: Session, now: dt.datetime, subject_id: uuid.UUID) -> JobState | None:
    """Cancel the open job about a subject: one that waits at once, one that runs soon. None if it is over."""
    own = and_(col(Job.subject_id) == subject_id, col(Job.state) == JobState.QUEUED)
    if _changed(session, own, state=JobState.CANCELLED, is_cancel_asked=True, finished_at=now):
        return JobState.CANCELLED
    own = and_(col(Job.subject_id) == subject_id, col(Job.state) == JobState.RUNNING)
    return JobState.RUNNING if _changed(session, own, is_cancel_asked=True) else None


def _is_due(now: dt.datetime) -> ColumnElement[bool]:
    lapsed = and_(col(Job.state) == JobState.RUNNING, col(Job.lease_until) < now)
    return or_(col(Job.state) == JobState.QUEUED, lapsed)


def _may_run(now: dt.datetime) -> ColumnElement[bool]:
    """Say in SQL that the municipality has no job that runs."""
    other = aliased(Job)
    running = (
        select(func.count())
        .select_from(other)
        .where(
            col(other.municipality_id) == col(Job.municipality_id),
            col(other.state) == JobState.RUNNING,
            col(other.lease_until) >= now,
        )
    )
    return running.correlate(Job).scalar_subquery() < MOST_RUNNING


def _lock(session: Session, municipality_id: uuid.UUID, *, skip: bool) -> bool:
    """Lock a municipality's queue, not its records; tell whether that was done."""
    query = select(col(Municipality.id)).where(col(Municipality.id) == municipality_id)
    locked = query.with_for_update(skip_locked=skip, key_share=True)
    return session.execute(locked).scalar_one_or_none() is not None


def _is_held(held: Claim) -> ColumnElement[bool]:
    return and_(col(Job.id) == held.job_id, col(Job.fence) == held.fence, col(Job.state) == JobState.RUNNING)


def _write(session: Session, held: Claim, **values: Any) -> None:
    if not _changed(session, _is_held(held), **values):
        raise LeaseLost


def _changed(session: Session, where: ColumnElement[bool], **values: Any) -> bool:
    query = update(Job).where(where).values(**values).execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session.execute(query)).rowcount > 0
