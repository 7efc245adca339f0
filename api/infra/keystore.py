"""The key store: a key per subject, wrapped, in its own database; deleting a key erases the subject."""

from __future__ import annotations

import math
import os
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterable

from sqlalchemy import Column, LargeBinary, MetaData, Table, Uuid, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from api.errors import KeyLost
from api.infra.crypto import KEY_BYTES, Place, seal, unseal
from api.infra.database import Database

KEPT_KEYS = 20_000
KEPT_S = 60.0
_NEVER = (-math.inf, b"")

_METADATA = MetaData()
_KEYS = Table(
    "subject_key",
    _METADATA,
    Column("subject_id", Uuid, primary_key=True),
    Column("municipality_id", Uuid, nullable=False, index=True),
    Column("wrapped", LargeBinary, nullable=False),
)


class KeyStore:
    """
    Keys of people, hosts, users and runs.

    Parameters
    ----------
    database
        Never the main database.
    wrapping
        The key all subject keys are wrapped with.
    """

    def __init__(self, database: Database, wrapping: bytes) -> None:
        self._database = database
        self._wrapping = wrapping
        self._kept: OrderedDict[uuid.UUID, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()
        _METADATA.create_all(database.engine)

    def close(self) -> None:
        """Close its connections."""
        self._database.close()

    def make(self, municipality_id: uuid.UUID, subject_id: uuid.UUID) -> None:
        """Make the key of a new subject; it is stored before anything is sealed with it."""
        self.make_all(municipality_id, [subject_id])

    def make_all(self, municipality_id: uuid.UUID, subject_ids: Iterable[uuid.UUID]) -> None:
        """Make the keys of new subjects in one go; who has one keeps it."""
        rows = [
            {
                "subject_id": subject_id,
                "municipality_id": municipality_id,
                "wrapped": seal(self._wrapping, _place(municipality_id, subject_id), os.urandom(KEY_BYTES)),
            }
            for subject_id in subject_ids
        ]
        dialect = sqlite if self._database.is_sqlite else postgresql
        with self._database.write() as session:
            session.execute(dialect.insert(_KEYS).on_conflict_do_nothing(), rows)

    def key_of(self, municipality_id: uuid.UUID, subject_id: uuid.UUID) -> bytes:
        """
        Give a subject's key.

        Raises
        ------
        KeyLost
            If there is none: it was erased, or the key store is not the one that belongs to the records.
        """
        self.fetch(municipality_id, [subject_id])
        with self._lock:
            kept = self._kept.get(subject_id)
        if kept is None:
            raise KeyLost(f"no key for {subject_id}")
        return kept[1]

    def fetch(self, municipality_id: uuid.UUID, subject_ids: Iterable[uuid.UUID]) -> None:
        """Read the keys of many subjects at once and keep them for a minute."""
        oldest = time.monotonic() - KEPT_S
        with self._lock:
            missing = [each for each in subject_ids if self._kept.get(each, _NEVER)[0] < oldest]
        for start in range(0, len(missing), 500):
            wanted = missing[start : start + 500]
            with self._database.read() as session:
                found = session.execute(
                    select(_KEYS.c.subject_id, _KEYS.c.wrapped).where(
                        _KEYS.c.subject_id.in_(wanted), _KEYS.c.municipality_id == municipality_id
                    )
                ).all()
            for subject_id, wrapped in found:
                self._keep(subject_id, unseal(self._wrapping, _place(municipality_id, subject_id), wrapped))
            with self._lock:
                for erased in set(wanted) - {subject_id for subject_id, _ in found}:
                    self._kept.pop(erased, None)

    def erase(self, subject_id: uuid.UUID) -> None:
        """Delete a subject's key: what was sealed with it can never be read again."""
        with self._database.write() as session:
            session.execute(delete(_KEYS).where(_KEYS.c.subject_id == subject_id))
        with self._lock:
            self._kept.pop(subject_id, None)

    def _keep(self, subject_id: uuid.UUID, key: bytes) -> None:
        with self._lock:
            self._kept[subject_id] = (time.monotonic(), key)
            while len(self._kept) > KEPT_KEYS:
                self._kept.popitem(last=False)


def _place(municipality_id: uuid.UUID, subject_id: uuid.UUID) -> Place:
    return Place(municipality_id, "subject_key", subject_id, "wrapped")
