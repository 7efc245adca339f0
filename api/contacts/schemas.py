"""What is sent and shown about contacts: codes for all who may know, words for those who carry the case."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

from api.contacts.words import SAID_WORDS
from api.tables import (
    ContactMethod,
    ContactResult,
    ContactState,
    NextStep,
    SkipReason,
    WithWhom,
)
from api.web.inputs import Input, SetOf, Text
from matching.vocabulary import ContactKind, LeftOver, Side, SolveStatus

Code = Annotated[str, Field(min_length=1, max_length=32)]


class FollowUpInput(Input):
    """
    One more contact with a side.

    Parameters
    ----------
    side, placement_id
        Who; the host only of a placement.
    due_on
        When.
    """

    side: Side
    due_on: dt.date
    placement_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def _host_of_placement(self) -> FollowUpInput:
        if self.side == Side.HOST and self.placement_id is None:
            raise ValueError("受入先への連絡には placement_id が要ります")
        return self


class DoneInput(Input):
    """
    What became of a contact.

    Parameters
    ----------
    done_on, method, with_whom, result
        When, how, with whom, and whether there was an answer.
    answers
        Codes of what was said; of the side that was asked.
    words
        In words; only for those who carry the case.
    next_step, again_on
        What follows, and a day for one more contact with this side.
    """

    done_on: dt.date
    method: ContactMethod
    with_whom: Annotated[SetOf[WithWhom], Field(max_length=4)]
    result: ContactResult
    answers: Annotated[SetOf[Code], Field(max_length=8)] = frozenset()
    words: Text = ""
    next_step: NextStep = NextStep.NONE
    again_on: dt.date | None = None

    def unknown_answers(self, side: Side) -> list[str]:
        """Give the answers that are none of this side."""
        return sorted(self.answers - SAID_WORDS[side].keys())


class SkipInput(Input):
    """Why a contact is not made."""

    reason: SkipReason
    words: Text = ""


class PlannedInput(Input):
    """Who makes one contact, in the week that begins on a Monday."""

    id: uuid.UUID
    version: Annotated[int, Field(ge=1, le=2**31)]
    week: dt.date
    coordinator_id: uuid.UUID


class PlanAccepted(Input):
    """The part of a plan that people accept."""

    contacts: Annotated[list[PlannedInput], Field(min_length=1, max_length=200)]


class RoundsInput(Input):
    """The minutes a week one has for contacts (none for the office's), and the 圏域 one is in."""

    minutes_a_week: Annotated[int, Field(ge=0, le=2_400)] | None = None
    district_ids: Annotated[SetOf[uuid.UUID], Field(max_length=50)] = frozenset()


class RoundsView(BaseModel):
    """One's own time for contacts, and the address of one's calendar where there is one."""

    minutes_a_week: int | None
    minutes_a_week_of_office: int
    district_ids: list[uuid.UUID]
    calendar: str | None
    version: int


class FollowUpView(BaseModel):
    """
    フォローアップ: with whom, when, and what was heard.

    `words`, and why a prediction moved it nearer, are only for those who carry the case.
    """

    id: uuid.UUID
    person_id: uuid.UUID
    number: str
    placement_id: uuid.UUID | None
    case_id: uuid.UUID | None
    host_id: uuid.UUID | None
    side: Side
    kind: ContactKind
    kind_words: str
    due_on: dt.date
    window_from: dt.date
    window_to: dt.date
    is_extra: bool
    state: ContactState
    is_overdue: bool
    state_words: str
    week: dt.date | None
    coordinator_id: uuid.UUID | None
    skip_reason: SkipReason | None
    skip_words: str | None
    method: ContactMethod | None
    with_whom: list[WithWhom]
    result: ContactResult | None
    result_words: str | None
    is_connected: bool | None
    answers: list[str]
    answer_words: list[str]
    next_step: NextStep | None
    next_step_words: str | None
    done_on: dt.date | None
    words: str | None
    moved_words: str | None
    version: int


class FollowUpList(BaseModel):
    """Contacts of the cases the user may open, by day."""

    contacts: list[FollowUpView]
    has_more: bool


class PlannedView(BaseModel):
    """One contact in a proposed plan: a week and a coordinator, or why there is none."""

    id: uuid.UUID
    person_id: uuid.UUID
    side: Side
    due_on: dt.date
    minutes: int
    week: dt.date | None
    coordinator_id: uuid.UUID | None
    left_over: LeftOver | None
    left_over_words: str | None
    version: int


class VisitPlanView(BaseModel):
    """
    A proposal of who contacts whom in which week; nothing of it holds before people accept it.

    `contacts` are those of the cases the user may open; the plan counts everybody's hours.
    """

    first_week: dt.date
    weeks: int
    status: SolveStatus
    objective: int
    bound: float
    contacts: list[PlannedView]
