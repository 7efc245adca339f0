"""What is sent about plans."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from pydantic import Field

from api.placements.schemas import Day
from api.placements.words import HostReason, PersonReason
from api.tables import How, PlanKind, PlanPattern
from api.web.inputs import Input, Line, Minutes, SetOf, Text
from matching.eligibility import RULES
from matching.vocabulary import NeedDomain

ReasonCode = Annotated[str, Field(pattern="^[a-z_]{2,40}$")]
REASON_CODES = frozenset({*HostReason, *PersonReason, *(rule.id for rule in RULES)})
"""Why an option was or was not chosen: what either side says, or the rule that speaks on it."""


class StandbyInput(Input):
    """A menu and its slots, in case the first choice comes to nothing."""

    menu_id: uuid.UUID
    menu_slot_ids: Annotated[SetOf[uuid.UUID], Field(min_length=1, max_length=21)]


class PlaceInput(StandbyInput):
    """
    Where and when.

    Parameters
    ----------
    first_day, last_day, domain
        The stay, and the need it answers.
    run_id
        The proposal it was taken from; chosen by hand without one.
    """

    first_day: Day
    last_day: Day
    domain: NeedDomain
    run_id: uuid.UUID | None = None


class OptionInput(Input):
    """An option that was considered, and what spoke for or against it, by code."""

    menu_id: uuid.UUID
    reasons: Annotated[SetOf[ReasonCode], Field(max_length=20)] = frozenset()


class LadderStep(Input):
    """From a day on, so many slots a week for so long each."""

    first_day: Day
    slots_a_week: Annotated[int, Field(ge=1, le=21)]
    stay_minutes: Minutes


class PlanFields(Input):
    """
    What a plan says; what is not sent stays.

    Parameters
    ----------
    long_goal, short_goals, wishes, person_does
        As the person put it.
    provider_does, others_do
        What the 参加支援事業者 and the others do.
    last_day
        As long as the municipality says where it is left out.
    """

    pattern: PlanPattern = PlanPattern.STATUTORY
    long_goal: Text = ""
    short_goals: Annotated[list[Line], Field(default_factory=list, max_length=10)]
    wishes: Text = ""
    person_does: Text = ""
    provider_does: Text = ""
    others_do: Text = ""
    place: PlaceInput | None = None
    standby: StandbyInput | None = None
    options: Annotated[list[OptionInput], Field(default_factory=list, max_length=20)]
    ladder: Annotated[list[LadderStep], Field(default_factory=list, max_length=20)]
    first_day: Day | None = None
    last_day: Day | None = None
    next_monitoring_on: Day | None = None
    signed_on: dt.date | None = None
    signed_how: How | None = None


class SharingInput(Input):
    """Whether the plan is shared in the household; each member has to agree."""

    is_shared: bool


class PlanCreate(PlanFields):
    """A new plan; 再プラン starts from the one that holds."""

    kind: PlanKind
