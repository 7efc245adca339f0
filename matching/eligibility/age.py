"""Age limits of a menu."""

from __future__ import annotations

from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value


def check(pairs: Pairs) -> Outcomes:
    """Keep to the ages the menu admits, both ends included."""
    age = pairs.people.age_years[pairs.person]
    too_young = age < pairs.menus.age_from[pairs.menu]
    too_old = age > pairs.menus.age_to[pairs.menu]
    return outcome(pairs, too_young | too_old)


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the age and the limits."""
    person, menu = pairs.person[row], pairs.menu[row]
    return {
        "age": int(pairs.people.age_years[person]),
        "from": int(pairs.menus.age_from[menu]),
        "to": int(pairs.menus.age_to[menu]),
    }


RULE = Rule("age", "受入先の申告 [P]", check, values)
