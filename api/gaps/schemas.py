"""What is sent and shown of analyses, months and the worklist."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from pydantic import BaseModel, Field

from api.gaps.view import GapView
from api.proposals.schemas import ChangeInput
from api.tables import AskReason, AskState, RunState
from api.web.inputs import Input, Line
from matching.vocabulary import DevelopmentKind, HostKind

Key = Annotated[str, Field(min_length=1, max_length=200)]
"""The id of a development within its analysis."""


class AnalysisCreate(Input):
    """分析の条件; what is left out is as in the templates."""

    budget_days: Annotated[int, Field(ge=0, le=10_000)] | None = None
    draws: Annotated[int, Field(ge=0, le=200)] | None = None
    confirm: Annotated[int, Field(ge=0, le=20)] = 5


class AnalysisView(BaseModel):
    """Where an analysis stands."""

    id: uuid.UUID
    version: int
    state: RunState
    run_id: uuid.UUID
    month: dt.date
    is_frozen: bool
    message: str
    step: int
    steps: int
    created_at: dt.datetime
    finished_at: dt.datetime | None


class AnalysisList(BaseModel):
    """The latest analyses."""

    analyses: list[AnalysisView]


class GapsShown(BaseModel):
    """A finished analysis in words."""

    analysis: AnalysisView
    is_suppressed: bool
    gaps: GapView


class HostToAsk(BaseModel):
    """A host that could be asked."""

    host_id: uuid.UUID
    words: str
    kind: HostKind
    is_known: bool
    request: str


class HostsToAsk(BaseModel):
    """Whom to ask for a development, those that look most like it first."""

    hosts: list[HostToAsk]


class MonthView(BaseModel):
    """One frozen month; a number of people that must not be shown is left out."""

    month: dt.date
    waiting: int | None
    unmet: int | None
    median_wait_weeks: float | None
    places: int


class ForecastView(BaseModel):
    """How one number moved and what is to be expected of it, as far as that can be said."""

    number: str
    words: str
    text: str
    a_quarter: float | None
    expected: list[float]
    low: list[float]
    high: list[float]


class MonthList(BaseModel):
    """The months, the oldest first, and what they let expect; `outlook` says how far that can be said."""

    months: list[MonthView]
    forecasts: list[ForecastView]
    outlook: str
    source: str


class AskCreate(Input):
    """だれに頼むか: a host of the register, or one by name with where it was found."""

    development: Key
    host_id: uuid.UUID | None = None
    host_name: Line | None = None
    source: Line | None = None
    user_id: uuid.UUID | None = None
    due_on: dt.date | None = None


class ChangeAsk(Input):
    """開拓 of a smallest change, as a run or a person's options list it; the run tells its gain."""

    change: ChangeInput
    run_id: uuid.UUID | None = None
    due_on: dt.date | None = None


class AskChange(Input):
    """Who asks, and by when."""

    user_id: uuid.UUID | None = None
    due_on: dt.date | None = None


class AskStep(Input):
    """打診・見学・体験・受入, or 見合わせ with its reason."""

    state: AskState
    on: dt.date
    reason: AskReason | None = None


class AskView(BaseModel):
    """
    One line of the worklist, with what came of it beside what was forecast.

    What comes of a smallest change has no analysis, development, kind or effort.
    """

    id: uuid.UUID
    version: int
    analysis_id: uuid.UUID | None
    development: str
    kind: DevelopmentKind | None
    what: str
    request: str
    district: str
    effort_days: int | None
    forecast: int | None
    started: int | None
    host_id: uuid.UUID | None
    host_name: str
    source: str
    user_id: uuid.UUID | None
    due_on: dt.date | None
    is_late: bool
    state: AskState
    words: str
    reason: AskReason | None
    reason_words: str
    on: dt.date | None


class FunnelView(BaseModel):
    """How far the hosts of one source came."""

    source: str
    asked: int
    visited: int
    tried: int
    taken: int
    declined: int


class AskList(BaseModel):
    """The worklist, what is due first."""

    asks: list[AskView]
    funnel: list[FunnelView]
