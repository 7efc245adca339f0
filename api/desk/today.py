"""今日: the first page after signing in, with what needs doing and who waits."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import select
from sqlmodel import col

from api.cases.blocked import BlockedCase, blocked_cases
from api.contacts.reading import list_contacts
from api.contacts.schemas import FollowUpView
from api.context import Context, Receipt
from api.desk.placements import people_of
from api.desk.words import host_names_of
from api.people import reading
from api.people.schemas import Order
from api.people.views import PersonLine
from api.placements.views import PlacementView, list_placements
from api.policy.gate import cases_of
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.proposals import lines, runs
from api.tables import ContactState, LineKind, Person, RunState
from api.tasks import service as tasks
from api.tasks.schemas import TaskView
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from matching.vocabulary import Answer, PlacementStatus

pages = Pages()

LOOK_BACK, A_WEEK = dt.timedelta(days=300), dt.timedelta(days=7)
SOON = dt.timedelta(days=3)
MOST_LOOKED_AT = 30
MOST_SHOWN = 8


@dataclass(frozen=True)
class ToCheck:
    """要確認 of the latest proposal: how many lines of one's own cases have something to be asked first."""

    run_id: uuid.UUID
    lines: int


@dataclass(frozen=True)
class TodayPage:
    """
    What needs doing; what the user has nothing to do with is none.

    Parameters
    ----------
    tasks
        Open tasks, the earliest due first.
    overdue, due
        Contacts whose day is over, and those of the next seven days.
    answered, expiring
        Offers the host answered, and those whose seats go back within three days.
    to_check
        What the latest proposal asks to be cleared.
    waiting
        Who waits longest and has no offer and no place.
    blocked
        Cases whose next step would be refused, with what is missing.
    people, hosts
        Names the user may know, by id.
    may_propose
        The user may make a proposal.
    """

    today: dt.date
    tasks: tuple[TaskView, ...] | None
    overdue: tuple[FollowUpView, ...] | None
    due: tuple[FollowUpView, ...]
    answered: tuple[PlacementView, ...] | None
    expiring: tuple[PlacementView, ...]
    to_check: ToCheck | None
    waiting: tuple[PersonLine, ...] | None
    blocked: tuple[BlockedCase, ...]
    people: dict[uuid.UUID, tuple[str, str]]
    hosts: dict[uuid.UUID, str]
    may_propose: bool


@pages.show("/", Act.TODAY_READ, "today/show.html")
def show_today(context: Context) -> TodayPage:
    """Show what needs doing today."""
    parts = parts_of(context.actor.roles, NO_RELATION)
    today = context.today

    def allowed(act: Act) -> bool:
        return may(act, parts, None)

    due: list[FollowUpView] = []
    if allowed(Act.CONTACT_LIST):
        due = list_contacts(context, today - LOOK_BACK, today + A_WEEK, ContactState.DUE).contacts
    offers = _offers(context) if allowed(Act.PLACEMENT_LIST) else []
    waiting, blocked = _waiting(context) if allowed(Act.PERSON_LIST) else ([], [])
    open_tasks = tasks.list_tasks(context).tasks if allowed(Act.TASK_READ) else None
    about = {each.person_id for each in (open_tasks or ()) if each.person_id}
    about |= {each.person_id for each in due} | {each.person_id for each in offers}
    about |= {each.person_id for each in blocked}
    return TodayPage(
        today=today,
        tasks=None if open_tasks is None else tuple(open_tasks),
        overdue=tuple(each for each in due if each.is_overdue) if allowed(Act.CONTACT_LIST) else None,
        due=tuple(each for each in due if not each.is_overdue),
        answered=tuple(each for each in offers if each.host_answer != Answer.UNKNOWN)
        if allowed(Act.PLACEMENT_LIST)
        else None,
        expiring=tuple(
            each for each in offers if each.expires_at is not None and each.expires_at <= context.now + SOON
        ),
        to_check=_to_check(context) if allowed(Act.PROPOSAL_READ) else None,
        waiting=tuple(waiting) if allowed(Act.PERSON_LIST) else None,
        blocked=tuple(blocked),
        people=people_of(context, about),
        hosts=host_names_of(context, {each.host_id for each in due if each.host_id}),
        may_propose=allowed(Act.PROPOSAL_MAKE),
    )


def _offers(context: Context) -> list[PlacementView]:
    found = list_placements(context, PlacementStatus.OFFERED, None).placements
    return [each for each in found if not each.has_lapsed]


def _waiting(context: Context) -> tuple[list[PersonLine], list[BlockedCase]]:
    """Give who waits longest without an offer or a place, and whose case cannot go on."""
    listed = reading.list_people(context, MOST_LOOKED_AT, "", Order.WAITING).people
    open_ = [each for each in listed if each.ended_on is None]
    query = select(Person).where(col(Person.id).in_([each.id for each in open_]))
    people = list(context.session.execute(query).scalars())
    cases = cases_of(context, people)
    served = {
        each.person_id
        for each in list_placements(context, None, None).placements
        if each.status not in {PlacementStatus.ENDED, PlacementStatus.BROKEN_OFF}
    }
    blocked = blocked_cases(context, (cases[each.id] for each in open_ if each.state is not None))
    return [each for each in open_ if each.id not in served][:MOST_SHOWN], list(blocked)[:MOST_SHOWN]


def _to_check(context: Context) -> ToCheck | None:
    done = (each for each in runs.list_runs(context).runs if each.state == RunState.DONE and each.status)
    run = next((each for each in done if not each.is_what_if), None)
    if run is None:
        return None
    told = lines.list_lines(context, run.id).lines
    asking = [each for each in told if each.kind == LineKind.ASSIGNED and each.questions]
    return ToCheck(run.id, len(asking)) if asking else None


@pages.form("/tasks/{task_id}/done", Act.TASK_DO, again=show_today)
def do_task(context: Context, request: Request, fields: Fields, task_id: uuid.UUID) -> Receipt:
    """Tick a task off."""
    return gone_on(tasks.do_task(context, task_id), "/", "recorded")
