"""Who may need a contact sooner, why, and what would help: all of it about the fit, none about the person."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.retention.features import ALLOWED, COLUMN, FEATURES, FROM_THE_CALENDAR, Allowed
from matching.retention.hazard import Hazard
from matching.retention.hosts import HostRates
from matching.retention.model import Model
from matching.retention.stays import LONGEST_WEEKS, Stay, values_of
from matching.vocabulary import Feature

_WORTH_TELLING = float(np.log(1.1))
"""A reason is told from a tenth more odds on."""

_WORTH_DOING = 0.9
"""Something helps if no more than this of the risk is left."""


@dataclass(frozen=True)
class Factor:
    """
    One reason why a break is more likely than usual.

    Parameters
    ----------
    feature
        Which; ``None`` for what is seen at the host beside all features.
    value, usual
        As people count it; NaN for the host.
    times
        How many times the odds, more than 1.
    """

    feature: Feature | None
    value: float
    usual: float
    times: float


@dataclass(frozen=True)
class Help:
    """
    Something that could be arranged, within what the training data have seen.

    Parameters
    ----------
    feature
        What would be changed; ``None`` for another host.
    value, instead
        Today's value and the other one, as people count it.
    chance
        Of a break in the same weeks then.
    less_low, less_high
        The band of how much less that is; all of it above 0.
    menu_id
        The other host's menu.
    """

    feature: Feature | None
    value: float
    instead: float
    chance: float
    less_low: float
    less_high: float
    menu_id: str = ""


@dataclass(frozen=True)
class Risk:
    """
    One stay that goes on.

    Parameters
    ----------
    stay_id
        Which.
    week
        Weeks since its start.
    chance, low, high
        Of a break in the weeks looked ahead, and its band; without a model the usual one, and no band.
    usual
        The chance of a usual stay that has lasted as long.
    needs_contact_sooner
        The chance is so much above the usual one that a contact should come sooner.
    reasons
        The strongest first; none without a model.
    """

    stay_id: str
    week: int
    chance: float
    low: float | None
    high: float | None
    usual: float
    needs_contact_sooner: bool
    reasons: tuple[Factor, ...]


@dataclass(frozen=True)
class Alternative:
    """
    Another menu the person could go to, with what is known of the pair.

    Parameters
    ----------
    menu_id, host_id
        Which.
    at_start
        What would change with it: fit, way, experience …
    """

    menu_id: str
    host_id: str
    at_start: Mapping[Feature, float]


def risks(model: Model, stays: Sequence[Stay], today: dt.date) -> tuple[Risk, ...]:
    """
    Look at stays that go on, the greatest chance of a break first.

    Parameters
    ----------
    model
        An artefact; where it holds the curve alone, every stay has the usual chance of its week.
    stays
        Those that go on, as they are known today.
    today
        The day.
    """
    found = [_risk(model, stay, today) for stay in stays]
    return tuple(sorted(found, key=lambda risk: (-risk.chance, risk.stay_id)))


def what_would_help(
    model: Model, stay: Stay, today: dt.date, others: Sequence[Alternative] = ()
) -> tuple[Help, ...]:
    """
    Try one change at a time, and give those that leave less risk for certain, the most useful first.

    A change is only tried within what the training data hold, from the 5th to the 95th percentile, and the
    nearest value that helps is told. Another host is a new start: its first weeks are compared with the weeks
    that come here. These are associations seen in records, not proof that the change would work.
    """
    hazard, hosts = model.hazard, model.hosts
    if hazard is None or hosts is None:
        return ()
    week, values = _ahead(model, stay, today)
    shift_draws = hosts.shift_draws([stay.host_id], len(hazard.draws), model.settings.seed)
    here = 1 - hazard.share_draws(values, week, shift_draws)[:, 0]
    before = 1 - float(hazard.share(values, week, hosts.shifts([stay.host_id]))[0, -1])
    found = [
        help_
        for feature, rule in ALLOWED.items()
        if (help_ := _nearest(model, hazard, hosts, stay, week, values, feature, rule, here, before))
    ]
    for other in others:
        moved = _moved(stay, other, today)
        there = values_of(moved, range(values.shape[1]), known_on=today)[None]
        draws = hosts.shift_draws([other.host_id], len(hazard.draws), model.settings.seed)
        after = 1 - float(hazard.share(there, 0, hosts.shifts([other.host_id]))[0, -1])
        less = here - (1 - hazard.share_draws(there, 0, draws)[:, 0])
        if after <= _WORTH_DOING * before and (band := _surely_less(less, model.settings.band)):
            found.append(Help(None, float("nan"), float("nan"), after, *band, menu_id=other.menu_id))
    return tuple(sorted(found, key=lambda each: (each.chance, each.feature or "", each.menu_id)))


def _risk(model: Model, stay: Stay, today: dt.date) -> Risk:
    hazard, hosts, follow_up = model.hazard, model.hosts, model.settings.follow_up
    if hazard is None or hosts is None:
        week = _week(stay, today)
        usual = _usual_by_curve(model, week)
        return Risk(stay.id, week, usual, None, None, usual, needs_contact_sooner=False, reasons=())
    week, values = _ahead(model, stay, today)
    shift = hosts.shifts([stay.host_id])
    chance = 1 - float(hazard.share(values, week, shift)[0, -1])
    draws = hosts.shift_draws([stay.host_id], len(hazard.draws), model.settings.seed)
    tail = (1 - model.settings.band) / 2
    low, high = np.quantile(1 - hazard.share_draws(values, week, draws)[:, 0], [tail, 1 - tail])
    usual = 1 - float(hazard.share(np.full_like(values, np.nan), week)[0, -1])
    return Risk(
        stay.id,
        week,
        chance,
        min(float(low), chance),
        max(float(high), chance),
        usual,
        needs_contact_sooner=chance >= follow_up.times_usual * usual,
        reasons=_reasons(hazard, values[0], float(shift[0]))[: follow_up.reasons],
    )


def _week(stay: Stay, today: dt.date) -> int:
    return min(max(0, (today - stay.starts_on).days // 7), LONGEST_WEEKS - 1)


def _ahead(model: Model, stay: Stay, today: dt.date) -> tuple[int, NDArray[np.float64]]:
    """Give the week of today and what is known today of the weeks ahead, float64[1, weeks, p]."""
    week = _week(stay, today)
    weeks = range(week, week + model.settings.follow_up.look_ahead_weeks)
    return week, values_of(stay, weeks, known_on=today)[None]


def _usual_by_curve(model: Model, week: int) -> float:
    share = model.curve.share
    last = share.size - 1
    now = min(week, last)
    until = min(week + model.settings.follow_up.look_ahead_weeks, last)
    return float(1 - share[until] / share[now]) if share[now] > 0 else 0.0


def _reasons(hazard: Hazard, values: NDArray[np.float64], shift: float) -> tuple[Factor, ...]:
    pull = (hazard.standard(values) * hazard.weight).mean(axis=0)
    season = sum(float(pull[COLUMN[feature]]) for feature in FROM_THE_CALENDAR)
    found = [(shift, None), (season, Feature.SEASON_WINTER)]
    found += [(float(pull[column]), f) for column, f in enumerate(FEATURES) if f not in FROM_THE_CALENDAR]
    found.sort(key=lambda entry: -entry[0])
    return tuple(
        Factor(
            feature,
            float("nan") if feature is None else _counted(feature, float(values[0, COLUMN[feature]])),
            float("nan") if feature is None else _counted(feature, float(hazard.centre[COLUMN[feature]])),
            float(np.exp(each)),
        )
        for each, feature in found
        if each >= _WORTH_TELLING
    )


def _nearest(
    model: Model,
    hazard: Hazard,
    hosts: HostRates,
    stay: Stay,
    week: int,
    values: NDArray[np.float64],
    feature: Feature,
    rule: Allowed,
    here: NDArray[np.float64],
    before: float,
) -> Help | None:
    column = COLUMN[feature]
    present = float(values[0, 0, column])
    if np.isnan(present):
        return None
    today = _counted(feature, present)
    for instead in sorted(rule.tried, key=lambda value: (abs(value - today), value)):
        read = rule.read(instead)
        if not model.seen.low[column] <= read <= model.seen.high[column] or abs(read - present) < 1e-9:
            continue
        changed = values.copy()
        changed[:, :, column] = read
        after = 1 - float(hazard.share(changed, week, hosts.shifts([stay.host_id]))[0, -1])
        if after > _WORTH_DOING * before:
            continue
        draws = hosts.shift_draws([stay.host_id], len(hazard.draws), model.settings.seed)
        less = here - (1 - hazard.share_draws(changed, week, draws)[:, 0])
        if band := _surely_less(less, model.settings.band):
            return Help(feature, today, instead, after, *band)
    return None


def _surely_less(less: NDArray[np.float64], band: float) -> tuple[float, float] | None:
    tail = (1 - band) / 2
    low, high = np.quantile(less, [tail, 1 - tail])
    return (float(low), float(high)) if low > 0 else None


def _moved(stay: Stay, other: Alternative, today: dt.date) -> Stay:
    """Give the stay as it would begin today somewhere else."""
    steps = tuple(dataclasses.replace(step, from_day=today) for step in stay.steps[-1:])
    return dataclasses.replace(
        stay,
        host_id=other.host_id,
        starts_on=today,
        watched_from=today,
        until=today,
        at_start={**stay.at_start, **other.at_start},
        steps=steps,
        contact_days=(),
    )


def _counted(feature: Feature, value: float) -> float:
    """Give a value as people count it."""
    return float(np.expm1(value)) if ALLOWED[feature].is_counted else value
