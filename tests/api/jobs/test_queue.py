"""The job queue: one worker at a time, another one if it dies, and nothing from who lost the job."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.errors import Conflict
from api.jobs import hold as holding
from api.jobs import queue
from api.jobs.hold import Hold, LetGo
from api.jobs.queue import Claim, LeaseLost, Progress
from api.office.setup import add_municipality, is_office_code
from api.tables import Job, JobState
from tests.api.service import Service

KIND = "sample"
LAPSE = dt.timedelta(seconds=61)


@contextmanager
def transaction(service: Service) -> Iterator[tuple[Session, dt.datetime]]:
    """Open a transaction of no municipality, as a worker does."""
    with service.installation.database.write() as session:
        yield session, service.clock.now(session)


def put(service: Service, office: uuid.UUID | None = None) -> uuid.UUID:
    """Queue a job."""
    with transaction(service) as (session, now):
        return queue.enqueue(session, now, office or service.office, KIND, uuid.uuid4()).id


def lend(service: Service) -> Claim | None:
    """Claim a job."""
    with transaction(service) as (session, now):
        return queue.claim(session, now, [KIND])


def lent(service: Service) -> Claim:
    """Claim a job that has to be there."""
    claimed = lend(service)
    assert claimed is not None
    return claimed


def job(service: Service, job_id: uuid.UUID) -> Job:
    """Read a job."""
    with service.installation.database.read() as session:
        return session.execute(select(Job).where(col(Job.id) == job_id)).scalar_one()


def finish(service: Service, claim: Claim, message: str = "") -> None:
    """Finish a job."""
    with transaction(service) as (session, now):
        queue.finish(session, now, claim, JobState.DONE, message)


def test_a_job_is_lent_once_and_done(service: Service) -> None:
    """The oldest job first; while one of a municipality runs the next one waits; what is done is done."""
    first, second = put(service), put(service)
    claim = lent(service)
    assert (claim.job_id, claim.fence, claim.attempt) == (first, 1, 1)
    assert lend(service) is None
    finish(service, claim)
    assert job(service, first).state == JobState.DONE
    assert lent(service).job_id == second
    with pytest.raises(LeaseLost):
        finish(service, claim)


def test_one_municipality_keeps_no_other_waiting(service: Service) -> None:
    """One runs and three wait; the fifth is refused, and the neighbour's is taken all the same."""
    for _ in range(4):
        put(service)
    with pytest.raises(Conflict, match="too_many_runs"):
        put(service)
    own = lent(service)
    assert own.municipality_id == service.office
    with pytest.raises(Conflict, match="too_many_runs"):
        put(service)
    theirs = put(service, service.neighbour)
    assert lent(service).job_id == theirs
    finish(service, own)
    put(service)


def test_a_lapsed_lease_is_claimed_by_another_and_the_old_worker_writes_nothing(service: Service) -> None:
    """After a minute without a heartbeat the job is another's: no write of the first changes anything."""
    job_id = put(service)
    old = lent(service)
    assert lend(service) is None
    service.clock.step += LAPSE
    new = lent(service)
    assert (new.job_id, new.fence, new.attempt) == (job_id, 2, 2)
    assert lend(service) is None
    before = job(service, job_id).model_dump()
    for write in _writes(service, old):
        with pytest.raises(LeaseLost):
            write()
    assert job(service, job_id).model_dump() == before
    finish(service, new, "by the second")
    assert job(service, job_id).message == "by the second"


def test_without_the_fence_the_old_worker_would_write(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the fence number that keeps the old worker's result out."""
    job_id = put(service)
    old = lent(service)
    service.clock.step += LAPSE
    lent(service)
    monkeypatch.setattr(
        queue,
        "_is_held",
        lambda held: (col(Job.id) == held.job_id) & (col(Job.state) == JobState.RUNNING),
    )
    finish(service, old, "by the first")
    assert job(service, job_id).message == "by the first"


def _writes(service: Service, claim: Claim) -> list[Callable[[], None]]:
    def keep() -> None:
        with transaction(service) as (session, now):
            queue.keep(session, now, claim, Progress("select", 2, 5))

    def let_go() -> None:
        with transaction(service) as (session, _):
            queue.let_go(session, claim, counts=False)

    return [keep, let_go, lambda: finish(service, claim, "by the first")]


def test_a_job_that_ends_its_worker_again_and_again_is_given_up(service: Service) -> None:
    """Three attempts; with the fourth claim it is only to be ended. Being told to end does not count."""
    put(service)
    for attempt in (1, 2, 3):
        claim = lent(service)
        assert (claim.attempt, claim.has_failed_often) == (attempt, False)
        service.clock.step += LAPSE
    assert lent(service).has_failed_often


def test_a_job_put_down_counts_only_if_something_went_wrong(service: Service) -> None:
    """A worker that is told to end puts its job back as if it had never been taken."""
    put(service)
    for counts, attempt in ((False, 1), (True, 2)):
        claim = lent(service)
        assert claim.attempt == 1
        with transaction(service) as (session, _):
            queue.let_go(session, claim, counts=counts)
        assert job(service, claim.job_id).state == JobState.QUEUED
        if counts:
            assert lent(service).attempt == attempt


def test_cancelling_ends_what_waits_and_tells_what_runs(service: Service) -> None:
    """A waiting job is over at once; a running one hears of it with its next heartbeat."""
    running_id, waiting_id = put(service), put(service)
    claim = lent(service)
    states = []
    for job_id in (waiting_id, running_id, waiting_id):
        with transaction(service) as (session, now):
            states.append(queue.ask_to_cancel(session, now, job(service, job_id).subject_id))
    assert states == [JobState.CANCELLED, JobState.RUNNING, None]
    hold = Hold(service.installation, claim, lambda: False)
    assert not hold.should_stop()
    hold.keep()
    assert hold.should_stop()


def test_eight_claimers_get_each_job_once(service: Service) -> None:
    """However many workers ask at once, no job is lent twice and none is left."""
    offices = []
    codes = (code for number in range(130_000, 139_000) if is_office_code(code := f"{number}"))
    for code in itertools.islice(codes, 20, 28):
        with transaction(service) as (session, now):
            offices.append(add_municipality(session, code, f"見本市 {code}", 4_500, now).id)
    jobs = [put(service, office) for office in offices for _ in range(2)]
    taken: list[Claim] = []
    running: set[uuid.UUID] = set()
    twice: list[uuid.UUID] = []
    lock = threading.Lock()
    begin = threading.Barrier(8)

    def work() -> None:
        begin.wait()
        until = time.monotonic() + 20
        while len(taken) < len(jobs) and time.monotonic() < until:
            claim = lend(service)
            if claim is None:
                continue
            with lock:
                taken.append(claim)
                if claim.municipality_id in running:
                    twice.append(claim.municipality_id)
                running.add(claim.municipality_id)
            time.sleep(0.02)
            with lock:
                running.remove(claim.municipality_id)
            finish(service, claim)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sorted(claim.job_id for claim in taken) == sorted(jobs)
    assert {claim.fence for claim in taken} == {1}
    assert not twice


def test_the_heartbeat_keeps_a_long_job(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that takes longer than the lease stays its worker's as long as that one is alive."""
    monkeypatch.setattr(holding, "POLL_S", 0.02)
    monkeypatch.setattr(holding, "HEARTBEAT_S", 0.04)
    job_id = put(service)
    hold = Hold(service.installation, lent(service), lambda: False)
    others: list[Claim | None] = []

    def long() -> None:
        for _ in range(4):
            service.clock.step += dt.timedelta(seconds=40)
            time.sleep(0.3)
            hold.check()
            others.append(lend(service))

    hold.run(long, lambda: None)
    assert others == [None] * 4
    finish(service, hold.claim)
    assert job(service, job_id).fence == 1


def test_without_a_heartbeat_a_long_job_is_lost(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: it is the heartbeat that keeps it; and who lost it is told so and stops."""
    monkeypatch.setattr(holding, "POLL_S", 0.02)
    put(service)
    hold = Hold(service.installation, lent(service), lambda: False)

    def long() -> None:
        service.clock.step += LAPSE
        assert lend(service) is not None
        until = time.monotonic() + 10
        while time.monotonic() < until:
            hold.check()

    with pytest.raises(LetGo):
        hold.run(long, lambda: None)


def test_progress_is_written_when_there_is_some_and_not_more_often(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred reports in a moment are one write."""
    written: list[Progress] = []
    keep = queue.keep

    def counted(session: Session, now: dt.datetime, held: Claim, progress: Progress) -> bool:
        written.append(progress)
        return keep(session, now, held, progress)

    monkeypatch.setattr(holding, "keep", counted)
    job_id = put(service)
    hold = Hold(service.installation, lent(service), lambda: False)
    for number in range(100):
        hold.report(Progress("select", number, 100))
    hold.keep()
    hold.keep()
    assert written == [Progress("select", 99, 100)]
    assert job(service, job_id).done == 99
