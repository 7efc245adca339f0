"""The town as it is once a proposal is carried out."""

from __future__ import annotations

import dataclasses

from matching.model import Placement, Problem, Proposal
from matching.vocabulary import PlacementStatus, TravelMode


def as_held(problem: Problem, proposal: Proposal) -> Problem:
    """
    Give a copy of the problem in which every assignment of the proposal is a placement that holds.

    What is left of every pool is then what the proposal leaves, and who looks for a place is who has none.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.
    """
    people = {person.id: person for person in problem.people}
    made = {(each.person_id, each.domain) for each in proposal.assignments}
    placements = [each for each in problem.placements if (each.person_id, each.domain) not in made]
    for each in proposal.assignments:
        person, choice = people[each.person_id], each.choice
        placements.append(
            Placement(
                person_id=each.person_id,
                domain=each.domain,
                menu_id=choice.menu_id,
                slots=choice.slots,
                status=PlacementStatus.ACCEPTED,
                first_day=choice.first_day,
                last_day=choice.last_day,
                attention_minutes=person.attention_minutes,
                accompaniment_minutes=person.accompaniment_minutes,
                is_fetched=choice.mode == TravelMode.PICK_UP,
                companion_pool_id=choice.companion_pool_id,
                caseload_pool_id=person.caseload_pool_id,
            )
        )
    return dataclasses.replace(problem, placements=tuple(placements))
