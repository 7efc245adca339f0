"""The gate: loads the record a route is about and lets nobody through whom the table does not name."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlmodel import col

from api.context import Case, Context
from api.errors import NotFound
from api.policy.facts import asked_by, facts_of, fields_shared_with_meeting, with_facts
from api.policy.stage import NO_RELATION, Relation, parts_of, stage_of
from api.policy.table import TABLE, may, visible, writable
from api.policy.vocabulary import About, Act, Field, Part
from api.tables import Host, Person, Placement


def pass_gate(context: Context, ids: Mapping[str, uuid.UUID]) -> None:
    """
    Check that the user may do the act on the record named in the path, and hand the record on.

    Raises
    ------
    NotFound
        If not; whether the record exists cannot be told from the answer.
    """
    rule = TABLE[context.act]
    match rule.about:
        case About.SELF:
            return
        case About.OFFICE:
            _refuse_unless(may(context.act, parts_of(context.actor.roles, NO_RELATION), None))
        case About.PERSON:
            context._case = _open(context, ids["person_id"], None, lock=rule.is_change)
        case About.PLACEMENT:
            placement = context.find(Placement, ids["placement_id"], lock=rule.is_change)
            context._placement = placement
            context._case = _open(context, placement.person_id, placement.host_id)
        case About.HOST:
            host = context.find(Host, ids["host_id"], lock=rule.is_change)
            relation = Relation(is_own_host=context.actor.host_id == host.id)
            _refuse_unless(may(context.act, parts_of(context.actor.roles, relation), None))
            context._host = host


def _open(context: Context, person_id: uuid.UUID, host_id: uuid.UUID | None, lock: bool = False) -> Case:
    if lock:
        context.lock(Person, person_id)
    cases = find_cases(context, _BY_ID[host_id is not None], host_id, person_id=person_id)
    _refuse_unless(bool(cases) and may(context.act, cases[0].parts, cases[0].stage))
    return cases[0]


def open_case(
    context: Context, person: Person, host_id: uuid.UUID | None = None, act: Act | None = None
) -> Case:
    """
    Open a person's case for the context's user and act (or another act).

    Raises
    ------
    NotFound
        If the user may not.
    """
    case = cases_of(context, [person], host_id)[person.id]
    _refuse_unless(may(act or context.act, case.parts, case.stage))
    return case


def cases_of(
    context: Context, people: Iterable[Person], host_id: uuid.UUID | None = None
) -> dict[uuid.UUID, Case]:
    """Tell how the user stands to each of many people, in one query; callers keep to what is visible."""
    by_id = {person.id: person for person in people}
    found = _facts(context, _BY_IDS[host_id is not None], host_id, ids=list(by_id))
    return {
        case.person.id: case for case in _cases(context, [(by_id[row.id], row) for row in found], host_id)
    }


def find_cases(
    context: Context, query: Select[Any], host_id: uuid.UUID | None = None, **given: Any
) -> list[Case]:
    """
    Find people together with how the user stands to each; callers keep to what is visible.

    Parameters
    ----------
    context, host_id
        Who looks, and at which host.
    query
        Gives people with their facts (`with_facts`).
    **given
        What else the query has to be told.
    """
    return _cases(context, [(row[0], row) for row in _facts(context, query, host_id, **given)], host_id)


def _facts(
    context: Context, query: Select[Any], host_id: uuid.UUID | None, **given: Any
) -> Sequence[Row[Any]]:
    asked = asked_by(context.actor.user_id, context.now, context.today, host_id)
    return context.session.execute(query, {**given, **asked}).all()


def _cases(
    context: Context, found: Iterable[tuple[Person, Row[Any]]], host_id: uuid.UUID | None
) -> list[Case]:
    actor, today = context.actor, context.today
    is_own_host = host_id is not None and actor.host_id == host_id
    known = [(person, *facts_of(row, person, today, host_id)) for person, row in found]
    on_agenda = [person.id for person, _, relation in known if relation.is_on_agenda]
    agreed = fields_shared_with_meeting(context.session, on_agenda, today) if on_agenda else {}
    cases = []
    for person, facts, relation in known:
        parts = parts_of(actor.roles, dataclasses.replace(relation, is_own_host=is_own_host))
        stage = stage_of(facts)
        # A member of the meeting sees what the person agreed to share there, whatever the table would allow.
        to_member = visible(parts & {Part.MM_A}, stage) & {*agreed.get(person.id, ()), Field.EXISTENCE}
        seen = visible(parts - {Part.MM_A}, stage) | to_member
        cases.append(Case(person, parts, stage, seen, writable(parts, stage)))
    return cases


_BY_ID = tuple(
    with_facts(select(Person).where(col(Person.id) == bindparam("person_id")), is_at_host)
    for is_at_host in (False, True)
)
_BY_IDS = tuple(
    with_facts(select(col(Person.id)).where(col(Person.id).in_(bindparam("ids", expanding=True))), is_at_host)
    for is_at_host in (False, True)
)


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise NotFound
