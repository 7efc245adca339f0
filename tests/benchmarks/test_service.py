"""The service as a process of its own under load, beside a bare FastAPI with SQLAlchemy in the same run."""

from __future__ import annotations

import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlmodel import col

from api.demo.rows import Filler
from api.demo.town import moved_to
from api.infra.clock import day_in_japan
from api.policy.sessions import start_session
from api.tables import Person
from matching.bundled import default_rules, default_travel, default_weights
from matching.simulation.synthetic import synthetic_problem
from tests.api.databases import SqliteTemplate
from tests.api.placements.records import Offered, World
from tests.api.service import ORIGIN, Service, open_service
from tests.benchmarks.http_load import CONNECTIONS, Line, Measured, Work, measure
from tests.faults.processes import ROOT, Worker, running

pytestmark = pytest.mark.bench

SECONDS = float(os.environ.get("SANKA_BENCH_S", "8"))
FEW = 4
"""Connections that ask without a break: more leave the worker none of two cores."""
SEED = 1
WEEKS = 4
WRITES = 0.15


@dataclass
class Town:
    """
    A service on SQLite with many people, and a coordinator who carries all their cases.

    Parameters
    ----------
    service, world
        The service.
    token
        Of the coordinator's session.
    numbers, people
        Case numbers and ids of the people.
    agreed
        People who agreed, some for each connection, to be offered places.
    menu
        A menu with places for all of them.
    """

    service: Service
    world: World
    token: str
    numbers: list[str]
    people: list[uuid.UUID]
    agreed: list[uuid.UUID]
    menu: Offered

    @property
    def headers(self) -> str:
        """What a browser sends."""
        return f"Origin: {ORIGIN}\r\nCookie: sanka_session={self.token}\r\n"


@contextmanager
def town_of(template: SqliteTemplate, folder: Path, n_people: int, n_menus: int) -> Iterator[Town]:
    """Fill a service with people and hosts."""
    folder.mkdir()
    with template.copy(folder) as url, open_service(url, folder) as service:
        world = World(service)
        database = service.installation.database
        settings = default_rules(), default_weights(), default_travel()
        problem = synthetic_problem(n_people, n_menus, SEED, *settings)
        with database.write(service.office) as session:
            now = service.clock.now(session)
            today = day_in_japan(now)
            filler = Filler(session, service.installation, service.office, (world.staff_id,), now, today)
            filler.fill(moved_to(problem, today))
            rows = session.execute(select(col(Person.number), col(Person.id)).order_by(col(Person.number)))
            numbers, people = map(list, zip(*rows, strict=True))
        with database.write() as session:
            token = start_session(session, world.staff_id, now, "bench", "bench")
        agreed = [world.add_person() for _ in range(CONNECTIONS)]
        yield Town(service, world, token, numbers, people, agreed, world.add_menu(places=CONNECTIONS))


class Bare:
    """
    The control as a process, with the same people.

    Parameters
    ----------
    town
        Whose people it has.
    folder
        Where its database lies.
    """

    def __init__(self, town: Town, folder: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="sanka-")
        self.socket = f"{self._folder.name}/http"
        self._database = folder / "bare.db"
        # One seat taken and given back by the service opens the ledger's rows that the control then uses.
        staff, person = town.world.staff, town.agreed[0]
        path = f"/api/v1/people/{person}/offers"
        placement = staff.done("POST", path, town.world.body(town.menu, weeks=WEEKS))
        staff.done("POST", f"/api/v1/placements/{placement['id']}/release", {"reason": "other"}, 1)
        url = town.service.installation.settings.main_url
        with (
            sqlite3.connect(url.removeprefix("sqlite:///")) as source,
            sqlite3.connect(self._database) as copy,
        ):
            source.backup(copy)

    @contextmanager
    def running(self) -> Iterator[int]:
        """Run it for a while."""
        command = [sys.executable, "-m", "tests.benchmarks.bare", self.socket, str(self._database)]
        process = subprocess.Popen(command, cwd=ROOT)
        try:
            while True:
                assert process.poll() is None, "the control does not start"
                with socket.socket(socket.AF_UNIX) as probe:
                    if probe.connect_ex(self.socket) == 0:
                        break
                time.sleep(0.05)
            yield process.pid
        finally:
            process.kill()
            process.wait()
            self._folder.cleanup()


@dataclass(frozen=True)
class Side:
    """
    One of the two services, as a client knows it.

    Parameters
    ----------
    socket, headers, prefix
        Where it is, and what is sent with every request.
    offer
        What is sent to hold a seat.
    """

    socket: str
    headers: str
    prefix: str
    offer: str

    async def list_people(self, line: Line, after: str) -> None:
        """See fifty lines."""
        await line.ask("GET", f"{self.prefix}/people?after={after}")

    async def read_person(self, line: Line, person_id: uuid.UUID) -> None:
        """Open a case."""
        await line.ask("GET", f"{self.prefix}/people/{person_id}")

    async def place(self, line: Line, person_id: uuid.UUID) -> None:
        """Hold a seat, and give it back."""
        path = f"{self.prefix}/people/{person_id}/offers"
        receipt = json.loads(await line.ask("POST", path, self.offer, _key()))
        path = f"{self.prefix}/placements/{receipt['id']}/release"
        await line.ask("POST", path, '{"reason": "other"}', _key() + 'If-Match: "1"\r\n')


def works(town: Town, side: Side) -> dict[str, Work]:
    """Say what is measured."""

    async def listing(number: int, line: Line) -> AsyncIterator[None]:
        chance = random.Random(number)
        while True:
            await side.list_people(line, chance.choice(town.numbers[:-50]))
            yield

    async def reading(number: int, line: Line) -> AsyncIterator[None]:
        chance = random.Random(number)
        while True:
            await side.read_person(line, chance.choice(town.people))
            yield

    async def placing(number: int, line: Line) -> AsyncIterator[None]:
        while True:
            await side.place(line, town.agreed[number])
            yield

    async def mixed(number: int, line: Line) -> AsyncIterator[None]:
        chance = random.Random(number)
        while True:
            if chance.random() < WRITES / (2 - WRITES):  # a place is two requests
                await side.place(line, town.agreed[number])
            elif chance.random() < 0.5:
                await side.list_people(line, chance.choice(town.numbers[:-50]))
            else:
                await side.read_person(line, chance.choice(town.people))
            yield

    return {
        "list 50 people": listing,
        "read one person": reading,
        "place (offer, release)": placing,
        "85 % reads, 15 % writes": mixed,
    }


def ours_of(town: Town, address: str) -> Side:
    """Give the service as its clients know it."""
    return Side(address, town.headers, "/api/v1", json.dumps(town.world.body(town.menu, weeks=WEEKS)))


def bare_of(town: Town, control: Bare) -> Side:
    """Give the control as its clients know it; it is sent the same offer."""
    return Side(control.socket, "", "", json.dumps(town.world.body(town.menu, weeks=WEEKS)))


_OVER = {"done", "failed", "cancelled"}


class Ended:
    """
    Tells whether something is over; asks every half second.

    Parameters
    ----------
    ask
        Tells it now.
    """

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask = ask
        self._next = 0.0
        self._is_over = False

    def __call__(self) -> bool:
        """Tell it."""
        if not self._is_over and time.monotonic() >= self._next:
            self._is_over, self._next = self._ask(), time.monotonic() + 0.5
        return self._is_over


def _key() -> str:
    return f"Idempotency-Key: {uuid.uuid4().hex}\r\n"


def resident_mb(pid: int) -> float:
    """Read how much memory a process holds."""
    said = Path(f"/proc/{pid}/status").read_text()
    return int(said.split("VmRSS:")[1].split()[0]) / 1024


def _cells(measured: Measured) -> list[str]:
    return [f"{measured.rate:,.0f}", *(f"{measured.percentile_ms(each):.0f}" for each in (50, 95, 99))]


def test_service_beside_a_bare_one(sqlite_template: SqliteTemplate, tmp_path: Path) -> None:
    """What sign-in, gate, sealing, receipts and trail cost; the trail is whole after all of it."""
    table = Table(title=f"2,000 people, {CONNECTIONS} connections, SQLite WAL+FULL, {SECONDS:.0f} s each")
    for heading in ("", "ours /s", "p50 ms", "p95", "p99", "bare /s", "p50 ms", "p95", "p99", "ratio"):
        table.add_column(heading, justify="right" if heading else "left")
    with town_of(sqlite_template, tmp_path / "town", 2000, 400) as town:
        control = Bare(town, tmp_path)
        with running(town.service, tmp_path) as server, control.running() as bare_pid:
            sides = ours_of(town, server.socket), bare_of(town, control)
            idle_mb = resident_mb(server.pid)
            for name in works(town, sides[0]):
                ours, theirs = (
                    measure(side.socket, side.headers, works(town, side)[name], SECONDS) for side in sides
                )
                ratio = ours.rate / theirs.rate
                table.add_row(name, *_cells(ours), *_cells(theirs), f"{ratio:.2f}")
            memory = resident_mb(server.pid), resident_mb(bare_pid)
        assert town.service.check_audit().faults == ()
    console = Console(width=150)
    console.print()
    console.print(table)
    console.print(
        f"resident: server {idle_mb:.0f} MB at first, {memory[0]:.0f} MB after; control {memory[1]:.0f} MB"
    )


def test_lists_while_a_proposal_is_made(sqlite_template: SqliteTemplate, tmp_path: Path) -> None:
    """A proposal of 500 people in the worker does not keep those waiting who only look."""
    with (
        town_of(sqlite_template, tmp_path / "town", 500, 200) as town,
        running(town.service, tmp_path) as server,
    ):
        worker = Worker(town.service, tmp_path)
        side = ours_of(town, server.socket)
        listing = works(town, side)["list 50 people"]
        client = town.service.client_of(town.world.staff_id)
        page_bytes = len(client.get("/people").content)

        async def viewing(number: int, line: Line) -> AsyncIterator[None]:
            """See the first view of the list as a page."""
            while True:
                await line.ask("GET", "/people")
                yield

        try:
            worker.start()
            page = measure(side.socket, side.headers, viewing, SECONDS)
            idle = measure(side.socket, side.headers, listing, SECONDS, connections=FEW)
            began = time.monotonic()
            run_id = client.done("POST", "/api/v1/proposals", {"time_limit_s": 60})["id"]
            is_over = Ended(lambda: client.seen(f"/api/v1/proposals/{run_id}")["state"] in _OVER)
            during = measure(side.socket, side.headers, listing, 600, is_over, connections=FEW)
            took_s = time.monotonic() - began
            run = client.seen(f"/api/v1/proposals/{run_id}")
            memory = resident_mb(server.pid), resident_mb(worker.pid)
        finally:
            worker.end()
    table = Table(title=f"list 50 people of 500 on {FEW} connections")
    for heading in ("", "/s", "p50 ms", "p95", "p99"):
        table.add_column(heading, justify="right" if heading else "left")
    page_words = f"first view of the page ({page_bytes / 1000:.0f} KB), {CONNECTIONS} connections"
    table.add_row(page_words, *_cells(page))
    table.add_row("the worker is idle", *_cells(idle))
    table.add_row(f"the worker makes a proposal ({took_s:.1f} s, {run['words']})", *_cells(during))
    console = Console(width=150)
    console.print()
    console.print(table)
    console.print(f"resident: server {memory[0]:.0f} MB, worker {memory[1]:.0f} MB")
    assert run["state"] == "done"
