"""同意: a record with purpose, recipients, fields, dates, how, and withdrawal; never overwritten."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlmodel import Field

from api.infra.types import Document, words
from api.tables.base import Edited, instant


class Purpose(StrEnum):
    """What the person agrees to: sharing with the meeting, telling one host, one plan with the household."""

    MEETING = "meeting"
    HOST = "host"
    HOUSEHOLD = "household"


class MeetingBody(StrEnum):
    """Another meeting the 重層的支援会議 may be held together with."""

    SUPPORT_COORDINATION = "support_coordination"
    COMMUNITY_CARE = "community_care"
    DISABILITY_COUNCIL = "disability_council"
    CHILD_PROTECTION = "child_protection"
    OTHER = "other"


class How(StrEnum):
    """How the consent was given."""

    SIGNED = "signed"
    SPOKEN = "spoken"
    BY_PROXY = "by_proxy"


class Consent(Edited, table=True):
    """
    One consent; meeting and host are separate, and neither is a condition of support.

    `bodies` are the other meetings whose members may know too, when the conference is held with them.
    """

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    purpose: Purpose = Field(sa_type=words(Purpose))
    host_id: uuid.UUID | None = Field(default=None, foreign_key="host.id", index=True)
    fields: list[str] = Field(default_factory=list, sa_type=Document)
    bodies: list[str] = Field(
        default_factory=list, sa_type=Document, sa_column_kwargs={"server_default": "[]"}
    )
    given_on: dt.date
    expires_on: dt.date
    how: How = Field(sa_type=words(How))
    sealed: bytes | None = None
    recorded_by: uuid.UUID
    withdrawn_at: dt.datetime | None = instant(default=None)
    withdrawn_by: uuid.UUID | None = None
