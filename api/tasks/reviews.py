"""Review days that have come leave a task: a 狭間 check to look at again, a pair that rested."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.trail import Entry, append
from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.tables import Person, PersonNeed, PersonRefusal, PersonScheme, Placement, Task
from api.tasks.kinds import TaskKind
from matching.vocabulary import Answer, PlacementStatus

MOST_AT_ONCE = 200
ACT = "review.remind"
"""The act in the trail; nobody does it."""

_THERE = (PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED)


@dataclass(frozen=True)
class Review:
    """What is to be looked at again, of whom, and since when; of a pair the host too."""

    due_on: dt.date
    person_id: uuid.UUID
    kind: TaskKind
    host_id: uuid.UUID | None = None


def remind_of_reviews(installation: Installation, municipality_id: uuid.UUID) -> int:
    """
    Make a task for each review day that has come, and say how many.

    A day that was reminded of once is not again, whoever ticked its task off. Nobody is asked of who has a
    place by now, nor of an ended case.
    """
    made = 0
    while True:
        with installation.database.write(municipality_id) as session:
            bunch = _remind_of_some(installation, session, municipality_id)
        made += bunch
        if bunch < MOST_AT_ONCE:
            return made


def _remind_of_some(installation: Installation, session: Session, municipality_id: uuid.UUID) -> int:
    now = installation.clock.now(session)
    today = day_in_japan(now)
    due = _not_reminded(session, _due(session, today))[:MOST_AT_ONCE]
    if not due:
        return 0
    people = select(col(Person.id)).where(col(Person.id).in_({each.person_id for each in due}))
    session.execute(people.order_by(col(Person.id)).with_for_update())  # another worker may be at it too
    due = _not_reminded(session, due)
    for each in due:
        session.add(
            Task(
                municipality_id=municipality_id,
                kind=each.kind,
                person_id=each.person_id,
                host_id=each.host_id,
                due_on=each.due_on,
                created_at=now,
            )
        )
    entry = Entry(ACT, "ok", resource="task", details={"count": len(due)})
    append(session, installation.roots.audit, now, [entry])
    return len(due)


def _due(session: Session, today: dt.date) -> list[Review]:
    return sorted({*_schemes(session, today), *_pairs(session, today)}, key=_order)


def _order(review: Review) -> tuple[dt.date, str, str, str]:
    return review.due_on, str(review.person_id), review.kind, str(review.host_id)


def _schemes(session: Session, today: dt.date) -> Iterable[Review]:
    """Find lines of a 狭間 check for a need the person has, due again and no way out yet."""
    is_needed = exists(col(PersonNeed.id)).where(
        col(PersonNeed.person_id) == col(PersonScheme.person_id),
        col(PersonNeed.domain) == col(PersonScheme.domain),
    )
    query = (
        select(col(PersonScheme.look_again_on), col(PersonScheme.person_id))
        .join(Person, col(Person.id) == col(PersonScheme.person_id))
        .where(
            col(PersonScheme.look_again_on) <= today,
            col(PersonScheme.possible) != Answer.YES,
            col(Person.ended_on).is_(None),
            is_needed,
        )
    )
    for day, person_id in session.execute(query):
        assert day is not None
        yield Review(day, person_id, TaskKind.LOOK_AGAIN)


def _pairs(session: Session, today: dt.date) -> Iterable[Review]:
    """Find declined pairs that rest no more, of people who have no place."""
    has_place = exists(col(Placement.id)).where(
        col(Placement.person_id) == col(PersonRefusal.person_id), col(Placement.status).in_(_THERE)
    )
    query = (
        select(col(PersonRefusal.until), col(PersonRefusal.person_id), col(PersonRefusal.host_id))
        .join(Person, col(Person.id) == col(PersonRefusal.person_id))
        .where(col(PersonRefusal.until) <= today, col(Person.ended_on).is_(None), ~has_place)
    )
    for day, person_id, host_id in session.execute(query):
        assert day is not None
        yield Review(day, person_id, TaskKind.PAIR_RESTED, host_id)


def _not_reminded(session: Session, due: list[Review]) -> list[Review]:
    query = select(Task).where(
        col(Task.kind).in_([TaskKind.LOOK_AGAIN, TaskKind.PAIR_RESTED]),
        col(Task.person_id).in_({each.person_id for each in due}),
    )
    there = {
        Review(task.due_on, task.person_id, TaskKind(task.kind), task.host_id)
        for task in session.execute(query).scalars()
        if task.person_id is not None
    }
    return [each for each in due if each not in there]
