"""帳票: a municipality's own forms in the place of those that come with the service."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from api.infra.types import words
from api.tables.base import Record, instant


class FormKind(StrEnum):
    """What a form is for."""

    INTAKE = "intake"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    EVALUATION = "evaluation"
    NOTES = "notes"
    CONFERENCE = "conference"


class FormVersion(Record, table=True):
    """
    One version of a form of the municipality's own; never changed, the last one holds.

    Without `text` it is the form that comes with the service again.
    """

    __table_args__ = (UniqueConstraint("municipality_id", "kind", "number"),)

    kind: FormKind = Field(sa_type=words(FormKind))
    number: int
    text: str | None = Field(default=None, sa_type=Text)
    taken_at: dt.datetime = instant()
    taken_by: uuid.UUID
