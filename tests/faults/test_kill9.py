"""kill -9 of the server and the worker under load: nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from api.tables import Audit, Job, JobState, ProposalRun
from api.worker import run_worker
from tests.api.placements.records import World
from tests.api.service import Service
from tests.faults.history import History, check
from tests.faults.load import Load, make_desks, senders_on, under_load, watching_seats
from tests.faults.processes import Worker, running
from tests.faults.serve import BEFORE_KEY, BEFORE_REPLY

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
KILLS = int(os.environ.get("SANKA_KILLS", "200" if IS_SOAK else "3"))
CLIENTS = 8
LAPSE = dt.timedelta(minutes=2)


def test_nothing_acknowledged_is_lost_or_done_twice(
    service: Service, tmp_path: Path, say: Callable[[str], None]
) -> None:
    """The first kill comes between a commit and its answer, the others whenever they come."""
    world, history, seed = World(service), History(), random.randrange(2**32)
    moments = random.Random(seed)
    desks, worker = make_desks(world, CLIENTS), Worker(service, tmp_path)
    users = [desk.user_id for desk in desks]
    with (
        ExitStack() as ended_at_last,
        running(service, tmp_path, BEFORE_REPLY) as server,
        senders_on(world, users, server.socket, history) as senders,
        watching_seats(world) as seen,
    ):
        ended_at_last.callback(worker.end)
        worker.start()
        loads = [Load(world, desk, sender, seed) for desk, sender in zip(desks, senders, strict=True)]
        loads[0].ask_for_proposal()
        with under_load(loads):
            server.wait_until_dead()
            for kill in range(1, KILLS):
                server.start()
                wait_for(history, moments.randint(3, 40))
                if kill % 2:
                    worker.kill()
                    worker.start()
                server.kill()
            server.start()
            wait_for(history, CLIENTS)
    finish_proposals(service)
    verdict = check(service, history, users)
    say(f"kill -9 × {KILLS}, seed {seed}: {verdict}")
    assert verdict.faults == ()
    assert seen == []
    assert verdict.lost == 0
    assert verdict.unknown == 0
    assert verdict.acked > 20 + 3 * KILLS
    assert verdict.replayed > 0, "no kill fell between a commit and its answer: nothing was tried"


def wait_for(history: History, more: int) -> None:
    """Wait until so many more acts have been acknowledged; the others are under way then."""
    enough = history.acked + more
    while history.acked < enough:
        time.sleep(0.001)


def finish_proposals(service: Service) -> None:
    """Do what a killed worker left, once its lease has lapsed; each run ends once."""
    service.clock.step += LAPSE
    run_worker(service.installation, once=True, duties=())
    with service.installation.database.read(service.office) as session:
        runs = set(session.execute(select(col(ProposalRun.id))).scalars())
        states = set(session.execute(select(col(Job.state))).scalars())
        finished = session.execute(
            select(col(Audit.resource_id)).where(col(Audit.act) == "proposal.finish")
        ).scalars()
        assert sorted(finished) == sorted(runs)
        assert states <= {JobState.DONE}


def test_a_receipt_in_a_transaction_of_its_own_is_found_out(service: Service, tmp_path: Path) -> None:
    """The control: where act and receipt are kept one after the other, a kill between does it twice."""
    world, history = World(service), History()
    (desk,) = make_desks(world, 1)
    with (
        running(service, tmp_path, BEFORE_KEY) as server,
        senders_on(world, [desk.user_id], server.socket, history) as (sender,),
    ):
        load = Load(world, desk, sender, seed=1)
        for _ in range(9):
            load.state_capacity()
        assert check(service, history, [desk.user_id]).faults == ()
        with ThreadPoolExecutor(1) as pool:
            last = pool.submit(load.state_capacity)
            server.wait_until_dead()
            server.start()
            last.result()
    verdict = check(service, history, [desk.user_id])
    assert verdict.lost == 0
    assert any("done and never acknowledged" in fault for fault in verdict.faults)
