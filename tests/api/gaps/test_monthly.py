"""The month that ended is analysed and frozen by itself, once, whatever happens to the worker."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from api.gaps.monthly import NOBODY, analyse_month
from api.infra.clock import day_in_japan
from api.jobs.queue import MOST_RUNNING, MOST_WAITING, enqueue
from api.tables import GapAnalysis, GapSnapshot, Job, JobState, ProposalRun, RunState
from api.worker import run_worker
from tests.api.databases import SqliteTemplate
from tests.api.service import Service, open_service
from tests.api.town import Town, fill_town

MONTH = dt.timedelta(days=31)


@pytest.fixture
def on_a_file(sqlite_template: SqliteTemplate, tmp_path: Path) -> Iterator[Town]:
    """The demo town in a SQLite file."""
    with sqlite_template.copy(tmp_path) as url, open_service(url, tmp_path) as service:
        yield fill_town(service)


def add_run(service: Service, state: RunState = RunState.DONE, changes: tuple[str, ...] = ()) -> uuid.UUID:
    """Put a run of today on record, a second after what was before."""
    service.clock.step += dt.timedelta(seconds=1)
    with service.installation.database.write(service.office) as session:
        now = service.clock.now(session)
        run = ProposalRun(
            municipality_id=service.office,
            state=state,
            params={"date": day_in_japan(now).isoformat(), "changes": list(changes)},
            created_by=uuid.uuid4(),
            created_at=now,
            finished_at=now,
        )
        session.add(run)
        return run.id


def analyses(service: Service) -> list[GapAnalysis]:
    """Read the analyses, the oldest first."""
    with service.installation.database.read(service.office) as session:
        query = select(GapAnalysis).order_by(col(GapAnalysis.created_at), col(GapAnalysis.id))
        return list(session.execute(query).scalars())


def fail_all(service: Service) -> None:
    """End every analysis without a result."""
    with service.installation.database.write(service.office) as session:
        for each in session.execute(select(GapAnalysis)).scalars():
            each.state = RunState.FAILED
        for job in session.execute(select(Job)).scalars():
            job.state = JobState.FAILED


def to_next_month(service: Service) -> None:
    """Let the database's time be the second of the next month in Japan."""
    with service.installation.database.read() as session:
        today = day_in_japan(service.clock.now(session))
    following = (today.replace(day=1) + MONTH).replace(day=2)
    service.clock.step += following - today


def test_the_month_that_ended_is_analysed_once(service: Service) -> None:
    """Not before it ends, from its last proposal, once however often it is asked, and for no neighbour."""
    add_run(service)
    last = add_run(service)
    add_run(service, RunState.CANCELLED)
    add_run(service, changes=("what-if",))
    assert analyse_month(service.installation, service.office) == 0, "the month is not over"
    to_next_month(service)
    assert analyse_month(service.installation, service.neighbour) == 0
    assert [analyse_month(service.installation, service.office) for _ in range(3)] == [1, 0, 0]
    (made,) = analyses(service)
    assert (made.run_id, made.created_by, made.state) == (last, NOBODY, RunState.WAITING)
    assert [each.act for each in service.audit()].count("gap.month") == 1
    to_next_month(service)
    assert analyse_month(service.installation, service.office) == 0, "a month without a proposal"


def test_what_failed_is_tried_again_the_day_after(service: Service) -> None:
    """A failure is not tried again every minute, and not left for good."""
    add_run(service)
    to_next_month(service)
    assert analyse_month(service.installation, service.office) == 1
    fail_all(service)
    assert analyse_month(service.installation, service.office) == 0
    service.clock.step += dt.timedelta(days=1)
    assert analyse_month(service.installation, service.office) == 1
    assert len(analyses(service)) == 2


def test_a_full_queue_is_left_alone(service: Service) -> None:
    """Where as many jobs wait as may, nothing is kept, and the next minute tries again."""
    add_run(service)
    to_next_month(service)
    with service.installation.database.write(service.office) as session:
        now = service.clock.now(session)
        for _ in range(MOST_RUNNING + MOST_WAITING):
            enqueue(session, now, service.office, "sample", uuid.uuid4())
    assert analyse_month(service.installation, service.office) == 0
    assert analyses(service) == []
    fail_all(service)
    assert analyse_month(service.installation, service.office) == 1


def test_a_worker_freezes_the_month(on_a_file: Town) -> None:
    """A worker that starts in the next month does all of it by itself, and the next worker leaves it."""
    town, service = on_a_file, on_a_file.service
    town.run(weeks=8)
    to_next_month(service)
    assert run_worker(service.installation, once=True) == 1
    with service.installation.database.read(service.office) as session:
        (frozen,) = session.execute(select(GapSnapshot)).scalars()
        month = day_in_japan(service.clock.now(session)).replace(day=1) - dt.timedelta(days=1)
    assert frozen.month == month.replace(day=1)
    assert frozen.waiting > frozen.unmet > 0
    assert run_worker(service.installation, once=True) == 0
