"""The rules, points and travel a municipality works with: the shipped ones, and what it changed of them."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.tables import RuleBook
from api.web.inputs import Input, Line
from matching.bundled import default_rules, default_travel, default_weights
from matching.model import RuleSet, TravelModel, Weights
from matching.model.weights import MOST_POINTS
from matching.vocabulary import HostKind, LimitKind, NeedDomain, ServiceGroup, TravelMode, Urgency

Points = Annotated[int, Field(ge=0, le=MOST_POINTS)]


class LimitInput(Input):
    """制約: what differs of one limit; its legal source stays as it is shipped."""

    is_on: bool | None = None
    is_askable: bool | None = None
    required_for: Annotated[tuple[HostKind, ...], Field(max_length=30)] | None = None
    ja: Line | None = None


class RulesInput(Input):
    """ルール: what differs from the shipped rules."""

    stale_after_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    newcomer_weeks: Annotated[int, Field(ge=1, le=26)] | None = None
    gate: dict[ServiceGroup, Annotated[tuple[NeedDomain, ...], Field(max_length=10)]] = Field(
        default_factory=dict
    )
    limits: dict[LimitKind, LimitInput] = Field(default_factory=dict)


class WeightsInput(Input):
    """点数: what differs from the points of the base run, or from those in force."""

    placed: Annotated[int, Field(ge=1, le=MOST_POINTS)] | None = None
    waiting_point_a_week: Points | None = None
    most_waiting_weeks: Annotated[int, Field(ge=0, le=520)] | None = None
    urgency: dict[Urgency, Points] | None = None
    wish: Points | None = None
    conditions: Points | None = None
    travel: Points | None = None
    ladder: Points | None = None
    spread: Points | None = None
    continuity: Points | None = None
    retention: Points | None = None
    host_unknown: Points | None = None
    late_start: Points | None = None
    deepest_fit: Points | None = None
    change: Points | None = None

    def on(self, base: Weights) -> Weights:
        """
        Give points with these in the place of their own.

        Raises
        ------
        InvalidProblem
            If they do not go together.
        """
        sent = self.model_dump(exclude_none=True)
        if self.urgency is not None:
            sent["urgency"] = {**base.urgency, **self.urgency}
        return dataclasses.replace(base, **sent)


class ModeInput(Input):
    """移動手段: what differs of one way of travelling."""

    speed_kmh: Annotated[float, Field(ge=0.1, le=200)] | None = None
    detour: Annotated[float, Field(ge=1, le=10)] | None = None
    fixed_minutes: Annotated[float, Field(ge=0, le=240)] | None = None
    reach_m: Annotated[float, Field(ge=1, le=500_000)] | None = None


class RuleChanges(Input):
    """What a municipality changed of the shipped rules, points and travel; what is not named stays."""

    rules: RulesInput = RulesInput()
    weights: WeightsInput = WeightsInput()
    travel: dict[TravelMode, ModeInput] = Field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """
    What proposals and margins are made with.

    Parameters
    ----------
    rules, weights, travel
        As the core knows them; the rules' version says which rule book they are from.
    """

    rules: RuleSet
    weights: Weights
    travel: TravelModel


def settings_of(changes: RuleChanges, name: str = "") -> Settings:
    """
    Apply what a municipality changed to the shipped settings.

    Parameters
    ----------
    changes
        What differs.
    name
        What the version is called, after the shipped one's name.

    Raises
    ------
    InvalidProblem
        If the settings that come of it are none.
    """
    shipped, given = default_rules(), changes.rules
    numbers = given.model_dump(include={"stale_after_days", "newcomer_weeks"}, exclude_none=True)
    rules = dataclasses.replace(
        shipped,
        version=f"{shipped.version} {name}".strip(),
        gate={**shipped.gate, **given.gate},
        limits=tuple(
            dataclasses.replace(rule, **given.limits[rule.kind].model_dump(exclude_none=True))
            if rule.kind in given.limits
            else rule
            for rule in shipped.limits
        ),
        **numbers,
    )
    travel = default_travel()
    modes = {
        mode.value: dataclasses.replace(travel.of(mode), **each.model_dump(exclude_none=True))
        for mode, each in changes.travel.items()
    }
    return Settings(rules, changes.weights.on(default_weights()), dataclasses.replace(travel, **modes))


def differing(changes: RuleChanges) -> RuleChanges:
    """Give what really differs from the shipped settings: a value that is the shipped one is no change."""
    shipped, given = settings_of(RuleChanges()), changes.rules
    limits = {
        rule.kind: LimitInput(**_other(given.limits[rule.kind].model_dump(exclude_none=True), vars(rule)))
        for rule in shipped.rules.limits
        if rule.kind in given.limits
    }
    numbers = given.model_dump(include={"stale_after_days", "newcomer_weeks"}, exclude_none=True)
    rules = RulesInput(
        **_other(numbers, vars(shipped.rules)),
        gate={
            group: domains
            for group, domains in given.gate.items()
            if set(domains) != set(shipped.rules.gate.get(group, ()))
        },
        limits={kind: each for kind, each in limits.items() if each != LimitInput()},
    )
    weights = _other(changes.weights.model_dump(exclude_none=True), vars(shipped.weights))
    if "urgency" in weights:
        weights["urgency"] = _other(weights["urgency"], shipped.weights.urgency)
    travel = {
        mode: ModeInput(**_other(each.model_dump(exclude_none=True), vars(shipped.travel.of(mode))))
        for mode, each in changes.travel.items()
    }
    return RuleChanges(
        rules=rules,
        weights=WeightsInput(**weights),
        travel={mode: each for mode, each in travel.items() if each != ModeInput()},
    )


def _other(given: Mapping[Any, Any], shipped: Mapping[Any, Any]) -> dict[Any, Any]:
    return {name: value for name, value in given.items() if value != shipped.get(name)}


def settings_in_force(session: Session) -> Settings:
    """Give the settings of the session's municipality: of the rule book put in force last."""
    found = session.execute(_IN_FORCE).one_or_none()
    return _kept("", 0) if found is None else _kept(json.dumps(found.changes, sort_keys=True), found.number)


_IN_FORCE = (
    select(col(RuleBook.number), col(RuleBook.changes))
    .where(col(RuleBook.in_force_since).is_not(None))
    .order_by(col(RuleBook.in_force_since).desc())
    .limit(1)
)


def settings_of_book(book: RuleBook) -> Settings:
    """Give the settings of a version, in force or not."""
    return _settings_from(book.changes, book.number)


@functools.lru_cache(1_000)
def _kept(changes: str, number: int) -> Settings:
    """Keep what came of a text: it is the same each time."""
    return _settings_from(json.loads(changes), number) if changes else settings_of(RuleChanges())


def _settings_from(changes: Mapping[str, Any], number: int) -> Settings:
    return settings_of(RuleChanges.model_validate(changes), f"第{number}版")
