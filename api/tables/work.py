"""Jobs, answers kept for repeated requests, notices to be sent, and the audit trail."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from api.infra.types import Document, line, words
from api.tables.base import Row, TenantRow, instant


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Row, table=True):
    """仕事: long work for a worker. Holds ids only; workers serve all municipalities."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    municipality_id: uuid.UUID = Field(foreign_key="municipality.id", index=True)
    kind: str = Field(sa_type=line(40))
    subject_id: uuid.UUID = Field(index=True)
    state: JobState = Field(default=JobState.QUEUED, sa_type=words(JobState), index=True)
    fence: int = 0
    attempts: int = 0
    lease_until: dt.datetime | None = instant(default=None)
    is_cancel_asked: bool = False
    stage: str = Field(default="", sa_type=line(40))
    done: int = 0
    total: int = 0
    message: str = Field(default="", sa_type=line(200))
    created_at: dt.datetime = instant()
    finished_at: dt.datetime | None = instant(default=None)


class IdempotencyKey(Row, table=True):
    """The receipt of an act, kept so that the same request again gets the same answer. No personal data."""

    user_id: uuid.UUID = Field(primary_key=True)
    key: str = Field(sa_type=line(80), primary_key=True)
    request_hash: str = Field(sa_type=line(64))
    status: int
    answer: str = Field(sa_type=line(4000))
    created_at: dt.datetime = instant()


class NoticeState(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"
    SENT = "sent"
    BY_PHONE = "by_phone"
    OUTDATED = "outdated"


class Outbox(TenantRow, table=True):
    """
    知らせ: a notice to be sent: a template and ids, never personal data.

    Parameters
    ----------
    attempts, next_try_at
        How often it was tried, and when it is tried again if nobody says that it arrived.
    state
        Sent; left to the coordinator's telephone; or no longer true before it went out.
    """

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    template: str = Field(sa_type=line(40))
    host_id: uuid.UUID | None = None
    user_id: uuid.UUID | None = None
    subject_id: uuid.UUID
    created_at: dt.datetime = instant()
    sent_at: dt.datetime | None = instant(default=None)
    state: NoticeState = Field(
        default=NoticeState.WAITING,
        sa_type=words(NoticeState),
        index=True,
        sa_column_kwargs={"server_default": NoticeState.WAITING.value},
    )
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    next_try_at: dt.datetime | None = instant(default=None)


class Audit(TenantRow, table=True):
    """監査: one row for every act, sensitive view and denial; names of fields, never values."""

    municipality_id: uuid.UUID = Field(foreign_key="municipality.id", primary_key=True)
    seq: int = Field(sa_type=BigInteger, primary_key=True)
    at: dt.datetime = instant()
    act: str = Field(sa_type=line(40))
    outcome: str = Field(sa_type=line(20))
    actor_id: uuid.UUID | None = Field(default=None, index=True)
    session: str = Field(default="", sa_type=line(16))
    request_id: str = Field(default="", sa_type=line(40))
    resource: str = Field(default="", sa_type=line(40))
    resource_id: uuid.UUID | None = Field(default=None, index=True)
    person_id: uuid.UUID | None = Field(default=None, index=True)
    version: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    mac: str = Field(sa_type=line(64))


class AuditHead(TenantRow, table=True):
    """The end of a municipality's chain; locked while a row is added."""

    municipality_id: uuid.UUID = Field(foreign_key="municipality.id", primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
    mac: str = Field(default="", sa_type=line(64))
