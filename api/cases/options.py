"""First options: what the core proposes for one person alone, from what is known so far; nothing is kept."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator

from api.cases.views import FirstOption, FirstOptions, FirstOptionsView
from api.context import Context
from api.mapping.problem import load_problem
from api.people.service import ages_of
from api.tables import Person
from api.words import word
from matching.labels import label
from matching.model import Assignment, Block, Option, Problem, Proposal, Question, Unplaced
from matching.phrases import (
    Names,
    binding_text,
    points_text,
    question_text,
    reason_text,
    slots_text,
    travel_text,
    useful_change_text,
)
from matching.pipeline import ProposeParams, propose
from matching.selection import SelectParams
from matching.vocabulary import Lang

JA = Lang.JA
MOST_OPTIONS = 3
MOST_BLOCKS = 2
LONGEST_S = 5.0
"""One person's options are small; the solve ends by itself long before."""


def first_options(context: Context) -> FirstOptionsView:
    """Propose for the person alone: up to three options a need, and the question worth asking next."""
    person = context.case.person
    ages = ages_of(context, [person])
    loaded = load_problem(context.session, context.now, context.today, ages=ages)
    problem = alone(loaded.problem, str(person.id))
    context.note(person, shown=["first_options"])
    needs: list[FirstOptions] = []
    question = None
    if any(each.id == str(person.id) for each in problem.people):
        params = ProposeParams(select=SelectParams(time_limit_s=LONGEST_S), options=MOST_OPTIONS, confirm=0)
        made = propose(problem, params)
        needs = list(_needs(made, Names.of(problem), str(person.id)))
        question = _question(made, str(person.id))
    return FirstOptionsView(
        decide=word("decide", JA),
        needs=needs,
        question=question_text(question, JA) if question else "",
        not_known=_not_known(person),
    )


def alone(problem: Problem, own: str) -> Problem:
    """Keep one person, and those they care for, whose hours they keep free; placements stay as they are."""
    person = next((each for each in problem.people if each.id == own), None)
    cared_for = {duty.person_id for duty in person.caring} if person else set()
    own_people = tuple(
        each if each.id == own else dataclasses.replace(each, caring=())
        for each in problem.people
        if each.id in {own, *cared_for}
    )
    return dataclasses.replace(problem, people=own_people, households=(), parties=())


def _needs(made: Proposal, names: Names, own: str) -> Iterator[FirstOptions]:
    for assigned in made.assignments:
        if assigned.person_id == own:
            yield _assigned(assigned, names)
    for left in made.unplaced:
        if left.person_id == own:
            yield _left(left, names)


def _assigned(assigned: Assignment, names: Names) -> FirstOptions:
    options = (assigned.choice, *assigned.standbys)[:MOST_OPTIONS]
    return FirstOptions(
        domain=assigned.domain,
        need=label(assigned.domain, JA),
        options=[_option(each, names) for each in options],
        stopped_by=[],
        change="",
    )


def _left(left: Unplaced, names: Names) -> FirstOptions:
    return FirstOptions(
        domain=left.domain,
        need=label(left.domain, JA),
        options=[],
        stopped_by=[_block(each, names) for each in left.blocks[:MOST_BLOCKS]] or [word("no_menu", JA)],
        change=useful_change_text(left.change, names, JA) if left.change else "",
    )


def _option(option: Option, names: Names) -> FirstOption:
    reasons = [reason_text(each, JA) for each in option.strengths] or [points_text(option.points, JA)]
    return FirstOption(
        menu_id=uuid.UUID(option.menu_id),
        host_id=uuid.UUID(option.host_id),
        menu=names.menu(option.menu_id, option.host_id, JA),
        times=slots_text(option.slots, JA),
        first_day=option.first_day,
        way=travel_text(option, JA),
        verdict=label(option.verdict, JA),
        reasons=reasons,
        questions=[reason_text(each, JA) for each in option.questions],
    )


def _block(block: Block, names: Names) -> str:
    reasons = [reason_text(each, JA) for each in block.reasons]
    reasons += [binding_text(each, names, JA) for each in block.full[:MOST_BLOCKS]]
    return f"{names.menu(block.menu_id, block.host_id, JA)}: {' / '.join(reasons)}"


def _question(made: Proposal, own: str) -> Question | None:
    """Give the question worth asking next; it is the person's, whichever need it is told with."""
    asked = made.questions.get(own)
    left = (each.question for each in made.unplaced if each.person_id == own and each.question)
    return asked or next(left, None)


def _not_known(person: Person) -> list[str]:
    """Name those of the five first answers that are still open; the need itself is always known."""
    answers = {
        "住まいの圏域": person.district_id is not None or person.home_mesh is not None,
        "通える曜日と時間": person.availability is not None,
        "1回の長さ": person.longest_stay_minutes is not None,
        "移動の手段と時間": person.most_travel_minutes is not None,
    }
    return [name for name, is_known in answers.items() if not is_known]
