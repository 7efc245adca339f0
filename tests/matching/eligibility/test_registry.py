"""All rules together: one table or many rows, the order of reasons, and what the rules may read."""

from __future__ import annotations

import dataclasses
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.columns import Columns
from matching.eligibility import RULES, Findings, Pairs, evaluate, reasons
from matching.eligibility.rule import Outcome, outcome
from matching.model import Person, Problem, Reach, Refusal
from matching.pairing import pairs_of
from matching.vocabulary import Answer, Condition, ConsentStage, Gender, Side, Verdict
from tests.matching.builders import NOTHING_ASKED, host, menu, person, problem
from tests.matching.eligibility.judged import all_pairs, told
from tests.matching.towns import towns


def one_row(town: Problem, pairs: Pairs, row: int) -> Pairs:
    """Make the table of one row anew, from the problem."""
    cut = slice(row, row + 1)
    return pairs_of(town, Columns.of(town), pairs.unit[cut], pairs.person[cut], pairs.menu[cut])


@given(towns(), st.data())
def test_one_pair_is_judged_as_in_a_large_table(town: Problem, data: st.DataObject) -> None:
    """A table of one row gives what the same row gives inside the table of all pairs."""
    town = town.in_order()
    pairs = all_pairs(town)
    if len(pairs) == 0:
        return
    row = data.draw(st.integers(0, len(pairs) - 1))
    alone, among = one_row(town, pairs, row), evaluate(pairs)
    found = evaluate(alone)
    for field in dataclasses.fields(Findings):
        assert getattr(found, field.name)[0] == getattr(among, field.name)[row], field.name
    assert reasons(alone, found, 0) == reasons(pairs, among, row)
    assert alone.usable[0] == pairs.usable[row]


@given(towns())
def test_every_outcome_can_be_told(town: Problem) -> None:
    """Each rule's word on each pair becomes a reason: all against, or else every question once."""
    pairs = all_pairs(town.in_order())
    findings = evaluate(pairs)
    order = {rule.id: place for place, rule in enumerate(RULES)}
    for row in range(len(pairs)):
        found = reasons(pairs, findings, row)
        against = [each for each in found if each.verdict == Verdict.DOES_NOT_FIT]
        assert len(against) == int(findings.against[row]).bit_count()
        assert findings.allows[row] == (not against)
        assert not against or len(against) == len(found)
        assert all((each.asks is None) == (each.verdict == Verdict.DOES_NOT_FIT) for each in found)
        places = [order[each.rule] for each in found]
        assert places == sorted(set(places))


def test_reasons_come_in_the_order_of_the_rules() -> None:
    """Consent first, then what the law and safety say, then wishes."""
    who = person(
        consent=ConsentStage.NONE,
        apart_from_hosts=("H1",),
        refusals=(Refusal("H1"),),
        age_years=17,
        availability=(),
        can_reach=(Reach("H1", Answer.NO),),
        staff_gender=Gender.MAN,
        conditions={**NOTHING_ASKED, Condition.NOISE: Answer.NO},
    )
    where = menu(age_from=18, conditions={Condition.NOISE: Answer.YES})
    assert [reason.rule for reason in told(who, where, hosts=[host(staff_genders=())])] == [
        "consent", "keep_apart", "refusal", "age", "availability", "travel", "staff_gender",
        "condition_noise",
    ]  # fmt: skip


def test_questions_are_told_only_where_nothing_is_against() -> None:
    """Who does not fit anyway is not asked anything for it."""
    where = menu(age_from=18)
    unheard = person(availability=None, staff_gender=Gender.MAN)
    assert [(reason.rule, reason.asks) for reason in told(unheard, where)] == [
        ("availability", Side.PERSON),
        ("staff_gender", Side.HOST),
    ]
    young = dataclasses.replace(unheard, age_years=17)
    assert [(reason.rule, reason.verdict) for reason in told(young, where)] == [("age", Verdict.DOES_NOT_FIT)]


def test_a_pair_that_fits_has_no_reasons() -> None:
    """The builders' person and shop fit, and nothing is to be asked."""
    assert told() == ()


def test_rule_ids_are_unique() -> None:
    """Each rule has an id and a source of its own words."""
    assert Counter(rule.id for rule in RULES).most_common(1)[0][1] == 1
    assert all(rule.source and rule.id == rule.id.lower() for rule in RULES)


def test_rules_fit_in_an_integer() -> None:
    """One bit for each rule, and none in the sign, so that findings can be counted."""
    assert len(RULES) <= 62


def test_stronger_words_win() -> None:
    """不適合 comes before a question, the host's question before the person's."""
    pairs = all_pairs(problem(menus=[menu(id=f"M{n}") for n in range(4)]))

    def mask(*rows: int) -> np.ndarray:
        return np.isin(np.arange(4), rows)

    found = outcome(pairs, mask(3), ask_person=mask(1, 2, 3), ask_host=mask(2, 3))
    assert found.tolist() == [
        Outcome.FITS,
        Outcome.ASK_PERSON,
        Outcome.ASK_HOST,
        Outcome.DOES_NOT_FIT,
    ]


def test_what_the_core_knows_of_a_person() -> None:
    """
    A diagnosis, a 手帳, debt, a record, sex or nationality is no input, so there is no field for one.

    Whoever adds a field to a person must think about it here, and say what decision of the person it serves.
    """
    assert {field.name for field in dataclasses.fields(Person)} == {
        "id", "age_years", "needs", "waiting_since", "district", "home_mesh", "is_protected", "availability",
        "fewest_slots", "most_slots", "goal", "longest_stay_minutes", "modes", "most_travel_minutes",
        "can_reach", "conditions", "likes", "avoids", "staff_gender", "accompaniment_minutes",
        "attention_minutes", "apart_from_hosts", "apart_from_persons", "caring", "schemes", "consent",
        "earliest_start", "pins", "refusals", "caseload_pool_id", "retention",
    }  # fmt: skip
