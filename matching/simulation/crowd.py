"""Synthetic people: drawn in arrays by the chances of their archetypes, then made into records one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import compress
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.model import LadderStep, Need, Person, SchemeCheck
from matching.simulation.archetypes import ARCHETYPES, SCHEMES, WISHES, Archetype
from matching.simulation.notation import windows
from matching.vocabulary import (
    BURDENS,
    Activity,
    Answer,
    Condition,
    ConsentStage,
    NeedDomain,
    TravelMode,
    Urgency,
)

_DOMAINS, _MODES = tuple(NeedDomain), tuple(TravelMode)
_CONDITIONS = tuple(Condition)
_ACTIVITIES = tuple(activity for activity in Activity if activity != Activity.LIVING)
_HALF_DAYS = windows("平日 09:00-12:30、平日 13:00-17:00、平日 17:30-21:00、土 09:00-12:30、土 13:00-17:00")
_LONGEST_WAIT_DAYS = 540
_STAYS = (None, None, 150, 120, 90, 60)
_MINUTES_OF_HELP = (10, 15, 20, 30)
_MINUTES_OF_WAY = (30, 45, 60)
_LONGER_BY_CAR_MINUTES = 15
_GOAL_MINUTES = (120, 180, 240)

Chosen = NDArray[np.bool_]
Index = NDArray[np.int64]
_Option = TypeVar("_Option")


def _by_archetype(chances: Callable[[Archetype], Sequence[float]]) -> NDArray[np.float64]:
    """Give one row of chances for each archetype."""
    return np.array([chances(archetype) for archetype in ARCHETYPES], dtype=np.float64)


def _listed(options: Sequence[StrEnum], words: str, inside: float, outside: float) -> list[float]:
    """Give a chance to each option: one to those listed, another to the rest."""
    listed = words.split()
    return [inside if option.value in listed else outside for option in options]


def _yes(archetype: Archetype) -> list[float]:
    """Give the chance of はい for each condition: seldom for a hard burden, often for a helpful support."""
    hard = _listed(_CONDITIONS, archetype.hard, 0.3, 0.85)
    helpful = _listed(_CONDITIONS, archetype.helpful, 0.6, 0.1)
    return [
        bears if condition in BURDENS else needs
        for condition, bears, needs in zip(_CONDITIONS, hard, helpful, strict=True)
    ]


_NEEDS = _by_archetype(lambda archetype: [archetype.needs.get(domain, 0) for domain in _DOMAINS])
_TRAVEL = _by_archetype(lambda archetype: [archetype.modes.get(mode, 0) for mode in _MODES])
_FREE = _by_archetype(lambda archetype: np.repeat(archetype.free, (5, 5, 5, 2)).tolist())
_LIKES = _by_archetype(lambda archetype: _listed(_ACTIVITIES, archetype.likes, 0.45, 0.05))
_YES = _by_archetype(_yes)
_ATTENDED, _ACCOMPANIED = np.transpose(_by_archetype(lambda each: (each.attended, each.accompanied)))
_AGES = np.transpose(_by_archetype(lambda archetype: archetype.ages)).astype(np.int64)
_WITHIN = np.transpose(_by_archetype(lambda archetype: archetype.within)).astype(np.int64)


class Home(NamedTuple):
    """Where a synthetic person lives, and who carries the case."""

    mesh: str
    district: str | None = None
    caseload_pool_id: str | None = None


def draw_people(
    rng: np.random.Generator,
    homes: Sequence[Home],
    date: dt.date,
    *,
    first_number: int = 1,
    car_share: float = 0.0,
) -> tuple[Person, ...]:
    """
    Draw one person for each home.

    Parameters
    ----------
    rng
        The only source of chance.
    homes
        Where they live.
    date
        The day their waiting is counted to.
    first_number
        Of the first id; the others follow.
    car_share
        Share of people who can also go by car, and bear a longer way, 0 to 1: the wider the country the more.
    """
    n = len(homes)
    width = max(3, len(str(first_number + n - 1)))
    kind = rng.choice(len(ARCHETYPES), size=n, p=[archetype.share for archetype in ARCHETYPES])

    def happens(chances: NDArray[np.float64]) -> Chosen:
        return rng.random(chances[kind].shape) < chances[kind]

    def pick(options: int, shares: Sequence[float] | None = None) -> Index:
        return rng.choice(options, size=n, p=shares)

    needs = happens(_NEEDS)
    needs[np.arange(n), _NEEDS[kind].argmax(axis=1)] |= ~needs.any(axis=1)
    ages, within = (rng.integers(low[kind], high[kind] + 1) for low, high in (_AGES, _WITHIN))
    free, modes, likes, yes = happens(_FREE), happens(_TRAVEL), happens(_LIKES), happens(_YES)
    is_answered = rng.random((n, len(_CONDITIONS))) < 0.6
    are_hours_heard, is_checked = rng.random(n) < 0.94, rng.random((n, len(_DOMAINS))) < 0.4
    has_car = rng.random(n) < car_share
    modes[has_car, _MODES.index(TravelMode.CAR)] = True
    within[has_car] += _LONGER_BY_CAR_MINUTES
    wanted = np.maximum(1 + pick(3, (0.40, 0.35, 0.25)), needs.sum(axis=1))
    fewest = np.clip(wanted - pick(3, (0.3, 0.4, 0.3)), 1, wanted // needs.sum(axis=1))
    waited = (_LONGEST_WAIT_DAYS * rng.random(n) ** 1.5).astype(int)
    urgency, consent = pick(3, (0.25, 0.6, 0.15)), pick(3, (0.03, 0.77, 0.2))
    attention = happens(_ATTENDED) * np.take(_MINUTES_OF_HELP, pick(len(_MINUTES_OF_HELP)))
    on_the_way = happens(_ACCOMPANIED) * np.take(_MINUTES_OF_WAY, pick(len(_MINUTES_OF_WAY)))
    stay, goal, wish = pick(len(_STAYS)), pick(len(_GOAL_MINUTES)), pick(60)

    def person(row: int) -> Person:
        domains = _those(_DOMAINS, needs[row])
        return Person(
            id=f"P{first_number + row:0{width}d}",
            age_years=int(ages[row]),
            needs=tuple(_need(domain, urgency[row], wish[row]) for domain in domains),
            waiting_since=date - dt.timedelta(days=int(waited[row])),
            district=homes[row].district,
            home_mesh=homes[row].mesh,
            availability=_those(_HALF_DAYS, free[row]) if are_hours_heard[row] else None,
            fewest_slots=int(fewest[row]),
            most_slots=int(wanted[row]),
            goal=LadderStep(int(wanted[row]) + 1, _GOAL_MINUTES[goal[row]]),
            longest_stay_minutes=_STAYS[stay[row]],
            modes=(TravelMode.WALK, *_those(_MODES, modes[row])),
            most_travel_minutes=int(within[row]) // 5 * 5,
            conditions={
                condition: Answer.YES if is_yes else Answer.NO
                for condition, heard, is_yes in zip(_CONDITIONS, is_answered[row], yes[row], strict=True)
                if heard
            },
            likes=_those(_ACTIVITIES, likes[row]),
            accompaniment_minutes=int(on_the_way[row]),
            attention_minutes=int(attention[row]),
            schemes=tuple(_check(domain) for domain in _those(_DOMAINS, needs[row] & is_checked[row])),
            consent=tuple(ConsentStage)[consent[row]],
            caseload_pool_id=homes[row].caseload_pool_id,
        )

    return tuple(person(row) for row in range(n))


def _those(options: Sequence[_Option], chosen: Chosen) -> tuple[_Option, ...]:
    return tuple(compress(options, chosen))


def _need(domain: NeedDomain, urgency: int, wish: int) -> Need:
    """Make a need; nobody can wait for a room."""
    is_soon = domain == NeedDomain.HOUSING
    wishes = WISHES[domain]
    return Need(domain, Urgency.NOW if is_soon else tuple(Urgency)[urgency], wishes[wish % len(wishes)])


def _check(domain: NeedDomain) -> SchemeCheck:
    scheme, reason = SCHEMES[domain]
    return SchemeCheck(scheme, domain, Answer.NO, reason)
