"""What is shown about tasks: codes, ids and dates, never a name."""

from __future__ import annotations

import datetime as dt
import uuid

from pydantic import BaseModel

from api.tasks.kinds import TaskKind


class TaskView(BaseModel):
    """One thing to do."""

    id: uuid.UUID
    kind: TaskKind
    words: str
    due_on: dt.date
    person_id: uuid.UUID | None
    host_id: uuid.UUID | None
    placement_id: uuid.UUID | None
    version: int


class TaskList(BaseModel):
    """The open tasks, the most urgent first."""

    tasks: list[TaskView]
    has_more: bool
