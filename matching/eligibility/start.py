"""When the person can start."""

from __future__ import annotations

from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value


def check(pairs: Pairs) -> Outcomes:
    """Leave out people who can start only after the weeks the proposal looks at."""
    return outcome(pairs, pairs.people.earliest_week[pairs.person] >= pairs.weeks)


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the weeks until the start, and the weeks looked at."""
    return {"in_weeks": int(pairs.people.earliest_week[pairs.person[row]]), "weeks": pairs.weeks}


RULE = Rule("start", "本人の希望 [P]", check, values)
