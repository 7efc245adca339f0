"""What the place is like: what the person bears and needs, and what the menu is."""

from __future__ import annotations

import pytest

from matching.eligibility.conditions import RULES
from matching.vocabulary import BURDENS, Answer, Condition
from tests.matching.builders import NOTHING_ASKED, menu, person
from tests.matching.eligibility.judged import AGAINST, ASK_HOST, ASK_PERSON, FITS, says, told

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

BURDEN = [
    # bears it?  has it?
    (YES, YES, FITS),
    (YES, NO, FITS),
    (YES, UNKNOWN, FITS),  # who bears it need not know
    (NO, YES, AGAINST),
    (NO, NO, FITS),
    (NO, UNKNOWN, ASK_HOST),
    (UNKNOWN, YES, ASK_PERSON),
    (UNKNOWN, NO, FITS),  # where there is none nobody need be asked
    (UNKNOWN, UNKNOWN, ASK_PERSON),  # the person first: はい settles it for every host
]
SUPPORT = [
    # needs it?  gives it?
    (YES, YES, FITS),
    (YES, NO, AGAINST),
    (YES, UNKNOWN, ASK_HOST),
    (NO, YES, FITS),
    (NO, NO, FITS),
    (NO, UNKNOWN, FITS),
    (UNKNOWN, YES, FITS),
    (UNKNOWN, NO, ASK_PERSON),
    (UNKNOWN, UNKNOWN, ASK_PERSON),
]


def verdict_on(condition: Condition, asks: Answer, has: Answer) -> str:
    """Give the word of a condition's rule, where each side has answered it so."""
    return says(
        f"condition_{condition}",
        person(conditions={**NOTHING_ASKED, condition: asks}),
        menu(conditions={condition: has}),
    )


@pytest.mark.parametrize("condition", sorted(BURDENS))
@pytest.mark.parametrize(("bears", "has", "verdict"), BURDEN)
def test_burden(condition: Condition, bears: Answer, has: Answer, verdict: str) -> None:
    """A burden the person cannot bear stops a menu that has it; nothing else does."""
    assert verdict_on(condition, bears, has) == verdict


@pytest.mark.parametrize("condition", sorted(set(Condition) - BURDENS))
@pytest.mark.parametrize(("needs", "gives", "verdict"), SUPPORT)
def test_support(condition: Condition, needs: Answer, gives: Answer, verdict: str) -> None:
    """A support the person needs stops a menu that does not give it; nothing else does."""
    assert verdict_on(condition, needs, gives) == verdict


def test_every_condition_has_its_rule() -> None:
    """There is one rule for each condition, in the order of the conditions."""
    assert [rule.id for rule in RULES] == [f"condition_{condition}" for condition in Condition]


def test_conditions_do_not_touch_each_other() -> None:
    """One unmet condition is told, and only that one."""
    who = person(conditions={**NOTHING_ASKED, Condition.NOISE: NO})
    where = menu(conditions={Condition.NOISE: YES, Condition.SMELL: YES})
    assert [reason.rule for reason in told(who, where)] == ["condition_noise"]


def test_a_condition_nobody_mentioned_is_unknown() -> None:
    """A condition left out by both sides is to be asked of the person."""
    assert says("condition_smell", person(conditions={})) == ASK_PERSON
