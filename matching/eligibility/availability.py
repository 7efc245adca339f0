"""The hours the person is free."""

from __future__ import annotations

from matching.eligibility.pairs import Pairs, count_slots
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value


def check(pairs: Pairs) -> Outcomes:
    """Ask for as many free slots as the person wants a week; unheard hours are to be asked."""
    too_few = count_slots(pairs.free) < pairs.fewest
    unheard = ~pairs.people.hours_known[pairs.person] & ~pairs.menus.is_room[pairs.menu]
    return outcome(pairs, too_few, ask_person=unheard)


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the slots wanted, offered and free."""
    return {
        "wanted": int(pairs.fewest[row]),
        "offered": int(pairs.menus.n_slots[pairs.menu[row]]),
        "free": int(count_slots(pairs.free[row : row + 1])[0]),
    }


RULE = Rule("availability", "本人の希望 [P]", check, values)
