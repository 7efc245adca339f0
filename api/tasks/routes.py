"""Tasks, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.tasks import service
from api.tasks.schemas import TaskList
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["用件"])


@router.view("/tasks", Act.TASK_READ)
def list_tasks(context: Context) -> TaskList:
    """List the open tasks of one's cases, and those that are about no person."""
    return service.list_tasks(context)


@router.change("/tasks/{task_id}/done", Act.TASK_DO, status=200)
def do_task(context: Context, task_id: uuid.UUID) -> Receipt:
    """Tick a task off."""
    return service.do_task(context, task_id)
