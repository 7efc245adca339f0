"""受入: from the hold on a seat on, with what it takes and the decision it rests on."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import line, words
from api.tables.base import Edited, Record, TenantRow, instant
from matching.vocabulary import Answer, NeedDomain, PlacementStatus, Side


class Placement(Edited, table=True):
    """受入: a person at a menu, or a seat held for them."""

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    domain: NeedDomain = Field(sa_type=words(NeedDomain))
    host_id: uuid.UUID = Field(foreign_key="host.id", index=True)
    menu_id: uuid.UUID = Field(foreign_key="menu.id", index=True)
    status: PlacementStatus = Field(sa_type=words(PlacementStatus))
    first_day: dt.date
    last_day: dt.date
    expires_at: dt.datetime | None = instant(default=None)
    visit_on: dt.date | None = None
    person_answer: Answer = Field(default=Answer.UNKNOWN, sa_type=words(Answer))
    host_answer: Answer = Field(default=Answer.UNKNOWN, sa_type=words(Answer))
    declined_by: Side | None = Field(default=None, sa_type=words(Side))
    declined_reason: str | None = Field(default=None, sa_type=line(40))
    host_condition: str | None = Field(default=None, sa_type=line(40))
    ended_reason: str | None = Field(default=None, sa_type=line(40))
    sealed: bytes | None = None
    attention_minutes: int = 0
    accompaniment_minutes: int = 0
    is_fetched: bool = False
    companion_pool_id: uuid.UUID | None = Field(default=None, foreign_key="pool.id")
    caseload_pool_id: uuid.UUID | None = Field(default=None, foreign_key="pool.id")
    run_id: uuid.UUID | None = Field(default=None, foreign_key="proposal_run.id")
    is_tonight: bool = False
    created_by: uuid.UUID


class PlacementSlot(TenantRow, table=True):
    """A slot of the menu in which the person comes."""

    placement_id: uuid.UUID = Field(foreign_key="placement.id", primary_key=True)
    menu_slot_id: uuid.UUID = Field(foreign_key="menu_slot.id", primary_key=True)


class PlacementSeat(TenantRow, table=True):
    """What a placement took from the ledger, so that exactly this is given back."""

    placement_id: uuid.UUID = Field(foreign_key="placement.id", primary_key=True)
    pool_slot_id: uuid.UUID = Field(foreign_key="pool_slot.id", primary_key=True)
    day: dt.date = Field(primary_key=True)
    amount: int


class DecisionForm(StrEnum):
    """How the municipality answers a plan: 支援決定, with 内容確認 of what is not statutory, or 報告 only."""

    DECISION = "decision"
    DECISION_AND_CHECK = "decision_and_check"
    REPORT = "report"


class DecisionResult(StrEnum):
    """決定, or 差戻し."""

    DECIDED = "decided"
    RETURNED = "returned"


class Decision(Record, table=True):
    """支援決定 on a plan, or afterwards on a room for tonight."""

    __table_args__ = (UniqueConstraint("municipality_id", "number"),)

    person_id: uuid.UUID = Field(foreign_key="person.id", index=True)
    placement_id: uuid.UUID | None = Field(default=None, foreign_key="placement.id", index=True)
    plan_id: uuid.UUID | None = Field(default=None, foreign_key="support_plan.id", index=True)
    agenda_item_id: uuid.UUID | None = Field(default=None, foreign_key="agenda_item.id")
    form: DecisionForm = Field(
        default=DecisionForm.DECISION,
        sa_type=words(DecisionForm),
        sa_column_kwargs={"server_default": DecisionForm.DECISION.value},
    )
    result: DecisionResult = Field(
        default=DecisionResult.DECIDED,
        sa_type=words(DecisionResult),
        sa_column_kwargs={"server_default": DecisionResult.DECIDED.value},
    )
    number: str | None = Field(default=None, sa_type=line(40))
    decided_on: dt.date
    decided_by: uuid.UUID
    recorded_at: dt.datetime = instant()
    sealed: bytes | None = None


class Task(Edited, table=True):
    """用件: something a coordinator has to do, made by what happened."""

    kind: str = Field(sa_type=line(40))
    person_id: uuid.UUID | None = Field(default=None, foreign_key="person.id", index=True)
    host_id: uuid.UUID | None = Field(default=None, foreign_key="host.id", index=True)
    placement_id: uuid.UUID | None = Field(default=None, foreign_key="placement.id", index=True)
    due_on: dt.date
    done_at: dt.datetime | None = instant(default=None)
    done_by: uuid.UUID | None = None
