"""Taking a step: only with the records it rests on, and only from the state it starts from."""

from __future__ import annotations

import datetime as dt

from api.cases.facts import Looked, held, needs_follow_up
from api.cases.machine import Rule, missing, rule_for
from api.cases.reception import add_step, carry_on, require_case
from api.cases.schemas import CaseStepInput
from api.cases.views import MissingView
from api.cases.words import NEEDED_WORDS, STATE_WORDS, STEP_WORDS, Needed
from api.contacts.cadence import plan_contacts_after_closure
from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.office.service import settings_of
from api.plans.service import end_plans
from api.tables import Step

_ENDING = frozenset({Step.CLOSE, Step.BREAK_OFF})


def take_step(context: Context, given: CaseStepInput) -> Receipt:
    """
    Take a step of the person's episode.

    Raises
    ------
    Conflict
        `no_step` if none leads there from where the episode stands, `step_not_yours`, or `step_refused`
        with every record that is missing. Nothing is changed then.
    Refused
        If the day or the reason for an end cannot be used.
    """
    person, case = context.case.person, require_case(context)
    context.expect_version(case)
    rule = rule_for(case.state, given.step)
    if rule is None:
        raise Conflict("no_step", state=STATE_WORDS[case.state], step=STEP_WORDS[given.step])
    if not rule.parts & context.case.parts:
        raise Conflict("step_not_yours", step=STEP_WORDS[given.step])
    looked = Looked(context, person, case)
    found = held(looked, rule.needs)
    _refuse_without(context, rule, missing(rule, found))
    taken_on = _day(context, given, looked.steps[-1].taken_on)
    also: list[str] = []
    values: dict[str, object] = {"state": rule.target}
    if given.step in _ENDING:
        if given.close_reason is None:
            raise Refused([Fault("close_reason", "", "終結・中断の理由")])
        values |= {"closed_on": taken_on, "close_reason": given.close_reason}
        if given.words:
            document = looked.document.model_copy(update={"close_words": given.words})
            case.sealed = context.seal(case, person.id, document)
            also.append("close_words")
        context.change(person, {"ended_on": taken_on})
        end_plans(context, person.id)
    from_state = case.state
    context.change(case, values, also)
    rests_on = {needed.value: [str(each) for each in ids] for needed, ids in found.items()}
    add_step(context, case, from_state, given.step, taken_on, rests_on)
    if given.step in {Step.FOLLOW_UP, Step.REOPEN}:  # who came again is in support, and not followed up
        plan_contacts_after_closure(context, case, is_needed=needs_follow_up(looked))
    details: dict[str, str] = {}
    if given.step == Step.REOPEN:
        details["case_id"] = str(carry_on(context, person, case, taken_on).id)
    return context.receipt(case, **details)


def missing_views(context: Context, needed: list[Needed]) -> list[MissingView]:
    """Put what is missing into words, with the office's own name of its meeting."""
    settings = settings_of(context.session, context.municipality_id)
    names = {"meeting": settings.meeting_name, "attempts": settings.contact_attempts}
    return [
        MissingView(
            record=each,
            words=NEEDED_WORDS[each][0].format(**names),
            next=NEEDED_WORDS[each][1].format(**names),
        )
        for each in needed
    ]


def _refuse_without(context: Context, rule: Rule, needed: list[Needed]) -> None:
    if not needed:
        return
    told = missing_views(context, needed)
    raise Conflict(
        "step_refused",
        step=STEP_WORDS[rule.step],
        words="、".join(each.words for each in told),
        missing=[each.model_dump(mode="json") for each in told],
    )


def _day(context: Context, given: CaseStepInput, before: dt.date) -> dt.date:
    """Give the day of a step: not before the step before it, and not still to come."""
    taken_on = given.taken_on or context.today
    if not before <= taken_on <= context.today:
        expected = f"{before.isoformat()} から今日までの日"
        raise Refused([Fault("taken_on", taken_on.isoformat(), expected)])
    return taken_on
