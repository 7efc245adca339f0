"""Keys and sealing: AES-256-GCM with a key per subject, each sealed text bound to the place it stands in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.errors import KeyLost

NONCE_BYTES = 12
KEY_BYTES = 32
_FORMAT = b"\x01"


@dataclass(frozen=True)
class Place:
    """
    Where a sealed text stands; it opens nowhere else.

    Parameters
    ----------
    municipality_id, table, row_id, column
        The cell.
    """

    municipality_id: uuid.UUID
    table: str
    row_id: uuid.UUID
    column: str

    def bound_to(self, key_id: bytes) -> bytes:
        """Give the associated data: the cell and the key, each part with its length."""
        parts = (
            self.municipality_id.bytes,
            self.table.encode(),
            self.row_id.bytes,
            self.column.encode(),
            key_id,
        )
        return b"".join(len(part).to_bytes(2) + part for part in parts)


class RootKeys:
    """
    The keys that follow from the installation's secret, one for each use.

    Parameters
    ----------
    secret
        The setting `SANKA_SECRET`.
    """

    def __init__(self, secret: str) -> None:
        self._root = secret.encode()
        self.wrapping = self._key(b"wrapping")
        self.audit = self._key(b"audit")
        self.index = self._key(b"index")
        self.form = self._key(b"form")
        self.feed = self._key(b"feed")
        self.link = self._key(b"link")

    def _key(self, use: bytes) -> bytes:
        return HKDF(SHA256(), KEY_BYTES, salt=b"sanka", info=use).derive(self._root)

    def blind_index(self, municipality_id: uuid.UUID, words: str) -> str:
        """
        Give the index under which exact words are found without being readable.

        Width, case and spaces do not matter (NFKC is for search keys only, never for the name itself).
        """
        plain = "".join(unicodedata.normalize("NFKC", words).casefold().split())
        digest = hmac.digest(self.index, municipality_id.bytes + plain.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:18]).decode()


def key_id_of(key: bytes) -> bytes:
    """Name a key without telling it."""
    return hashlib.sha256(b"sanka key" + key).digest()[:8]


def seal(key: bytes, place: Place, text: bytes) -> bytes:
    """Seal a text for its place."""
    nonce, key_id = os.urandom(NONCE_BYTES), key_id_of(key)
    return _FORMAT + key_id + nonce + AESGCM(key).encrypt(nonce, text, place.bound_to(key_id))


def unseal(key: bytes, place: Place, sealed: bytes) -> bytes:
    """
    Open a sealed text.

    Raises
    ------
    KeyLost
        If it was sealed with another key or for another place, or has been changed.
    """
    key_id = key_id_of(key)
    if sealed[:1] != _FORMAT or sealed[1:9] != key_id or len(sealed) < 9 + NONCE_BYTES:
        raise KeyLost(f"{place.table}.{place.column} was sealed with another key")
    nonce, body = sealed[9 : 9 + NONCE_BYTES], sealed[9 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.bound_to(key_id))
    except InvalidTag as error:
        raise KeyLost(f"{place.table}.{place.column} is not what was sealed here") from error
