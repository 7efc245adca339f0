"""Somebody to go along (同行)."""

from __future__ import annotations

from matching.eligibility.pairs import Pairs, count_slots
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value


def check(pairs: Pairs) -> Outcomes:
    """
    Ask for enough slots, among those that would do, for which a companion of the district has hours.

    Where the district is not known, any companion may do, and the person is asked where to meet.
    """
    would_do = count_slots(pairs.free & pairs.short_enough)
    accompanied = count_slots(pairs.usable)
    nowhere_to_meet = pairs.people.district[pairs.person] < 0
    needs_one = pairs.people.accompaniment_minutes[pairs.person] > 0
    return outcome(
        pairs,
        (accompanied < pairs.fewest) & (would_do >= pairs.fewest),
        ask_person=needs_one & nowhere_to_meet,
    )


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the minutes needed at each visit."""
    return {"minutes": int(pairs.people.accompaniment_minutes[pairs.person[row]])}


RULE = Rule("companion", "伴走支援 [S]", check, values)
