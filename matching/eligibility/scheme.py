"""The 狭間 check: an existing scheme comes first."""

from __future__ import annotations

from matching.columns.people import DOMAINS
from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value


def check(pairs: Pairs) -> Outcomes:
    """Route the person to a scheme that fits the need; an unfinished check is to be asked."""
    fits = pairs.people.scheme_fits[pairs.person, pairs.domain]
    unfinished = pairs.people.scheme_open[pairs.person, pairs.domain]
    return outcome(pairs, fits, ask_person=unfinished)


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the need."""
    return {"domain": DOMAINS[pairs.domain[row]]}


RULE = Rule("scheme", "参加支援事業の対象（既存の制度では対応できない狭間のニーズ）[S]", check, values)
