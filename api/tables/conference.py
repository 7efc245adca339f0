"""会議: the 重層的支援会議, or without consent the 支援会議; who sits in it and what was put before it."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import Document, line, words
from api.tables.base import Edited, Record, instant
from api.tables.consent import MeetingBody
from matching.vocabulary import NeedDomain


class Basis(StrEnum):
    """What a conference rests on, by article: people's consent, or the secrecy of its members."""

    CONSENT = "106-4"
    SECRECY = "106-6"


class Mode(StrEnum):
    """How it is held: 定期, 随時, オンライン."""

    REGULAR = "regular"
    AS_NEEDED = "as_needed"
    ONLINE = "online"


class ConferenceState(StrEnum):
    """Where a conference stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Seating(StrEnum):
    """For whom somebody sits in a conference; the first two have to be there."""

    OFFICE = "office"
    LEAD = "lead"
    PROVIDER = "provider"
    OUTREACH = "outreach"
    PERSON = "person"
    AGENCY = "agency"


class AgendaKind(StrEnum):
    """開催区分: what is looked at."""

    FIRST = "first"
    RENEWED = "renewed"
    CLOSURE = "closure"
    BREAK_OFF = "break_off"
    OTHER = "other"


class Conclusion(StrEnum):
    """承認, 修正 or 再協議."""

    APPROVED = "approved"
    CHANGES = "changes"
    AGAIN = "again"


class TimeBand(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class Conference(Edited, table=True):
    """A conference on a day. One that rests on secrecy is walled: only its members see what is in it."""

    name: str = Field(sa_type=line(120))
    basis: Basis = Field(default=Basis.CONSENT, sa_type=words(Basis))
    mode: Mode = Field(sa_type=words(Mode))
    body: MeetingBody | None = Field(default=None, sa_type=words(MeetingBody))
    held_on: dt.date
    state: ConferenceState = Field(default=ConferenceState.PLANNED, sa_type=words(ConferenceState))
    opened_at: dt.datetime | None = instant(default=None)
    closed_at: dt.datetime | None = instant(default=None)
    created_by: uuid.UUID

    @property
    def is_walled(self) -> bool:
        """Only its members see what is in it, and it is never exported."""
        return self.basis == Basis.SECRECY


class ConferenceMember(Edited, table=True):
    """構成員: a user, or somebody from outside whose name is sealed with the conference's key."""

    __table_args__ = (UniqueConstraint("conference_id", "user_id"),)

    conference_id: uuid.UUID = Field(foreign_key="conference.id", index=True)
    user_id: uuid.UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    seating: Seating = Field(sa_type=words(Seating))
    body: MeetingBody | None = Field(default=None, sa_type=words(MeetingBody))
    is_late: bool = False
    has_attended: bool = False
    sealed: bytes | None = None


class AgendaItem(Edited, table=True):
    """
    付議: a person put before a conference; without one it was asked for and waits for the next.

    What was said is sealed with the person's key. `opened_for` are the members the case was opened for.
    """

    __table_args__ = (UniqueConstraint("conference_id", "person_id", "kind"),)

    conference_id: uuid.UUID | None = Field(default=None, foreign_key="conference.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    kind: AgendaKind = Field(sa_type=words(AgendaKind))
    plan_id: uuid.UUID | None = Field(default=None, foreign_key="support_plan.id", index=True)
    plan_version: int | None = None
    placement_id: uuid.UUID | None = Field(default=None, foreign_key="placement.id", index=True)
    consent_id: uuid.UUID | None = Field(default=None, foreign_key="consent.id")
    opened_for: list[str] = Field(default_factory=list, sa_type=Document)
    conclusion: Conclusion | None = Field(default=None, sa_type=words(Conclusion))
    concluded_at: dt.datetime | None = instant(default=None)
    next_monitoring_on: dt.date | None = None
    needs_follow_up: bool | None = None
    attempts: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    created_by: uuid.UUID
    sealed: bytes | None = None


class GapNote(Record, table=True):
    """社会資源の不足: what a conference found lacking. It names nobody."""

    conference_id: uuid.UUID = Field(foreign_key="conference.id", index=True)
    domain: NeedDomain = Field(sa_type=words(NeedDomain))
    district_id: uuid.UUID | None = Field(default=None, foreign_key="district.id")
    weekday: int | None = None
    time_band: TimeBand | None = Field(default=None, sa_type=words(TimeBand))
    conditions: list[str] = Field(default_factory=list, sa_type=Document)
    noted_on: dt.date
