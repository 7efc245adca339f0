"""The person's consent to be considered at all."""

from __future__ import annotations

from matching.columns.people import CONSENTS
from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, no_values, outcome
from matching.vocabulary import ConsentStage


def check(pairs: Pairs) -> Outcomes:
    """Propose nothing for a person who has not agreed."""
    none = CONSENTS.index(ConsentStage.NONE)
    return outcome(pairs, pairs.people.consent[pairs.person] == none)


RULE = Rule("consent", "利用申込（本人同意）[S]", check, no_values)
