"""From stays to an artefact: the curve always, the model only where there is enough and it helps."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from matching.errors import InvalidProblem, require
from matching.retention.audit import audit
from matching.retention.curve import Curve
from matching.retention.fairness import by_group
from matching.retention.features import COLUMN, FEATURES
from matching.retention.hazard import Hazard, best_ridge, fit_hazard, with_draws
from matching.retention.hosts import HostRates
from matching.retention.measures import Outcome, brier_by_stay, concordance, kept_in_sight
from matching.retention.model import CalibrationLine, Counts, Metrics, Model, Seen, WhyCurve
from matching.retention.settings import RetentionSettings
from matching.retention.stays import LONGEST_WEEKS, Stay, Weeks, at_start, weeks_at_risk
from matching.vocabulary import Parting

_FIFTHS = 5
Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and of how much."""


@dataclass(frozen=True, eq=False)
class HeldOut:
    """
    Predictions for stays by a model that did not know their people.

    Parameters
    ----------
    rows
        bool[stays]: those watched from their start; the others are in no measure.
    share, curve
        float64[k, w + 1]: of the model, and of the curve alone.
    hazard
        float64[n]: weekly, for all weeks at risk.
    """

    rows: NDArray[np.bool_]
    share: NDArray[np.float64]
    curve: NDArray[np.float64]
    hazard: NDArray[np.float64]


def learn(
    stays: Sequence[Stay],
    settings: RetentionSettings,
    attributes: Mapping[str, Sequence[str | None]] | None = None,
    progress: Progress | None = None,
) -> Model:
    """
    Learn from stays; the same stays in another order give the same artefact.

    Parameters
    ----------
    stays
        One or more, each id once, with at least one week at risk among them.
    settings
        The municipality's.
    attributes
        A value for each stay by attribute, for the audit and the groups alone; it never enters the model.
    progress
        Told of each stage.

    Raises
    ------
    InvalidProblem
        If there is no stay, or an id stands twice.
    """
    tell = progress or (lambda stage, done, total: None)
    ids = [stay.id for stay in stays]
    require(len(set(ids)) == len(ids) > 0, "stays", "id", len(ids), "one or more stays, each id once")
    order = sorted(range(len(ids)), key=ids.__getitem__)
    stays = [stays[row] for row in order]
    groups = {name: [values[row] for row in order] for name, values in (attributes or {}).items()}
    tell("rows", 0, 1)
    weeks = weeks_at_risk(stays)
    if not weeks.week.size:
        raise InvalidProblem("stays", "until", None, "a whole week of at least one stay")
    start = at_start(stays, settings.horizon_weeks)
    ties = audit(_known(weeks, len(stays)), groups, settings.most_correlation)
    left_out = [COLUMN[tie.feature] for tie in ties if tie.is_left_out]
    weeks.values[:, left_out] = start[:, :, left_out] = np.nan

    counts = _counts(stays, weeks)
    model = Model(
        first_day=min(stay.starts_on for stay in stays),
        last_day=max(stay.until for stay in stays),
        counts=counts,
        settings=settings,
        curve=Curve.of(weeks, min(LONGEST_WEEKS, int(weeks.week.max()) + 1), settings.band),
        why_curve=None,
        hazard=None,
        hosts=None,
        seen=_seen(weeks, start[:, 0]),
        metrics=None,
        ties=ties,
        groups=(),
        made_with=", ".join(f"{name} {version(name)}" for name in ("numpy", "scikit-learn", "scipy")),
    )
    if counts.stays < settings.floor:
        return dataclasses.replace(model, why_curve=WhyCurve.BELOW_FLOOR)
    if counts.breaks < settings.least_breaks or counts.people < settings.folds:
        return dataclasses.replace(model, why_curve=WhyCurve.FEW_BREAKS)

    people = np.unique([stay.person_id for stay in stays], return_inverse=True)[1]
    hosts = [stay.host_id for stay in stays]
    held_out = _held_out(weeks, start, stays, people, hosts, settings, tell)
    outcome = outcome_of(stays).of(held_out.rows)
    metrics = _measure(weeks, outcome, held_out, people, settings)
    lines = by_group(
        _only(weeks, held_out.rows),
        outcome,
        held_out.share,
        kept_in_sight(outcome, settings.horizon_weeks),
        {name: list(compress(values, held_out.rows)) for name, values in groups.items()},
        settings.least_group,
        settings.most_gap,
        settings.band,
    )
    model = dataclasses.replace(model, metrics=metrics, groups=lines)
    if not metrics.gain > settings.helps_by_errors * metrics.gain_error:
        return dataclasses.replace(model, why_curve=WhyCurve.NO_HELP)
    if any(line.is_off for line in lines):
        return dataclasses.replace(model, why_curve=WhyCurve.UNFAIR)
    tell("draws", settings.folds, settings.folds + 1)
    hazard, rates = fit(weeks, hosts, settings.bins)
    hazard = with_draws(hazard, weeks, people, settings.draws, settings.seed)
    return dataclasses.replace(model, hazard=hazard, hosts=rates)


def fit(weeks: Weeks, hosts: Sequence[str], bins: Sequence[int]) -> tuple[Hazard, HostRates]:
    """Fit the hazard with the ridge the data ask for, and what hosts add to it."""
    hazard = fit_hazard(weeks, bins, best_ridge(weeks, bins))
    usual = hazard.weekly(weeks.values, weeks.week)
    return hazard, HostRates.of([hosts[row] for row in weeks.stay], weeks.broke, usual)


def outcome_of(stays: Sequence[Stay]) -> Outcome:
    """Give what was seen of stays that are watched from their start."""
    ended = np.array([stay.ended_in_sight for stay in stays], dtype=bool)
    broke = np.array([stay.parting is not None and stay.parting.is_break for stay in stays], dtype=bool)
    seen = np.array([stay.last_week for stay in stays], dtype=np.int64)
    return Outcome(seen, ended & broke, ended & ~broke)


def _held_out(
    weeks: Weeks,
    start: NDArray[np.float64],
    stays: Sequence[Stay],
    people: NDArray[np.int64],
    hosts: Sequence[str],
    settings: RetentionSettings,
    tell: Progress,
) -> HeldOut:
    horizon = settings.horizon_weeks
    share = np.full((len(stays), horizon + 1), np.nan)
    curve, hazard = share.copy(), np.full(weeks.week.size, np.nan)
    split = GroupKFold(settings.folds, shuffle=True, random_state=settings.seed)
    for fold, (known, out) in enumerate(split.split(people, groups=people)):
        tell("folds", fold, settings.folds + 1)
        is_known = np.zeros(len(stays), dtype=bool)
        is_known[known] = True
        train = weeks.of(is_known)
        if not train.broke.any():
            # Nothing broke among the others: nobody is thought to.
            share[out], curve[out], hazard[~is_known[weeks.stay]] = 1.0, 1.0, 1e-9
            continue
        model, rates = fit(train, hosts, settings.bins)
        shifts = rates.shifts(hosts)
        share[out] = model.share(start[out], shift=shifts[out])
        curve[out] = Curve.of(train, horizon).share
        rows = ~is_known[weeks.stay]
        hazard[rows] = model.weekly(weeks.values[rows], weeks.week[rows], shifts[weeks.stay[rows]])
    from_start = np.array([stay.first_week == 0 and stay.last_week > 0 for stay in stays], dtype=bool)
    return HeldOut(from_start, share[from_start], curve[from_start], hazard)


def _measure(
    weeks: Weeks, outcome: Outcome, held_out: HeldOut, people: NDArray[np.int64], settings: RetentionSettings
) -> Metrics:
    kept = kept_in_sight(outcome, settings.horizon_weeks)
    own = brier_by_stay(outcome, held_out.share, kept)
    curve = brier_by_stay(outcome, held_out.curve, kept)
    gain, person = curve - own, np.unique(people[held_out.rows], return_inverse=True)[1]
    # Stays of one person are no independent witnesses.
    by_person = np.bincount(person, weights=gain - gain.mean())
    observed = Curve.of(_only(weeks, held_out.rows), settings.horizon_weeks, settings.band)
    return Metrics(
        brier=float(own.mean()),
        brier_curve=float(curve.mean()),
        gain=float(gain.mean()),
        gain_error=float(np.sqrt((by_person**2).sum()) / gain.size),
        concordance=concordance(outcome, held_out.share[:, -1]),
        calibration_gap=float(held_out.share[:, -1].mean() - observed.share[-1]),
        calibration_slope=_slope(held_out.hazard, weeks.broke),
        calibration=_fifths(_only(weeks, held_out.rows), held_out.share[:, -1], settings),
    )


def _slope(hazard: NDArray[np.float64], broke: NDArray[np.bool_]) -> float:
    x = logit(np.clip(hazard, 1e-9, 1 - 1e-9))[:, None]
    if np.ptp(x) == 0:
        return float("nan")
    return float(LogisticRegression(C=np.inf, solver="newton-cholesky").fit(x, broke).coef_[0, 0])


def _fifths(
    weeks: Weeks, share: NDArray[np.float64], settings: RetentionSettings
) -> tuple[CalibrationLine, ...]:
    rank = np.argsort(np.argsort(share, kind="stable"), kind="stable")
    fifth = rank * _FIFTHS // share.size
    found = []
    for number in range(_FIFTHS):
        rows = fifth == number
        curve = Curve.of(weeks.of(rows), settings.horizon_weeks, settings.band)
        ends = (curve.share[-1], curve.low[-1], curve.high[-1])
        found.append(CalibrationLine(int(rows.sum()), float(share[rows].mean()), *map(float, ends)))
    return tuple(found)


def _only(weeks: Weeks, rows: NDArray[np.bool_]) -> Weeks:
    """Give the weeks of some stays, whose rows are counted anew."""
    found = weeks.of(rows)
    return dataclasses.replace(found, stay=(np.cumsum(rows) - 1)[found.stay])


def _known(weeks: Weeks, stays: int) -> NDArray[np.float64]:
    """Give the mean of what was known of each stay, float64[stays, features]; NaN where nothing was."""
    is_known = ~np.isnan(weeks.values)
    total, count = np.zeros((stays, len(FEATURES))), np.zeros((stays, len(FEATURES)))
    np.add.at(total, weeks.stay, np.nan_to_num(weeks.values))
    np.add.at(count, weeks.stay, is_known)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _counts(stays: Sequence[Stay], weeks: Weeks) -> Counts:
    partings = Counter(stay.parting for stay in stays if stay.parting is not None)
    return Counts(
        stays=int(np.unique(weeks.stay).size),
        people=len({stay.person_id for stay in stays}),
        hosts=len({stay.host_id for stay in stays}),
        weeks=int(weeks.week.size),
        partings={parting: partings[parting] for parting in Parting},
    )


def _seen(weeks: Weeks, start: NDArray[np.float64]) -> Seen:
    low, high, edges, shares = [], [], [], []
    for column in range(start.shape[1]):
        in_weeks = weeks.values[:, column][~np.isnan(weeks.values[:, column])]
        low.append(np.quantile(in_weeks, 0.05) if in_weeks.size else np.nan)
        high.append(np.quantile(in_weeks, 0.95) if in_weeks.size else np.nan)
        known = start[:, column][~np.isnan(start[:, column])]
        edge = np.quantile(known, (0.2, 0.4, 0.6, 0.8)) if known.size else np.full(4, np.nan)
        edges.append(edge)
        shares.append(shares_of(start[:, column], edge))
    return Seen(np.array(low), np.array(high), np.array(edges), np.array(shares))


def shares_of(values: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share of values in each fifth, and of those not known, float64[6]."""
    known = ~np.isnan(values)
    fifth = np.where(known, np.searchsorted(edges, values, side="right"), _FIFTHS)
    fifth = np.where(known | ~np.isnan(edges[0]), fifth, _FIFTHS)
    return np.bincount(np.minimum(fifth, _FIFTHS), minlength=_FIFTHS + 1) / max(values.size, 1)
