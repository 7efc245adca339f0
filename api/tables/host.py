"""The host, its menus and pools, what it stated of its capacity, and with whom it is shared."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import Document, line, words
from api.tables.base import Edited, OwnedRow, Row, SharedEdited, SharedRow, Versioned, instant
from matching.vocabulary import Answer, DeclaredMark, DrawUnit, HostKind, PoolKind


class Host(Versioned, OwnedRow, table=True):
    """受入先. A number that is missing is unknown, never zero."""

    name: str = Field(sa_type=line(120))
    kind: HostKind = Field(sa_type=words(HostKind))
    lat: float | None = None
    lng: float | None = None
    district_id: uuid.UUID | None = Field(default=None, foreign_key="district.id")
    quota: int | None = None
    waiting: int | None = None
    staff_fte: float | None = None
    staff_ratio: float | None = None
    supporters: int | None = None
    people_per_supporter: int | None = None
    equipment_places: int | None = None
    newcomers_at_once: int | None = None
    rest_days: int = 0
    closed: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    busy_seasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    closes_on_holidays: bool = True
    staff_genders: list[str] | None = Field(default=None, sa_type=Document)
    paused_until: dt.date | None = None
    is_over_capacity: bool = False


class HostContact(Edited, table=True):
    """連絡先 of a host: a person's name and number, sealed."""

    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    sealed: bytes | None = None


class HostShare(Row, table=True):
    """広域: a host whose places a neighbouring municipality may use too."""

    host_id: uuid.UUID = Field(foreign_key="host.id", primary_key=True)
    municipality_id: uuid.UUID = Field(foreign_key="municipality.id", primary_key=True)
    owner_id: uuid.UUID = Field(foreign_key="municipality.id", index=True)


class Menu(SharedEdited, table=True):
    """支援メニュー."""

    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    name: str = Field(sa_type=line(120))
    domains: list[str] = Field(sa_type=Document)
    activities: list[str] = Field(default_factory=list, sa_type=Document)
    conditions: dict[str, str] = Field(default_factory=dict, sa_type=Document)
    age_from: int = 0
    age_to: int = 120
    shortest_stay_minutes: int | None = None
    most_nights: int | None = None
    lat: float | None = None
    lng: float | None = None
    reachable_by_bus: Answer = Field(default=Answer.UNKNOWN, sa_type=words(Answer))
    pick_up_districts: list[str] = Field(default_factory=list, sa_type=Document)
    is_open: bool = True


class Times(SharedRow):
    """枠: a weekday with start and end; without a weekday a night, without times a whole week."""

    weekday: int | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None


class MenuSlot(Times, table=True):
    """A slot in which a menu takes place."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    menu_id: uuid.UUID = Field(foreign_key="menu.id", index=True)


class MenuDraw(SharedRow, table=True):
    """What one person in the menu takes from a pool."""

    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    menu_id: uuid.UUID = Field(foreign_key="menu.id", primary_key=True)
    pool_id: uuid.UUID = Field(foreign_key="pool.id", primary_key=True)
    unit: DrawUnit = Field(sa_type=words(DrawUnit), primary_key=True)


class Pool(SharedEdited, table=True):
    """持ち寄り; without a host it is the municipality's own."""

    host_id: uuid.UUID | None = Field(default=None, foreign_key="host.id", index=True)
    kind: PoolKind = Field(sa_type=words(PoolKind))
    name: str = Field(default="", sa_type=line(120))
    districts: list[str] = Field(default_factory=list, sa_type=Document)


class PoolSlot(Times, table=True):
    """A slot of a pool, with the statement that is in force, and places taken back from a day on."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    host_id: uuid.UUID | None = Field(default=None, foreign_key="host.id", index=True)
    pool_id: uuid.UUID = Field(foreign_key="pool.id", index=True)
    is_whole_week: bool = False
    statement_id: uuid.UUID | None = None
    recalls: list[dict[str, Any]] | None = Field(default=None, sa_type=Document)


class Heard(StrEnum):
    """How a coordinator heard what a host said."""

    TELEPHONE = "telephone"
    FAX = "fax"
    VISIT = "visit"


class CapacityStatement(SharedRow, table=True):
    """
    申告: what was said of a pool slot's capacity, when and by whom; never overwritten.

    Parameters
    ----------
    heard
        How it was heard, where a coordinator wrote it down for the host.
    """

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    host_id: uuid.UUID | None = Field(default=None, foreign_key="host.id", index=True)
    pool_slot_id: uuid.UUID = Field(foreign_key="pool_slot.id", index=True)
    amount: int | None = None
    quota: int | None = None
    regular_users: int | None = None
    mark: DeclaredMark | None = Field(default=None, sa_type=words(DeclaredMark))
    places: int | None = None
    stated_on: dt.date
    stated_by: uuid.UUID
    recorded_at: dt.datetime = instant()
    heard: Heard | None = Field(default=None, sa_type=words(Heard))


class TakenBack(SharedRow, table=True):
    """元に戻す: a statement that was taken back the same day: the word before it is in force again."""

    statement_id: uuid.UUID = Field(foreign_key="capacity_statement.id", primary_key=True)
    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    taken_back_at: dt.datetime = instant()


class StartItem(StrEnum):
    """What is looked at before anybody starts at a host."""

    INSURANCE = "insurance"
    EMERGENCY_CONTACT = "emergency_contact"
    COST_BEARER = "cost_bearer"
    LABOUR = "labour"


class StartMark(StrEnum):
    """確認した, 該当しない; or to be looked at again, because what it rests on has changed."""

    CONFIRMED = "confirmed"
    NOT_APPLICABLE = "not_applicable"
    LOOK_AGAIN = "look_again"


class StartCheck(SharedRow, table=True):
    """開始前の確認 of a host by its municipality: what, by whom, when; rows are only added."""

    __table_args__ = (UniqueConstraint("host_id", "number"),)

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    number: int
    item: StartItem = Field(sa_type=words(StartItem))
    mark: StartMark = Field(sa_type=words(StartMark))
    recorded_at: dt.datetime = instant()
    recorded_by: uuid.UUID


class Seat(Row, table=True):
    """
    席: how much of a pool slot is used on a day, and how much there is. Counts only.

    It has no municipality, for a shared host has one ledger; nobody can tell from it who is there.
    """

    pool_slot_id: uuid.UUID = Field(foreign_key="pool_slot.id", primary_key=True)
    day: dt.date = Field(primary_key=True)
    used: int = 0
    capacity: int
