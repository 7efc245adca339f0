"""Registering people and changing their cases, and what other features ask about people."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.people.needs import add_need, add_scheme, domains_of
from api.people.schemas import PauseInput, PersonChange, PersonCreate
from api.people.writing import age_on, check_person, columns_of, require_writable, write_sealed
from api.policy.gate import cases_of
from api.policy.vocabulary import Field, Role
from api.tables import Involvement, Person
from api.tables.sealed import PersonDocument
from matching.vocabulary import Answer


def create_person(context: Context, given: PersonCreate) -> Person:
    """
    Register a person; whoever does so carries the case.

    Raises
    ------
    Conflict
        If the number is taken.
    Refused, NotFound
        If a value cannot be used, or an id is of nobody here.
    """
    _require_free(context, given.number)
    sent = {name: getattr(given, name) for name in type(given).model_fields}
    person = Person(
        municipality_id=context.municipality_id,
        number=given.number,
        age_years=0,
        protected=given.protected,
        waiting_since=given.waiting_since,
        created_at=context.now,
    )
    for name, value in columns_of(context, person, PersonDocument(), sent).items():
        setattr(person, name, value)
    check_person(context, person, [need.domain for need in given.needs])
    context.installation.vault.new_subject(context.municipality_id, person.id)
    write_sealed(context, person, PersonDocument(), sent)
    context.add(person, needs=len(given.needs), schemes=len(given.schemes))
    for need in given.needs:
        add_need(context, person, need)
    for scheme in given.schemes:
        add_scheme(context, person, scheme)
    role = Role.COORDINATOR if Role.COORDINATOR in context.actor.roles else Role.LEAD
    context.add(
        Involvement(
            municipality_id=context.municipality_id,
            person_id=person.id,
            user_id=context.actor.user_id,
            role=role,
            since=context.today,
        ),
        role=role.value,
    )
    return person


def change_person(context: Context, given: PersonChange) -> Receipt:
    """Change what was sent of a person; each field must be of a group the user may change in this case."""
    context.expect_version(context.case.person)
    return write_person(context, given)


def write_person(context: Context, given: PersonChange) -> Receipt:
    """Write what was sent of a person, where the version the user started from is another record's."""
    person, sent = context.case.person, given.sent
    require_writable(context, sent)
    if "number" in sent and given.number != person.number:
        _require_free(context, given.number)
    if sent.get("protected", person.protected) != person.protected:
        _require_first_answer(person.protected, given.protected)
    document = context.open(person, person.id, PersonDocument)
    columns = columns_of(context, person, document, sent)
    also = write_sealed(context, person, document, sent)
    context.change(person, columns, also)
    check_person(context, person, domains_of(context, person))
    return context.receipt(person)


def pause_person(context: Context, given: PauseInput) -> Receipt:
    """Look for no place until a date, or go on."""
    person = context.case.person
    context.expect_version(person)
    require_writable(context, ["paused_until"])
    if given.until is not None and given.until <= context.today:
        raise Refused([Fault("until", given.until.isoformat(), "あしたから後の日付")])
    context.change(person, {"paused_until": given.until})
    return context.receipt(person)


def documents_of(context: Context, people: Iterable[Person]) -> dict[uuid.UUID, PersonDocument]:
    """Open the documents of many people with one look at the keys; whoever asks keeps to what is visible."""
    people = list(people)
    context.installation.vault.fetch(context.municipality_id, [person.id for person in people])
    return {person.id: context.open(person, person.id, PersonDocument) for person in people}


def names_of(context: Context, people: Iterable[Person]) -> dict[uuid.UUID, str]:
    """Give the names of those people whose name the user sees; the others are left out."""
    cases = cases_of(context, people).values()
    seen = [case.person for case in cases if Field.IDENTITY in case.visible]
    return {person_id: document.name for person_id, document in documents_of(context, seen).items()}


def ages_of(context: Context, people: Iterable[Person]) -> dict[uuid.UUID, int]:
    """Give the ages of many people today."""
    people = list(people)
    documents = documents_of(context, people)
    return {person.id: age_on(person, documents[person.id], context.today) for person in people}


def _require_free(context: Context, number: str) -> None:
    query = select(col(Person.id)).where(col(Person.number) == number)
    if context.session.execute(query).first() is not None:
        raise Conflict("number_taken")


def _require_first_answer(old: Answer, new: Answer) -> None:
    """Protection is answered once here, from 未聴取 to いいえ; everything else has a way of its own."""
    if (old, new) != (Answer.UNKNOWN, Answer.NO):
        expected = (
            "保護の解除は「解除の申請」から行います。"
            if old == Answer.YES
            else "保護を始めるときは「保護する」を使ってください。"
        )
        raise Refused([Fault("protected", new.value, expected)])
