"""A simulated truth: stays whose chances are known, to see what learning finds again. No real data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.retention.features import ALLOWED, COLUMN, FEATURES
from matching.retention.stays import LONGEST_WEEKS, PARTINGS, Stay, Step, values_of
from matching.vocabulary import Feature, Parting

_FIRST_DAY = dt.date(2023, 4, 3)
_OTHER_ENDS = (Parting.MOVED_ON, Parting.AS_AGREED, Parting.MOVED_AWAY, Parting.DIED)
_OF_OTHER_ENDS = (0.5, 0.3, 0.17, 0.03)

EFFECTS: dict[Feature, float] = {
    Feature.WISH: -0.9,
    Feature.CONDITIONS: -1.1,
    Feature.TRAVEL_MINUTES: 0.02,
    Feature.STAY_MINUTES: 0.004,
    Feature.HOST_EXPERIENCE: -0.25,
    Feature.ACCOMPANIED: -0.6,
    Feature.CONTACTS_A_MONTH: -0.3,
    Feature.SEASON_WINTER: 0.2,
}
"""What one unit of a feature, as the model reads it, adds to the log hazard of a break."""


@dataclass(frozen=True, eq=False)
class Truth:
    """
    Stays, and what no record knows.

    Parameters
    ----------
    stays
        As they would be recorded.
    lasts
        float64[n]: the true chance that each had not broken after six months, under what happened to it.
    """

    stays: tuple[Stay, ...]
    lasts: NDArray[np.float64]


def simulate(
    n: int,
    seed: int,
    *,
    host_spread: float = 0.3,
    leaving: float = 0.0,
    watched_late: float = 0.0,
    weekly_break: float = 0.045,
    effect: float = 1.0,
    contacts_matter: bool = True,
    hosts: int | None = None,
) -> Truth:
    """
    Simulate stays.

    Parameters
    ----------
    n, seed
        How many, from which seed.
    host_spread
        Standard deviation of what hosts add to the log hazard; the same hosts for every seed.
    leaving
        Weekly probability of an end that is no break.
    watched_late
        Share of stays that are watched only from some week on; those that ended before are never seen.
    weekly_break
        Hazard of the first week at the typical features; it falls with time as (week + 1) to the −0.35.
    effect
        0 for stays that do not differ.
    contacts_matter
        Whether contacts make a break less likely; on the first day nobody knows of them.
    hosts
        How many; a tenth of the stays where left out.
    """
    random = np.random.default_rng(seed)
    count = hosts or max(3, n // 10)
    # Hosts are a world of their own, so that another seed meets the same ones.
    added = np.random.default_rng(20_260).normal(0, host_spread, count) if host_spread else np.zeros(count)
    known = np.random.default_rng(20_261).integers(0, 30, count)
    found: list[Stay] = []
    lasts: list[float] = []
    while len(found) < n:
        host = int(random.integers(count))
        stay = _began(random, f"S{len(found):05}", host, float(known[host]))
        hazard = _hazard(stay, float(added[host]), weekly_break, effect, contacts_matter)
        ended = _end(random, hazard, leaving)
        seen_weeks = int(random.integers(4, LONGEST_WEEKS - 8))
        late = int(random.integers(1, 26)) if random.random() < watched_late else 0
        if late and (late >= seen_weeks or (ended is not None and ended[0] < late)):
            continue
        found.append(_recorded(stay, ended, seen_weeks, late, random))
        lasts.append(_lasts(hazard[:26], leaving))
    return Truth(tuple(found), np.array(lasts))


def _began(random: np.random.Generator, name: str, host: int, known: float) -> Stay:
    start = _FIRST_DAY + dt.timedelta(days=int(random.integers(0, 900)))
    often = float(random.integers(1, 4))
    minutes = float(random.choice([60, 120, 180, 240]))
    contacts = float(random.choice([0.5, 1, 2, 4]))
    gaps = np.cumsum(random.exponential(28 / contacts, 120))
    days = tuple(start + dt.timedelta(days=int(gap)) for gap in gaps if gap < 7 * LONGEST_WEEKS)
    return Stay(
        id=name,
        person_id=f"P{name[1:]}",
        host_id=f"H{host:03}",
        starts_on=start,
        watched_from=start,
        until=start,
        parting=None,
        at_start={
            Feature.WISH: float(random.integers(0, 4)) / 3,
            Feature.CONDITIONS: float(random.integers(0, 5)) / 4,
            Feature.TRAVEL_MINUTES: float(np.clip(random.gamma(3, 9), 0, 120).round()),
            Feature.HOST_EXPERIENCE: known,
            Feature.ATTENTION_MINUTES: float(random.choice([0, 15, 30])),
            Feature.ACCOMPANIED: float(random.random() < 0.3),
        },
        steps=(Step(start, often, minutes),),
        contact_days=days,
    )


_TYPICAL = {
    Feature.WISH: 0.5,
    Feature.CONDITIONS: 0.5,
    Feature.TRAVEL_MINUTES: 27.0,
    Feature.STAY_MINUTES: 150.0,
    Feature.HOST_EXPERIENCE: ALLOWED[Feature.HOST_EXPERIENCE].read(12),
    Feature.ACCOMPANIED: 0.3,
    Feature.CONTACTS_A_MONTH: ALLOWED[Feature.CONTACTS_A_MONTH].read(1.7),
    Feature.SEASON_WINTER: 0.0,
}


def _hazard(
    stay: Stay, added: float, weekly_break: float, effect: float, contacts_matter: bool
) -> NDArray[np.float64]:
    """Give the true chance of a break in each week: proportional hazards, the home ground of Cox's model."""
    weeks = np.arange(LONGEST_WEEKS)
    values = values_of(stay, weeks.tolist())
    centre, weight = np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    for feature, each in EFFECTS.items():
        if contacts_matter or feature != Feature.CONTACTS_A_MONTH:
            centre[COLUMN[feature]], weight[COLUMN[feature]] = _TYPICAL[feature], each * effect
    pull = np.nan_to_num(values - centre) @ weight + added
    return -np.expm1(-weekly_break * (weeks + 1.0) ** -0.35 * np.exp(pull))


def _end(
    random: np.random.Generator, hazard: NDArray[np.float64], leaving: float
) -> tuple[int, Parting] | None:
    """Give the week of the end and how it ended; ``None`` for none in two years."""
    draws, how = random.random(hazard.size), random.random()
    ends = np.flatnonzero(draws < hazard + leaving)
    if not ends.size:
        return None
    week = int(ends[0])
    if draws[week] < hazard[week]:
        return week, Parting.BROKE_OFF if how < 0.8 else Parting.HOST_ENDED
    return week, _OTHER_ENDS[int(np.searchsorted(np.cumsum(_OF_OTHER_ENDS)[:-1], how))]


def _recorded(
    stay: Stay, ended: tuple[int, Parting] | None, seen_weeks: int, late: int, random: np.random.Generator
) -> Stay:
    day = stay.starts_on + dt.timedelta(days=7 * seen_weeks - 1)
    parting = None
    if ended is not None and ended[0] < seen_weeks:
        day = stay.starts_on + dt.timedelta(days=7 * ended[0] + int(random.integers(0, 7)))
        parting = ended[1]
    assert parting is None or parting in PARTINGS
    return Stay(
        id=stay.id,
        person_id=stay.person_id,
        host_id=stay.host_id,
        starts_on=stay.starts_on,
        watched_from=stay.starts_on + dt.timedelta(days=7 * late),
        until=day,
        parting=parting,
        at_start=stay.at_start,
        steps=stay.steps,
        contact_days=tuple(each for each in stay.contact_days if each <= day),
    )


def _lasts(hazard: NDArray[np.float64], leaving: float) -> float:
    here = np.concatenate([[1.0], np.cumprod(np.maximum(1 - hazard - leaving, 0))[:-1]])
    return float(1 - (here * hazard).sum())
