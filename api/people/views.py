"""What is shown about people: one section for each group of fields, absent where the user does not see it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.people.schemas import CaringInput, GoalInput, ReachInput, WindowInput
from api.policy.vocabulary import Role, Stage
from api.tables import CaseState
from matching.vocabulary import Activity, Answer, Condition, Gender, NeedDomain, TravelMode, Urgency


def _is_absent(section: object) -> bool:
    return section is None


def _section() -> Any:
    return Field(default=None, exclude_if=_is_absent)


class IdentityView(BaseModel):
    """Who it is."""

    name: str
    kana: str
    born_on: dt.date | None
    age_years: int


class ContactView(BaseModel):
    """Where to reach them."""

    address: str
    phone: str
    family_contact: str


class PlaceView(BaseModel):
    """Where they live, as a 500 m square, and where they say they can go."""

    district_id: uuid.UUID | None
    home_mesh: str | None
    can_reach: list[ReachInput]


class HealthView(BaseModel):
    """Diagnosis, 手帳, medication."""

    health: str


class RemovalView(BaseModel):
    """A request to end protection that waits for a second person."""

    id: uuid.UUID
    asked_by: uuid.UUID
    asked_at: dt.datetime
    reason: str
    earliest_approval_at: dt.datetime


class ProtectionView(BaseModel):
    """Protection, and whom to keep apart from."""

    protected: Answer
    avoidance: str
    apart_from_hosts: list[uuid.UUID]
    apart_from_persons: list[uuid.UUID]
    removals: list[RemovalView]


class FamilyView(BaseModel):
    """Family, money, history and notes."""

    family: str
    money: str
    history: str
    notes: str
    caring: list[CaringInput]


class SupportView(BaseModel):
    """配慮事項."""

    conditions: dict[Condition, Answer]
    staff_gender: Gender | None
    accompaniment_minutes: int
    attention_minutes: int


class NeedView(BaseModel):
    """狭間のニーズ."""

    id: uuid.UUID
    domain: NeedDomain
    urgency: Urgency
    wish: str
    version: int


class SchemeView(BaseModel):
    """One line of the 狭間 check."""

    id: uuid.UUID
    domain: NeedDomain
    scheme: str
    possible: Answer
    reason: str
    look_again_on: dt.date | None
    version: int


class WishesView(BaseModel):
    """Wishes, hours and travel."""

    needs: list[NeedView]
    schemes: list[SchemeView]
    availability: list[WindowInput] | None
    fewest_slots: int
    most_slots: int
    goal: GoalInput | None
    longest_stay_minutes: int | None
    modes: list[TravelMode]
    most_travel_minutes: int | None
    likes: list[Activity]
    avoids: list[Activity]
    earliest_start: dt.date | None


class OutreachView(BaseModel):
    """Records from before the consent."""

    outreach: str


class InvolvementView(BaseModel):
    """Who carries the case, or was in its meeting."""

    id: uuid.UUID
    user_id: uuid.UUID
    role: Role
    since: dt.date


class PersonView(BaseModel):
    """A case, with the sections the user sees at its stage."""

    id: uuid.UUID
    number: str
    version: int
    stage: Stage
    waiting_since: dt.date
    paused_until: dt.date | None
    ended_on: dt.date | None
    involvements: list[InvolvementView]
    identity: Annotated[IdentityView | None, _section()] = None
    contact: Annotated[ContactView | None, _section()] = None
    square: Annotated[PlaceView | None, _section()] = None
    health: Annotated[HealthView | None, _section()] = None
    protection: Annotated[ProtectionView | None, _section()] = None
    family: Annotated[FamilyView | None, _section()] = None
    support: Annotated[SupportView | None, _section()] = None
    wishes: Annotated[WishesView | None, _section()] = None
    outreach: Annotated[OutreachView | None, _section()] = None


class PersonLine(BaseModel):
    """A case in a list."""

    id: uuid.UUID
    number: str
    stage: Stage
    waiting_since: dt.date
    paused_until: dt.date | None
    ended_on: dt.date | None
    name: Annotated[str | None, _section()] = None
    kana: Annotated[str | None, _section()] = None
    age_years: Annotated[int | None, _section()] = None
    protected: Annotated[Answer | None, _section()] = None
    domains: Annotated[list[NeedDomain] | None, _section()] = None
    state: Annotated[CaseState | None, _section()] = None


class PersonPage(BaseModel):
    """A page of cases; `next` is where the following page starts, if there is one."""

    people: list[PersonLine]
    next: str | None


class Hit(BaseModel):
    """A case that was found: that it is there, and nothing of it."""

    id: uuid.UUID
    number: str


class HitList(BaseModel):
    """The cases that were found."""

    hits: list[Hit]


class CaseView(BaseModel):
    """One row of the trail: who did what on the case, when, and with what outcome."""

    seq: int
    at: dt.datetime
    user_id: uuid.UUID | None
    act: str
    outcome: str


class CaseViews(BaseModel):
    """Who looked at a case or changed it, the latest first; `before` gives the next page."""

    views: list[CaseView]
    before: int | None
