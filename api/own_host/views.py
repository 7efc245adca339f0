"""What a host sees of itself: its slots, what it is asked, who comes, and what it told."""

from __future__ import annotations

import datetime as dt
import uuid

from pydantic import BaseModel

from api.hosts.views import StatementView
from api.hosts.words import URGENCY_WORDS
from api.ladder.guests import CallView
from api.ladder.words import CAME_WORDS, INCIDENT_WORDS
from api.placements.requests import RequestView
from api.placements.words import HOST_CONDITION_WORDS, HOST_REASON_WORDS
from api.tables import Came
from matching.vocabulary import LimitKind, PoolKind


class OwnSlot(BaseModel):
    """
    One slot of the host's own, as it stated it.

    Parameters
    ----------
    words, menus
        When, and what takes place then.
    stated, days_ago, is_old
        The word in force, how many days ago it was said, and whether it should be said again.
    places, left
        How many there are next week after every limit, and how many of them are free.
    limit, limit_words
        What sets that number, in plain words too.
    """

    pool_slot_id: uuid.UUID
    kind: PoolKind
    words: str
    menus: list[str]
    stated: StatementView | None
    days_ago: int | None
    is_old: bool
    places: int | None
    left: int | None
    limit: LimitKind | None
    limit_words: str

    @property
    def title(self) -> str:
        """What takes place in the slot, as a heading over slots of the same."""
        return "・".join(self.menus)


class Undo(BaseModel):
    """What was stated last and can still be taken back."""

    statement_id: uuid.UUID
    pool_slot_ids: list[uuid.UUID]


class OwnRequest(BaseModel):
    """A request, and on what condition the host agreed."""

    request: RequestView
    condition_words: str | None


class OwnVisit(BaseModel):
    """A day on which somebody comes this week, and whether they came, once it is there."""

    day: dt.date
    is_today: bool
    is_past: bool
    words: str
    came: Came | None
    came_words: str | None
    version: int | None


class OwnGuest(BaseModel):
    """Somebody who comes: as far as they agreed that the host may know."""

    id: uuid.UUID
    shown_name: str | None
    shown_text: str | None
    visits: list[OwnVisit] | None
    contact: list[CallView] | None


class Told(BaseModel):
    """Something the host told of late: when, and how soon it wanted an answer; its words are not shown."""

    told_at: dt.datetime
    urgency_words: str


class Choices(BaseModel):
    """What can be chosen, by code, in words."""

    reasons: dict[str, str] = HOST_REASON_WORDS
    conditions: dict[str, str] = HOST_CONDITION_WORDS
    incidents: dict[str, str] = INCIDENT_WORDS
    urgencies: dict[str, str] = URGENCY_WORDS
    came: dict[str, str] = CAME_WORDS


class HomeView(BaseModel):
    """
    今月の受け入れ: the first page of a host.

    Parameters
    ----------
    month
        The month in words.
    can_say_same
        Something was stated before, so that it can be said again.
    is_over_capacity
        More people come than there are places; nobody has to go, the coordinator calls.
    """

    id: uuid.UUID
    name: str
    municipality: str
    month: str
    today: dt.date
    paused_until: dt.date | None
    is_over_capacity: bool
    can_say_same: bool
    slots: list[OwnSlot]
    undo: Undo | None
    requests: list[OwnRequest]
    guests: list[OwnGuest]
    told: list[Told]
    choices: Choices = Choices()
    version: int


class OffDays(BaseModel):
    """A stretch of days, and how many can come then (nobody on days off)."""

    first_day: dt.date
    last_day: dt.date
    places: int


class DaysView(BaseModel):
    """お休み・忙しい時期: when the host takes nobody, or fewer; the host itself or a coordinator sees it."""

    id: uuid.UUID
    name: str
    municipality: str
    today: dt.date
    closed: list[OffDays]
    busy: list[OffDays]
    paused_until: dt.date | None
    is_for_host: bool
    version: int
