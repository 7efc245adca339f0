"""Unknown is not no: an answer of the person that nobody has heard never turns them down."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.columns.menus import DOES_NOT_SUIT
from matching.columns.people import CONDITIONS, NO_NEED
from matching.eligibility import RULES, Pairs, evaluate
from matching.eligibility.rule import Outcomes, Rule, no_values, outcome
from matching.model import Person, Problem, Reach, SchemeCheck
from matching.vocabulary import Answer, Condition, NeedDomain
from tests.matching.builders import menu, person, problem
from tests.matching.eligibility.judged import BITS, all_pairs
from tests.matching.towns import towns

UNKNOWN = Answer.UNKNOWN

UNHEARD: dict[str, Callable[[Person], Person]] = {
    "hours": lambda who: dataclasses.replace(who, availability=None),
    "square": lambda who: dataclasses.replace(who, home_mesh=None),
    "longest way": lambda who: dataclasses.replace(who, most_travel_minutes=None),
    "conditions": lambda who: dataclasses.replace(who, conditions={}),
    **{
        f"{condition}": lambda who, condition=condition: dataclasses.replace(
            who, conditions={**who.conditions, condition: UNKNOWN}
        )
        for condition in CONDITIONS
    },
    "schemes": lambda who: dataclasses.replace(
        who, schemes=tuple(dataclasses.replace(each, possible=UNKNOWN) for each in who.schemes)
    ),
    # 「通える」 overrides a distance that is known; without it the distance speaks again.
    "cannot reach": lambda who: dataclasses.replace(
        who,
        can_reach=tuple(
            dataclasses.replace(each, answer=UNKNOWN) if each.answer == Answer.NO else each
            for each in who.can_reach
        ),
    ),
}

CASES = st.tuples(towns(), st.integers(0, 7), st.sets(st.sampled_from(sorted(UNHEARD)), min_size=1))


def before_and_after(town: Problem, at: int, names: set[str]) -> tuple[Pairs, Pairs]:
    """Give all pairs of a town, and again with some answers of one person unheard."""
    town = town.in_order()
    at %= len(town.people)
    who = town.people[at]
    for name in sorted(names):
        who = UNHEARD[name](who)
    people = (*town.people[:at], who, *town.people[at + 1 :])
    return all_pairs(town), all_pairs(dataclasses.replace(town, people=people))


def turned_down(pairs: tuple[Pairs, Pairs], rules: Sequence[Rule] = RULES) -> int:
    """Count the pairs that the unheard answers turn to 不適合."""
    known, unheard = (evaluate(each, rules) for each in pairs)
    return int((known.allows & ~unheard.allows).sum())


@given(CASES)
def test_an_unheard_answer_turns_nobody_down(case: tuple[Problem, int, set[str]]) -> None:
    """Replacing answers of a person by 未聴取 never turns a pair to 不適合 that was not."""
    assert turned_down(before_and_after(*case)) == 0


@given(CASES)
def test_an_unheard_answer_is_no_question_to_the_host(case: tuple[Problem, int, set[str]]) -> None:
    """
    Replacing answers by 未聴取 asks nothing more of a host, so it costs the person nothing.

    The way there is left out: whether a bus goes is asked of the host of whoever would come by it.
    """
    known, unheard = (evaluate(pairs).ask_host & ~BITS["travel"] for pairs in before_and_after(*case))
    assert (unheard & ~known == 0).all()


def unheard_is_no(pairs: Pairs) -> Outcomes:
    """Judge as it must never be done: what nobody asked is taken for an answer against the person."""
    asks = pairs.people.requires[pairs.person] != NO_NEED
    return outcome(pairs, (asks & (pairs.menus.suits[pairs.menu] == DOES_NOT_SUIT)).any(axis=1))


def test_a_rule_that_takes_unheard_for_no_would_be_found() -> None:
    """If a rule turned somebody down for an unheard answer, the first property above would fail."""
    wrong = Rule("wrong", "-", unheard_is_no, no_values)
    noisy = problem(menus=[menu(conditions={Condition.NOISE: Answer.YES})])
    pairs = before_and_after(noisy, 0, {Condition.NOISE})
    assert turned_down(pairs, [wrong]) == 1
    assert turned_down(pairs) == 0


@pytest.mark.parametrize("name", sorted(UNHEARD))
def test_each_replacement_leaves_an_unheard_answer(name: str) -> None:
    """The replacements really take an answer away, so the properties are no empty words."""
    heard = person(
        schemes=(SchemeCheck("就労移行支援", NeedDomain.WORK, Answer.NO),),
        can_reach=(Reach("H1", Answer.NO),),
    )
    assert UNHEARD[name](heard) != heard
