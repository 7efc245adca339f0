"""Who contacts whom in which week: the machine proposes, people accept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection

import numpy as np
from sqlalchemy import and_, or_, select
from sqlmodel import col

from api.contacts.reading import cases_by_id, may_read
from api.contacts.schemas import PlanAccepted, PlannedInput, PlannedView, VisitPlanView
from api.contacts.service import find_own
from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused, Stale
from api.office.service import settings_of
from api.policy.vocabulary import Role
from api.tables import (
    Contact,
    ContactState,
    Host,
    Involvement,
    Person,
    Rounds,
    UserAccount,
    UserRole,
)
from matching.contacts.plan import plan_visits
from matching.contacts.visits import NOBODY, VisitPlan, Visits
from matching.labels import label
from matching.selection import SelectParams
from matching.vocabulary import Side

WEEK = dt.timedelta(days=7)
SECONDS = 5.0
MOST_PLANNED = 2_000


def propose(context: Context, weeks: int) -> VisitPlanView:
    """
    Propose a week and a coordinator for what is due in the coming weeks.

    Only those who carry a case are asked to make its contacts. The plan counts everybody's hours; shown are
    the contacts of the cases the user may open. A way is a number of the office's settings, by 圏域 alone; of
    people under protection no 圏域 is used.
    """
    first_week = context.today - dt.timedelta(days=context.today.weekday())
    until = first_week + weeks * WEEK
    query = select(Contact).where(col(Contact.state) == ContactState.DUE, col(Contact.window_from) < until)
    query = query.order_by(col(Contact.due_on), col(Contact.id)).limit(MOST_PLANNED)
    contacts = context.session.execute(query).scalars().all()
    carriers = carriers_of(context, {each.person_id for each in contacts})
    coordinators = _coordinators(context)
    visits = _visits(context, contacts, carriers, coordinators, first_week, weeks)
    plan = plan_visits(visits, params=SelectParams(time_limit_s=SECONDS))
    cases = cases_by_id(context, {each.person_id for each in contacts})
    shown = [n for n, each in enumerate(contacts) if may_read(cases[each.person_id])]
    context.note_of("contact", count=len(shown))
    return VisitPlanView(
        first_week=first_week,
        weeks=weeks,
        status=plan.status,
        objective=plan.objective,
        bound=plan.bound,
        contacts=[_line(contacts[n], n, plan, coordinators, first_week) for n in shown],
    )


def accept(context: Context, given: PlanAccepted) -> Receipt:
    """Set the week and the coordinator of contacts, as people accepted them; all of it or nothing."""
    for each in sorted(given.contacts, key=lambda each: str(each.id)):
        _accept_one(context, each)
    return Receipt(id=context.actor.user_id, details={"contacts": len(given.contacts)})


def carriers_of(context: Context, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Give the coordinators who carry each person's case today."""
    query = (
        select(col(Involvement.person_id), col(Involvement.user_id))
        .join(UserAccount, col(UserAccount.id) == col(Involvement.user_id))
        .join(
            UserRole,
            and_(col(UserRole.user_id) == col(UserAccount.id), col(UserRole.role) == Role.COORDINATOR),
        )
        .where(
            col(Involvement.person_id).in_(list(person_ids)),
            col(Involvement.role) == Role.COORDINATOR,
            col(Involvement.since) <= context.today,
            or_(col(Involvement.until).is_(None), col(Involvement.until) >= context.today),
            col(UserAccount.is_active),
        )
    )
    found: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for person_id, user_id in context.session.execute(query):
        found[person_id].add(user_id)
    return found


def _accept_one(context: Context, given: PlannedInput) -> None:
    contact = find_own(context, given.id)
    if contact.version != given.version:
        raise Stale(contact.version, sorted(context.changed_since(contact, given.version)))
    if contact.state != ContactState.DUE:
        raise Conflict("contact_over")
    this_week = context.today - dt.timedelta(days=context.today.weekday())
    if given.week.weekday() != 0 or not this_week <= given.week <= this_week + 60 * WEEK:
        raise Refused([Fault("week", given.week.isoformat(), "今週から60週以内の月曜日")])
    if given.coordinator_id not in carriers_of(context, {contact.person_id})[contact.person_id]:
        raise Conflict("not_theirs")
    context.change(contact, {"week": given.week, "coordinator_id": given.coordinator_id})


def _coordinators(context: Context) -> list[uuid.UUID]:
    query = (
        select(col(UserAccount.id))
        .join(UserRole, col(UserRole.user_id) == col(UserAccount.id))
        .where(
            col(UserRole.role) == Role.COORDINATOR,
            col(UserAccount.municipality_id) == context.municipality_id,
            col(UserAccount.is_active),
        )
        .order_by(col(UserAccount.id))
    )
    return list(context.session.execute(query).scalars())


def _visits(
    context: Context,
    contacts: Collection[Contact],
    carriers: dict[uuid.UUID, set[uuid.UUID]],
    coordinators: list[uuid.UUID],
    first_week: dt.date,
    weeks: int,
) -> Visits:
    settings = settings_of(context.session, context.municipality_id)
    rounds = {row.user_id: row for row in context.session.execute(select(Rounds)).scalars()}
    districts = _districts(context, contacts)
    minutes = [
        settings.contact_minutes_a_week
        if user not in rounds or rounds[user].minutes_a_week is None
        else rounds[user].minutes_a_week
        for user in coordinators
    ]
    own = [set(rounds[user].district_ids) if user in rounds else set() for user in coordinators]
    position = {user: n for n, user in enumerate(coordinators)}
    subjects: dict[tuple[Side, uuid.UUID], int] = {}

    def week_of(day: dt.date) -> int:
        return (day - first_week).days // 7

    def way(contact: Contact, coordinator: int) -> int:
        is_near = districts[contact.id] in own[coordinator]
        return settings.contact_way_minutes if is_near else settings.contact_far_minutes

    def whom(contact: Contact) -> int:
        about = (contact.side, contact.host_id or contact.person_id)
        return subjects.setdefault(about, len(subjects))

    shape = (len(contacts), len(coordinators))
    return Visits(
        earliest=np.array([week_of(each.window_from) for each in contacts], dtype=np.int64),
        # What is overdue can still be made up for.
        latest=np.array([max(0, week_of(each.window_to)) for each in contacts], dtype=np.int64),
        due=np.array([max(0, week_of(each.due_on)) for each in contacts], dtype=np.int64),
        minutes=np.array([each.minutes for each in contacts], dtype=np.int64),
        is_must=np.array([each.window_to < first_week + WEEK for each in contacts], dtype=np.bool_),
        subject=np.array([whom(each) for each in contacts], dtype=np.int64),
        preferred=np.array(
            [position.get(each.coordinator_id or each.id, NOBODY) for each in contacts], dtype=np.int64
        ),
        may=np.array(
            [[user in carriers[each.person_id] for user in coordinators] for each in contacts], dtype=np.bool_
        ).reshape(shape),
        travel=np.array(
            [[way(each, n) for n in range(len(coordinators))] for each in contacts], dtype=np.int64
        ).reshape(shape),
        available=np.repeat(np.array(minutes, dtype=np.int64)[:, None], weeks, axis=1),
    )


def _districts(context: Context, contacts: Collection[Contact]) -> dict[uuid.UUID, str]:
    """Give the 圏域 each contact is made in; the empty text where it is not known or must not be used."""
    people = {each.person_id for each in contacts}
    hosts = {each.host_id for each in contacts if each.host_id is not None}
    homes = {
        person.id: str(person.district_id or "")
        for person in context.session.execute(select(Person).where(col(Person.id).in_(people))).scalars()
        if not person.is_protected
    }
    query = select(col(Host.id), col(Host.district_id)).where(col(Host.id).in_(hosts))
    places = {host_id: str(district or "") for host_id, district in context.session.execute(query)}
    return {
        each.id: places.get(each.host_id, "") if each.host_id else homes.get(each.person_id, "")
        for each in contacts
    }


def _line(
    contact: Contact, n: int, plan: VisitPlan, coordinators: list[uuid.UUID], first_week: dt.date
) -> PlannedView:
    who, week, why = int(plan.coordinator[n]), int(plan.week[n]), plan.left_over.get(n)
    return PlannedView(
        **contact.model_dump(include={"id", "person_id", "side", "due_on", "minutes", "version"}),
        week=None if week == NOBODY else first_week + week * WEEK,
        coordinator_id=None if who == NOBODY else coordinators[who],
        left_over=why,
        left_over_words=None if why is None else label(why),
    )
