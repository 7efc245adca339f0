"""What is sent about a placement from 見学 on."""

from __future__ import annotations

import uuid
from typing import Annotated

from pydantic import Field

from api.ladder.words import HostExit, PersonExit
from api.placements.schemas import Day
from api.placements.words import StayEnd
from api.tables import AnswerBy, Came, IncidentKind, StepWhy
from api.web.inputs import Input, Text

Stay = Annotated[int, Field(ge=10, le=720)]
Slots = Annotated[frozenset[uuid.UUID], Field(min_length=1, max_length=21)]


class TrialInput(Input):
    """体験: from when to when the seats are taken; as offered where left out."""

    first_day: Day | None = None
    last_day: Day | None = None


class AcceptanceInput(Input):
    """受入: until when; as agreed for the 体験 where left out."""

    last_day: Day | None = None


class ExitInput(Input):
    """
    Why each side stopped, in private: for the coordinator of the case alone.

    Parameters
    ----------
    person_reason, host_reason
        From closed lists; nothing where a side was not asked.
    person_words, host_words
        In free text; sealed.
    """

    person_reason: PersonExit | None = None
    person_words: Text = ""
    host_reason: HostExit | None = None
    host_words: Text = ""


class EndInput(ExitInput):
    """終結: why, as everybody of the case may read it."""

    reason: StayEnd


class BreakdownInput(ExitInput):
    """中断: whether the pair rests, and until when it is looked at again."""

    rest_until: Day | None = None


class StepInput(Input):
    """The weekly slots from a day on."""

    menu_slot_ids: Slots
    from_day: Day
    stay_minutes: Stay | None = None
    why: StepWhy


class ReservationInput(Input):
    """Slots held for a later step, from a day on; none of them gives a reservation back."""

    menu_slot_ids: Annotated[frozenset[uuid.UUID], Field(max_length=21)]
    from_day: Day


class StayPauseInput(Input):
    """休み: from when to when, and whether the seat is kept."""

    first_day: Day
    last_day: Day
    keeps_seat: bool


class RecallInput(Input):
    """定員を戻す: from which day a host needs so many places of these slots for its regular users."""

    pool_slot_ids: Annotated[frozenset[uuid.UUID], Field(min_length=1, max_length=50)]
    from_day: Day
    places: Annotated[int, Field(ge=1, le=100)] = 1


class IncidentInput(Input):
    """困りごとの報告."""

    kind: IncidentKind
    urgency: AnswerBy
    words: Text = ""


class AttendanceInput(Input):
    """Whether the person came on a day."""

    day: Day
    came: Came
