"""The question worth asking first."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from matching.candidates import CandidateLimits
from matching.eligibility import RULES, reasons
from matching.explain import Situation, first_questions
from matching.model import Host, Problem, Question
from matching.pipeline import ProposeParams, propose, solve
from matching.prepare import Prepared, prepare
from matching.selection import SelectParams
from matching.vocabulary import Answer, Condition, Side, Verdict
from tests.matching.builders import NOTHING_ASKED, TODAY, menu, person, pool, pool_slot, problem
from tests.matching.towns import towns

QUIET = dict.fromkeys(Condition, Answer.NO)
"""What a menu is like that has no burden and gives no support."""


def first(town: Problem) -> dict[str, Question]:
    """Give the first question of each person."""
    prepared = prepare(town, CandidateLimits())
    return first_questions(Situation(prepared, solve(prepared, SelectParams()).chosen))


def unasked(*conditions: Condition) -> dict[Condition, Answer]:
    """Give the answers of a person who has not been asked about some conditions."""
    return {**NOTHING_ASKED, **dict.fromkeys(conditions, Answer.UNKNOWN)}


@given(town=towns(), asked=st.lists(st.sampled_from(Condition), max_size=3))
def test_counted_menu_by_menu(town: Problem, asked: list[Condition]) -> None:
    """`opens` counts menus that wait for this answer alone, `touches` all that wait for it."""
    people = tuple(
        dataclasses.replace(each, conditions={**each.conditions, **dict.fromkeys(asked, Answer.UNKNOWN)})
        for each in town.people
    )
    menus = tuple(dataclasses.replace(each, conditions={}) for each in town.menus)
    town = dataclasses.replace(town, people=people, menus=menus)
    prepared = prepare(town, CandidateLimits())
    found = first(town)
    counted = _counted(prepared)
    assert found.keys() == counted.keys()
    for person_id, question in found.items():
        best = max(counted[person_id].values())
        assert (question.opens, question.touches) == best
        rules = [rule.id for rule in RULES if counted[person_id].get(rule.id) == best]
        assert question.rule == rules[0]


def _counted(prepared: Prepared) -> dict[str, dict[str, tuple[int, int]]]:
    """Count by person and rule: menus opened by the answer alone, and menus touched."""
    counted: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in range(len(prepared.pairs)):
        told = reasons(prepared.pairs, prepared.findings, row)
        if any(reason.verdict == Verdict.DOES_NOT_FIT for reason in told):
            continue
        person_id = prepared.problem.people[prepared.pairs.person[row]].id
        for reason in told:
            if reason.asks == Side.PERSON:
                opens, touches = counted[person_id].get(reason.rule, (0, 0))
                counted[person_id][reason.rule] = (opens + (len(told) == 1), touches + 1)
    return counted


def test_answer_that_opens_most() -> None:
    """The answer that opens a menu by itself comes before one that bears on as many."""
    conditions = {
        "M1": {Condition.NOISE: Answer.YES, Condition.SMELL: Answer.YES, Condition.OUTDOORS: Answer.YES},
        "M2": {Condition.SMELL: Answer.YES, Condition.OUTDOORS: Answer.YES},
        "M3": {Condition.NOISE: Answer.YES, Condition.SMELL: Answer.YES},
        "M4": {Condition.NOISE: Answer.YES},
    }
    menus = [menu(id=menu_id, conditions={**QUIET, **loud}) for menu_id, loud in conditions.items()]
    asked = unasked(Condition.NOISE, Condition.SMELL, Condition.OUTDOORS)
    town = problem(people=[person(conditions=asked)], menus=menus)
    assert first(town) == {"P1": Question("condition_noise", opens=1, touches=3)}


def test_nobody_is_asked_what_they_have_answered() -> None:
    """Who has answered everything is asked nothing."""
    assert first(problem()) == {}


def test_no_question_about_menus_a_rule_is_against() -> None:
    """An answer that would change nothing is not asked for."""
    loud = {**NOTHING_ASKED, Condition.NOISE: Answer.YES, Condition.SMELL: Answer.YES}
    answers = {**unasked(Condition.NOISE), Condition.SMELL: Answer.NO}
    assert first(problem(people=[person(conditions=answers)], menus=[menu(conditions=loud)])) == {}


def test_hosts_open_question_keeps_a_menu_from_opening() -> None:
    """A menu that waits for the host too is touched and not opened."""
    asked = person(conditions=unasked(Condition.NOISE), can_reach=())
    loud = {Condition.NOISE: Answer.YES}
    unknown: Host = dataclasses.replace(problem().hosts[0], place=None)
    town = problem(people=[asked], hosts=[unknown], menus=[menu(conditions=loud)])
    assert first(town) == {"P1": Question("condition_noise", opens=0, touches=1)}


def test_question_stands_with_the_assignment_or_with_who_is_left() -> None:
    """Who has a place is asked in the proposal's questions, who has none beside the reasons why."""
    asked = unasked(Condition.NOISE)
    longer = TODAY - dt.timedelta(days=365)
    people = [person(conditions=asked, waiting_since=longer), person(id="P2", conditions=asked)]
    menus, places = [menu(conditions={Condition.NOISE: Answer.YES})], [pool(slots=(pool_slot(places=1),))]
    proposal = propose(problem(people=people, menus=menus, pools=places), ProposeParams(confirm=0))
    question = Question("condition_noise", opens=1, touches=1)
    assert proposal.questions == {"P1": question}
    assert [(left.person_id, left.question) for left in proposal.unplaced] == [("P2", question)]
