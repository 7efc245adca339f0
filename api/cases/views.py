"""What is shown of cases."""

from __future__ import annotations

import datetime as dt
import uuid

from pydantic import BaseModel

from api.cases.words import Needed
from api.plans.views import PlanView
from api.policy.vocabulary import Field as Group
from api.tables import CaseState, CloseReason, How, NoteKind, NoteResult, Source, StartItem, StartMark, Step
from matching.vocabulary import Activity, Answer, NeedDomain


class MissingView(BaseModel):
    """A record that is missing: what it is, and what to do to have it."""

    record: Needed
    words: str
    next: str


class StepAhead(BaseModel):
    """A step that leads on, and what is missing for it; whether it is the user's to take."""

    step: Step
    words: str
    to_state: CaseState
    is_mine: bool
    missing: list[MissingView]


class StepView(BaseModel):
    """A step that was taken, and the ids of the records it rests on."""

    step: Step
    words: str
    from_state: CaseState | None
    to_state: CaseState
    taken_on: dt.date
    taken_by: uuid.UUID
    rests_on: dict[str, list[uuid.UUID]]


class ReceptionView(BaseModel):
    """受付, for those who carry the case and the municipality."""

    source: Source
    source_words: str
    lead_plan_number: str | None
    application_on: dt.date | None
    applying_agency: str
    consented_on: dt.date | None
    consented_how: How | None
    is_early: bool
    early_reason: str
    close_words: str


class EpisodeView(BaseModel):
    """One episode: its state, how it came there, what leads on."""

    id: uuid.UUID
    number: str
    state: CaseState
    state_words: str
    opened_on: dt.date
    closed_on: dt.date | None
    close_reason: CloseReason | None
    reopened_from: uuid.UUID | None
    version: int
    reception: ReceptionView | None
    next_steps: list[StepAhead]
    history: list[StepView]


class CaseStatus(BaseModel):
    """The episode a person is in, and those before; none before the reception."""

    business: str
    meeting: str
    current: EpisodeView | None
    earlier: list[EpisodeView]
    version: int | None


class NoteView(BaseModel):
    """One line of the 支援経過."""

    id: uuid.UUID
    case_id: uuid.UUID
    noted_on: dt.date
    kind: NoteKind
    kind_words: str
    result: NoteResult
    result_words: str
    recorded_by: uuid.UUID
    words: str


class NoteList(BaseModel):
    """The 支援経過 of all episodes, the latest first."""

    notes: list[NoteView]
    has_more: bool


class QuestionView(BaseModel):
    """A question of the municipality, and what its answer feeds."""

    id: str
    text: str
    feeds: str


class QuestionList(BaseModel):
    """The questions, in the order they are asked."""

    questions: list[QuestionView]


class AnswerView(BaseModel):
    """A question with its answer; what was not asked is 未聴取."""

    id: str
    text: str
    answer: Answer


class AssessmentView(BaseModel):
    """The assessment of the current episode; nothing but open questions before there is one."""

    id: uuid.UUID | None
    checked_on: dt.date | None
    answers: list[AnswerView]
    wishes: str
    strengths: str
    did_not_suit: str
    remarks: str
    disclosed: list[Group]
    version: int | None


class FirstOption(BaseModel):
    """One option: where, when, the way there, what speaks for it and what is still to be asked."""

    menu_id: uuid.UUID
    host_id: uuid.UUID
    menu: str
    times: str
    first_day: dt.date
    way: str
    verdict: str
    reasons: list[str]
    questions: list[str]


class FirstOptions(BaseModel):
    """Up to three options for a need; where there are none, what stops the nearest."""

    domain: NeedDomain
    need: str
    options: list[FirstOption]
    stopped_by: list[str]
    change: str


class FirstOptionsView(BaseModel):
    """What could be tried first, and the question worth asking next."""

    decide: str
    needs: list[FirstOptions]
    question: str
    not_known: list[str]


class MemberCase(BaseModel):
    """A member of the household with the episode they are in, and the plan that holds or is submitted."""

    person_id: uuid.UUID
    number: str
    case_number: str | None
    state: CaseState | None
    state_words: str
    plan: PlanView | None


class HouseholdCases(BaseModel):
    """The members whose case the user may open; the others are not counted."""

    household_id: uuid.UUID | None
    members: list[MemberCase]


class CarvedTaskView(BaseModel):
    """A part of the host's work, and the menu it became."""

    id: uuid.UUID
    name: str
    activity: Activity | None
    minutes: int | None
    menu_id: uuid.UUID | None
    version: int


class StartCheckView(BaseModel):
    """One item of the checklist before a start, with its last word: what, by whom, when."""

    item: StartItem
    words: str
    is_required: bool
    is_open: bool
    mark: StartMark | None
    mark_words: str
    recorded_on: dt.date | None
    recorded_by: uuid.UUID | None


class HostAssessmentView(BaseModel):
    """受入先のアセスメント, with the checklist; `open_before_start` keeps anybody from starting there."""

    id: uuid.UUID | None
    checked_on: dt.date | None
    work: str
    concerns: str
    attention_minutes_a_week: int | None
    insurance: str
    emergency_contact: str
    cost_bearer: str
    is_instructed: Answer
    is_bound_to_attend: Answer
    is_paid: Answer
    labour_view: str
    tasks: list[CarvedTaskView]
    checklist: list[StartCheckView]
    open_before_start: list[str]
    version: int | None
