"""What capacity says of a small town, by pool id."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from matching.capacity import Margins
from matching.capacity.margins import LIMITS
from matching.columns import Columns
from matching.model import Pool, Problem, RuleSet
from matching.vocabulary import LimitKind
from tests.matching.builders import host, pool, pool_slot, problem


@dataclass(frozen=True)
class Measured:
    """The margin of one slot of a pool, week by week."""

    places: list[int]
    used: list[int]
    left: list[int]
    held: list[bool]
    binding: list[LimitKind]
    asks: bool


def margins_of(town: Problem) -> Margins:
    """Compute the margins of a town."""
    town = town.in_order()
    columns = Columns.of(town)
    return Margins.of(town, columns.slots, columns.companions, columns.replanned)


def measure(town: Problem, pool_id: str = "H1-places", part: int = 0) -> Measured:
    """Give the margin of one slot of a pool of the town."""
    margins = margins_of(town)
    before = [each for each in town.in_order().pools if each.id < pool_id]
    row = sum(len(each.slots) for each in before) + part
    return Measured(
        places=margins.places[row].tolist(),
        used=margins.used[row].tolist(),
        left=margins.left[row].tolist(),
        held=margins.held[row].tolist(),
        binding=[LIMITS[index] for index in margins.binding[row]],
        asks=bool(margins.asks[row]),
    )


def one_slot(host_over: dict[str, Any] | None = None, **part: Any) -> Measured:
    """Measure the shop's Tuesday, with these fields of the host and of the pool slot."""
    return measure(problem(hosts=[host(**(host_over or {}))], pools=[shop_places(**part)]))


def shop_places(**part: Any) -> Pool:
    """Make the shop's places with these fields of their one slot."""
    return pool(slots=(pool_slot(**part),))


def rules_without(rules: RuleSet, *kinds: LimitKind) -> RuleSet:
    """Switch limits off."""
    limits = tuple(
        dataclasses.replace(rule, is_on=rule.is_on and rule.kind not in kinds) for rule in rules.limits
    )
    return dataclasses.replace(rules, limits=limits)


def day(week: int, weekday: int = 2) -> dt.date:
    """Give the date of a weekday in a week of the builders' horizon; a Tuesday if nothing else is said."""
    return problem().horizon.day(week, weekday)
