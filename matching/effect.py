"""What other rules, points or travel would change, before anybody decides on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.candidates import CandidateLimits
from matching.capacity.margins import LIMITS
from matching.eligibility import RULES
from matching.explain import Situation, explain_assignments
from matching.model import Problem
from matching.pipeline import solve
from matching.prepare import Prepared, prepare
from matching.selection import SelectParams
from matching.vocabulary import LimitKind, NeedDomain, SolveStatus, Verdict

Counted = TypeVar("Counted", bound=str)


@dataclass(frozen=True)
class Effect:
    """
    Counts before and after a change of the rules; nobody is named.

    Parameters
    ----------
    verdicts
        Pairs of a person and a menu by verdict.
    against
        Pairs each rule says 不適合 of, by the rule's id; a pair counts for each of its rules.
    limits
        Pool slots each limit binds in the first week they are held.
    more, fewer
        Pool slots with more, and with fewer, places in some week.
    assigned
        Needs with a place in the proposal.
    gained, lost, moved
        Needs that would get a place, lose theirs, or go to another menu.
    status
        How each of the two solves ended.
    """

    verdicts: Mapping[Verdict, tuple[int, int]]
    against: Mapping[str, tuple[int, int]]
    limits: Mapping[LimitKind, tuple[int, int]]
    more: int
    fewer: int
    assigned: tuple[int, int]
    gained: int
    lost: int
    moved: int
    status: tuple[SolveStatus, SolveStatus]


def effect_of(before: Problem, after: Problem, params: SelectParams | None = None) -> Effect:
    """
    Compare two problems that differ in rules, weights or travel.

    Parameters
    ----------
    before, after
        The same records under the one and the other.
    params
        Of both solves.

    Raises
    ------
    SolverFault
        If the solver returns something that does not hold.
    """
    sides = [_Side.of(problem, params or SelectParams()) for problem in (before, after)]
    old, new = sides
    both = old.choices.keys() & new.choices.keys()
    return Effect(
        verdicts=_beside(old.verdicts, new.verdicts),
        against=_beside(old.against, new.against),
        limits=_beside(old.limits, new.limits),
        more=int((new.places > old.places).any(axis=1).sum()),
        fewer=int((new.places < old.places).any(axis=1).sum()),
        assigned=(len(old.choices), len(new.choices)),
        gained=len(new.choices.keys() - both),
        lost=len(old.choices.keys() - both),
        moved=sum(old.choices[key] != new.choices[key] for key in both),
        status=(old.status, new.status),
    )


@dataclass(frozen=True)
class _Side:
    verdicts: Counter[Verdict]
    against: Counter[str]
    limits: Counter[LimitKind]
    places: NDArray[np.int64]
    choices: Mapping[tuple[str, NeedDomain], str]
    status: SolveStatus

    @classmethod
    def of(cls, problem: Problem, params: SelectParams) -> _Side:
        prepared = prepare(problem, CandidateLimits.for_size(len(problem.people)))
        result = solve(prepared, params)
        findings = prepared.findings
        refused = ~findings.allows
        asked = findings.allows & ((findings.ask_person | findings.ask_host) != 0)
        margins = prepared.margins
        return cls(
            verdicts=Counter(
                {
                    Verdict.FITS: len(refused) - int(refused.sum()) - int(asked.sum()),
                    Verdict.TO_CHECK: int(asked.sum()),
                    Verdict.DOES_NOT_FIT: int(refused.sum()),
                }
            ),
            against=Counter(
                {rule.id: int((findings.against >> bit & 1).sum()) for bit, rule in enumerate(RULES)}
            ),
            limits=_binding(prepared),
            places=np.where(margins.held, margins.places, 0),
            choices={
                (each.person_id, each.domain): each.choice.menu_id
                for each in explain_assignments(Situation(prepared, result.chosen), 1)
            },
            status=result.status,
        )


def _binding(prepared: Prepared) -> Counter[LimitKind]:
    """Count what binds the pool slots in the first week each is held."""
    margins = prepared.margins
    held = np.flatnonzero(margins.held.any(axis=1))
    first = margins.held[held].argmax(axis=1)
    return Counter(LIMITS[each] for each in margins.binding[held, first].tolist())


def _beside(old: Counter[Counted], new: Counter[Counted]) -> dict[Counted, tuple[int, int]]:
    return {key: (old[key], new[key]) for key in sorted(old.keys() | new.keys()) if old[key] or new[key]}
