"""Clients that write: each act has a key, and goes on being sent with it until an answer comes."""

from __future__ import annotations

import datetime as dt
import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from api.policy.sessions import start_session
from api.policy.vocabulary import Act, Role
from tests.api.placements.records import Offered, World
from tests.api.service import ORIGIN
from tests.faults.history import NUMBERS, Attempt, History, Operation, ledger_faults
from tests.faults.processes import START_S
from tests.faults.unix_http import NoAnswer, UnixHttp

PATIENCE_S = 5 * START_S
"""On a loaded machine the server is started and killed again, more than once, before an act's turn comes."""
AGAIN_AFTER_S = 0.05


class Way(Protocol):
    """A way to the service."""

    def send_request(self, method: str, path: str, body: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """Send a request once; raises NoAnswer."""
        ...


class Sender:
    """
    A signed-in user's client that writes down what it does.

    Parameters
    ----------
    way
        To the service.
    history
        Where they are written down.
    headers
        Sent with every request.
    """

    def __init__(self, way: Way, history: History, headers: Mapping[str, str]) -> None:
        self._way = way
        self._headers = {"Content-Type": "application/json", **headers}
        self._history = history

    def ask(
        self, act: Act, method: str, path: str, body: Mapping[str, Any], version: int | None = None
    ) -> Operation:
        """Send an act until its answer is known."""
        operation = self._history.add(Operation(act, method, f"/api/v1{path}", body, version))
        until = time.monotonic() + PATIENCE_S
        while not self.send(operation).is_final:
            assert time.monotonic() < until, operation.attempts[-3:]
            time.sleep(AGAIN_AFTER_S)
        return operation

    def send(self, operation: Operation) -> Attempt:
        """Send an operation once."""
        headers = {**self._headers, "Idempotency-Key": operation.key}
        if operation.version is not None:
            headers["If-Match"] = f'"{operation.version}"'
        body, began = json.dumps(operation.body), dt.datetime.now(dt.UTC)
        try:
            status, answer = self._way.send_request(operation.method, operation.path, body, headers)
        except NoAnswer:
            attempt = Attempt(began, dt.datetime.now(dt.UTC))
        else:
            attempt = Attempt(began, dt.datetime.now(dt.UTC), status, answer)
        operation.attempts.append(attempt)
        return attempt


@contextmanager
def senders_on(
    world: World, user_ids: Iterable[uuid.UUID], socket: str, history: History
) -> Iterator[list[Sender]]:
    """Sign users in and give each a client to the server on a unix socket."""
    with ExitStack() as clients:
        senders = []
        for user_id in user_ids:
            with world.service.installation.database.write() as session:
                token = start_session(session, user_id, world.service.clock.now(session), "test", "test")
            way = clients.enter_context(closing(UnixHttp(socket)))
            headers = {"Origin": ORIGIN, "Cookie": f"sanka_session={token}"}
            senders.append(Sender(way, history, headers))
        yield senders


@dataclass(frozen=True)
class Desk:
    """
    What one user of the load works on; the seats are shared, so that some offers are refused.

    Parameters
    ----------
    user_id
        A coordinator.
    agreed, fresh
        People who agreed to share, and people who have not been asked.
    seats
        A menu with fewer places than clients.
    own
        A menu of a host that only this user states the capacity of.
    """

    user_id: uuid.UUID
    agreed: tuple[uuid.UUID, ...]
    fresh: tuple[uuid.UUID, ...]
    seats: Offered
    own: Offered


def make_desks(world: World, clients: int, people: int = 3) -> list[Desk]:
    """Put what the clients work on straight into the database."""
    seats = world.add_menu(places=max(1, clients // 2))
    desks = []
    for _ in range(clients):
        user_id = world.service.add_user(Role.COORDINATOR)
        agreed = tuple(world.add_person(staff_id=user_id) for _ in range(people))
        fresh = tuple(world.add_person(has_consent=False, staff_id=user_id) for _ in range(people))
        desks.append(Desk(user_id, agreed, fresh, seats, world.add_menu()))
    return desks


class Load:
    """
    Everything a coordinator writes, in a random order.

    Parameters
    ----------
    world, desk
        What is worked on.
    sender
        The client.
    seed
        Of the order.
    """

    def __init__(self, world: World, desk: Desk, sender: Sender, seed: int) -> None:
        self._desk = desk
        self._sender = sender
        self._random = random.Random(seed)
        self._today = world.today.isoformat()
        self._year = (world.today + dt.timedelta(days=300)).isoformat()
        self._offer = world.body(desk.seats)
        self._acts: tuple[Callable[[], None], ...] = (
            *[self.register_person] * 4,
            *[self.offer_and_release] * 4,
            *[self.agree_and_withdraw] * 4,
            *[self.state_capacity] * 4,
            self.ask_for_proposal,
        )

    def one(self) -> None:
        """Do one of them."""
        self._random.choice(self._acts)()

    def register_person(self) -> None:
        """Register a person."""
        body = {
            "number": f"{NUMBERS}{uuid.uuid4().hex[:12]}",
            "name": "見本 一郎",
            "age_years": 30,
            "protected": "no",
            "waiting_since": self._today,
            "needs": [{"domain": "work"}],
        }
        self._sender.ask(Act.PERSON_CREATE, "POST", "/people", body)

    def offer_and_release(self) -> None:
        """Hold a seat and give it back."""
        person = self._random.choice(self._desk.agreed)
        offer = self._sender.ask(Act.OFFER_MAKE, "POST", f"/people/{person}/offers", self._offer)
        if offer.is_acked:
            path, version = f"/placements/{offer.receipt['id']}/release", offer.receipt["version"]
            self._sender.ask(Act.PLACEMENT_EDIT, "POST", path, {"reason": "other"}, version)

    def agree_and_withdraw(self) -> None:
        """Record a consent and withdraw it."""
        path = f"/people/{self._random.choice(self._desk.fresh)}/consents"
        body = {
            "purpose": "meeting",
            "fields": ["identity"],
            "given_on": self._today,
            "expires_on": self._year,
            "how": "signed",
        }
        consent = self._sender.ask(Act.CONSENT_GIVE, "POST", path, body)
        if consent.is_acked:
            path = f"{path}/{consent.receipt['id']}/withdrawal"
            self._sender.ask(Act.CONSENT_WITHDRAW, "POST", path, {})

    def state_capacity(self) -> None:
        """State how many a host can take."""
        own = self._desk.own
        said = {
            "pool_slot_id": str(own.pool_slot_ids[0]),
            "mark": "open",
            "places": self._random.randrange(9),
        }
        body = {"stated_on": self._today, "statements": [said]}
        self._sender.ask(Act.HOST_STATE, "POST", f"/hosts/{own.host_id}/statements", body)

    def ask_for_proposal(self) -> None:
        """Ask for a proposal."""
        self._sender.ask(Act.PROPOSAL_MAKE, "POST", "/proposals", {"weeks": 4, "time_limit_s": 5})


@contextmanager
def under_load(loads: list[Load]) -> Iterator[None]:
    """Let every client write in a thread of its own; each ends with an answered act. Faults are raised."""
    stop, failed = threading.Event(), []

    def work(load: Load) -> None:
        try:
            while not stop.is_set():
                load.one()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(load,)) for load in loads]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    if failed:
        raise failed[0]


@contextmanager
def watching_seats(world: World) -> Iterator[list[str]]:
    """Look at the ledger again and again meanwhile, and collect what does not hold at any moment."""
    stop, faults = threading.Event(), list[str]()

    def watch() -> None:
        database = world.service.installation.database
        while not stop.wait(0.02):
            with database.read(world.service.office) as session:
                faults.extend(ledger_faults(session))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield faults
    finally:
        stop.set()
        thread.join()
