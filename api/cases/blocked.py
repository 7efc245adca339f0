"""Cases that cannot go on: the next step of each, and the records it waits for."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from api.cases.facts import Looked, held
from api.cases.machine import missing, rules_from
from api.cases.reception import current_case
from api.cases.steps import missing_views
from api.cases.views import MissingView
from api.cases.words import STATE_WORDS, STEP_WORDS
from api.context import Case, Context
from api.tables import Step

ASIDE = frozenset({Step.CLOSE, Step.BREAK_OFF, Step.INVOLVE_EARLY, Step.TAKE_BACK})
"""Steps that are taken for a reason of their own, and are not the way on."""


class BlockedCase(BaseModel):
    """A case, the step that would lead on, and every record that is missing for it."""

    person_id: uuid.UUID
    state_words: str
    step_words: str
    missing: list[MissingView]


def blocked_cases(context: Context, cases: Iterable[Case]) -> Iterator[BlockedCase]:
    """Look at cases one by one, and give those whose next step would be refused to this user."""
    for case in cases:
        episode = current_case(context, case.person.id)
        rules = [
            rule
            for rule in (rules_from(episode.state) if episode else ())
            if rule.parts & case.parts and rule.step not in ASIDE
        ]
        if episode is None or not rules:
            continue
        found = held(Looked(context, case.person, episode), rules[0].needs)
        lacking = missing(rules[0], found)
        if lacking:
            yield BlockedCase(
                person_id=case.person.id,
                state_words=STATE_WORDS[episode.state],
                step_words=STEP_WORDS[rules[0].step],
                missing=missing_views(context, lacking),
            )
