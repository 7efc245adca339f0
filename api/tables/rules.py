"""ルール集: what a municipality changed of the rules, points and travel, one row for each version."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import Document, line
from api.tables.base import Edited, instant


class RuleBook(Edited, table=True):
    """
    One version: a draft until it is put in force, and not edited any more from then on.

    `changes` is what differs from the shipped rules; `effect` is what the draft would change, as counts of
    which none is about somebody.
    """

    __table_args__ = (UniqueConstraint("municipality_id", "number"),)

    number: int
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    reason: str = Field(default="", sa_type=line(400))
    made_by: uuid.UUID
    effect: dict[str, Any] | None = Field(default=None, sa_type=Document)
    message: str = Field(default="", sa_type=line(200))
    in_force_since: dt.datetime | None = instant(default=None, index=True)
    put_in_force_by: uuid.UUID | None = None
