"""支援ケース: one episode of a person from reception to closure, its history, notes and assessments."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import Document, line, words
from api.tables.base import Edited, Record, instant
from api.tables.consent import How
from matching.vocabulary import Activity, Answer


class CaseState(StrEnum):
    """Where an episode stands."""

    RECEIVED = "received"
    EARLY = "early"
    ASSESSING = "assessing"
    PLANNING = "planning"
    ON_AGENDA = "on_agenda"
    AWAITING_DECISION = "awaiting_decision"
    SUPPORTED = "supported"
    ENDED = "ended"
    BROKEN_OFF = "broken_off"
    FOLLOWED_UP = "followed_up"
    FINISHED = "finished"
    REOPENED = "reopened"

    @property
    def is_over(self) -> bool:
        """The episode is at its end: a new one may begin."""
        return self in {CaseState.FINISHED, CaseState.REOPENED}


class Step(StrEnum):
    """What moves an episode on."""

    RECEIVE = "receive"
    INVOLVE_EARLY = "involve_early"
    ASSESS = "assess"
    DRAFT = "draft"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    AGREE = "agree"
    START = "start"
    REPLAN = "replan"
    CLOSE = "close"
    BREAK_OFF = "break_off"
    FOLLOW_UP = "follow_up"
    FINISH = "finish"
    REOPEN = "reopen"


class Source(StrEnum):
    """How a person came: referred by 多機関協働, or found by アウトリーチ."""

    REFERRAL = "referral"
    OUTREACH = "outreach"


class CloseReason(StrEnum):
    """Why an episode was closed or broken off."""

    GOAL_REACHED = "goal_reached"
    OTHER_AGENCY = "other_agency"
    MOVED = "moved"
    DIED = "died"
    OWN_WISH = "own_wish"
    NO_CONTACT = "no_contact"
    OTHER = "other"


class NoteKind(StrEnum):
    """How, and with whom, there was contact."""

    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    FAMILY = "family"
    OTHER = "other"


class NoteResult(StrEnum):
    """Whether the person (or the family) was reached."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"


class SupportCase(Edited, table=True):
    """支援ケース. Who referred the person and why it is early are sealed."""

    __table_args__ = (UniqueConstraint("municipality_id", "number"),)

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    number: str = Field(sa_type=line(60))
    state: CaseState = Field(default=CaseState.RECEIVED, sa_type=words(CaseState))
    opened_on: dt.date
    source: Source = Field(sa_type=words(Source))
    lead_plan_number: str | None = Field(default=None, sa_type=line(40))
    application_on: dt.date | None = None
    consented_on: dt.date | None = None
    consented_how: How | None = Field(default=None, sa_type=words(How))
    is_early: bool = False
    closed_on: dt.date | None = None
    close_reason: CloseReason | None = Field(default=None, sa_type=words(CloseReason))
    reopened_from: uuid.UUID | None = Field(default=None, foreign_key="support_case.id")
    sealed: bytes | None = None


class CaseStep(Record, table=True):
    """One step of an episode, with the records it rests on; never changed."""

    __table_args__ = (UniqueConstraint("case_id", "position"),)

    case_id: uuid.UUID = Field(foreign_key="support_case.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    position: int
    from_state: CaseState | None = Field(default=None, sa_type=words(CaseState))
    step: Step = Field(sa_type=words(Step))
    to_state: CaseState = Field(sa_type=words(CaseState))
    taken_on: dt.date
    taken_at: dt.datetime = instant()
    taken_by: uuid.UUID
    rests_on: dict[str, list[str]] = Field(default_factory=dict, sa_type=Document)


class CaseNote(Record, table=True):
    """支援経過: what was done and heard on a day; never changed."""

    case_id: uuid.UUID = Field(foreign_key="support_case.id", index=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    noted_on: dt.date
    kind: NoteKind = Field(sa_type=words(NoteKind))
    result: NoteResult = Field(sa_type=words(NoteResult))
    recorded_at: dt.datetime = instant()
    recorded_by: uuid.UUID
    sealed: bytes | None = None


class Assessment(Edited, table=True):
    """アセスメント of an episode: answers to the municipality's questions; words are sealed."""

    case_id: uuid.UUID = Field(foreign_key="support_case.id", unique=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    checked_on: dt.date
    answers: dict[str, str] = Field(default_factory=dict, sa_type=Document)
    disclosed: list[str] = Field(default_factory=list, sa_type=Document)
    sealed: bytes | None = None


class HostAssessment(Edited, table=True):
    """受入先のアセスメント by one municipality, with the checklist before a start; words are sealed."""

    __table_args__ = (UniqueConstraint("municipality_id", "host_id"),)

    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    checked_on: dt.date
    attention_minutes_a_week: int | None = None
    is_instructed: Answer = Field(default=Answer.UNKNOWN, sa_type=words(Answer))
    is_bound_to_attend: Answer = Field(default=Answer.UNKNOWN, sa_type=words(Answer))
    is_paid: Answer = Field(default=Answer.UNKNOWN, sa_type=words(Answer))
    sealed: bytes | None = None

    @property
    def asks_labour_check(self) -> bool:
        """指揮命令, 出欠義務 and 対価 meet: 労働者性 has to be looked at."""
        return {self.is_instructed, self.is_bound_to_attend, self.is_paid} == {Answer.YES}


class CarvedTask(Edited, table=True):
    """業務の切り出し: a task of a host's work that could be a menu, and the menu once it is one."""

    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    name: str = Field(sa_type=line(120))
    activity: Activity | None = Field(default=None, sa_type=words(Activity))
    minutes: int | None = None
    menu_id: uuid.UUID | None = Field(default=None, foreign_key="menu.id")
