"""The gate: loads the record a route is about and lets nobody through whom the table does not name."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Mapping

from api.context import Case, Context
from api.errors import NotFound
from api.policy.facts import facts_of, fields_shared_with_meeting
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
            person = context.find(Person, ids["person_id"], lock=rule.is_change)
            context._case = open_case(context, person)
        case About.PLACEMENT:
            placement = context.find(Placement, ids["placement_id"], lock=rule.is_change)
            context._placement = placement
            context._case = open_case(context, context.find(Person, placement.person_id), placement.host_id)
        case About.HOST:
            host = context.find(Host, ids["host_id"], lock=rule.is_change)
            relation = Relation(is_own_host=context.actor.host_id == host.id)
            _refuse_unless(may(context.act, parts_of(context.actor.roles, relation), None))
            context._host = host


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
    people, actor = list(people), context.actor
    found = facts_of(context.session, people, actor.user_id, context.now, context.today, host_id)
    is_own_host = host_id is not None and actor.host_id == host_id
    on_agenda = [person.id for person in people if found[person.id][1].is_on_agenda]
    agreed = fields_shared_with_meeting(context.session, on_agenda, context.today) if on_agenda else {}
    cases = {}
    for person in people:
        facts, relation = found[person.id]
        parts = parts_of(actor.roles, dataclasses.replace(relation, is_own_host=is_own_host))
        stage = stage_of(facts)
        # A member of the meeting sees what the person agreed to share there, whatever the table would allow.
        to_member = visible(parts & {Part.MM_A}, stage) & {*agreed.get(person.id, ()), Field.EXISTENCE}
        seen = visible(parts - {Part.MM_A}, stage) | to_member
        cases[person.id] = Case(person, parts, stage, seen, writable(parts, stage))
    return cases


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise NotFound
