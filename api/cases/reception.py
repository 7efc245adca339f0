"""受付: the start of an episode, what came with the person, and finding the episode somebody is in."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.cases.schemas import CaseChange, CaseCreate
from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.tables import CaseState, CaseStep, Person, Source, Step, SupportCase
from api.tables.sealed import CaseDocument

_SEALED = ("applying_agency", "early_reason")
_CARRIED_ON = ("source", "lead_plan_number", "application_on", "consented_on", "consented_how", "is_early")


def cases_of(context: Context, person_id: uuid.UUID) -> list[SupportCase]:
    """Give the episodes of a person, the latest first."""
    query = select(SupportCase).where(col(SupportCase.person_id) == person_id)
    query = query.order_by(col(SupportCase.created_at).desc(), col(SupportCase.opened_on).desc())
    return list(context.session.execute(query).scalars())


def current_case(context: Context, person_id: uuid.UUID) -> SupportCase | None:
    """Give the episode a person is in; there is one at most."""
    return next((case for case in cases_of(context, person_id) if not case.state.is_over), None)


def require_case(context: Context) -> SupportCase:
    """
    Give the episode the person at hand is in, locked.

    Raises
    ------
    Conflict
        `no_case` before the reception.
    """
    case = current_case(context, context.case.person.id)
    if case is None:
        raise Conflict("no_case")
    return context.find(SupportCase, case.id, lock=True)


def receive(context: Context, given: CaseCreate) -> Receipt:
    """
    Begin an episode; a person is in one at a time.

    Raises
    ------
    Conflict
        `case_open` if they are in one, also one that was closed and is followed up: that is reopened.
    """
    person = context.case.person
    if current_case(context, person.id) is not None:
        raise Conflict("case_open")
    sent = given.model_dump()
    if given.source == Source.REFERRAL and given.lead_plan_number is None:
        expected = "多機関協働からの紹介では、多機関協働プランの番号"
        raise Refused([Fault("lead_plan_number", "", expected)])
    if not person.waiting_since <= given.opened_on <= context.today:
        expected = "申し込んで待ち始めた日から今日までの日"
        raise Refused([Fault("opened_on", given.opened_on.isoformat(), expected)])
    _check(context, sent)
    document = CaseDocument(**{name: sent[name] for name in _SEALED})
    columns = {name: sent[name] for name in _CARRIED_ON}
    return context.receipt(begin(context, person, given.opened_on, columns, document))


def begin(
    context: Context,
    person: Person,
    opened_on: dt.date,
    columns: Mapping[str, Any],
    document: CaseDocument,
    reopened_from: uuid.UUID | None = None,
) -> SupportCase:
    """Make an episode at 受付 with its first step; the person's case is open again if it had ended."""
    case = SupportCase(
        municipality_id=context.municipality_id,
        person_id=person.id,
        number=_free_number(context, person),
        opened_on=opened_on,
        reopened_from=reopened_from,
        created_at=context.now,
        **columns,
    )
    case.sealed = context.seal(case, person.id, document)
    context.add(case, source=case.source.value)
    add_step(context, case, None, Step.RECEIVE, opened_on, {})
    if person.ended_on is not None:
        context.change(person, {"ended_on": None})
    return case


def carry_on(context: Context, person: Person, old: SupportCase, opened_on: dt.date) -> SupportCase:
    """Begin an episode from one that is reopened; nothing of its reception is asked again."""
    document = context.open(old, person.id, CaseDocument).model_copy(update={"close_words": ""})
    columns = {name: getattr(old, name) for name in _CARRIED_ON}
    return begin(context, person, opened_on, columns, document, reopened_from=old.id)


def add_step(
    context: Context,
    case: SupportCase,
    from_state: CaseState | None,
    step: Step,
    taken_on: dt.date,
    rests_on: Mapping[str, list[str]],
) -> CaseStep:
    """Add a step to the history of an episode, which stands at the new state already."""
    query = select(col(CaseStep.id)).where(col(CaseStep.case_id) == case.id)
    taken = CaseStep(
        municipality_id=context.municipality_id,
        case_id=case.id,
        person_id=case.person_id,
        position=len(context.session.execute(query).all()) + 1,
        from_state=from_state,
        step=step,
        to_state=case.state,
        taken_on=taken_on,
        taken_at=context.now,
        taken_by=context.actor.user_id,
        rests_on=dict(rests_on),
    )
    return context.add(taken, step=step.value)


def change_reception(context: Context, given: CaseChange) -> Receipt:
    """Change or add what came with the person; what a step already rests on is not taken away."""
    case, sent = require_case(context), given.sent
    context.expect_version(case)
    document = context.open(case, case.person_id, CaseDocument)
    before = {name: getattr(case, name, None) for name in sent} | document.model_dump(include=set(_SEALED))
    gone = [name for name in sent if before[name] and not sent[name]]
    if gone and case.state != CaseState.RECEIVED:
        raise Refused(
            [Fault(name, "", "受付のあとでは消せません。正しい値に直してください。") for name in gone]
        )
    _check(context, before | sent)
    new = document.model_copy(update={name: sent[name] for name in _SEALED if name in sent})
    also = [name for name in _SEALED if getattr(new, name) != getattr(document, name)]
    if also:
        case.sealed = context.seal(case, case.person_id, new)
    context.change(case, {name: value for name, value in sent.items() if name not in _SEALED}, also)
    return context.receipt(case)


def _check(context: Context, sent: Mapping[str, Any]) -> None:
    """
    Refuse days that are still to come, and early contact without a reason.

    Raises
    ------
    Refused
        Naming each.
    """
    faults = [
        Fault(name, sent[name].isoformat(), "きょうまでの日付")
        for name in ("application_on", "consented_on")
        if sent.get(name) is not None and sent[name] > context.today
    ]
    if sent.get("is_early") and not sent.get("early_reason", "").strip():
        faults.append(Fault("early_reason", "", "決定の前に関わる理由"))
    if faults:
        raise Refused(faults)


def _free_number(context: Context, person: Person) -> str:
    """Number the episodes of a person: the person's number and a count."""
    first = len(cases_of(context, person.id)) + 1
    taken = set(
        context.session.execute(
            select(col(SupportCase.number)).where(col(SupportCase.number).startswith(f"{person.number}/"))
        ).scalars()
    )
    numbers = (f"{person.number}/{count}" for count in itertools.count(first))
    return next(number for number in numbers if number not in taken)
