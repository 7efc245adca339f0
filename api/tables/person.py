"""The person, what they need, who carries the case, and who they live with. Names are sealed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import Document, line, words
from api.policy.vocabulary import Role
from api.tables.base import Edited, Record, TenantRow, instant
from api.tables.consent import MeetingBody
from matching.vocabulary import Answer, Gender, NeedDomain, Side, Urgency


class Person(Edited, table=True):
    """本人. Who they are is sealed; what is matched on is plain and says nothing of who they are."""

    __table_args__ = (UniqueConstraint("municipality_id", "number"),)

    number: str = Field(sa_type=line(40))
    sealed: bytes | None = None
    name_index: str | None = Field(default=None, sa_type=line(32), index=True)
    kana_index: str | None = Field(default=None, sa_type=line(32), index=True)
    age_years: int
    protected: Answer = Field(default=Answer.UNKNOWN, sa_type=words(Answer))
    district_id: uuid.UUID | None = Field(default=None, foreign_key="district.id")
    home_mesh: str | None = Field(default=None, sa_type=line(9))
    waiting_since: dt.date
    availability: list[dict[str, Any]] | None = Field(default=None, sa_type=Document)
    fewest_slots: int = 1
    most_slots: int = 1
    goal: dict[str, Any] | None = Field(default=None, sa_type=Document)
    longest_stay_minutes: int | None = None
    modes: list[str] = Field(default_factory=lambda: ["walk"], sa_type=Document)
    most_travel_minutes: int | None = None
    can_reach: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    conditions: dict[str, str] = Field(default_factory=dict, sa_type=Document)
    likes: list[str] = Field(default_factory=list, sa_type=Document)
    avoids: list[str] = Field(default_factory=list, sa_type=Document)
    staff_gender: Gender | None = Field(default=None, sa_type=words(Gender))
    accompaniment_minutes: int = 0
    attention_minutes: int = 0
    apart_from_hosts: list[str] = Field(default_factory=list, sa_type=Document)
    apart_from_persons: list[str] = Field(default_factory=list, sa_type=Document)
    caring: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    earliest_start: dt.date | None = None
    caseload_pool_id: uuid.UUID | None = Field(default=None, foreign_key="pool.id")
    paused_until: dt.date | None = None
    ended_on: dt.date | None = None

    @property
    def is_protected(self) -> bool:
        """Under protection, or not yet asked: both are treated alike."""
        return self.protected != Answer.NO


class PersonNeed(Edited, table=True):
    """狭間のニーズ of a person; the wish in their own words is sealed."""

    __table_args__ = (UniqueConstraint("person_id", "domain"),)

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    domain: NeedDomain = Field(sa_type=words(NeedDomain))
    urgency: Urgency = Field(default=Urgency.SOON, sa_type=words(Urgency))
    sealed: bytes | None = None


class PersonScheme(Edited, table=True):
    """One line of the 狭間 check: could an existing scheme meet the need?"""

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    domain: NeedDomain = Field(sa_type=words(NeedDomain))
    scheme: str = Field(sa_type=line(80))
    possible: Answer = Field(sa_type=words(Answer))
    look_again_on: dt.date | None = None
    sealed: bytes | None = None


class PersonRefusal(Record, table=True):
    """A declined pair, not proposed again before its review date."""

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    menu_id: uuid.UUID | None = Field(default=None, foreign_key="menu.id")
    side: Side = Field(sa_type=words(Side))
    reason: str = Field(sa_type=line(40))
    until: dt.date | None = None
    placement_id: uuid.UUID | None = Field(default=None, foreign_key="placement.id")
    recorded_at: dt.datetime = instant()
    recorded_by: uuid.UUID


class Involvement(Record, table=True):
    """関わり: a user who carries the case, or sits in the meeting (for another body) it was put before."""

    __table_args__ = (UniqueConstraint("person_id", "user_id", "role"),)

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    user_id: uuid.UUID = Field(foreign_key="user_account.id", index=True)
    role: Role = Field(sa_type=words(Role))
    since: dt.date
    until: dt.date | None = None
    body: MeetingBody | None = Field(default=None, sa_type=words(MeetingBody))


class CaseOpening(Record, table=True):
    """A case, or its address, opened with a reason for a short time."""

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    user_id: uuid.UUID = Field(foreign_key="user_account.id", index=True)
    is_contact: bool = False
    reason: str = Field(sa_type=line(40))
    sealed: bytes | None = None
    until: dt.datetime = instant()


class ProtectionRemoval(Edited, table=True):
    """解除の申請: takes a second person and a day; protection switched on again meanwhile cancels it."""

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    person_version: int
    asked_by: uuid.UUID
    asked_at: dt.datetime = instant()
    sealed: bytes | None = None
    approved_by: uuid.UUID | None = None
    done_at: dt.datetime | None = instant(default=None)


class Household(Edited, table=True):
    """世帯: people who live together."""


class HouseholdMember(TenantRow, table=True):
    """One member of a household."""

    household_id: uuid.UUID = Field(foreign_key="household.id", primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, unique=True)


class Party(Edited, table=True):
    """組: people placed together."""


class PartyMember(TenantRow, table=True):
    """One member of a party; a person is in one at most."""

    party_id: uuid.UUID = Field(foreign_key="party.id", primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, unique=True)
