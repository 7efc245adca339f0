"""Activities the person would rather avoid."""

from __future__ import annotations

from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value
from matching.vocabulary import Activity


def check(pairs: Pairs) -> Outcomes:
    """Leave out menus with an activity the person wants to avoid."""
    clash = pairs.people.avoids[pairs.person] & pairs.menus.activities[pairs.menu]
    return outcome(pairs, clash != 0)


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the first activity in question."""
    clash = int(pairs.people.avoids[pairs.person[row]] & pairs.menus.activities[pairs.menu[row]])
    return {"activity": tuple(Activity)[(clash & -clash).bit_length() - 1]}


RULE = Rule("avoid", "本人の希望（避けたい場面）[P]", check, values)
