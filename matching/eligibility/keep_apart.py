"""Hosts to keep away from, and hosts where somebody to keep apart from is today."""

from __future__ import annotations

from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, no_values, outcome


def check(pairs: Pairs) -> Outcomes:
    """Keep the person away; the reason names nobody."""
    return outcome(pairs, pairs.people.apart_hosts.at(pairs.person, pairs.menus.host[pairs.menu], 0) > 0)


RULE = Rule("keep_apart", "本人の安全 [P]", check, no_values)
