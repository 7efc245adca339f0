"""The chain: each row's MAC covers the row and the MAC before it."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from typing import Any

_FIELDS = (
    "act",
    "outcome",
    "actor_id",
    "session",
    "request_id",
    "resource",
    "resource_id",
    "person_id",
    "version",
    "details",
)


def mac_of(key: bytes, row: Mapping[str, Any], before: str) -> str:
    """Give the MAC of a row: HMAC-SHA256 over municipality, number, the MAC before, and the row."""
    body = {name: _plain(row[name]) for name in _FIELDS}
    body["at"] = row["at"].astimezone(dt.UTC).isoformat(timespec="milliseconds")
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    parts = (row["municipality_id"].bytes, row["seq"].to_bytes(8), before.encode(), text)
    message = b"".join(len(part).to_bytes(4) + part for part in parts)
    return hmac.digest(key, message, hashlib.sha256).hex()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID) else value
