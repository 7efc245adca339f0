"""今日: the first page after signing in."""

from __future__ import annotations

from dataclasses import dataclass

from api.context import Context
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tasks import service
from api.tasks.schemas import TaskView
from api.web.paging import Pages

pages = Pages()


@dataclass(frozen=True)
class TodayView:
    """
    What needs doing.

    Parameters
    ----------
    tasks
        Open tasks, the earliest due first; `None` for who has none of their own.
    """

    tasks: tuple[TaskView, ...] | None


@pages.show("/", Act.TODAY_READ, "today/show.html")
def show_today(context: Context) -> TodayView:
    """Show what needs doing today."""
    if not may(Act.TASK_READ, parts_of(context.actor.roles, NO_RELATION), None):
        return TodayView(None)
    return TodayView(tuple(service.list_tasks(context).tasks))
