"""A wish that staff of one gender be there."""

from __future__ import annotations

import numpy as np

from matching.columns.people import GENDERS
from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value


def check(pairs: Pairs) -> Outcomes:
    """Look for staff of the wished gender; an unknown staff is to be asked."""
    wish = pairs.people.staff_gender[pairs.person]
    present = pairs.menus.staff_genders[pairs.menu]
    wished = wish >= 0
    there = (present >> np.maximum(wish, 0)) & 1 == 1
    return outcome(pairs, wished & (present >= 0) & ~there, ask_host=wished & (present < 0))


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the wished gender."""
    return {"gender": GENDERS[pairs.people.staff_gender[pairs.person[row]]]}


RULE = Rule("staff_gender", "本人の希望 [P]", check, values)
