"""
Re-check a proposal from the problem alone.

Nothing here knows how candidates are made or chosen: what people take is added up again record by record and
week by week, and no solver is loaded.
"""

from __future__ import annotations

from matching.model import Problem, Proposal
from matching.serialize import problem_hash
from matching.verify.case import Case, Fault
from matching.verify.checks import CHECKS, served_needs, unknown_records
from matching.verify.choice import CheckedChoice, verify_choice

__all__ = ["CheckedChoice", "Fault", "verify", "verify_choice"]


def verify(problem: Problem, proposal: Proposal) -> tuple[Fault, ...]:
    """
    Check every promise a proposal makes, and give what does not hold; nothing means that it holds.

    Parameters
    ----------
    problem
        What it was made from, in any order.
    proposal
        What is to be checked.
    """
    problem = problem.in_order()
    if proposal.problem_hash != problem_hash(problem):
        return (Fault("other_problem", "proposal", "made from another problem"),)
    for check in (unknown_records, served_needs):
        if faults := tuple(check(problem, proposal)):
            return faults
    case = Case.of(problem, proposal)
    return tuple(fault for checked in CHECKS for fault in checked(case))
