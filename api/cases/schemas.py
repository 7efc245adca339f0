"""What is sent about cases: reception, steps, notes and assessments."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from api.hosts.schemas import Day
from api.people.schemas import Change, ShortText
from api.policy.vocabulary import Field as Group
from api.tables import CloseReason, How, NoteKind, NoteResult, Source, StartItem, StartMark, Step
from api.web.inputs import Input, Minutes, SetOf, Text
from matching.vocabulary import Activity, Answer

Agency = Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)]
PlanNumber = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[0-9A-Za-z._/-]+$")]
Question = Annotated[str, StringConstraints(max_length=40)]


class Reception(Input):
    """受付: what came with the person. What is not there yet is added later, before it is needed."""

    lead_plan_number: PlanNumber | None = None
    application_on: Day | None = None
    applying_agency: Agency = ""
    consented_on: Day | None = None
    consented_how: How | None = None
    is_early: bool = False
    early_reason: Text = ""


class CaseCreate(Reception):
    """A new episode: referred by 多機関協働 with its plan number, or found by アウトリーチ."""

    source: Source
    opened_on: Day


class CaseChange(Reception, Change):
    """What of the reception is to be changed or added."""


class CaseStepInput(Input):
    """A step; without a day it is today's. To close or break off takes a reason."""

    step: Step
    taken_on: Day | None = None
    close_reason: CloseReason | None = None
    words: Text = ""


class CaseNoteInput(Input):
    """One line of the 支援経過."""

    noted_on: Day
    kind: NoteKind
    result: NoteResult = NoteResult.REACHED
    words: Text


class AssessmentFields(Input):
    """What is asked and heard."""

    answers: Annotated[dict[Question, Answer], Field(max_length=100)] = Field(default_factory=dict)
    wishes: Text = ""
    strengths: Text = ""
    did_not_suit: Text = ""
    remarks: Text = ""
    disclosed: SetOf[Group] = frozenset()


class AssessmentCreate(AssessmentFields):
    """A first assessment of an episode; what is not sent is taken over from the episode before."""

    checked_on: Day


class AssessmentChange(AssessmentFields, Change):
    """What of an assessment is to be changed; answers are added to those that are there."""

    checked_on: Day = dt.date(2000, 1, 1)


class HostAssessmentInput(Change):
    """受入先のアセスメント: what is not sent stays."""

    checked_on: Day = dt.date(2000, 1, 1)
    work: Text = ""
    concerns: Text = ""
    attention_minutes_a_week: Annotated[int, Field(ge=0, le=10_000)] | None = None
    insurance: ShortText = ""
    emergency_contact: ShortText = ""
    cost_bearer: ShortText = ""
    is_instructed: Answer = Answer.UNKNOWN
    is_bound_to_attend: Answer = Answer.UNKNOWN
    is_paid: Answer = Answer.UNKNOWN
    labour_view: Text = ""


class StartCheckInput(Input):
    """開始前の確認: an item was looked at, or does not apply to this host."""

    item: StartItem
    mark: Literal[StartMark.CONFIRMED, StartMark.NOT_APPLICABLE]


class CarvedTaskInput(Input):
    """業務の切り出し: a part of a host's work that somebody could do."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
    activity: Activity | None = None
    minutes: Minutes | None = None
