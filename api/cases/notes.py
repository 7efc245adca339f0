"""支援経過: what was done and heard, also with the family where the person cannot be met yet."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from api.cases.reception import require_case
from api.cases.schemas import CaseNoteInput
from api.cases.views import NoteList, NoteView
from api.cases.words import NOTE_WORDS, RESULT_WORDS
from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.tables import CaseNote
from api.tables.sealed import NoteDocument

MOST_SHOWN = 200


def add_note(context: Context, given: CaseNoteInput) -> Receipt:
    """Add a line; it is never changed, a slip is put right by another line."""
    case = require_case(context)
    if not case.opened_on <= given.noted_on <= context.today:
        expected = "受付から今日までの日"
        raise Refused([Fault("noted_on", given.noted_on.isoformat(), expected)])
    note = CaseNote(
        municipality_id=context.municipality_id,
        case_id=case.id,
        person_id=case.person_id,
        noted_on=given.noted_on,
        kind=given.kind,
        result=given.result,
        recorded_at=context.now,
        recorded_by=context.actor.user_id,
    )
    note.sealed = context.seal(note, case.person_id, NoteDocument(words=given.words))
    return context.receipt(context.add(note, kind=given.kind.value))


def list_notes(context: Context) -> NoteList:
    """List the lines of all episodes, the latest first."""
    person = context.case.person
    query = select(CaseNote).where(col(CaseNote.person_id) == person.id)
    query = query.order_by(col(CaseNote.noted_on).desc(), col(CaseNote.recorded_at).desc())
    found = context.session.execute(query.limit(MOST_SHOWN + 1)).scalars().all()
    notes = found[:MOST_SHOWN]
    context.note_of("case_note", person_id=person.id, count=len(notes))
    return NoteList(
        notes=[
            NoteView(
                kind_words=NOTE_WORDS[note.kind],
                result_words=RESULT_WORDS[note.result],
                words=context.open(note, person.id, NoteDocument).words,
                **note.model_dump(include={"id", "case_id", "noted_on", "kind", "result", "recorded_by"}),
            )
            for note in notes
        ],
        has_more=len(found) > MOST_SHOWN,
    )
