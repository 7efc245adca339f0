"""受入先のアセスメント: the work, what could be carved out of it, and what is settled before a start."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.cases.schemas import CarvedTaskInput, HostAssessmentInput, StartCheckInput
from api.cases.views import CarvedTaskView, HostAssessmentView, StartCheckView
from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.hosts.menus import add_menu
from api.hosts.schemas import MenuCreate
from api.hosts.start_checks import (
    MARK_WORDS,
    add_check,
    is_open,
    latest_checks,
    open_items,
    required_items,
)
from api.infra.clock import day_in_japan
from api.office.words import START_ITEM_WORDS
from api.tables import CarvedTask, Host, HostAssessment, StartItem, StartMark
from api.tables.sealed import HostAssessmentDocument

_WORDS = frozenset(HostAssessmentDocument.model_fields)


def assess_host(context: Context, given: HostAssessmentInput) -> Receipt:
    """
    Record what is known of the host; what is not sent stays. The first time needs no If-Match.

    Where 指揮命令, 出欠義務 and 対価 come to meet, 労働者性 has to be looked at before anybody starts.
    """
    host, sent = context.host, given.sent
    _check(context, sent)
    found = _of_host(context, host)
    if found is None:
        assessment = _new(context, host)
    else:
        assessment = context.find(HostAssessment, found.id, lock=True)
        context.expect_version(assessment)
    document = context.open(assessment, assessment.host_id, HostAssessmentDocument)
    new = document.model_copy(update={name: sent[name] for name in sent if name in _WORDS})
    also = [name for name in sorted(_WORDS) if getattr(new, name) != getattr(document, name)]
    columns = {name: value for name, value in sent.items() if name not in _WORDS}
    asked_before = assessment.asks_labour_check
    if found is None:
        for name, value in columns.items():
            setattr(assessment, name, value)
        context.installation.vault.new_subject(context.municipality_id, host.id)
        assessment.sealed = context.seal(assessment, host.id, new)
        context.add(assessment)
    else:
        if also:
            assessment.sealed = context.seal(assessment, host.id, new)
        context.change(assessment, columns, also)
    if assessment.asks_labour_check != asked_before:
        mark = StartMark.NOT_APPLICABLE if asked_before else StartMark.LOOK_AGAIN
        add_check(context, host, StartItem.LABOUR, mark)
    return context.receipt(assessment)


def read_host_assessment(context: Context) -> HostAssessmentView:
    """Show what the user's municipality knows of the host, and what is open before anybody starts."""
    found = _of_host(context, context.host)
    assessment = found or _new(context, context.host)
    document = context.open(assessment, assessment.host_id, HostAssessmentDocument)
    context.note_of("host_assessment", found.id if found else None)
    columns: dict[str, Any] = assessment.model_dump(
        include={
            "attention_minutes_a_week",
            "is_instructed",
            "is_bound_to_attend",
            "is_paid",
        }
    )
    return HostAssessmentView(
        id=found.id if found else None,
        checked_on=found.checked_on if found else None,
        version=found.version if found else None,
        tasks=[_task_view(each) for each in _tasks(context)],
        checklist=list(_checklist(context)),
        open_before_start=[START_ITEM_WORDS[item] for item in open_items(context, context.host.id)],
        **document.model_dump(),
        **columns,
    )


def check_before_start(context: Context, given: StartCheckInput) -> Receipt:
    """Note that an item of the checklist was looked at, or does not apply, by whom and when."""
    return context.receipt(add_check(context, context.host, given.item, given.mark))


def _checklist(context: Context) -> Iterator[StartCheckView]:
    checks, required = latest_checks(context, context.host.id), required_items(context)
    for item in StartItem:
        check = checks.get(item)
        yield StartCheckView(
            item=item,
            words=START_ITEM_WORDS[item],
            is_required=item in required,
            is_open=is_open(item, check),
            mark=check.mark if check else None,
            mark_words=MARK_WORDS[check.mark] if check else "",
            recorded_on=day_in_japan(check.recorded_at) if check else None,
            recorded_by=check.recorded_by if check else None,
        )


def carve_out(context: Context, given: CarvedTaskInput) -> Receipt:
    """Note a part of the host's work that somebody could do."""
    task = CarvedTask(
        municipality_id=context.municipality_id,
        host_id=context.host.id,
        created_at=context.now,
        **given.model_dump(),
    )
    return context.receipt(context.add(task))


def make_menu(context: Context, carved_id: uuid.UUID, given: MenuCreate) -> Receipt:
    """
    Make a carved-out task a menu of the host.

    Raises
    ------
    Conflict
        `already_exists` if it is one.
    """
    task = context.find(CarvedTask, carved_id, lock=True)
    if task.host_id != context.host.id:
        raise NotFound
    context.expect_version(task)
    if task.menu_id is not None:
        raise Conflict("already_exists")
    menu = add_menu(context, context.host, given)
    context.change(task, {"menu_id": menu.id})
    return context.receipt(task, menu_id=str(menu.id))


def _of_host(context: Context, host: Host) -> HostAssessment | None:
    query = select(HostAssessment).where(col(HostAssessment.host_id) == host.id)
    return context.session.execute(query).scalar_one_or_none()


def _new(context: Context, host: Host) -> HostAssessment:
    return HostAssessment(
        id=uuid.uuid4(),
        municipality_id=context.municipality_id,
        host_id=host.id,
        checked_on=context.today,
        created_at=context.now,
    )


def _check(context: Context, sent: dict[str, Any]) -> None:
    day = sent.get("checked_on")
    if day is not None and day > context.today:
        raise Refused([Fault("checked_on", day.isoformat(), "きょうまでの日付")])


def _tasks(context: Context) -> list[CarvedTask]:
    query = select(CarvedTask).where(col(CarvedTask.host_id) == context.host.id)
    return list(context.session.execute(query.order_by(col(CarvedTask.created_at))).scalars())


def _task_view(task: CarvedTask) -> CarvedTaskView:
    return CarvedTaskView(**task.model_dump(include=set(CarvedTaskView.model_fields)))
