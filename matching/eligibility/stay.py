"""How long one stay may last."""

from __future__ import annotations

import numpy as np

from matching.eligibility.pairs import Pairs, count_slots
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value


def check(pairs: Pairs) -> Outcomes:
    """Ask for enough slots, among the free ones, that need no longer stay than the person can manage now."""
    free = count_slots(pairs.free)
    short = count_slots(pairs.free & pairs.short_enough)
    return outcome(pairs, (short < pairs.fewest) & (free >= pairs.fewest))


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the longest stay and the least the menu needs."""
    menu = pairs.menu[row]
    stays = pairs.menus.slot_stay[menu, : pairs.menus.n_slots[menu]]
    return {
        "longest_minutes": int(pairs.people.longest_stay_minutes[pairs.person[row]]),
        "needed_minutes": int(np.min(stays)),
    }


RULE = Rule("stay", "本人の希望（参加の階段）[P]", check, values)
