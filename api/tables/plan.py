"""参加支援プラン: what the person and the people around them agreed to do, and when they look again."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlmodel import Field

from api.infra.types import Document, words
from api.tables.base import Edited, instant
from api.tables.consent import How


class PlanKind(StrEnum):
    """初回, or 再プラン."""

    FIRST = "first"
    RENEWED = "renewed"


class PlanState(StrEnum):
    """Where a plan stands; it is changed only as a draft or when it was returned."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    FIXED = "fixed"
    SUPERSEDED = "superseded"
    ENDED = "ended"


class PlanPattern(StrEnum):
    """What the plan is made of: 法に基づく事業のみ ①, also something else ②, or none of it ③."""

    STATUTORY = "statutory"
    MIXED = "mixed"
    OTHER = "other"


class SupportPlan(Edited, table=True):
    """
    参加支援プラン. What people said and do is sealed; where and when is plain, as in a placement.

    `number` counts 再プラン: 0 for 初回. `writers` are all who wrote on it; none of them decides on it.
    `household_id` is the household it is shared in, where it is.
    """

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    case_id: uuid.UUID | None = Field(default=None, foreign_key="support_case.id", index=True)
    former_id: uuid.UUID | None = Field(default=None, foreign_key="support_plan.id")
    kind: PlanKind = Field(sa_type=words(PlanKind))
    number: int = 0
    state: PlanState = Field(default=PlanState.DRAFT, sa_type=words(PlanState), index=True)
    pattern: PlanPattern = Field(default=PlanPattern.STATUTORY, sa_type=words(PlanPattern))
    consent_id: uuid.UUID = Field(foreign_key="consent.id")
    place: dict[str, Any] | None = Field(default=None, sa_type=Document)
    standby: dict[str, Any] | None = Field(default=None, sa_type=Document)
    menu_id: uuid.UUID | None = Field(default=None, foreign_key="menu.id", index=True)
    standby_menu_id: uuid.UUID | None = Field(default=None, foreign_key="menu.id")
    options: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    ladder: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    next_monitoring_on: dt.date | None = None
    household_id: uuid.UUID | None = Field(default=None, foreign_key="household.id", index=True)
    signed_on: dt.date | None = None
    signed_how: How | None = Field(default=None, sa_type=words(How))
    submitted_at: dt.datetime | None = instant(default=None)
    fixed_on: dt.date | None = None
    writers: list[str] = Field(default_factory=list, sa_type=Document)
    sealed: bytes | None = None
