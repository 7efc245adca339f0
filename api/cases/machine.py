"""The one table of steps: from which state to which, by whom, and on what records each rests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from api.cases.words import Needed
from api.policy.vocabulary import Part
from api.tables import CaseState, Step

_COORDINATOR = frozenset({Part.CO_A})
_CARRYING = frozenset({Part.CO_A, Part.MC_A})


@dataclass(frozen=True)
class Rule:
    """
    One row: a step from one state to another.

    Parameters
    ----------
    source, step, target
        From where, what, and to where.
    needs
        The records without which it is refused.
    parts
        Who may take it.
    """

    source: CaseState
    step: Step
    target: CaseState
    needs: tuple[Needed, ...] = ()
    parts: frozenset[Part] = _COORDINATOR


_S, _N = CaseState, Needed
_BEFORE_END = (
    _S.RECEIVED,
    _S.EARLY,
    _S.ASSESSING,
    _S.PLANNING,
    _S.ON_AGENDA,
    _S.AWAITING_DECISION,
    _S.SUPPORTED,
)
_RECEPTION = (_N.CONSENT, _N.APPLICATION, _N.APPLYING_AGENCY, _N.APPLICATION_CONSENT)

RULES: tuple[Rule, ...] = (
    Rule(_S.RECEIVED, Step.INVOLVE_EARLY, _S.EARLY, (_N.CONSENT, _N.EARLY_REASON)),
    Rule(_S.RECEIVED, Step.ASSESS, _S.ASSESSING, (_N.CONSENT,)),
    Rule(_S.EARLY, Step.ASSESS, _S.ASSESSING, (_N.CONSENT,)),
    Rule(_S.ASSESSING, Step.DRAFT, _S.PLANNING, (*_RECEPTION, _N.ASSESSMENT, _N.GAP_CHECK)),
    Rule(_S.PLANNING, Step.SUBMIT, _S.ON_AGENDA, (_N.CONSENT, _N.PLAN_SUBMITTED)),
    Rule(_S.ON_AGENDA, Step.TAKE_BACK, _S.PLANNING, parts=_CARRYING),
    Rule(_S.ON_AGENDA, Step.AGREE, _S.AWAITING_DECISION, (_N.CONSENT, _N.PLAN_AGREED), _CARRYING),
    Rule(_S.AWAITING_DECISION, Step.TAKE_BACK, _S.PLANNING, parts=_CARRYING),
    Rule(_S.AWAITING_DECISION, Step.START, _S.SUPPORTED, (_N.CONSENT, _N.PLAN_AGREED, _N.PLAN_DECIDED)),
    Rule(
        _S.SUPPORTED,
        Step.REPLAN,
        _S.SUPPORTED,
        (_N.CONSENT, _N.RENEWED_PLAN_AGREED, _N.RENEWED_PLAN_DECIDED),
    ),
    *(Rule(state, Step.CLOSE, _S.ENDED, (_N.CLOSURE_AGREED,)) for state in _BEFORE_END),
    *(
        Rule(state, Step.BREAK_OFF, _S.BROKEN_OFF, (_N.BREAK_OFF_AGREED, _N.CONTACT_TRIED))
        for state in _BEFORE_END
    ),
    Rule(_S.ENDED, Step.FOLLOW_UP, _S.FOLLOWED_UP),
    Rule(_S.FOLLOWED_UP, Step.FINISH, _S.FINISHED, (_N.FOLLOW_UP_DONE,)),
    Rule(_S.ENDED, Step.REOPEN, _S.REOPENED, parts=_CARRYING),
    Rule(_S.FOLLOWED_UP, Step.REOPEN, _S.REOPENED, parts=_CARRYING),
    Rule(_S.BROKEN_OFF, Step.REOPEN, _S.REOPENED, parts=_CARRYING),
)
"""Support ends from any state by a 終結 or 中断 of a conference, so that nobody is kept in a case."""


def rules_from(state: CaseState) -> Iterator[Rule]:
    """Give the rows that lead on from a state."""
    return (rule for rule in RULES if rule.source == state)


def rule_for(state: CaseState, step: Step) -> Rule | None:
    """Give the row of a step from a state, if there is one."""
    return next((rule for rule in rules_from(state) if rule.step == step), None)


def missing(rule: Rule, held: Collection[Needed]) -> list[Needed]:
    """Name the records a step rests on that are not held."""
    return [needed for needed in rule.needs if needed not in held]
