"""割当案: a run with its frozen input, and what came of it."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlmodel import Field

from api.infra.types import Document, line, words
from api.tables.base import Edited, TenantRow, instant
from matching.vocabulary import NeedDomain, SolveStatus


class RunState(StrEnum):
    """Where a run stands; how its solve ended is `SolveStatus`. RUNNING is not stored: its job says so."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class LineKind(StrEnum):
    """What a proposal says of a need."""

    ASSIGNED = "assigned"
    LEFT = "left"
    RELEASED = "released"


class ProposalRun(Edited, table=True):
    """One run: its input is frozen (sealed), so that it can be made again from what is stored."""

    state: RunState = Field(default=RunState.WAITING, sa_type=words(RunState))
    status: SolveStatus | None = Field(default=None, sa_type=words(SolveStatus))
    params: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    base_run_id: uuid.UUID | None = Field(default=None, foreign_key="proposal_run.id")
    sealed_problem: bytes | None = None
    sealed_proposal: bytes | None = None
    problem_hash: str | None = Field(default=None, sa_type=line(64))
    result_hash: str | None = Field(default=None, sa_type=line(64))
    rules_version: str | None = Field(default=None, sa_type=line(80))
    weights_hash: str | None = Field(default=None, sa_type=line(64))
    solver: str | None = Field(default=None, sa_type=line(80))
    objective: int | None = None
    bound: float | None = None
    assigned: int = 0
    left: int = 0
    message: str = Field(default="", sa_type=line(200))
    created_by: uuid.UUID
    finished_at: dt.datetime | None = instant(default=None)


class ProposalLine(TenantRow, table=True):
    """What a run says of one need; the words are in the sealed proposal."""

    run_id: uuid.UUID = Field(foreign_key="proposal_run.id", primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    domain: NeedDomain = Field(sa_type=words(NeedDomain), primary_key=True)
    kind: LineKind = Field(sa_type=words(LineKind), primary_key=True)
    menu_id: uuid.UUID | None = None
    host_id: uuid.UUID | None = None
    person_version: int
    placement_id: uuid.UUID | None = None
