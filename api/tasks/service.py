"""Making tasks, listing the open ones, and ticking them off."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, NotFound
from api.policy.vocabulary import Role
from api.tables import Involvement, Task
from api.tasks.kinds import ONLY_BY_ITS_ACT, ROLE_OF_KIND, TASK_WORDS, TaskKind
from api.tasks.schemas import TaskList, TaskView

MOST_SHOWN = 200
MOST_IDS_NOTED = 50
_CARRIERS = frozenset({Role.COORDINATOR, Role.LEAD, Role.OFFICIAL})


def add_task(
    context: Context,
    kind: TaskKind,
    due_on: dt.date,
    *,
    person_id: uuid.UUID | None = None,
    host_id: uuid.UUID | None = None,
    placement_id: uuid.UUID | None = None,
) -> Task:
    """Make a task; about a person it is for those who carry the case, otherwise for everyone."""
    task = Task(
        municipality_id=context.municipality_id,
        kind=kind,
        due_on=due_on,
        person_id=person_id,
        host_id=host_id,
        placement_id=placement_id,
        created_at=context.now,
    )
    return context.add(task, kind=kind.value)


def list_tasks(context: Context) -> TaskList:
    """List the open tasks of the user's cases, and those that are about no person."""
    query = select(Task).where(col(Task.done_at).is_(None), _is_for_user(context))
    query = query.order_by(col(Task.due_on), col(Task.created_at), col(Task.id)).limit(MOST_SHOWN + 1)
    found = context.session.execute(query).scalars().all()
    tasks = found[:MOST_SHOWN]
    if len(tasks) <= MOST_IDS_NOTED:
        context.note_of("task", ids=[str(task.id) for task in tasks])
    else:
        context.note_of("task", count=len(tasks))
    return TaskList(tasks=[_view(task) for task in tasks], has_more=len(found) > MOST_SHOWN)


def do_task(context: Context, task_id: uuid.UUID) -> Receipt:
    """Tick a task off."""
    task = context.find(Task, task_id, lock=True)
    query = select(col(Task.id)).where(col(Task.id) == task_id, _is_for_user(context))
    if context.session.execute(query).first() is None:
        raise NotFound
    context.expect_version(task)
    if task.done_at is not None:
        raise Conflict("task_done")
    if task.kind in ONLY_BY_ITS_ACT:
        raise Conflict("task_of_an_act")
    _tick_off(context, task)
    return context.receipt(task)


def end_tasks(context: Context, kind: TaskKind, **about: uuid.UUID) -> None:
    """Tick off the open tasks of a kind about a person or placement: the act they asked for was done."""
    query = select(Task).where(col(Task.kind) == kind, col(Task.done_at).is_(None)).filter_by(**about)
    for task in context.session.execute(query.with_for_update()).scalars():
        _tick_off(context, task)


def _tick_off(context: Context, task: Task) -> None:
    context.change(task, {"done_at": context.now, "done_by": context.actor.user_id})


def _is_for_user(context: Context) -> ColumnElement[bool]:
    """Say in SQL that the user carries the case a task is about, or that it is for a role of theirs."""
    carried = select(col(Involvement.person_id)).where(
        col(Involvement.user_id) == context.actor.user_id,
        col(Involvement.role).in_(context.actor.roles & _CARRIERS),
        col(Involvement.since) <= context.today,
        or_(col(Involvement.until).is_(None), col(Involvement.until) >= context.today),
    )
    kinds = [kind for kind, role in ROLE_OF_KIND.items() if role in context.actor.roles]
    return or_(col(Task.person_id).is_(None), col(Task.person_id).in_(carried), col(Task.kind).in_(kinds))


def _view(task: Task) -> TaskView:
    kind = TaskKind(task.kind)
    return TaskView(
        id=task.id,
        kind=kind,
        words=TASK_WORDS[kind],
        due_on=task.due_on,
        person_id=task.person_id,
        host_id=task.host_id,
        placement_id=task.placement_id,
        version=task.version,
    )
