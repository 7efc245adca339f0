"""What a check looks at: the proposal beside the problem's margins and verdicts, computed afresh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.capacity import Intake, Margins
from matching.columns import Columns
from matching.columns.people import DOMAINS
from matching.eligibility import Findings, Pairs, evaluate
from matching.model import Assignment, Menu, Option, Person, Problem, Proposal
from matching.pairing import pairs_of
from matching.verify.ledger import Ledger


@dataclass(frozen=True)
class Fault:
    """
    Something in a proposal that does not hold.

    Parameters
    ----------
    code
        What kind of fault.
    about
        The person and need, host or pool it is about.
    detail
        The values that clash.
    """

    code: str
    about: str
    detail: str = ""


@dataclass(frozen=True, eq=False)
class Case:
    """
    A proposal and its problem.

    Parameters
    ----------
    problem, proposal
        The problem in order of its ids.
    columns, margins, intake
        Computed from the problem alone.
    people, menus
        Records by id.
    pairs, findings
        One row for each option of `options`.
    options
        (assignment, option) for every first choice and standby.
    ledger
        What all first choices take, week by week.
    """

    problem: Problem
    proposal: Proposal
    columns: Columns
    margins: Margins
    intake: Intake
    people: dict[str, Person]
    menus: dict[str, Menu]
    options: tuple[tuple[Assignment, Option], ...]
    pairs: Pairs
    findings: Findings
    ledger: Ledger

    @classmethod
    def of(cls, problem: Problem, proposal: Proposal) -> Case:
        """Compute what the checks look at; every record and need the proposal names must be known."""
        columns = Columns.of(problem, proposal.is_replan)
        margins = Margins.of(problem, columns.slots, columns.companions, columns.replanned)
        options = tuple(
            (assignment, option)
            for assignment in proposal.assignments
            for option in (assignment.choice, *assignment.standbys)
        )
        pairs = _pairs(problem, columns, options)
        people = {person.id: person for person in problem.people}
        ledger = Ledger(problem, margins.left, margins.held)
        for assignment in proposal.assignments:
            ledger.enter(people[assignment.person_id], assignment.choice, 1)
        return cls(
            problem=problem,
            proposal=proposal,
            columns=columns,
            margins=margins,
            intake=Intake.of(problem, frozenset()),
            people=people,
            menus={menu.id: menu for menu in problem.menus},
            options=options,
            pairs=pairs,
            findings=evaluate(pairs),
            ledger=ledger,
        )

    def first_week(self, option: Option) -> int:
        """Give the week an option starts in."""
        return self.problem.horizon.week_of(option.first_day)

    def last_week(self, option: Option) -> int:
        """Give the week an option ends in."""
        return self.problem.horizon.week_of(option.last_day)


def about(assignment: Assignment) -> str:
    """Name an assignment by its person and need."""
    return f"{assignment.person_id} {assignment.domain}"


def _pairs(problem: Problem, columns: Columns, options: tuple[tuple[Assignment, Option], ...]) -> Pairs:
    """Look up each option's person and menu."""
    people = {person.id: row for row, person in enumerate(problem.people)}
    menus = {menu.id: row for row, menu in enumerate(problem.menus)}
    units = {
        (int(person), int(columns.units.domain[unit])): int(unit)
        for unit, person in zip(columns.units.member_unit, columns.units.member_person, strict=True)
    }
    rows = [
        (people[assignment.person_id], DOMAINS.index(assignment.domain), menus[option.menu_id])
        for assignment, option in options
    ]
    unit = [units[person, domain] for person, domain, _ in rows]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return pairs_of(problem, columns, np.array(unit, dtype=np.int64), table[:, 0], table[:, 2])
