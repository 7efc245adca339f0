"""The frozen input as it leaves the service: without people under protection whom the user does not carry."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from api.context import Context
from api.proposals.access import open_people
from api.proposals.frozen import FrozenProblem
from matching.model import Person, Problem
from matching.serialize import problem_to_json


def handed_out(context: Context, frozen: FrozenProblem) -> dict[str, Any]:
    """Give the problem for the context's user, to the letter where there is nobody to leave out."""
    protected = {person.id for person in frozen.problem.people if person.is_protected}
    own = open_people(context, {uuid.UUID(person_id) for person_id in protected})
    hidden = protected - {str(person_id) for person_id in own}
    text = problem_to_json(_without(frozen.problem, hidden)) if hidden else frozen.text
    found: dict[str, Any] = json.loads(text)
    return found


def _without(problem: Problem, hidden: Collection[str]) -> Problem:
    return replace(
        problem,
        people=tuple(_knowing_none(person, hidden) for person in problem.people if person.id not in hidden),
        placements=tuple(each for each in problem.placements if each.person_id not in hidden),
        households=tuple(each for each in problem.households if not set(each.member_ids) & set(hidden)),
        parties=tuple(each for each in problem.parties if not set(each.member_ids) & set(hidden)),
    )


def _knowing_none(person: Person, hidden: Collection[str]) -> Person:
    return replace(
        person,
        apart_from_persons=tuple(each for each in person.apart_from_persons if each not in hidden),
        caring=tuple(duty for duty in person.caring if duty.person_id not in hidden),
    )
