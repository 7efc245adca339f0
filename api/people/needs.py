"""What a person needs, and the 狭間 check: lines of a case with versions of their own."""

from __future__ import annotations

import functools
import uuid
from typing import TypeVar

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, NotFound
from api.people.schemas import NeedChange, NeedInput, SchemeChange, SchemeInput
from api.people.writing import require_writable
from api.tables import Person, PersonNeed, PersonScheme, Placement
from api.tables.sealed import NeedDocument, ReasonDocument
from api.tasks.kinds import TaskKind
from api.tasks.service import end_tasks
from matching.vocabulary import Answer, NeedDomain, PlacementStatus

Line = TypeVar("Line", PersonNeed, PersonScheme)

_OVER = (PlacementStatus.BROKEN_OFF, PlacementStatus.ENDED)


def needs_of(context: Context, person: Person) -> list[PersonNeed]:
    """Give a person's needs."""
    return _lines(context, PersonNeed, person)


def schemes_of(context: Context, person: Person) -> list[PersonScheme]:
    """Give the lines of a person's 狭間 check."""
    return _lines(context, PersonScheme, person)


def domains_of(context: Context, person: Person) -> list[NeedDomain]:
    """Give what a person's needs are about."""
    return [need.domain for need in needs_of(context, person)]


def add_need(context: Context, person: Person, given: NeedInput) -> PersonNeed:
    """Add a need to a person."""
    need = PersonNeed(
        municipality_id=context.municipality_id,
        person_id=person.id,
        domain=given.domain,
        urgency=given.urgency,
        created_at=context.now,
    )
    need.sealed = context.seal(need, person.id, NeedDocument(wish=given.wish))
    return context.add(need)


def add_scheme(context: Context, person: Person, given: SchemeInput) -> PersonScheme:
    """Add a line to a person's 狭間 check."""
    line = PersonScheme(
        municipality_id=context.municipality_id,
        person_id=person.id,
        domain=given.domain,
        scheme=given.scheme,
        possible=given.possible,
        look_again_on=given.look_again_on,
        created_at=context.now,
    )
    line.sealed = context.seal(line, person.id, ReasonDocument(reason=given.reason))
    return context.add(line)


def create_need(context: Context, given: NeedInput) -> Receipt:
    """Add a need to the case; there is one of each domain."""
    person = _open(context, "needs")
    if given.domain in domains_of(context, person):
        raise Conflict("need_exists")
    return context.receipt(add_need(context, person, given))


def change_need(context: Context, need_id: uuid.UUID, given: NeedChange) -> Receipt:
    """Change a need's urgency or wish."""
    need, sent = _find(context, PersonNeed, need_id), given.sent
    old = context.open(need, need.person_id, NeedDocument)
    also: list[str] = []
    if sent.get("wish", old.wish) != old.wish:
        need.sealed = context.seal(need, need.person_id, NeedDocument(wish=given.wish))
        also.append("wish")
    context.change(need, {"urgency": sent.get("urgency", need.urgency)}, also)
    return context.receipt(need)


def delete_need(context: Context, need_id: uuid.UUID) -> Receipt:
    """Take a need out of the case; not the last one, and none that a placement is for."""
    need = _find(context, PersonNeed, need_id)
    if len(domains_of(context, context.case.person)) == 1:
        raise Conflict("last_need")
    query = select(col(Placement.id)).where(
        col(Placement.person_id) == need.person_id,
        col(Placement.domain) == need.domain,
        col(Placement.status).not_in(_OVER),
    )
    if context.session.execute(query).first() is not None:
        raise Conflict("need_in_use")
    return _delete(context, need)


def create_scheme(context: Context, given: SchemeInput) -> Receipt:
    """Add a line to the case's 狭間 check."""
    return context.receipt(add_scheme(context, _open(context, "schemes"), given))


def change_scheme(context: Context, scheme_id: uuid.UUID, given: SchemeChange) -> Receipt:
    """Change a line of the 狭間 check."""
    line, sent = _find(context, PersonScheme, scheme_id), given.sent
    old = context.open(line, line.person_id, ReasonDocument)
    also: list[str] = []
    if sent.get("reason", old.reason) != old.reason:
        line.sealed = context.seal(line, line.person_id, ReasonDocument(reason=given.reason))
        also.append("reason")
    columns = {name: value for name, value in sent.items() if name != "reason"}
    context.change(line, columns, also)
    _end_looking_again(context)
    return context.receipt(line)


def delete_scheme(context: Context, scheme_id: uuid.UUID) -> Receipt:
    """Take a line out of the 狭間 check."""
    receipt = _delete(context, _find(context, PersonScheme, scheme_id))
    _end_looking_again(context)
    return receipt


def _end_looking_again(context: Context) -> None:
    """Tick the reminder off once no line waits to be looked at again."""
    person = context.case.person
    context.session.flush()
    domains = domains_of(context, person)
    lines = [each for each in schemes_of(context, person) if each.domain in domains]
    days = [each.look_again_on for each in lines if each.possible != Answer.YES]
    if not any(day is not None and day <= context.today for day in days):
        end_tasks(context, TaskKind.LOOK_AGAIN, person_id=person.id)


def _lines(context: Context, kind: type[Line], person: Person) -> list[Line]:
    return list(context.session.execute(_of_person(kind), {"person_id": person.id}).scalars())


@functools.cache
def _of_person(kind: type[Line]) -> Select[Line]:
    query = select(kind).where(col(kind.person_id) == bindparam("person_id"))
    return query.order_by(col(kind.created_at), col(kind.id))


def _open(context: Context, what: str) -> Person:
    """Note on the case that its lines change: a proposal made before must be able to tell."""
    require_writable(context, [what])
    context.change(context.case.person, {}, also=[what])
    return context.case.person


def _find(context: Context, kind: type[Line], line_id: uuid.UUID) -> Line:
    line = context.find(kind, line_id, lock=True)
    if line.person_id != context.case.person.id:
        raise NotFound
    context.expect_version(line)
    _open(context, "needs" if kind is PersonNeed else "schemes")
    return line


def _delete(context: Context, line: PersonNeed | PersonScheme) -> Receipt:
    context.note(line, is_deleted=True)
    context.session.delete(line)
    context.session.flush()
    return context.receipt(line)
