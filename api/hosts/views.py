"""What is shown of hosts, menus, pools and what was stated."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from pydantic import BaseModel

from api.tables import AnswerBy, Heard
from matching.vocabulary import (
    Activity,
    Answer,
    Condition,
    DeclaredMark,
    DrawUnit,
    Gender,
    HostKind,
    LimitKind,
    NeedDomain,
    PoolKind,
)


class PointView(BaseModel):
    """A point on the map."""

    lat: float
    lng: float


class SlotView(BaseModel):
    """枠: a weekday with times, a night, or for a pool a whole week; in words too."""

    id: uuid.UUID
    weekday: int | None
    start: dt.time | None
    end: dt.time | None
    is_whole_week: bool
    first_day: dt.date | None
    last_day: dt.date | None
    words: str


class StatementView(BaseModel):
    """申告: what is in force of a pool slot, and since when."""

    mark: DeclaredMark | None
    mark_words: str | None
    places: int | None
    quota: int | None
    regular_users: int | None
    amount: int | None
    stated_on: dt.date
    heard: Heard | None
    heard_words: str | None


class StatementRow(StatementView):
    """One statement of the history: who, when, and whether it was the host itself."""

    id: uuid.UUID
    pool_slot_id: uuid.UUID
    recorded_at: dt.datetime
    by_host: bool
    by_name: str
    taken_back_at: dt.datetime | None


class StatementList(BaseModel):
    """The history of statements, newest first."""

    statements: list[StatementRow]
    has_more: bool


class PoolSlotView(SlotView):
    """A slot of a pool, with the statement in force."""

    stated: StatementView | None


class PoolView(BaseModel):
    """持ち寄り."""

    id: uuid.UUID
    kind: PoolKind
    kind_words: str
    name: str
    districts: list[str]
    slots: list[PoolSlotView]
    version: int


class PoolList(BaseModel):
    """The municipality's own pools."""

    pools: list[PoolView]


class DrawView(BaseModel):
    """What one person in a menu takes from a pool."""

    pool_id: uuid.UUID
    unit: DrawUnit


class MenuView(BaseModel):
    """支援メニュー."""

    id: uuid.UUID
    name: str
    domains: list[NeedDomain]
    slots: list[SlotView]
    draws: list[DrawView]
    activities: list[Activity]
    conditions: dict[Condition, Answer]
    age_from: int
    age_to: int
    shortest_stay_minutes: int | None
    most_nights: int | None
    place: PointView | None
    reachable_by_bus: Answer
    pick_up_districts: list[str]
    is_open: bool
    version: int


class ShareView(BaseModel):
    """A neighbour that sees the host."""

    code: str
    name: str


class HostView(BaseModel):
    """受入先, with its menus and pools; a number that is missing is unknown."""

    id: uuid.UUID
    name: str
    kind: HostKind
    kind_words: str
    is_own: bool
    registered_by: str
    place: PointView | None
    district_id: uuid.UUID | None
    quota: int | None
    waiting: int | None
    staff_fte: float | None
    staff_ratio: float | None
    supporters: int | None
    people_per_supporter: int | None
    equipment_places: int | None
    newcomers_at_once: int | None
    rest_days: int
    closed: list[dict[str, Any]]
    busy_seasons: list[dict[str, Any]]
    closes_on_holidays: bool
    staff_genders: list[Gender] | None
    paused_until: dt.date | None
    is_over_capacity: bool
    menus: list[MenuView]
    pools: list[PoolView]
    shares: list[ShareView]
    version: int


class HostLine(BaseModel):
    """
    A host in the list.

    Parameters
    ----------
    stated_on, is_stale
        The day of its newest statement (申告日), and whether it is too old to rest on.
    left
        Places and beds that are left next week, over all slots; nothing where none is known.
    paused_until, is_over_capacity
        Why it takes nobody, and that more come than it has places.
    """

    id: uuid.UUID
    name: str
    kind: HostKind
    kind_words: str
    is_own: bool
    district_id: uuid.UUID | None
    domains: list[NeedDomain]
    stated_on: dt.date | None
    is_stale: bool
    left: int | None
    paused_until: dt.date | None
    is_over_capacity: bool
    version: int


class HostList(BaseModel):
    """A page of hosts."""

    hosts: list[HostLine]
    page: int
    total: int


class HostContactView(BaseModel):
    """連絡先."""

    id: uuid.UUID
    name: str
    phone: str
    mail: str
    version: int


class ContactList(BaseModel):
    """A host's contacts."""

    contacts: list[HostContactView]


class WeekMargin(BaseModel):
    """受入余力 of a slot in a week: what there is, what is used and left, and the limit that binds."""

    monday: dt.date
    is_held: bool
    places: int
    used: int
    left: int
    limit: LimitKind
    limit_words: str


class SlotMargins(BaseModel):
    """The margins of a pool slot, the date of the statement they rest on, and whether to ask the host."""

    pool_slot_id: uuid.UUID
    pool_id: uuid.UUID
    pool_kind: PoolKind
    pool_kind_words: str
    slot_words: str
    stated_on: dt.date | None
    is_stale: bool
    is_to_ask: bool
    weeks: list[WeekMargin]


class MarginList(BaseModel):
    """The margins of a host's pools, from this week on."""

    slots: list[SlotMargins]


class LinkView(BaseModel):
    """
    A link to the host's own page.

    Parameters
    ----------
    is_live, address
        Whether it can still be opened, and then at which address: whoever has it comes in as the host.
    """

    id: uuid.UUID
    created_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None
    revoked_at: dt.datetime | None
    is_live: bool
    address: str | None


class LinkList(BaseModel):
    """The host's links, the newest first."""

    links: list[LinkView]


class WorryView(BaseModel):
    """心配ごと of the host."""

    id: uuid.UUID
    urgency: AnswerBy
    urgency_words: str
    words: str
    told_at: dt.datetime


class WorryList(BaseModel):
    """What troubled the host, the newest first."""

    worries: list[WorryView]
