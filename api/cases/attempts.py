"""How often a person was not reached since they last were: from the 支援経過 and the due contacts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.infra.clock import start_of_day
from api.tables import CaseNote, Contact, ContactState, NoteKind, NoteResult, SupportCase
from matching.vocabulary import Side


@dataclass(frozen=True, order=True)
class _Attempt:
    """One attempt to reach the person; of one day, a due contact is taken to be before the notes."""

    day: dt.date
    at: dt.datetime
    id: uuid.UUID
    is_reached: bool


def tried_in_vain(context: Context, case: SupportCase) -> list[uuid.UUID]:
    """Give the records of an episode in which the person was not reached, back to the last time they were."""
    tried: list[uuid.UUID] = []
    for attempt in sorted((*_notes(context, case), *_contacts(context, case)), reverse=True):
        if attempt.is_reached:
            break
        tried.append(attempt.id)
    return tried


def _notes(context: Context, case: SupportCase) -> Iterable[_Attempt]:
    """Give the notes; a family that was reached knows of the person, one that was not says nothing."""
    is_of_family = col(CaseNote.kind) == NoteKind.FAMILY
    query = select(CaseNote).where(
        col(CaseNote.case_id) == case.id, ~(is_of_family & (col(CaseNote.result) == NoteResult.NOT_REACHED))
    )
    for row in context.session.execute(query).scalars():
        yield _Attempt(row.noted_on, row.recorded_at, row.id, row.result == NoteResult.REACHED)


def _contacts(context: Context, case: SupportCase) -> Iterable[_Attempt]:
    query = select(Contact).where(
        col(Contact.person_id) == case.person_id,
        col(Contact.side) == Side.PERSON,
        col(Contact.state) == ContactState.DONE,
        col(Contact.done_on) >= case.opened_on,
    )
    for row in context.session.execute(query).scalars():
        if row.done_on is not None and row.result is not None:
            yield _Attempt(row.done_on, start_of_day(row.done_on), row.id, row.result.is_connected)
