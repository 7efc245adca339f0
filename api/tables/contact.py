"""フォローアップ: one due or done contact with the person or the host; and who has how much time for them."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlmodel import Field

from api.infra.types import Document, line, words
from api.tables.base import Edited
from matching.vocabulary import ContactKind, Side


class ContactState(StrEnum):
    """Where a contact stands; overdue is what is due and past its window."""

    DUE = "due"
    DONE = "done"
    SKIPPED = "skipped"


class ContactMethod(StrEnum):
    """How it was made."""

    CALL = "call"
    VISIT = "visit"
    MEET = "meet"
    MESSAGE = "message"
    OTHER = "other"


class ContactResult(StrEnum):
    """Whether there was an answer: 話せた, 「連絡がつく」, or no answer."""

    REACHED = "reached"
    IN_TOUCH = "in_touch"
    NOT_REACHED = "not_reached"

    @property
    def is_connected(self) -> bool:
        """The bond holds; nobody who was not reached is taken for somebody who left."""
        return self != ContactResult.NOT_REACHED


class WithWhom(StrEnum):
    """Who was spoken to."""

    PERSON = "person"
    FAMILY = "family"
    HOST = "host"
    AGENCY = "agency"


class PersonSaid(StrEnum):
    """What a person said."""

    AT_HOME = "at_home"
    GOING_WELL = "going_well"
    NOT_AT_EASE = "not_at_ease"
    TIRED = "tired"
    WANTS_MORE = "wants_more"
    WANTS_LESS = "wants_less"
    WANTS_OTHER = "wants_other"
    WANTS_TO_STOP = "wants_to_stop"


class HostSaid(StrEnum):
    """What a host said."""

    GOING_WELL = "going_well"
    GLAD_OF_HELP = "glad_of_help"
    BURDEN = "burden"
    WORRIES = "worries"
    WANTS_MORE = "wants_more"
    WANTS_TO_PAUSE = "wants_to_pause"
    NEEDS_ADVICE = "needs_advice"


class NextStep(StrEnum):
    """What follows from it."""

    NONE = "none"
    TRY_AGAIN = "try_again"
    VISIT = "visit"
    TALK_TO_HOST = "talk_to_host"
    TALK_TO_PERSON = "talk_to_person"
    CHANGE_DOSE = "change_dose"
    CONFERENCE = "conference"


class SkipReason(StrEnum):
    """Why a contact was not made."""

    JUST_SPOKEN = "just_spoken"
    PERSON_WISH = "person_wish"
    HOST_WISH = "host_wish"
    PAUSED = "paused"
    OVER = "over"
    OTHER = "other"


class Contact(Edited, table=True):
    """
    フォローアップ. What was said in words is sealed with the person's key, the host's words too.

    `is_extra` was asked for by somebody and is not of the cadence, so that no new planning takes it away.
    """

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    placement_id: uuid.UUID | None = Field(default=None, foreign_key="placement.id", index=True)
    case_id: uuid.UUID | None = Field(default=None, foreign_key="support_case.id", index=True)
    host_id: uuid.UUID | None = Field(default=None, foreign_key="host.id", index=True)
    side: Side = Field(sa_type=words(Side))
    kind: ContactKind = Field(sa_type=words(ContactKind))
    due_on: dt.date = Field(index=True)
    window_from: dt.date
    window_to: dt.date
    minutes: int
    is_extra: bool = False
    state: ContactState = Field(default=ContactState.DUE, sa_type=words(ContactState))
    week: dt.date | None = None
    coordinator_id: uuid.UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    skip_reason: SkipReason | None = Field(default=None, sa_type=words(SkipReason))
    method: ContactMethod | None = Field(default=None, sa_type=words(ContactMethod))
    with_whom: list[str] = Field(default_factory=list, sa_type=Document)
    result: ContactResult | None = Field(default=None, sa_type=words(ContactResult))
    answers: list[str] = Field(default_factory=list, sa_type=Document)
    next_step: NextStep | None = Field(default=None, sa_type=words(NextStep))
    done_on: dt.date | None = None
    done_by: uuid.UUID | None = None
    sealed: bytes | None = None


class Rounds(Edited, table=True):
    """
    巡回: the minutes a week a coordinator has for contacts, the districts they are in, and their calendar.

    The calendar's token is made from `feed_serial` and stored nowhere; another serial ends it.
    """

    user_id: uuid.UUID = Field(foreign_key="user_account.id", unique=True)
    minutes_a_week: int | None = None
    district_ids: list[str] = Field(default_factory=list, sa_type=Document)
    feed_serial: str | None = Field(default=None, sa_type=line(32))
