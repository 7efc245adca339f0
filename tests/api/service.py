"""A running service for the tests: municipalities, users of every role, clients that are signed in."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.verify import Checked, verify_chain
from api.context import Actor, Context
from api.infra.clock import DatabaseClock
from api.infra.crypto import Place
from api.infra.installation import Installation, open_installation
from api.infra.settings import Settings
from api.main import create_app
from api.office.setup import add_municipality
from api.policy.sessions import start_session
from api.policy.vocabulary import Act, Role
from api.tables import Audit, Municipality, UserAccount, UserRole
from api.tables.sealed import UserDocument

ORIGIN = "http://127.0.0.1:8000"
SECRET = "t3st-" + "q9Zr7LxK2mVw8BnYc5HdJfGs4PaUeTi0"
OFFICES = (("131016", "千代田区（見本）"), ("131024", "中央区（見本）"))
_numbers = itertools.count(1)


class MovableClock:
    """The database's clock, and a step to put before it."""

    def __init__(self) -> None:
        self.step = dt.timedelta()
        self._database = DatabaseClock()

    def now(self, session: Session) -> dt.datetime:
        """Give the database's time plus the step."""
        return self.read(self._database.now(session))

    def read(self, said: dt.datetime) -> dt.datetime:
        """Put the step before what the database said."""
        return said + self.step


class Client(TestClient):
    """A signed-in client: every act gets a key of its own unless one is given."""

    user_id: uuid.UUID

    def act(self, method: str, path: str, body: Any = None, version: int | None = None, key: str = "") -> Any:
        """Send an act."""
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.request(method, path, json=body if body is not None else {}, headers=headers)

    def done(self, method: str, path: str, body: Any = None, version: int | None = None) -> dict[str, Any]:
        """Send an act that has to succeed, and give its receipt."""
        answer = self.act(method, path, body, version)
        assert answer.is_success, answer.text
        receipt: dict[str, Any] = answer.json()
        return receipt

    def seen(self, path: str) -> dict[str, Any]:
        """Get a view that has to be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        view: dict[str, Any] = answer.json()
        return view


class Service:
    """One installation with two municipalities."""

    def __init__(self, installation: Installation, clock: MovableClock, portal: BlockingPortal) -> None:
        self.installation = installation
        self.clock = clock
        self._portal = portal
        self.app: FastAPI = create_app(installation)
        self.office, self.neighbour = (self._add_office(code, name) for code, name in OFFICES)

    def _add_office(self, code: str, name: str) -> uuid.UUID:
        with self.installation.database.write() as session:
            return add_municipality(session, code, name, 4_500, self.clock.now(session)).id

    def add_user(
        self, *roles: Role, office: uuid.UUID | None = None, host_id: uuid.UUID | str | None = None
    ) -> uuid.UUID:
        """Register a user who signs in nowhere but through `client_of`."""
        office = office or self.office
        user_id, number = uuid.uuid4(), next(_numbers)
        vault = self.installation.vault
        vault.new_subject(office, user_id)
        with self.installation.database.write() as session:
            user = UserAccount(
                id=user_id,
                municipality_id=office,
                sign_in_name=f"sample-user-{number}",
                password_hash="!",
                host_id=uuid.UUID(str(host_id)) if host_id else None,
                created_at=self.clock.now(session),
                sealed=vault.seal(
                    Place(office, "user_account", user_id, "sealed"),
                    user_id,
                    UserDocument(name=f"見本 {number}号"),
                ),
            )
            session.add(user)
            session.flush()
            session.add_all(UserRole(user_id=user_id, role=role) for role in roles)
        return user_id

    def client_of(self, user_id: uuid.UUID | None) -> Client:
        """Give a client with a session of the user; nobody's without one."""
        client = Client(self.app, base_url=ORIGIN)
        client.headers["Origin"] = ORIGIN
        # One event loop for all: a new one for each request takes as long as the request.
        client.portal = self._portal
        if user_id is not None:
            with self.installation.database.write() as session:
                token = start_session(session, user_id, self.clock.now(session), "test", "test")
            client.cookies.set("sanka_session", token, domain="127.0.0.1")
            client.user_id = user_id
        return client

    def client(self, *roles: Role, office: uuid.UUID | None = None, host_id: Any = None) -> Client:
        """Register a user with these roles and give their client."""
        return self.client_of(self.add_user(*roles, office=office, host_id=host_id))

    @contextmanager
    def context(self, user_id: uuid.UUID, act: Act, *roles: Role) -> Iterator[Context]:
        """Open a context as a route would, for tests of services below the web."""
        with self.installation.database.write(self.office) as session:
            actor = Actor(user_id, self.office, frozenset(roles))
            yield Context(self.installation, session, actor, act, self.clock.now(session), "test")

    def audit(self, office: uuid.UUID | None = None) -> list[Audit]:
        """Read the trail."""
        with self.installation.database.read(office or self.office) as session:
            return list(session.execute(select(Audit).order_by(col(Audit.seq))).scalars())

    def check_audit(self, office: uuid.UUID | None = None) -> Checked:
        """Verify the trail."""
        with self.installation.database.read(office or self.office) as session:
            return verify_chain(session, self.installation.roots.audit)

    def offices(self) -> list[Municipality]:
        """Read the municipalities."""
        with self.installation.database.read() as session:
            return list(session.execute(select(Municipality)).scalars())


@contextmanager
def open_service(url: str, folder: Path) -> Iterator[Service]:
    """Open a service on a database of its own."""
    settings = Settings(secret=SECRET, database_url=url, keys_url=f"sqlite:///{folder / 'keys' / 'keys.db'}")
    clock = MovableClock()
    installation = open_installation(settings, clock)
    try:
        with start_blocking_portal() as portal:
            yield Service(installation, clock, portal)
    finally:
        installation.close()
