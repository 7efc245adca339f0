"""
What clients asked for and what the service kept of it.

Every client of a fault test writes down each operation. `check` then reads the database: what was
acknowledged is there once, what was refused is not there, no seat is given twice, and the trail is whole.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.verify import verify_chain
from api.errors import KeyLost
from api.infra.crypto import Place
from api.infra.database import Database
from api.policy.vocabulary import Act
from api.tables import (
    Audit,
    CapacityStatement,
    Consent,
    IdempotencyKey,
    Person,
    Placement,
    PlacementSeat,
    ProposalRun,
    Seat,
)
from api.tables.sealed import PersonDocument
from matching.vocabulary import PlacementStatus
from tests.api.service import Service

BUSY = 503
NUMBERS = "load-"
"""How the case numbers of people begin whom a load client registers."""


@dataclass(frozen=True)
class Attempt:
    """
    One time an operation was sent.

    Parameters
    ----------
    began, ended
        When it was sent, and when something came back.
    status, answer
        What came back; no status if nothing did.
    """

    began: dt.datetime
    ended: dt.datetime
    status: int | None = None
    answer: str = ""

    @property
    def is_final(self) -> bool:
        """Tell whether the answer says what became of the operation; "busy" does not always know."""
        return self.status is not None and self.status != BUSY


@dataclass
class Operation:
    """
    One act a client wants done, however often it is sent.

    Parameters
    ----------
    act, method, path, body, version
        What is asked for.
    key
        Its Idempotency-Key.
    attempts
        Each time it was sent.
    """

    act: Act
    method: str
    path: str
    body: Mapping[str, Any]
    version: int | None = None
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def final(self) -> Attempt | None:
        """The first answer that says what became of it."""
        return next((each for each in self.attempts if each.is_final), None)

    @property
    def is_acked(self) -> bool:
        """Tell whether it was acknowledged."""
        return self.final is not None and self.final.status in {200, 201}

    @property
    def receipt(self) -> dict[str, Any]:
        """Its receipt, once it is acknowledged."""
        assert self.final is not None
        receipt: dict[str, Any] = json.loads(self.final.answer)
        return receipt


class History:
    """All operations of all clients."""

    def __init__(self) -> None:
        self._operations: list[Operation] = []
        self._lock = threading.Lock()

    def add(self, operation: Operation) -> Operation:
        """Write an operation down, before it is sent for the first time."""
        with self._lock:
            self._operations.append(operation)
        return operation

    @property
    def operations(self) -> list[Operation]:
        """What was asked for so far."""
        with self._lock:
            return list(self._operations)

    @property
    def acked(self) -> int:
        """How many were acknowledged so far."""
        return sum(each.is_acked for each in self.operations)


@dataclass(frozen=True)
class Stored:
    """
    Where an act is found in the tables.

    Parameters
    ----------
    resource
        The table its audit row names.
    rows
        Selects the id in its receipt, once for each time it was done; what tests put straight into the
        database is left out.
    """

    resource: str
    rows: Select[Any]


def stored_acts(users: Iterable[uuid.UUID]) -> Mapping[Act, Stored]:
    """Say where the acts of these users are found."""
    own = list(users)
    return {
        Act.PERSON_CREATE: Stored(
            "person", select(col(Person.id)).where(col(Person.number).startswith(NUMBERS))
        ),
        Act.OFFER_MAKE: Stored(
            "placement", select(col(Placement.id)).where(col(Placement.created_by).in_(own))
        ),
        Act.PLACEMENT_EDIT: Stored(
            "placement", select(col(Placement.id)).where(col(Placement.status) == PlacementStatus.ENDED)
        ),
        Act.CONSENT_GIVE: Stored("consent", select(col(Consent.id)).where(col(Consent.recorded_by).in_(own))),
        Act.CONSENT_WITHDRAW: Stored(
            "consent", select(col(Consent.id)).where(col(Consent.withdrawn_by).in_(own))
        ),
        Act.HOST_STATE: Stored(
            "host", select(col(CapacityStatement.host_id)).where(col(CapacityStatement.stated_by).in_(own))
        ),
        Act.PROPOSAL_MAKE: Stored(
            "proposal_run", select(col(ProposalRun.id)).where(col(ProposalRun.created_by).in_(own))
        ),
    }


@dataclass(frozen=True)
class Verdict:
    """
    What became of a history.

    Parameters
    ----------
    acked, refused, unknown
        How many operations ended how; unknown are those never answered.
    resolved
        How many were left without an answer at first and got one when they were sent again.
    replayed
        How many of these had been done all the same: the answer was lost after the commit.
    lost
        How many acknowledged operations are not in the tables.
    faults
        All that does not hold, in words.
    database
        What it ran on.
    """

    acked: int
    refused: int
    unknown: int
    resolved: int
    replayed: int
    lost: int
    faults: tuple[str, ...]
    database: str

    def __str__(self) -> str:
        """Say it in a line."""
        return (
            f"{self.acked:,} acked / {self.lost} lost; {self.refused:,} refused, {self.unknown} unknown, "
            f"{self.resolved} resolved by their key ({self.replayed} had been kept); {self.database}"
        )


def check(service: Service, history: History, users: Iterable[uuid.UUID]) -> Verdict:
    """Hold what the users' clients were told against what the first municipality's records say."""
    operations, users = history.operations, list(users)
    acked = [each for each in operations if each.is_acked]
    unknown = [each for each in operations if each.final is None]
    faults = [fault for each in operations for fault in _answer_faults(each)]
    lost = 0
    with service.installation.database.read(service.office) as session:
        for act, stored in stored_acts(users).items():
            found = Counter(session.execute(stored.rows).scalars())
            told = Counter(uuid.UUID(each.receipt["id"]) for each in acked if each.act == act)
            lost += (told - found).total()
            faults += [f"{act}: {row} was acknowledged and is lost" for row in (told - found).elements()]
            extra = list((found - told).elements())
            if len(extra) > sum(each.act == act for each in unknown):
                faults += [f"{act}: {row} was done and never acknowledged" for row in extra]
            faults += _trail_faults(session, act, stored.resource, found)
        kept = _kept(session, users)
        faults += _key_faults(kept, operations)
        faults += _unreadable(service, session)
        faults += ledger_faults(session)
        faults += verify_chain(session, service.installation.roots.audit).faults
    resolved = [each for each in operations if each.final and not each.attempts[0].is_final]
    return Verdict(
        acked=len(acked),
        refused=len(operations) - len(acked) - len(unknown),
        unknown=len(unknown),
        resolved=len(resolved),
        replayed=sum(_was_kept_before(kept, each) for each in resolved),
        lost=lost,
        faults=tuple(faults),
        database=database_of(service.installation.database),
    )


def ledger_faults(session: Session) -> list[str]:
    """Find seats that are used above their capacity, or by nobody, or used and not counted: one snapshot."""
    taken = (
        select(func.coalesce(func.sum(col(PlacementSeat.amount)), 0))
        .where(
            col(PlacementSeat.pool_slot_id) == col(Seat.pool_slot_id),
            col(PlacementSeat.day) == col(Seat.day),
        )
        .correlate(Seat)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Seat.pool_slot_id, Seat.day, Seat.used, Seat.capacity, taken)  # type: ignore[call-overload]
    ).all()
    faults = [
        f"seat {pool_slot_id} {day}: {used} used of {capacity}"
        for pool_slot_id, day, used, capacity, _ in rows
        if used > capacity
    ]
    return faults + [
        f"seat {pool_slot_id} {day}: {used} used, {by_placements} by placements"
        for pool_slot_id, day, used, _, by_placements in rows
        if used != by_placements
    ]


def database_of(database: Database) -> str:
    """Name a database and what its promises rest on."""
    names = ("journal_mode", "synchronous") if database.is_sqlite else ("fsync", "synchronous_commit")
    ask = "PRAGMA" if database.is_sqlite else "SHOW"
    with database.engine.connect() as connection:
        said = [f"{name}={connection.execute(text(f'{ask} {name}')).scalar_one()}" for name in names]
        version = ".".join(str(part) for part in connection.dialect.server_version_info or ())
        return f"{connection.dialect.name} {version} {' '.join(said)}"


def _answer_faults(operation: Operation) -> list[str]:
    """A request that is sent again with its key gets the answer it got before, and none is "failed"."""
    final = [each for each in operation.attempts if each.is_final]
    faults = [f"{operation.act}: answered {each.status}" for each in final if (each.status or 0) >= 500]
    if operation.is_acked and len({(each.status, each.answer) for each in final}) > 1:
        faults.append(f"{operation.act}: two answers to one key")
    return faults


def _trail_faults(session: Session, act: Act, resource: str, found: Counter[uuid.UUID]) -> list[str]:
    query = select(col(Audit.resource_id)).where(
        col(Audit.act) == act.value, col(Audit.resource) == resource, col(Audit.outcome) == "ok"
    )
    noted = Counter(session.execute(query).scalars())
    return [
        *(f"{act}: {row} has no audit row" for row in (found - noted).elements()),
        *(f"{act}: the trail tells of {row}, which is not there" for row in (noted - found).elements()),
    ]


Kept = Mapping[str, tuple[str, dt.datetime]]
"""Receipts by their key, and since when each is kept."""


def _kept(session: Session, users: list[uuid.UUID]) -> Kept:
    query = select(col(IdempotencyKey.key), col(IdempotencyKey.answer), col(IdempotencyKey.created_at))
    rows = session.execute(query.where(col(IdempotencyKey.user_id).in_(users)))
    return {key: (answer, since) for key, answer, since in rows}


def _key_faults(kept: Kept, operations: list[Operation]) -> list[str]:
    faults = []
    for each in operations:
        if each.is_acked and kept.get(each.key, ("",))[0] != each.final.answer:  # type: ignore[union-attr]
            faults.append(f"{each.act}: the receipt is not kept under its key")
        if each.final is not None and not each.is_acked and each.key in kept:
            faults.append(f"{each.act}: was refused, and a receipt is kept")
    return faults


def _unreadable(service: Service, session: Session) -> list[str]:
    """Open every person's record: a record without its key is lost as well."""
    faults = []
    for row_id, sealed in session.execute(select(col(Person.id), col(Person.sealed))):
        place = Place(service.office, "person", row_id, "sealed")
        try:
            service.installation.vault.open(place, row_id, sealed, PersonDocument)
        except KeyLost as error:
            faults.append(f"person {row_id} cannot be read: {error}")
    return faults


def _was_kept_before(kept: Kept, operation: Operation) -> bool:
    """Tell whether an act had been kept when its answer was lost: before it was sent for the last time."""
    final = operation.final
    return final is not None and operation.key in kept and kept[operation.key][1] < final.began
