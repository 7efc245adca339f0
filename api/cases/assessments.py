"""アセスメント: questions answered when there is trust, and the answers on the person's own record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import select
from sqlmodel import col

from api.cases.questions import conditions_of, hours_of, questions
from api.cases.reception import current_case, require_case
from api.cases.schemas import AssessmentChange, AssessmentCreate
from api.cases.views import AnswerView, AssessmentView, QuestionList, QuestionView
from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.people.schemas import PersonChange
from api.people.service import write_person
from api.policy.vocabulary import Field
from api.tables import Assessment, Person, SupportCase
from api.tables.sealed import AssessmentDocument
from matching.labels import label
from matching.vocabulary import Answer, Lang

_WORDS = frozenset(AssessmentDocument.model_fields)


def list_questions(context: Context) -> QuestionList:
    """List the municipality's questions."""
    return QuestionList(
        questions=[
            QuestionView(
                id=each.id,
                text=each.text,
                feeds=label(each.condition, Lang.JA)
                if each.condition
                else "曜日と時間"
                if each.times
                else "",
            )
            for each in questions().values()
        ]
    )


def create_assessment(context: Context, given: AssessmentCreate) -> Receipt:
    """
    Begin the assessment of an episode; what is not sent comes from the episode before.

    Raises
    ------
    Conflict
        `already_exists` if it was begun.
    """
    case, person = require_case(context), context.case.person
    if _of_case(context, case) is not None:
        raise Conflict("already_exists")
    sent = {name: getattr(given, name) for name in given.model_fields_set}
    _check(context, case, sent)
    former = _latest(context, person)
    document = context.open(former, person.id, AssessmentDocument) if former else AssessmentDocument()
    before = dict(former.answers) if former else {}
    disclosed = former.disclosed if former else []
    assessment = Assessment(
        municipality_id=context.municipality_id,
        case_id=case.id,
        person_id=person.id,
        checked_on=given.checked_on,
        answers=before | to_jsonable_python(sent.get("answers", {})),
        disclosed=sorted(sent["disclosed"]) if "disclosed" in sent else disclosed,
        created_at=context.now,
    )
    document = document.model_copy(update={name: sent[name] for name in sent if name in _WORDS})
    assessment.sealed = context.seal(assessment, person.id, document)
    context.add(assessment, answers=len(assessment.answers))
    _write_answers(context, person, before, sent.get("answers", {}))
    return context.receipt(assessment)


def change_assessment(context: Context, given: AssessmentChange) -> Receipt:
    """Change an assessment, or add the answers to what was not yet asked."""
    case, person, sent = require_case(context), context.case.person, given.sent
    found = _of_case(context, case)
    if found is None:
        raise NotFound
    assessment = context.find(Assessment, found.id, lock=True)
    context.expect_version(assessment)
    _check(context, case, sent)
    before = dict(assessment.answers)
    document = context.open(assessment, person.id, AssessmentDocument)
    new = document.model_copy(update={name: sent[name] for name in sent if name in _WORDS})
    also = [name for name in sorted(_WORDS) if getattr(new, name) != getattr(document, name)]
    if also:
        assessment.sealed = context.seal(assessment, person.id, new)
    values: dict[str, Any] = {"answers": before | to_jsonable_python(sent.get("answers", {}))}
    if "disclosed" in sent:
        values["disclosed"] = sorted(sent["disclosed"])
    if "checked_on" in sent:
        values["checked_on"] = sent["checked_on"]
    context.change(assessment, values, also)
    _write_answers(context, person, before, sent.get("answers", {}))
    return context.receipt(assessment)


def read_assessment(context: Context) -> AssessmentView:
    """Show the assessment of the episode, with every question: what was not asked is 未聴取."""
    person = context.case.person
    case = current_case(context, person.id)
    found = _of_case(context, case) if case else None
    document = context.open(found, person.id, AssessmentDocument) if found else AssessmentDocument()
    answers = found.answers if found else {}
    context.note_of("assessment", found.id if found else None, person.id)
    return AssessmentView(
        id=found.id if found else None,
        checked_on=found.checked_on if found else None,
        answers=[
            AnswerView(id=each.id, text=each.text, answer=Answer(answers.get(each.id, Answer.UNKNOWN)))
            for each in questions().values()
        ],
        disclosed=[Field(each) for each in found.disclosed] if found else [],
        version=found.version if found else None,
        **document.model_dump(),
    )


def _write_answers(
    context: Context, person: Person, before: Mapping[str, str], sent: Mapping[str, Answer]
) -> None:
    """
    Put new answers on the person's record, where the core reads them.

    Hours that were written there in more detail than the questions ask for stay as they are.
    """
    changed = {name: answer for name, answer in sent.items() if before.get(name) != answer}
    old = {name: Answer(answer) for name, answer in before.items()}
    values: dict[str, Any] = {}
    if conditions := conditions_of(changed):
        values["conditions"] = {**person.conditions, **conditions}
    hours, known = hours_of({**old, **changed}), hours_of(old)
    if hours != known and person.availability in (None, to_jsonable_python(known)):
        values["availability"] = hours
    if values:
        write_person(context, PersonChange.model_validate(values))


def _check(context: Context, case: SupportCase, sent: Mapping[str, Any]) -> None:
    faults = [
        Fault("answers", name, "アセスメントの問いの番号")
        for name in sent.get("answers", {})
        if name not in questions()
    ]
    day = sent.get("checked_on")
    if day is not None and not case.opened_on <= day <= context.today:
        faults.append(Fault("checked_on", day.isoformat(), "受付から今日までの日"))
    if faults:
        raise Refused(faults)


def _of_case(context: Context, case: SupportCase) -> Assessment | None:
    query = select(Assessment).where(col(Assessment.case_id) == case.id)
    return context.session.execute(query).scalar_one_or_none()


def _latest(context: Context, person: Person) -> Assessment | None:
    query = select(Assessment).where(col(Assessment.person_id) == person.id)
    query = query.order_by(col(Assessment.created_at).desc()).limit(1)
    return context.session.execute(query).scalar_one_or_none()
