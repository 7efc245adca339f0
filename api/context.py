"""What an act works with: who acts, for which municipality, on which record, at what time; and its trail."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry
from api.errors import NotFound, Stale, VersionMissing
from api.infra.clock import day_in_japan
from api.infra.crypto import Place
from api.infra.installation import Installation
from api.policy.vocabulary import Act, Field, Part, Role, Stage
from api.tables import Audit, Host, OwnedRow, Person, Placement, Versioned
from api.tables.sealed import SealedDocument

Found = TypeVar("Found", bound=OwnedRow)
Document = TypeVar("Document", bound=SealedDocument)


class Receipt(BaseModel):
    """The answer to an act: what it made or changed. It never holds personal data, for it is kept."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    version: int | None = None
    details: dict[str, Any] = {}


@dataclass(frozen=True)
class Actor:
    """
    Who acts.

    Parameters
    ----------
    user_id, municipality_id, roles
        The signed-in user.
    host_id
        Their organisation, for a host's user.
    session
        The start of the session's hash, for the trail.
    """

    user_id: uuid.UUID
    municipality_id: uuid.UUID
    roles: frozenset[Role]
    host_id: uuid.UUID | None = None
    session: str = ""


@dataclass(frozen=True)
class Case:
    """
    A person's case as the gate opened it for this user.

    Parameters
    ----------
    person
        The record.
    parts, stage
        How the user stands to it, and how far it has come.
    visible, writable
        The groups of fields the user sees and may change.
    """

    person: Person
    parts: frozenset[Part]
    stage: Stage
    visible: frozenset[Field]
    writable: frozenset[Field]


@dataclass
class Context:
    """
    One act or view under way.

    Parameters
    ----------
    installation, session
        The keys, and the transaction all of it happens in.
    actor, act, now, request_id
        Who does what, when (database time), in which request.
    if_match
        The version the change starts from, where one was given.
    case, host, placement
        The record the route is about, as the gate loaded it.
    entries
        Rows for the trail, written when the act ends.
    """

    installation: Installation
    session: Session
    actor: Actor
    act: Act
    now: dt.datetime
    request_id: str = ""
    if_match: int | None = None
    _case: Case | None = None
    _host: Host | None = None
    _placement: Placement | None = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def municipality_id(self) -> uuid.UUID:
        """The municipality all of this is for."""
        return self.actor.municipality_id

    @property
    def today(self) -> dt.date:
        """The date in Japan."""
        return day_in_japan(self.now)

    @property
    def case(self) -> Case:
        """The case the gate opened."""
        assert self._case is not None, "the route is about no person"
        return self._case

    @property
    def host(self) -> Host:
        """The host the gate opened."""
        assert self._host is not None, "the route is about no host"
        return self._host

    @property
    def placement(self) -> Placement:
        """The placement the gate opened."""
        assert self._placement is not None, "the route is about no placement"
        return self._placement

    def find(self, kind: type[Found], row_id: uuid.UUID, lock: bool = False) -> Found:
        """
        Give a record this municipality may see; locked against other writers where it will be changed.

        Raises
        ------
        NotFound
            If there is none: unknown ids and those of others are alike.
        """
        found: Found | None = self.session.execute(
            _by_id(kind, lock), {"row_id": row_id}
        ).scalar_one_or_none()
        if found is None or (lock and found.municipality_id != self.municipality_id):
            raise NotFound
        return found

    def lock(self, kind: type[OwnedRow], row_id: uuid.UUID) -> None:
        """Keep other writers from a record that is then read; SQLite has one writer, and needs no lock."""
        if not self.installation.database.is_sqlite:
            self.session.execute(_lock(kind), {"row_id": row_id})

    def expect_version(self, record: Versioned) -> None:
        """
        Check that a change starts from the record as it is.

        Raises
        ------
        VersionMissing
            Without If-Match.
        Stale
            With an older one; names the fields that were changed since, from the trail.
        """
        if self.if_match is None:
            raise VersionMissing
        if self.if_match != record.version:
            raise Stale(record.version, sorted(self.changed_since(record, self.if_match)))

    def changed_since(self, record: Versioned, version: int) -> set[str]:
        """Give the names of the fields of a record that were changed after a version, from the trail."""
        rows = self.session.execute(
            select(col(Audit.details)).where(
                col(Audit.resource_id) == record.id,
                col(Audit.version) > version,
                col(Audit.outcome) == "ok",
            )
        ).scalars()
        return {name for details in rows for name in details.get("fields", ())}

    def change(self, record: Versioned, values: Mapping[str, Any], also: Iterable[str] = ()) -> list[str]:
        """
        Set the values that differ, raise the version by one and note the names of what changed.

        Parameters
        ----------
        record
            A record that was found with a lock.
        values
            New values by column.
        also
            Names of changed fields inside a sealed document.
        """
        changed = sorted({*(name for name, value in values.items() if getattr(record, name) != value), *also})
        for name, value in values.items():
            setattr(record, name, value)
        if changed:
            record.version += 1
        self.note(record, fields=changed)
        return changed

    def add(self, record: Found, **details: Any) -> Found:
        """Add a new record and note it."""
        self.session.add(record)
        self.session.flush()
        self.note(record, **details)
        return record

    def note(self, record: OwnedRow | Versioned, outcome: str = "ok", **details: Any) -> None:
        """Put a row about a record into the trail: names, codes and counts, never values."""
        person = record.id if isinstance(record, Person) else getattr(record, "person_id", None)
        self.note_of(
            type(record).__tablename__,
            getattr(record, "id", None),
            person,
            getattr(record, "version", None),
            outcome,
            **details,
        )

    def note_of(
        self,
        resource: str,
        resource_id: uuid.UUID | None = None,
        person_id: uuid.UUID | None = None,
        version: int | None = None,
        outcome: str = "ok",
        **details: Any,
    ) -> None:
        """Put a row into the trail that is about no single record."""
        self.entries.append(
            Entry(
                act=self.act.value,
                outcome=outcome,
                actor_id=self.actor.user_id,
                session=self.actor.session,
                request_id=self.request_id,
                resource=resource,
                resource_id=resource_id,
                person_id=person_id,
                version=version,
                details=details,
            )
        )

    def place(self, record: OwnedRow, column: str = "sealed") -> Place:
        """Name the cell a sealed document stands in."""
        row_id: uuid.UUID = record.id  # type: ignore[attr-defined]
        return Place(record.municipality_id, str(type(record).__tablename__), row_id, column)

    def seal(self, record: OwnedRow, subject_id: uuid.UUID, document: SealedDocument) -> bytes:
        """Seal a document for its record with the key of its subject."""
        return self.installation.vault.seal(self.place(record), subject_id, document)

    def open(self, record: OwnedRow, subject_id: uuid.UUID, kind: type[Document]) -> Document:
        """Open a record's sealed document."""
        sealed: bytes | None = record.sealed  # type: ignore[attr-defined]
        return self.installation.vault.open(self.place(record), subject_id, sealed, kind)

    def receipt(self, record: Versioned | OwnedRow, **details: Any) -> Receipt:
        """Make the answer of an act from the record it made or changed."""
        return Receipt(id=record.id, version=getattr(record, "version", None), details=details)  # type: ignore[union-attr]


@functools.cache
def _by_id(kind: type[Any], lock: bool) -> Select[Any]:
    query = select(kind).where(kind.id == bindparam("row_id"))
    # What was read before the lock may have been changed meanwhile.
    return query.with_for_update().execution_options(populate_existing=True) if lock else query


@functools.cache
def _lock(kind: type[Any]) -> Select[Any]:
    return select(kind.id).where(kind.id == bindparam("row_id")).with_for_update()
