"""Need × service group: which services are opened for which need."""

from __future__ import annotations

import numpy as np

from matching.columns.menus import GROUPS
from matching.columns.people import DOMAINS
from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value


def check(pairs: Pairs) -> Outcomes:
    """Pass the pairs the gate lists; all others are to be asked about."""
    listed = pairs.gate[pairs.menus.group[pairs.menu], pairs.domain]
    return outcome(pairs, np.zeros(len(pairs), dtype=bool), ask_host=~listed)


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the need and the service group."""
    return {
        "domain": DOMAINS[pairs.domain[row]],
        "service_group": GROUPS[pairs.menus.group[pairs.menu[row]]],
    }


RULE = Rule(
    "need_group", "社会福祉法106条の4第2項2号・厚生労働省資料（既存福祉サービスとの連携）[S]", check, values
)
