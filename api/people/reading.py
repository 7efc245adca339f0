"""Looking at cases: one, a list of one's own, a search by exact name, and who looked."""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import Date, Integer, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import load_only
from sqlmodel import col

from api.context import Case, Context
from api.errors import Fault, Refused
from api.people import views
from api.people.access import has_contact_open, is_current
from api.people.needs import needs_of, schemes_of
from api.people.protection import removals_of
from api.people.schemas import Order, SearchInput
from api.people.service import documents_of
from api.people.writing import age_on
from api.policy.facts import with_facts
from api.policy.gate import find_cases
from api.policy.table import may
from api.policy.vocabulary import Act, Field, Role
from api.tables import Audit, CaseState, Involvement, Person, PersonNeed, SupportCase
from api.tables.sealed import NeedDocument, PersonDocument, ReasonDocument
from matching.vocabulary import Answer, NeedDomain

MOST_IDS_NOTED = 50
MOST_HITS = 100

Section = TypeVar("Section", bound=BaseModel)


def read_person(context: Context) -> views.PersonView:
    """Show a case, each section only to whom it is visible at the case's stage."""
    case = context.case
    person, seen = case.person, set(case.visible)
    if Field.CONTACT not in seen and has_contact_open(context):
        seen.add(Field.CONTACT)
    document = context.open(person, person.id, PersonDocument)
    sections: dict[str, BaseModel] = {}
    if Field.IDENTITY in seen:
        age = age_on(person, document, context.today)
        sections["identity"] = _section(views.IdentityView, person, document, age_years=age)
    for field, kind in _PLAIN_SECTIONS.items():
        if field in seen:
            sections[field.value] = _section(kind, person, document)
    if Field.PROTECTION in seen:
        removals = removals_of(context) if person.protected == Answer.YES else []
        sections["protection"] = _section(views.ProtectionView, person, document, removals=removals)
    if Field.WISHES in seen:
        sections["wishes"] = _wishes(context, person, document)
    context.note(person, sections=sorted(sections))
    return views.PersonView(
        id=person.id,
        number=person.number,
        version=person.version,
        stage=case.stage,
        waiting_since=person.waiting_since,
        paused_until=person.paused_until,
        ended_on=person.ended_on,
        involvements=_involvements(context, person),
        **sections,  # type: ignore[arg-type]
    )


def list_people(
    context: Context, limit: int, after: str, order: Order = Order.NUMBER, state: CaseState | None = None
) -> views.PersonPage:
    """
    List the cases the user is involved in, officials all.

    Parameters
    ----------
    limit, after
        How many, and where the page before this one ended.
    order
        By number, or those first who wait longest.
    state
        Only cases that stand there.
    """
    found: list[Case] = []
    start: str | None = after
    while len(found) <= limit and start is not None:
        batch = find_cases(
            context,
            _page(_sees_all(context), order, state is not None, bool(start)),
            **_place_of(start, order),
            roles=list(context.actor.roles),
            state=state,
            most=limit + 1,
        )
        found += [case for case in batch if Field.EXISTENCE in case.visible]
        start = _place(batch[-1].person, order) if len(batch) > limit else None
    page = found[:limit]
    _note_ids(context, [case.person.id for case in page])
    return views.PersonPage(
        people=_lines(context, page), next=_place(page[-1].person, order) if len(found) > limit else None
    )


def _place(person: Person, order: Order) -> str:
    """Name where a person stands in a list, so that the next page can start behind them."""
    return person.number if order == Order.NUMBER else f"{person.waiting_since} {person.number}"


def _place_of(start: str, order: Order) -> dict[str, Any]:
    """
    Read where a list goes on.

    Raises
    ------
    Refused
        If no page ended there.
    """
    if order == Order.NUMBER or not start:
        return {"after": start}
    day, _, number = start.partition(" ")
    try:
        return {"since": dt.date.fromisoformat(day), "after": number}
    except ValueError:
        raise Refused([Fault("after", "", "前のページの next")]) from None


def search_people(context: Context, given: SearchInput) -> views.HitList:
    """Find cases by the exact name or reading; what the user could neither read nor open is not there."""
    index = context.installation.roots.blind_index(context.municipality_id, given.words)
    by_name = or_(col(Person.name_index) == index, col(Person.kana_index) == index)
    query = select(Person).where(by_name).order_by(col(Person.number)).limit(MOST_HITS)
    hits = [
        views.Hit(id=case.person.id, number=case.person.number)
        for case in find_cases(context, with_facts(query))
        if any(may(act, case.parts, case.stage) for act in (Act.PERSON_READ, Act.PERSON_OPEN))
    ]
    _note_ids(context, [hit.id for hit in hits])
    return views.HitList(hits=hits)


def list_views(context: Context, limit: int, before: int | None) -> views.CaseViews:
    """Show who looked at the case or changed it, and who was turned away."""
    person = context.case.person
    query = select(Audit).where(or_(col(Audit.person_id) == person.id, col(Audit.resource_id) == person.id))
    if before is not None:
        query = query.where(col(Audit.seq) < before)
    rows = context.session.execute(query.order_by(col(Audit.seq).desc()).limit(limit + 1)).scalars().all()
    context.note(person, count=len(rows[:limit]))
    return views.CaseViews(
        views=[
            views.CaseView(seq=row.seq, at=row.at, user_id=row.actor_id, act=row.act, outcome=row.outcome)
            for row in rows[:limit]
        ],
        before=rows[limit - 1].seq if len(rows) > limit else None,
    )


_PLAIN_SECTIONS: dict[Field, type[BaseModel]] = {
    Field.CONTACT: views.ContactView,
    Field.SQUARE: views.PlaceView,
    Field.HEALTH: views.HealthView,
    Field.FAMILY: views.FamilyView,
    Field.SUPPORT: views.SupportView,
    Field.OUTREACH: views.OutreachView,
}


def _section(kind: type[Section], person: Person, document: PersonDocument, **more: Any) -> Section:
    """Fill a section from the row and the document by the names of its fields."""
    values = {
        name: getattr(document if name in PersonDocument.model_fields else person, name)
        for name in kind.model_fields
        if name not in more
    }
    return kind.model_validate(values | more)


def _wishes(context: Context, person: Person, document: PersonDocument) -> views.WishesView:
    needs = [
        views.NeedView(
            wish=context.open(need, person.id, NeedDocument).wish,
            **need.model_dump(include={"id", "domain", "urgency", "version"}),
        )
        for need in needs_of(context, person)
    ]
    schemes = [
        views.SchemeView(
            reason=context.open(line, person.id, ReasonDocument).reason,
            **line.model_dump(include={"id", "domain", "scheme", "possible", "look_again_on", "version"}),
        )
        for line in schemes_of(context, person)
    ]
    return _section(views.WishesView, person, document, needs=needs, schemes=schemes)


def _involvements(context: Context, person: Person) -> list[views.InvolvementView]:
    asked = {"person_id": person.id, "today": context.today}
    rows = context.session.execute(_INVOLVED, asked).scalars()
    return [
        views.InvolvementView(id=row.id, user_id=row.user_id, role=row.role, since=row.since) for row in rows
    ]


_INVOLVED = (
    select(Involvement)
    .where(col(Involvement.person_id) == bindparam("person_id"), is_current(bindparam("today", type_=Date())))
    .order_by(col(Involvement.since), col(Involvement.id))
)


_LISTED = load_only(
    *(Person.id, Person.municipality_id, Person.number, Person.version, Person.sealed, Person.age_years),  # type: ignore[arg-type]
    *(Person.protected, Person.waiting_since, Person.paused_until, Person.ended_on),  # type: ignore[arg-type]
)
"""What a line shows and a stage follows from: the rest is long, and not read fifty times over."""


def _sees_all(context: Context) -> bool:
    """Tell whether the user is in all cases, as officials are; others in those they hold a role in."""
    return Role.OFFICIAL in context.actor.roles


@functools.cache
def _page(sees_all: bool, order: Order, is_of_state: bool, goes_on: bool) -> Select[Any]:
    """Build the query of a page, which ends with the page, not with the last case."""
    comes_after = col(Person.number) > bindparam("after")
    if order == Order.WAITING and goes_on:
        since = bindparam("since", type_=Date())
        comes_after = or_(
            col(Person.waiting_since) > since, and_(col(Person.waiting_since) == since, comes_after)
        )
    query = select(Person).where(comes_after)
    if not sees_all:
        involved = exists(col(Involvement.id)).where(
            col(Involvement.person_id) == col(Person.id),
            col(Involvement.user_id) == bindparam("facts_user_id"),
            col(Involvement.role).in_(bindparam("roles", expanding=True)),
            is_current(bindparam("facts_today", type_=Date())),
        )
        query = query.where(involved)
    if is_of_state:
        there = select(col(SupportCase.person_id)).where(col(SupportCase.state) == bindparam("state"))
        query = query.where(col(Person.id).in_(there))
    if order == Order.WAITING:
        query = query.order_by(col(Person.waiting_since))
    return with_facts(
        query.order_by(col(Person.number)).limit(bindparam("most", type_=Integer())).options(_LISTED)
    )


def _lines(context: Context, cases: Iterable[Case]) -> list[views.PersonLine]:
    cases = list(cases)
    named = documents_of(context, [case.person for case in cases if Field.IDENTITY in case.visible])
    domains = _domains(context, [case.person.id for case in cases if Field.WISHES in case.visible])
    states = _states(
        context, [case.person.id for case in cases if may(Act.CASE_READ, case.parts, case.stage)]
    )
    lines = []
    for case in cases:
        person = case.person
        line = views.PersonLine(
            id=person.id,
            number=person.number,
            stage=case.stage,
            waiting_since=person.waiting_since,
            paused_until=person.paused_until,
            ended_on=person.ended_on,
            state=states.get(person.id),
        )
        if person.id in named:
            document = named[person.id]
            line.name, line.kana = document.name, document.kana
            line.age_years = age_on(person, document, context.today)
        if Field.PROTECTION in case.visible:
            line.protected = person.protected
        if Field.WISHES in case.visible:
            line.domains = domains[person.id]
        lines.append(line)
    return lines


def _states(context: Context, people: list[uuid.UUID]) -> dict[uuid.UUID, CaseState]:
    """Give the state of the latest episode of each."""
    query = select(col(SupportCase.person_id), col(SupportCase.state)).where(
        col(SupportCase.person_id).in_(people)
    )
    rows = context.session.execute(query.order_by(col(SupportCase.opened_on), col(SupportCase.number)))
    return {row.person_id: row.state for row in rows}


def _domains(context: Context, people: list[uuid.UUID]) -> defaultdict[uuid.UUID, list[NeedDomain]]:
    found: defaultdict[uuid.UUID, list[NeedDomain]] = defaultdict(list)
    for person_id, domain in context.session.execute(_DOMAINS, {"people": people}):
        found[person_id].append(domain)
    return found


_DOMAINS = (
    select(col(PersonNeed.person_id), col(PersonNeed.domain))
    .where(col(PersonNeed.person_id).in_(bindparam("people", expanding=True)))
    .order_by(col(PersonNeed.created_at), col(PersonNeed.id))
)


def _note_ids(context: Context, ids: list[uuid.UUID]) -> None:
    if len(ids) <= MOST_IDS_NOTED:
        context.note_of("person", ids=[str(each) for each in ids])
    else:
        context.note_of("person", count=len(ids))
