"""The life of a placement: what happened, its dose and pauses, who came, what was reported, why it ended."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import line, words
from api.tables.base import Edited, Record, TenantRow, instant
from matching.vocabulary import Side


class EventKind(StrEnum):
    """What happened to a placement."""

    OFFERED = "offered"
    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    SAID_CONDITION = "said_condition"
    EXTENDED = "extended"
    VISIT_PLANNED = "visit_planned"
    HELD_AGAIN = "held_again"
    HOLD_ENDED = "hold_ended"
    RELEASED = "released"
    TRIAL = "trial"
    ACCEPTED = "accepted"
    SETTLED = "settled"
    PROLONGED = "prolonged"
    SEAT_RECALLED = "seat_recalled"
    ENDED = "ended"
    BROKEN_OFF = "broken_off"


class PlacementEvent(Record, table=True):
    """経過: one thing that happened to a placement; rows are only added."""

    placement_id: uuid.UUID = Field(foreign_key="placement.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    kind: EventKind = Field(sa_type=words(EventKind))
    side: Side | None = Field(default=None, sa_type=words(Side))
    day: dt.date
    at: dt.datetime = instant()
    recorded_by: uuid.UUID | None = None


class StepWhy(StrEnum):
    """Why the dose changes; none of it is anybody's fault."""

    PERSON_WISH = "person_wish"
    GOING_WELL = "going_well"
    REST = "rest"
    HEALTH = "health"
    HOST_ROOM = "host_room"
    RECALLED = "recalled"
    OTHER = "other"


class PlacementStep(Record, table=True):
    """段階: the weekly slots from a day on, or slots reserved for later; rows are only added."""

    __table_args__ = (UniqueConstraint("placement_id", "number"),)

    placement_id: uuid.UUID = Field(foreign_key="placement.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    number: int
    from_day: dt.date
    is_reserved: bool = False
    stay_minutes: int | None = None
    why: StepWhy = Field(sa_type=words(StepWhy))
    recorded_at: dt.datetime = instant()
    recorded_by: uuid.UUID


class PlacementStepSlot(TenantRow, table=True):
    """A slot of a step."""

    step_id: uuid.UUID = Field(foreign_key="placement_step.id", primary_key=True)
    menu_slot_id: uuid.UUID = Field(foreign_key="menu_slot.id", primary_key=True)


class PlacementPause(Record, table=True):
    """休み: days on which the person does not come, with the seat kept or lent; it resumes by itself."""

    placement_id: uuid.UUID = Field(foreign_key="placement.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    first_day: dt.date
    last_day: dt.date
    keeps_seat: bool
    recorded_at: dt.datetime = instant()
    recorded_by: uuid.UUID


class Exit(Record, table=True):
    """Why a side stopped, in private: for the coordinator of the case alone."""

    placement_id: uuid.UUID = Field(foreign_key="placement.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    side: Side = Field(sa_type=words(Side))
    reason: str = Field(sa_type=line(40))
    sealed: bytes | None = None
    recorded_at: dt.datetime = instant()
    recorded_by: uuid.UUID


class IncidentKind(StrEnum):
    """What a host is troubled by."""

    UNWELL = "unwell"
    INJURY = "injury"
    ABSENT = "absent"
    RELATIONS = "relations"
    TASK = "task"
    DAMAGE = "damage"
    BURDEN = "burden"
    OTHER = "other"


class AnswerBy(StrEnum):
    """How soon the host needs an answer."""

    NOW = "now"
    SOON = "soon"
    LATER = "later"


class Incident(Record, table=True):
    """困りごとの報告 of a host; its text is sealed."""

    placement_id: uuid.UUID = Field(foreign_key="placement.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    kind: IncidentKind = Field(sa_type=words(IncidentKind))
    urgency: AnswerBy = Field(sa_type=words(AnswerBy))
    sealed: bytes | None = None
    reported_at: dt.datetime = instant()
    reported_by: uuid.UUID


class Came(StrEnum):
    """Whether somebody came on a day."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"


class Attendance(Edited, table=True):
    """Whether the person came on a day, as the host or the coordinator noted it."""

    __table_args__ = (UniqueConstraint("placement_id", "day"),)

    placement_id: uuid.UUID = Field(foreign_key="placement.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    day: dt.date
    came: Came = Field(sa_type=words(Came))
