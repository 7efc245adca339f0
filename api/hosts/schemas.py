"""What is sent about hosts: the host with its limits, menus, pools, and what it states."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from api.tables import AnswerBy, Heard
from api.web.inputs import Count, Input, Line, Minutes, Printable
from matching.model.menu import MOST_SLOTS_A_MENU
from matching.vocabulary import (
    Activity,
    Answer,
    Condition,
    DeclaredMark,
    DrawUnit,
    Gender,
    HostKind,
    NeedDomain,
    PoolKind,
    Weekday,
)


def _in_japan(clock: dt.time) -> dt.time:
    if clock.tzinfo is not None:
        raise ValueError("時刻は日本の時刻で、時差を付けずに書いてください")
    return clock


Day = Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2199, 12, 31))]
"""A date of this or the next century."""

Clock = Annotated[dt.time, AfterValidator(_in_japan)]
"""A time of day in Japan."""

Amount = Annotated[int, Field(ge=0, le=1_000_000)]
"""Units of a pool: people, minutes, seats."""

Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Number = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]


class PointInput(Input):
    """A point on the map; a host's, never a person's."""

    lat: Degrees
    lng: Degrees


class PeriodInput(Input):
    """Whole days from the first to the last, both included."""

    first_day: Day
    last_day: Day


class BusySeasonInput(Input):
    """繁忙期: days with fewer places, or none."""

    first_day: Day
    last_day: Day
    places: Annotated[int, Field(ge=0, le=1000)] = 0


class HostLimits(Input):
    """What sets how many a host can take in; left out or empty is unknown, never zero."""

    quota: Count | None = None
    waiting: Count | None = None
    staff_fte: Number | None = None
    staff_ratio: Number | None = None
    supporters: Count | None = None
    people_per_supporter: Annotated[int, Field(ge=0, le=100)] | None = None
    equipment_places: Count | None = None
    newcomers_at_once: Annotated[int, Field(ge=0, le=1000)] | None = None
    rest_days: Annotated[int, Field(ge=0, le=180)] = 0
    closed: Annotated[tuple[PeriodInput, ...], Field(max_length=100)] = ()
    busy_seasons: Annotated[tuple[BusySeasonInput, ...], Field(max_length=100)] = ()
    closes_on_holidays: bool = True
    staff_genders: Annotated[tuple[Gender, ...], Field(max_length=2)] | None = None


OWN_LIMITS = frozenset(HostLimits.model_fields) - {"staff_ratio"}
"""What a host's own user may change of its host: all it knows best, but no ratio that the law sets."""


class Stated(Input):
    """申告: what is said of one slot. ○ without a number means one place."""

    mark: DeclaredMark | None = None
    places: Annotated[int, Field(ge=0, le=1000)] | None = None
    quota: Count | None = None
    regular_users: Count | None = None
    amount: Amount | None = None


class SlotInput(Input):
    """枠: a weekday with start and end, or every night."""

    weekday: Weekday | None = None
    start: Clock | None = None
    end: Clock | None = None
    is_night: bool = False
    first_day: Day | None = None
    last_day: Day | None = None
    stated: Stated | None = None


class PoolSlotInput(SlotInput):
    """A slot of a pool, or the week as a whole."""

    is_whole_week: bool = False


class DrawInput(Input):
    """What one person takes from a pool."""

    pool_id: uuid.UUID
    unit: DrawUnit = DrawUnit.PERSON


class MenuFacts(Input):
    """What a menu is like."""

    activities: Annotated[tuple[Activity, ...], Field(max_length=20)] = ()
    conditions: dict[Condition, Answer] = Field(default_factory=dict)
    age_from: Annotated[int, Field(ge=0, le=120)] = 0
    age_to: Annotated[int, Field(ge=0, le=120)] = 120
    shortest_stay_minutes: Minutes | None = None
    most_nights: Annotated[int, Field(ge=1, le=366)] | None = None
    place: PointInput | None = None
    reachable_by_bus: Answer = Answer.UNKNOWN
    pick_up_districts: Annotated[tuple[uuid.UUID, ...], Field(max_length=100)] = ()


class MenuCreate(MenuFacts):
    """A new menu; without draws it gets places (a room: beds) of its own in the same slots."""

    name: Line
    domains: Annotated[list[NeedDomain], Field(min_length=1, max_length=5)]
    slots: Annotated[list[SlotInput], Field(min_length=1, max_length=MOST_SLOTS_A_MENU)]
    draws: Annotated[tuple[DrawInput, ...], Field(max_length=10)] = ()


class MenuChange(MenuFacts):
    """What of a menu can be changed; what is left out stays."""

    name: Line | None = None
    domains: Annotated[list[NeedDomain], Field(min_length=1, max_length=5)] | None = None
    is_open: bool | None = None


class PoolCreate(Input):
    """持ち寄り: a new pool of a host, or of the municipality's own. Its name is no person's."""

    kind: PoolKind
    name: Annotated[str, StringConstraints(max_length=120, strip_whitespace=True), Printable] = ""
    districts: Annotated[tuple[uuid.UUID, ...], Field(max_length=100)] = ()
    slots: Annotated[list[PoolSlotInput], Field(min_length=1, max_length=100)]


class ContactCreate(Input):
    """連絡先: whom to call."""

    name: Line
    phone: Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9+() -]*$")] = ""
    mail: Annotated[str, StringConstraints(max_length=120, pattern=r"^([^\s@]+@[^\s@]+)?$")] = ""


class ContactChange(Input):
    """What of a contact can be changed; what is left out stays."""

    name: Line | None = None
    phone: Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9+() -]*$")] | None = None
    mail: Annotated[str, StringConstraints(max_length=120, pattern=r"^([^\s@]+@[^\s@]+)?$")] | None = None


class HostCreate(HostLimits):
    """A new host: where it is on the map, or in which 大字・町丁目, or nothing as long as that is unknown."""

    name: Line
    kind: HostKind
    place: PointInput | None = None
    town_block_id: uuid.UUID | None = None
    district_id: uuid.UUID | None = None
    contacts: Annotated[tuple[ContactCreate, ...], Field(max_length=10)] = ()
    menus: Annotated[tuple[MenuCreate, ...], Field(max_length=30)] = ()


class HostChange(HostLimits):
    """What of a host can be changed; what is left out stays, and empty is unknown."""

    name: Line | None = None
    kind: HostKind | None = None
    place: PointInput | None = None
    town_block_id: uuid.UUID | None = None
    district_id: uuid.UUID | None = None


class SlotStatement(Stated):
    """What is said of one pool slot; 「先月と同じ」 repeats what is in force."""

    pool_slot_id: uuid.UUID
    is_same: bool = False


class StatementsCreate(Input):
    """One act of stating, of one or many slots; with how it was heard, if a coordinator writes it down."""

    stated_on: Day
    heard: Heard | None = None
    statements: Annotated[list[SlotStatement], Field(min_length=1, max_length=200)]


class LinkCreate(Input):
    """For how many days a host's link is good."""

    days: Annotated[int, Field(ge=1, le=90)] = 30


class WorryInput(Input):
    """心配ごと: what troubles a host, and how soon it needs an answer."""

    urgency: AnswerBy = AnswerBy.SOON
    words: Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True), Printable]


class Pause(Input):
    """Until when a host takes nobody, the day included; nothing takes a pause back."""

    until: Day | None


class ShareCreate(Input):
    """広域: the neighbour that may use the host's places too, by its 全国地方公共団体コード."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
