"""The vault: personal records sealed as documents, opened only for their own row."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel

from api.infra.crypto import Place, seal, unseal
from api.infra.keystore import KeyStore

Record = TypeVar("Record", bound=BaseModel)


class Vault:
    """
    Seals documents with the key of their subject.

    Parameters
    ----------
    keys
        The key store.
    """

    def __init__(self, keys: KeyStore) -> None:
        self.keys = keys

    def new_subject(self, municipality_id: uuid.UUID, subject_id: uuid.UUID) -> None:
        """Make the key of a new subject."""
        self.keys.make(municipality_id, subject_id)

    def seal(self, place: Place, subject_id: uuid.UUID, record: BaseModel) -> bytes:
        """Seal a record for its place."""
        text = record.model_dump_json(exclude_defaults=True).encode()
        return seal(self.keys.key_of(place.municipality_id, subject_id), place, text)

    def open(self, place: Place, subject_id: uuid.UUID, sealed: bytes | None, kind: type[Record]) -> Record:
        """
        Open a sealed record; what was never sealed is an empty one.

        Raises
        ------
        KeyLost
            If the key is gone or the text is not what was sealed here.
        """
        if sealed is None:
            return kind()
        return kind.model_validate_json(self.open_bytes(place, subject_id, sealed))

    def seal_bytes(self, place: Place, subject_id: uuid.UUID, text: bytes) -> bytes:
        """Seal bytes for their place."""
        return seal(self.keys.key_of(place.municipality_id, subject_id), place, text)

    def open_bytes(self, place: Place, subject_id: uuid.UUID, sealed: bytes) -> bytes:
        """Open sealed bytes; raises as `open` does."""
        return unseal(self.keys.key_of(place.municipality_id, subject_id), place, sealed)

    def fetch(self, municipality_id: uuid.UUID, subject_ids: Iterable[uuid.UUID]) -> None:
        """Read the keys of many subjects at once, before their records are opened one by one."""
        self.keys.fetch(municipality_id, subject_ids)
