"""定着の見込み: artefacts, what was known of a placement when it began, and what was made of a prediction."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import Document, line
from api.tables.base import Record, instant


class RetentionModel(Record, table=True):
    """One artefact of `matching.retention`: numbers about many, of no single person; rows are only added."""

    __table_args__ = (UniqueConstraint("municipality_id", "number"),)

    number: int
    hash: str = Field(sa_type=line(64))
    artefact: dict[str, Any] = Field(sa_type=Document)
    stays: int
    first_day: dt.date
    last_day: dt.date
    why_curve: str | None = Field(default=None, sa_type=line(20))
    trained_at: dt.datetime = instant()


class PlacementStart(Record, table=True):
    """What was known of the fit when a placement began; later changes of the records do not change it."""

    placement_id: uuid.UUID = Field(foreign_key="placement.id", unique=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    known: dict[str, float] = Field(default_factory=dict, sa_type=Document)
    noted_at: dt.datetime = instant()


class RetentionUse(Record, table=True):
    """
    A prediction that was acted on.

    A coordinator let contacts come closer together from `used_on` on; or the worker, where the municipality
    turned that on, moved one due contact nearer, from `moved_from` to `moved_to`. Either can be put back.
    """

    placement_id: uuid.UUID = Field(foreign_key="placement.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    model_id: uuid.UUID = Field(foreign_key="retention_model.id")
    used_on: dt.date
    chance: float
    usual: float
    reasons: list[str] = Field(default_factory=list, sa_type=Document)
    used_by: uuid.UUID | None = None
    used_at: dt.datetime = instant()
    moved_from: dt.date | None = None
    moved_to: dt.date | None = None
    put_back_on: dt.date | None = None
    put_back_by: uuid.UUID | None = None
