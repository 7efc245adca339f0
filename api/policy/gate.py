"""The gate: loads the record a route is about and lets nobody through whom the table does not name."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping

from api.context import Case, Context
from api.errors import NotFound
from api.policy.facts import facts_of
from api.policy.stage import NO_RELATION, Relation, parts_of, stage_of
from api.policy.table import TABLE, may, visible, writable
from api.policy.vocabulary import About, Act
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
    actor = context.actor
    facts, relation = facts_of(context.session, person, actor.user_id, context.now, context.today, host_id)
    relation = dataclasses.replace(relation, is_own_host=host_id is not None and actor.host_id == host_id)
    parts, stage = parts_of(actor.roles, relation), stage_of(facts)
    _refuse_unless(may(act or context.act, parts, stage))
    return Case(person, parts, stage, visible(parts, stage), writable(parts, stage))


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise NotFound
