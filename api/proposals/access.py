"""Of whom a run is shown to a user: people whose case they may open at the time of reading."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.policy.gate import cases_of
from api.policy.table import may
from api.policy.vocabulary import Act, Field
from api.tables import Person

MOST_IDS_NOTED = 50
_AT_ONCE = 1000


def open_people(context: Context, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """Give those of many people whose case, with what they hope for, the user may see."""
    ids, found = sorted(person_ids), dict[uuid.UUID, Person]()
    for start in range(0, len(ids), _AT_ONCE):
        query = select(Person).where(col(Person.id).in_(ids[start : start + _AT_ONCE]))
        people = context.session.execute(query).scalars().all()
        for case in cases_of(context, people).values():
            if may(Act.PERSON_READ, case.parts, case.stage) and Field.WISHES in case.visible:
                found[case.person.id] = case.person
    return found


def note_people(context: Context, run_id: uuid.UUID, people: Collection[uuid.UUID]) -> None:
    """Note in the trail of whom a run was shown."""
    if len(people) <= MOST_IDS_NOTED:
        context.note_of("proposal_run", run_id, people=sorted(map(str, people)))
    else:
        context.note_of("proposal_run", run_id, count=len(people))
