"""What the place is like, one rule per condition: what the person cannot bear or needs, and what it is."""

from __future__ import annotations

from matching.columns.menus import DOES_NOT_SUIT, NOT_STATED, SUITS
from matching.columns.people import CONDITIONS, NEEDED, NOT_ASKED
from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, no_values, outcome
from matching.vocabulary import Condition


def rule_for(condition: Condition) -> Rule:
    """Make the rule of one condition."""
    column = CONDITIONS.index(condition)

    def check(pairs: Pairs) -> Outcomes:
        asks = pairs.people.requires[pairs.person, column]
        suits = pairs.menus.suits[pairs.menu, column]
        return outcome(
            pairs,
            (asks == NEEDED) & (suits == DOES_NOT_SUIT),
            # Where neither has said anything the person is asked first: a はい settles it for every host.
            ask_person=(asks == NOT_ASKED) & (suits != SUITS),
            ask_host=(asks == NEEDED) & (suits == NOT_STATED),
        )

    return Rule(f"condition_{condition}", "本人の希望と受入先の申告 [P]", check, no_values)


RULES = tuple(rule_for(condition) for condition in CONDITIONS)
