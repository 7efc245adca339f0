"""Looking at a case: its state, what is missing for each next step, its history, and the household's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from api.cases.facts import Looked, held, steps_of
from api.cases.machine import missing, rules_from
from api.cases.reception import cases_of, current_case
from api.cases.steps import missing_views
from api.cases.views import (
    CaseStatus,
    EpisodeView,
    HouseholdCases,
    MemberCase,
    ReceptionView,
    StepAhead,
    StepView,
)
from api.cases.words import SOURCE_WORDS, STATE_WORDS, STEP_WORDS
from api.context import Case, Context
from api.errors import NotFound
from api.office.service import settings_of
from api.people.households import together
from api.plans.service import plan_at_hand
from api.plans.views import plan_view
from api.policy.gate import open_case
from api.policy.vocabulary import Field, Part
from api.tables import Person, SupportCase
from api.tables.sealed import CaseDocument

_SEES_RECEPTION = frozenset({Part.CO_A, Part.MC_A, Part.MO})
_NOT_MET = "受付の前"


def read_case(context: Context) -> CaseStatus:
    """Show the episode a person is in, with what is missing for each next step, and those before."""
    person = context.case.person
    settings = settings_of(context.session, context.municipality_id)
    cases = cases_of(context, person.id)
    current = next((case for case in cases if not case.state.is_over), None)
    context.note_of("support_case", current.id if current else None, person.id, count=len(cases))
    return CaseStatus(
        business=settings.business_name,
        meeting=settings.meeting_name,
        current=_episode(context, current) if current else None,
        earlier=[_episode(context, case) for case in cases if case is not current],
        version=current.version if current else None,
    )


def household_cases(context: Context) -> HouseholdCases:
    """
    Show the episodes of a household side by side, as far as the user may open each.

    Raises
    ------
    NotFound
        To whom the family is not visible.
    """
    household = together(context).household
    members = [context.find(Person, each) for each in household.members] if household else []
    return HouseholdCases(
        household_id=household.id if household else None,
        members=list(_members(context, members)),
    )


def _episode(context: Context, case: SupportCase) -> EpisodeView:
    return EpisodeView(
        state_words=STATE_WORDS[case.state],
        reception=_reception(context, case) if context.case.parts & _SEES_RECEPTION else None,
        next_steps=list(_next_steps(context, case)),
        history=[
            StepView(
                words=STEP_WORDS[each.step],
                rests_on={name: [uuid.UUID(one) for one in ids] for name, ids in each.rests_on.items()},
                **each.model_dump(include={"step", "from_state", "to_state", "taken_on", "taken_by"}),
            )
            for each in steps_of(context, case)
        ],
        **case.model_dump(
            include={
                "id",
                "number",
                "state",
                "opened_on",
                "closed_on",
                "close_reason",
                "reopened_from",
                "version",
            }
        ),
    )


def _reception(context: Context, case: SupportCase) -> ReceptionView:
    return ReceptionView(
        source_words=SOURCE_WORDS[case.source],
        **context.open(case, case.person_id, CaseDocument).model_dump(),
        **case.model_dump(
            include={
                "source",
                "lead_plan_number",
                "application_on",
                "consented_on",
                "consented_how",
                "is_early",
            }
        ),
    )


def _next_steps(context: Context, case: SupportCase) -> Iterable[StepAhead]:
    rules = list(rules_from(case.state))
    looked = Looked(context, context.case.person, case)
    found = held(looked, (needed for rule in rules for needed in rule.needs))
    for rule in rules:
        yield StepAhead(
            step=rule.step,
            words=STEP_WORDS[rule.step],
            to_state=rule.target,
            is_mine=bool(rule.parts & context.case.parts),
            missing=missing_views(context, missing(rule, found)),
        )


def _members(context: Context, people: Iterable[Person]) -> Iterator[MemberCase]:
    """Give the members whose case the user may open."""
    for person in people:
        try:
            opened = open_case(context, person)
        except NotFound:
            continue
        if Field.EXISTENCE in opened.visible:
            yield _member(context, opened)


def _member(context: Context, opened: Case) -> MemberCase:
    person = opened.person
    case, plan = current_case(context, person.id), plan_at_hand(context.session, person.id)
    return MemberCase(
        person_id=person.id,
        number=person.number,
        case_number=case.number if case else None,
        state=case.state if case else None,
        state_words=STATE_WORDS[case.state] if case else _NOT_MET,
        plan=plan_view(context, plan, opened.visible) if plan else None,
    )
