"""What one person could choose from, beside what everybody has."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest

from matching.bundled import data_path
from matching.candidates import CandidateLimits
from matching.explain import Choices, choices_of
from matching.model import Problem
from matching.pipeline import ProposeParams, propose
from matching.prepare import prepare
from matching.serialize import load_problem
from matching.vocabulary import Verdict

PEOPLE = ("P001", "P003", "P012", "P021", "P040")


@cache
def alone(person_id: str) -> Problem:
    """Give the demo town with one of its people."""
    town = load_problem(data_path("demo/town.json"))
    people = tuple(dataclasses.replace(each, caring=()) for each in town.people if each.id == person_id)
    return dataclasses.replace(town, people=people, households=(), parties=())


def choices(problem: Problem, person_id: str, most: int = 3) -> tuple[Choices, ...]:
    """Look at one person."""
    return choices_of(prepare(problem, CandidateLimits()), person_id, most)


@pytest.mark.parametrize("person_id", PEOPLE)
def test_what_the_solver_would_give_a_person_alone_is_among_their_choices(person_id: str) -> None:
    """Each first choice of a proposal for this person alone is an option, with the same way and verdict."""
    found = {each.domain: each for each in choices(alone(person_id), person_id, most=50)}
    made = propose(alone(person_id), ProposeParams(confirm=0))
    for assigned in made.assignments:
        menus = {option.menu_id: option for option, _ in found[assigned.domain].options}
        assert menus[assigned.choice.menu_id].verdict == assigned.choice.verdict


@pytest.mark.parametrize("person_id", PEOPLE)
def test_options_and_blocks_are_different_menus_and_blocks_say_why(person_id: str) -> None:
    """An option fits or is to be checked and names its limit; a block names a rule or a full limit."""
    for need in choices(alone(person_id), person_id):
        options = {option.menu_id for option, _ in need.options}
        assert len(options) == len(need.options) <= 3
        assert not options & {block.menu_id for block in need.blocks}
        assert all(option.verdict != Verdict.DOES_NOT_FIT for option, _ in need.options)
        assert all(binding is None or binding.left >= 0 for _, binding in need.options)
        assert all(block.reasons or block.full for block in need.blocks)


def test_a_town_without_places_leaves_no_option_and_a_reason_for_every_menu() -> None:
    """With every slot closed there is nothing to choose, and it is said why."""
    closed = dataclasses.replace(
        alone("P001"),
        pools=tuple(
            dataclasses.replace(
                pool, slots=tuple(dataclasses.replace(part, declared=None, quota=None) for part in pool.slots)
            )
            for pool in alone("P001").pools
        ),
        hosts=tuple(
            dataclasses.replace(host, quota=None, supporters=None, equipment_places=None, staff_fte=None)
            for host in alone("P001").hosts
        ),
    )
    found = choices(closed, "P001")
    assert found
    assert all(not need.options and need.blocks for need in found)
