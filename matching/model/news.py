"""What can happen between two proposals: a host closes, a person withdraws or arrives, something changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from matching.errors import require
from matching.model.change import Change, apply_change
from matching.model.person import Person
from matching.model.pool import Declared, Pool
from matching.model.problem import Problem
from matching.vocabulary import DeclaredMark


@dataclass(frozen=True)
class HostCloses:
    """
    A host takes nobody for now: all that it brings is closed in every slot.

    Parameters
    ----------
    host_id
        Which.
    """

    host_id: str


@dataclass(frozen=True)
class PersonWithdraws:
    """
    A person is no longer to be placed; a party they were in goes without them.

    Parameters
    ----------
    person_id
        Who.
    """

    person_id: str


@dataclass(frozen=True)
class PersonArrives:
    """
    A person is to be placed from now on.

    Parameters
    ----------
    person
        With an id nobody has.
    """

    person: Person


News: TypeAlias = HostCloses | PersonWithdraws | PersonArrives | Change


def apply_news(problem: Problem, news: Sequence[News]) -> Problem:
    """
    Give a copy of the problem after all that happened, one after another.

    Raises
    ------
    InvalidProblem
        If something names what the problem does not hold.
    """
    for each in news:
        if isinstance(each, HostCloses):
            problem = _close(problem, each.host_id)
        elif isinstance(each, PersonWithdraws):
            problem = _without(problem, each.person_id)
        elif isinstance(each, PersonArrives):
            problem = dataclasses.replace(problem, people=(*problem.people, each.person))
        else:
            problem = apply_change(problem, each)
    return problem


def _close(problem: Problem, host_id: str) -> Problem:
    known = any(host.id == host_id for host in problem.hosts)
    require(known, "news", "host_id", host_id, "a host of the problem")

    def closed(pool: Pool) -> Pool:
        if pool.host_id != host_id:
            return pool
        shut = Declared(DeclaredMark.CLOSED)
        slots = tuple(
            dataclasses.replace(part, declared=shut, stated_on=problem.date)
            if part.declared is not None
            else dataclasses.replace(part, amount=0, stated_on=problem.date)
            for part in pool.slots
        )
        return dataclasses.replace(pool, slots=slots)

    return dataclasses.replace(problem, pools=tuple(closed(pool) for pool in problem.pools))


def _without(problem: Problem, person_id: str) -> Problem:
    known = any(person.id == person_id for person in problem.people)
    require(known, "news", "person_id", person_id, "a person of the problem")

    def remaining(member_ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in member_ids if each != person_id)

    people = tuple(
        dataclasses.replace(
            person,
            apart_from_persons=remaining(person.apart_from_persons),
            caring=tuple(duty for duty in person.caring if duty.person_id != person_id),
        )
        if person_id in person.apart_from_persons or any(d.person_id == person_id for d in person.caring)
        else person
        for person in problem.people
        if person.id != person_id
    )
    parties = tuple(
        dataclasses.replace(party, member_ids=remaining(party.member_ids))
        for party in problem.parties
        if len(remaining(party.member_ids)) >= 2
    )
    households = tuple(
        dataclasses.replace(household, member_ids=remaining(household.member_ids))
        for household in problem.households
        if remaining(household.member_ids)
    )
    placements = tuple(each for each in problem.placements if each.person_id != person_id)
    return dataclasses.replace(
        problem, people=people, parties=parties, households=households, placements=placements
    )
