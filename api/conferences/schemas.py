"""What is sent about conferences."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from pydantic import Field

from api.conferences.words import AttemptMethod
from api.placements.schemas import Day
from api.tables import AgendaKind, Basis, Conclusion, MeetingBody, Mode, Seating, TimeBand
from api.tables.placement import DecisionResult
from api.web.inputs import Input, Line, SetOf, Text
from matching.vocabulary import Condition, NeedDomain

ContentKey = Annotated[str, Field(pattern="^[a-z_]{2,40}$")]


class ConferenceCreate(Input):
    """
    A conference on a day.

    Parameters
    ----------
    basis
        People's consent, or, without it, the secrecy of its members (支援会議).
    body
        Another meeting it is held together with.
    """

    held_on: Day
    mode: Mode
    basis: Basis = Basis.CONSENT
    body: MeetingBody | None = None


class ConferenceChange(Input):
    """When and how a planned conference is held instead."""

    held_on: Day
    mode: Mode


class MemberInput(Input):
    """
    Who sits in a conference: a user, or somebody from outside.

    Parameters
    ----------
    seating, body
        For whom; and for which other meeting body, where it is held with one.
    organisation, role, name
        Of somebody from outside.
    """

    seating: Seating
    user_id: uuid.UUID | None = None
    body: MeetingBody | None = None
    organisation: Line | None = None
    role: Line | None = None
    name: Line | None = None


class MeetingAttendanceInput(Input):
    """Whether a member is there."""

    has_attended: bool


class AttemptInput(Input):
    """One time somebody tried to reach the person."""

    tried_on: Day
    method: AttemptMethod


class AgendaRequest(Input):
    """What those who carry a case ask the next conference for: 終結, 中断 or something else."""

    kind: AgendaKind
    attempts: Annotated[list[AttemptInput], Field(default_factory=list, max_length=50)]


class AgendaCreate(Input):
    """
    A person put before a conference.

    Parameters
    ----------
    plan_id
        The submitted plan, for 策定 and 再プラン.
    placement_id
        A placement before its decision that has to be looked at (緊急).
    """

    person_id: uuid.UUID
    kind: AgendaKind
    plan_id: uuid.UUID | None = None
    placement_id: uuid.UUID | None = None


class GapInput(Input):
    """A resource found lacking: no word of the person it was found for."""

    domain: NeedDomain
    district_id: uuid.UUID | None = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    time_band: TimeBand | None = None
    conditions: SetOf[Condition] = frozenset()


class MinuteInput(Input):
    """What was said on one content, by its key in the data file."""

    key: ContentKey
    words: Text


class ConclusionInput(Input):
    """
    What a conference concluded on a person.

    Parameters
    ----------
    minutes
        What was said, by the content that belongs to the 開催区分.
    next_monitoring_on
        For 策定 and 再プラン.
    needs_follow_up, follow_up_method
        For 終結.
    attempts
        For 中断, with those that were named when it was asked for.
    gaps
        Resources found lacking.
    """

    conclusion: Conclusion
    minutes: Annotated[list[MinuteInput], Field(default_factory=list, max_length=20)]
    next_monitoring_on: Day | None = None
    needs_follow_up: bool | None = None
    follow_up_method: Line | None = None
    attempts: Annotated[list[AttemptInput], Field(default_factory=list, max_length=50)]
    gaps: Annotated[list[GapInput], Field(default_factory=list, max_length=20)]


class PlanDecisionInput(Input):
    """
    支援決定 on a plan.

    Parameters
    ----------
    decided_on, number, result
        When, 支援決定番号, decided or returned.
    is_content_checked
        内容確認 of what is not statutory, for a plan of pattern ②.
    words
        The reason; necessary where the plan is returned.
    """

    decided_on: dt.date
    result: DecisionResult
    number: Annotated[Line, Field(max_length=40)] | None = None
    is_content_checked: bool = False
    words: Text = ""
