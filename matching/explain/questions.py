"""The question worth asking a person first: the one whose answer opens most menus."""

from __future__ import annotations

import numpy as np

from matching.eligibility import RULES
from matching.explain.situation import Situation
from matching.model import Question


def first_questions(situation: Situation) -> dict[str, Question]:
    """Give for each person with open answers the question worth asking first, by person id."""
    prepared = situation.prepared
    pairs, findings, people = prepared.pairs, prepared.findings, prepared.problem.people
    live = np.flatnonzero(findings.allows & (findings.ask_person != 0))
    person, asks = pairs.person[live], findings.ask_person[live]
    touches = np.zeros((len(people), len(RULES)), dtype=np.int64)
    opens = np.zeros_like(touches)
    for bit in range(len(RULES)):
        asked = (asks >> bit) & 1 == 1
        alone = asked & (asks == 1 << bit) & (findings.ask_host[live] == 0)
        touches[:, bit] = np.bincount(person[asked], minlength=len(people))
        opens[:, bit] = np.bincount(person[alone], minlength=len(people))
    # Opens counts first, touches second; of equal questions the rule told first.
    rank = opens * (touches.max(initial=0) + 1) + touches
    return {
        people[row].id: Question(
            RULES[int(rank[row].argmax())].id,
            opens=int(opens[row, rank[row].argmax()]),
            touches=int(touches[row, rank[row].argmax()]),
        )
        for row in np.unique(person)
    }
