"""Every rule, in the order in which reasons are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.eligibility import (
    age,
    availability,
    avoid,
    companion,
    conditions,
    consent,
    keep_apart,
    need_group,
    refusal,
    scheme,
    staff_gender,
    start,
    stay,
    travel,
)
from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcome, Rule
from matching.model import Reason
from matching.vocabulary import Side, Verdict

RULES: tuple[Rule, ...] = (
    consent.RULE,
    scheme.RULE,
    keep_apart.RULE,
    refusal.RULE,
    start.RULE,
    age.RULE,
    need_group.RULE,
    availability.RULE,
    stay.RULE,
    companion.RULE,
    travel.RULE,
    staff_gender.RULE,
    avoid.RULE,
    *conditions.RULES,
)


@dataclass(frozen=True, eq=False)
class Findings:
    """
    What the rules say of p pairs, one bit per rule of `RULES`.

    Parameters
    ----------
    against, ask_person, ask_host
        int64[p]: 不適合, and 要確認 for want of the person's or the host's answer.
    """

    against: NDArray[np.int64]
    ask_person: NDArray[np.int64]
    ask_host: NDArray[np.int64]

    @property
    def allows(self) -> NDArray[np.bool_]:
        """No rule says 不適合."""
        return self.against == 0


def evaluate(pairs: Pairs, rules: Sequence[Rule] = RULES) -> Findings:
    """Apply every rule to every pair."""
    found = {code: np.zeros(len(pairs), dtype=np.int64) for code in Outcome}
    for bit, rule in enumerate(rules):
        outcomes = rule.check(pairs)
        for code in (Outcome.DOES_NOT_FIT, Outcome.ASK_PERSON, Outcome.ASK_HOST):
            found[code] |= (outcomes == code).astype(np.int64) << bit
    return Findings(found[Outcome.DOES_NOT_FIT], found[Outcome.ASK_PERSON], found[Outcome.ASK_HOST])


def reasons(pairs: Pairs, findings: Findings, row: int) -> tuple[Reason, ...]:
    """Give the reasons against a pair, or what is to be asked where nothing is against it."""
    against = int(findings.against[row])
    asks = {Side.PERSON: int(findings.ask_person[row]), Side.HOST: int(findings.ask_host[row])}
    told: list[Reason] = []
    for bit, rule in enumerate(RULES):
        if against >> bit & 1:
            told.append(Reason(rule.id, Verdict.DOES_NOT_FIT, rule.values(pairs, row)))
        elif not against:
            told += [
                Reason(rule.id, Verdict.TO_CHECK, rule.values(pairs, row), side)
                for side, mask in asks.items()
                if mask >> bit & 1
            ]
    return tuple(told)
