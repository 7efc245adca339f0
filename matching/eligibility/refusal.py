"""Declined pairs rest until their review date."""

from __future__ import annotations

from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, no_values, outcome


def check(pairs: Pairs) -> Outcomes:
    """Leave out a host or menu that either side declined."""
    host = pairs.people.refused_hosts.at(pairs.person, pairs.menus.host[pairs.menu], 0) > 0
    menu = pairs.people.refused_menus.at(pairs.person, pairs.menu, 0) > 0
    return outcome(pairs, host | menu)


RULE = Rule("refusal", "本人・受入先の意向 [S]", check, no_values)
