"""What is sent about offers, visits, answers and rooms for tonight."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Literal

from pydantic import Field

from api.placements.words import EndReason, HostCondition, HostReason, PersonReason
from api.web.inputs import Input, Text
from matching.vocabulary import NeedDomain, Side

Day = Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2199, 12, 31))]
Nights = Annotated[int, Field(ge=1, le=90)]


class OfferCreate(Input):
    """打診: which slots of which menu, from when to when, for which need."""

    menu_id: uuid.UUID
    menu_slot_ids: Annotated[frozenset[uuid.UUID], Field(min_length=1, max_length=21)]
    first_day: Day
    last_day: Day
    domain: NeedDomain
    companion_pool_id: uuid.UUID | None = None
    is_fetched: bool = False
    run_id: uuid.UUID | None = None


class AnswerFields(Input):
    """
    What every answer says.

    Parameters
    ----------
    words
        In free text; sealed, for those who carry the case.
    until
        After a no, the day from which the pair may be proposed again; the office's own when left out.
    is_whole_host
        The no is about the host, not only this menu.
    pause_person_until, pause_host_until
        After a no, look for no place for the person, or ask the host for nobody, up to this day.
    """

    is_yes: bool
    words: Text = ""
    until: Day | None = None
    is_whole_host: bool = False
    pause_person_until: Day | None = None
    pause_host_until: Day | None = None


class PersonAnswer(AnswerFields):
    """What the person said."""

    side: Literal[Side.PERSON]
    reason: PersonReason | None = None


class HostAnswer(AnswerFields):
    """What the host said, as the coordinator heard it."""

    side: Literal[Side.HOST]
    reason: HostReason | None = None


AnswerInput = Annotated[PersonAnswer | HostAnswer, Field(discriminator="side")]


class VisitInput(Input):
    """見学: on which day."""

    visit_on: Day


class ReleaseInput(Input):
    """Why the coordinator ends it."""

    reason: EndReason
    words: Text = ""


class TonightCreate(Input):
    """今夜から: a room, and for how many nights."""

    menu_id: uuid.UUID
    nights: Nights


class DecisionInput(Input):
    """支援決定, recorded afterwards."""

    decided_on: Day
    words: Text = ""


class RequestAnswer(Input):
    """
    What a host answers itself.

    Parameters
    ----------
    answer
        yes, no (with a reason), or on a condition (with one).
    words
        In free text, for those who carry the case.
    """

    answer: Literal["yes", "no", "condition"]
    reason: HostReason | None = None
    condition: HostCondition | None = None
    words: Text = ""
