"""資源ギャップ: analyses of a run, frozen months, and the worklist of what is being developed."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import Document, line, words
from api.tables.base import Edited, Record, instant
from api.tables.proposal import RunState
from matching.vocabulary import DevelopmentKind


class AskState(StrEnum):
    """How far somebody has come with a host: 予定 → 打診 → 見学 → 体験 → 受入, or 見合わせ."""

    PLANNED = "planned"
    ASKED = "asked"
    VISITED = "visited"
    TRIED = "tried"
    TAKEN = "taken"
    DECLINED = "declined"


class AskReason(StrEnum):
    """Why a host did not take it up; nobody is to blame."""

    NO_ROOM = "no_room"
    NO_STAFF = "no_staff"
    BUSY = "busy"
    NOT_NOW = "not_now"
    WORRIED = "worried"
    OTHER_TERMS = "other_terms"
    NO_ANSWER = "no_answer"


class GapAnalysis(Edited, table=True):
    """One gap analysis of a run; what it found is sealed with its own key, for it names people by id."""

    state: RunState = Field(default=RunState.WAITING, sa_type=words(RunState))
    run_id: uuid.UUID = Field(foreign_key="proposal_run.id", index=True)
    params: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    sealed_report: bytes | None = None
    problem_hash: str | None = Field(default=None, sa_type=line(64))
    message: str = Field(default="", sa_type=line(200))
    created_by: uuid.UUID
    finished_at: dt.datetime | None = instant(default=None)


class GapSnapshot(Record, table=True):
    """One month, frozen by its first analysis: numbers only. Rows are only added."""

    __table_args__ = (UniqueConstraint("municipality_id", "month"),)

    analysis_id: uuid.UUID = Field(foreign_key="gap_analysis.id")
    month: dt.date
    population: int | None = None
    waiting: int
    unmet: int
    unmet_by: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    median_wait_weeks: float | None = None
    places: int
    places_by_host: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    created_at: dt.datetime = instant()


class Ask(Edited, table=True):
    """
    開拓: one host that is asked for one thing; who asks, by when, and how far it came.

    It is a development of an analysis, or a smallest change, which has no analysis, kind or effort.
    """

    analysis_id: uuid.UUID | None = Field(default=None, foreign_key="gap_analysis.id", index=True)
    development: str = Field(sa_type=line(200))
    kind: DevelopmentKind | None = Field(default=None, sa_type=words(DevelopmentKind))
    what: str = Field(sa_type=line(400))
    request: str = Field(sa_type=line(1000))
    district: str = Field(default="", sa_type=line(120))
    effort_days: int | None = None
    forecast: int | None = None
    host_id: uuid.UUID | None = Field(default=None, foreign_key="host.id", index=True)
    host_name: str = Field(default="", sa_type=line(200))
    source: str = Field(default="", sa_type=line(120))
    user_id: uuid.UUID | None = None
    due_on: dt.date | None = None
    state: AskState = Field(default=AskState.PLANNED, sa_type=words(AskState), index=True)
    reason: AskReason | None = Field(default=None, sa_type=words(AskReason))
    asked_on: dt.date | None = None
    visited_on: dt.date | None = None
    tried_on: dt.date | None = None
    taken_on: dt.date | None = None
    declined_on: dt.date | None = None
