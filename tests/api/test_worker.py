"""The worker: does jobs, is told to end, dies, and has its duties."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select
from sqlmodel import col

from api import worker
from api.errors import Busy
from api.infra.installation import Installation
from api.jobs import hold as holding
from api.jobs.hold import Hold
from api.jobs.queue import Claim
from api.proposals import work
from api.tables import Job, JobState, ProposalRun
from api.worker import run_worker
from tests.api.databases import SqliteTemplate
from tests.api.service import SECRET, Service, open_service
from tests.api.town import PATH, Town, fill_town

SLOW_WORKER = """
import sys, time
from pathlib import Path

from api.infra.installation import open_installation
from api.infra.settings import load_settings
from api.serving import run_worker_until_told
from matching import pipeline

solve = pipeline.solve

def slow(prepared, params):
    Path(sys.argv[1]).touch()
    while not (params.should_stop and params.should_stop()):
        time.sleep(0.01)
    return solve(prepared, params)

pipeline.solve = slow
run_worker_until_told(open_installation(load_settings()))
"""
"""A real worker whose solves end only when they are told to."""

LAPSE = dt.timedelta(seconds=61)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that listens more often than usual."""
    monkeypatch.setattr(holding, "POLL_S", 0.02)


def job_of(service: Service, run_id: str) -> Job:
    """Read the job of a run."""
    with service.installation.database.read() as session:
        return session.execute(select(Job).where(col(Job.subject_id) == uuid.UUID(run_id))).scalar_one()


def run_of(service: Service, run_id: str) -> ProposalRun:
    """Read a run."""
    with service.installation.database.read(service.office) as session:
        return session.execute(
            select(ProposalRun).where(col(ProposalRun.id) == uuid.UUID(run_id))
        ).scalar_one()


class SlowWorker:
    """A worker in a process of its own, in the middle of a solve."""

    def __init__(self, service: Service, folder: Path) -> None:
        settings = service.installation.settings
        solving = folder / f"solving-{uuid.uuid4().hex}"
        environment = {
            **os.environ,
            "SANKA_SECRET": SECRET,
            "SANKA_DATABASE_URL": settings.main_url,
            "SANKA_KEYS_URL": settings.key_store_url,
        }
        self.process = subprocess.Popen([sys.executable, "-c", SLOW_WORKER, str(solving)], env=environment)
        until = time.monotonic() + 60
        while not solving.exists() and time.monotonic() < until:
            assert self.process.poll() is None, "the worker ended"
            time.sleep(0.05)
        assert solving.exists()

    def end(self, number: int) -> int:
        """Send a signal and give the exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)


@pytest.fixture
def on_a_file(sqlite_template: SqliteTemplate, tmp_path: Path) -> Iterator[Town]:
    """The demo town in a SQLite file that two processes share."""
    with sqlite_template.copy(tmp_path) as url, open_service(url, tmp_path) as service:
        yield fill_town(service)


def test_a_worker_killed_in_a_solve_is_replaced(on_a_file: Town, tmp_path: Path) -> None:
    """After kill -9 nothing is half-written; once the lease lapsed another one makes the same proposal."""
    town, service = on_a_file, on_a_file.service
    run_id = town.ask()
    assert SlowWorker(service, tmp_path).end(signal.SIGKILL) == -signal.SIGKILL
    assert job_of(service, run_id).state == JobState.RUNNING
    assert run_of(service, run_id).sealed_proposal is None
    assert town.work() == 0, "the lease still holds"
    service.clock.step += LAPSE
    assert town.work() == 1
    done = town.seen(run_id)
    assert (done["state"], job_of(service, run_id).fence) == ("done", 2)
    assert town.work() == 0
    again = town.run(base_run_id=run_id)
    assert town.seen(again)["result_hash"] == done["result_hash"]
    assert [row.act for row in service.audit()].count("proposal.finish") == 2
    assert service.check_audit().faults == ()


def test_a_worker_told_to_end_puts_its_job_back(on_a_file: Town, tmp_path: Path) -> None:
    """SIGTERM in the middle of a solve: the job waits again at once, as if it had not been begun."""
    town, service = on_a_file, on_a_file.service
    run_id = town.ask()
    assert SlowWorker(service, tmp_path).end(signal.SIGTERM) == 0
    job = job_of(service, run_id)
    assert (job.state, job.attempts, job.lease_until) == (JobState.QUEUED, 0, None)
    assert town.seen(run_id)["words"] == "待ち"
    assert town.work() == 1
    assert town.seen(run_id)["state"] == "done"


@pytest.mark.usefixtures("quick")
def test_who_lost_the_job_keeps_no_result(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that slept through its lease and then finishes leaves what the second one made."""
    run_id = town.ask()
    keep = work._keep

    def late(*given: object) -> None:
        monkeypatch.setattr(work, "_keep", keep)
        town.service.clock.step += LAPSE
        assert town.work() == 1
        keep(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "_keep", late)
    monkeypatch.setattr(Hold, "keep", lambda self: None)
    before = len(town.service.audit())
    assert town.work() == 1
    assert job_of(town.service, run_id).fence == 2
    assert run_of(town.service, run_id).version == 2
    assert [row.act for row in town.service.audit()[before:]] == ["proposal.finish"]


@pytest.mark.parametrize(("error", "words"), [(RuntimeError, "異常"), (Busy, "待ち")])
def test_a_fault_of_ours_ends_the_run_and_a_busy_database_does_not(
    town: Town,
    error: type[Exception],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What would come again is said; what may pass is tried three times at most. The worker lives on."""

    calls: list[int] = []

    def broken(*given: object) -> None:
        calls.append(1)
        raise error("sample")

    monkeypatch.setattr(work, "propose", broken)
    run_id = town.ask()
    assert run_worker(town.service.installation, should_stop=lambda: bool(calls), duties=()) == 1
    assert town.seen(run_id)["words"] == words
    if error is Busy:
        assert town.work() == 3
        failed = town.seen(run_id)
        assert (failed["words"], failed["message"]) == ("異常", work.GIVEN_UP)


def test_duties_are_done_for_every_municipality_even_if_one_fails(service: Service) -> None:
    """Every minute each duty is done; one that fails stops neither the others nor the worker."""
    seen: list[uuid.UUID] = []

    def fails(installation: Installation, municipality_id: uuid.UUID) -> int:
        raise RuntimeError

    def counts(installation: Installation, municipality_id: uuid.UUID) -> int:
        seen.append(municipality_id)
        return 1

    run_worker(service.installation, once=True, duties=(fails, counts))
    assert sorted(seen) == sorted([service.office, service.neighbour])


def test_duties_come_again_after_a_minute_also_during_a_job(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are not done more often than needed, and a long solve does not hold them up."""
    seen: list[uuid.UUID] = []
    rounds = worker._Rounds(service.installation, (lambda _, office: seen.append(office) or 1,))
    for _ in range(3):
        rounds.go_if_due()
    assert len(seen) == 2
    monkeypatch.setattr(worker, "DUTIES_EVERY_S", 0.0)
    monkeypatch.setattr(holding, "POLL_S", 0.01)
    rounds = worker._Rounds(service.installation, (lambda _, office: seen.append(office) or 1,))
    claim = Claim(uuid.uuid4(), service.office, "sample", uuid.uuid4(), 1, 1)
    monkeypatch.setattr(Hold, "keep", lambda self: None)
    Hold(service.installation, claim, lambda: False).run(lambda: time.sleep(0.2), rounds.go_if_due)
    assert len(seen) > 4


def test_the_solver_is_loaded_before_the_first_claim() -> None:
    """Loading it takes a while, and a lease is short."""
    loaded = "import sys, api.worker; sys.exit('ortools.sat.python.cp_model' not in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


def test_the_log_holds_ids_and_counts_only(town: Town) -> None:
    """No name, number or host of a case is in what a worker logs."""
    run_id = town.ask()
    with structlog.testing.capture_logs() as lines:
        town.work()
    assert {line["event"] for line in lines} == {"job_begins", "job_ends"}
    text = repr(lines)
    assert str(job_of(town.service, run_id).id) in text
    told = {key for line in lines for key in line}
    assert told <= {"event", "log_level", "job_id", "fence", "kind", "count", "seconds"}
    assert town.coordinator.get(f"{PATH}/{run_id}").json()["state"] == "done"


def test_daily_duties_are_done_once_a_day_and_again_where_they_failed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a day of Japan for each municipality; one that failed is tried again the next minute."""
    seen: list[uuid.UUID] = []

    def daily(installation: Installation, municipality_id: uuid.UUID) -> int:
        seen.append(municipality_id)
        if len(seen) == 1:
            raise RuntimeError
        return 1

    monkeypatch.setattr(worker, "DAILY", frozenset({daily}))
    monkeypatch.setattr(worker, "DUTIES_EVERY_S", 0.0)
    rounds = worker._Rounds(service.installation, (daily,))
    rounds.go_if_due()
    assert len(seen) == 2
    rounds.go_if_due()
    rounds.go_if_due()
    assert len(seen) == 3, "the one that failed, once more"
    service.clock.step += dt.timedelta(days=1)
    rounds.go_if_due()
    assert len(seen) == 5
