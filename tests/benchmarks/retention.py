"""
What the model of `matching.retention` is worth, beside Kaplan-Meier, Cox and gradient boosting.

Run by `make bench-retention` in an environment of its own. Two parts: a simulated truth, where the error of a
prediction is known; and public survival tables that ship with the two packages.
"""

from __future__ import annotations

import dataclasses
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from lifelines import AalenJohansenFitter, CoxPHFitter, datasets
from lifelines.exceptions import ConvergenceError
from lifelines.utils import concordance_index
from sksurv import datasets as more_datasets
from sksurv.ensemble import GradientBoostingSurvivalAnalysis

from matching.retention.curve import Curve
from matching.retention.features import COLUMN
from matching.retention.hazard import with_draws
from matching.retention.learn import fit, learn, outcome_of
from matching.retention.measures import Outcome, brier_by_stay, concordance, kept_in_sight
from matching.retention.model import Model
from matching.retention.settings import default_settings
from matching.retention.simulated import Truth, simulate
from matching.retention.stays import Weeks, at_start, weeks_at_risk
from matching.vocabulary import Feature, Parting

SETTINGS = dataclasses.replace(default_settings(), floor=50, least_breaks=10)
HORIZON = 26
SIZES = {50: 60, 100: 40, 200: 30, 500: 16, 1000: 10, 2000: 6}
"""Repetitions by number of stays."""

SCALE = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
NEW_STAYS = 400
Shares = np.ndarray


class Watched(NamedTuple):
    """Stays: features on the first day, weeks seen, whether they broke, weeks at risk, their hosts."""

    x: np.ndarray
    weeks: np.ndarray
    broke: np.ndarray
    rows: Weeks
    ahead: Callable[[int], np.ndarray]
    hosts: Sequence[str]


def watched(truth: Truth) -> Watched:
    """Lay simulated stays out for every method; what nobody can know on the first day is left out."""
    rows = weeks_at_risk(truth.stays)
    unknown = [COLUMN[Feature.CONTACTS_A_MONTH], COLUMN[Feature.LADDER_STEP]]
    rows.values[:, unknown] = np.nan
    first = np.delete(at_start(truth.stays, 1)[:, 0], unknown, axis=1)
    outcome = outcome_of(truth.stays)
    hosts = [stay.host_id for stay in truth.stays]
    return Watched(
        first, outcome.weeks, outcome.broke, rows, lambda weeks: at_start(truth.stays, weeks), hosts
    )


def ours(known: Watched, new: Watched, horizon: int) -> Shares:
    """Predict by the hazard model with what hosts add, without any gate."""
    hazard, hosts = fit(known.rows, known.hosts, SETTINGS.bins)
    return hazard.share(new.ahead(horizon), shift=hosts.shifts(new.hosts))


def kaplan_meier(known: Watched, new: Watched, horizon: int) -> Shares:
    """Predict the same for everybody."""
    return np.tile(Curve.of(known.rows, horizon).share, (len(new.x), 1))


def cox(known: Watched, new: Watched, horizon: int) -> Shares:
    """Predict by Cox's model, with a small penalty where it does not converge without one."""
    varied = np.ptp(known.x, axis=0) > 0
    table = pd.DataFrame(known.x[:, varied]).assign(weeks=known.weeks, broke=known.broke)
    for penalty in (0.0, 0.1):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                model = CoxPHFitter(penalizer=penalty).fit(table, "weeks", "broke")
            break
        except (ConvergenceError, Warning):
            continue
    else:
        model = CoxPHFitter(penalizer=1.0).fit(table, "weeks", "broke")
    found = model.predict_survival_function(
        pd.DataFrame(new.x[:, varied]), times=np.arange(horizon + 1, dtype=float)
    )
    return found.to_numpy().T


def boosting(known: Watched, new: Watched, horizon: int) -> Shares:
    """Predict by gradient boosted trees with the package's defaults."""
    seen = np.array(
        list(zip(known.broke, known.weeks, strict=True)), dtype=[("broke", bool), ("weeks", float)]
    )
    model = GradientBoostingSurvivalAnalysis(random_state=1).fit(known.x, seen)
    weeks = np.arange(horizon + 1, dtype=float)
    return np.stack(
        [
            np.where(weeks < each.x[0], 1.0, each(np.clip(weeks, each.x[0], each.x[-1])))
            for each in model.predict_survival_function(new.x)
        ]
    )


METHODS = {"ours": ours, "Kaplan-Meier": kaplan_meier, "Cox": cox, "boosting": boosting}


def shipped(model: Model, known: Watched, new: Watched) -> np.ndarray:
    """Predict as a municipality would be told: by the model if it passed its own gate, else by the curve."""
    if model.hazard is None or model.hosts is None:
        return np.full(len(new.x), Curve.of(known.rows, HORIZON).share[-1])
    return model.hazard.share(new.ahead(HORIZON), shift=model.hosts.shifts(new.hosts))[:, -1]


def simulated(host_spread: float) -> None:
    """Print the error of the six-month share, concordance and coverage for each number of stays."""
    print(f"\n### Simulated truth, hosts differ by {host_spread} (standard deviation of the log hazard)\n")
    print(
        "| stays | runs | error: ours | with gate | Kaplan-Meier | Cox | boosting | ours − Cox | ours − KM "
        "| C: ours | Cox | boosting | covered | width | model kept |"
    )
    print("|" + "---|" * 15)
    for n, runs in SIZES.items():
        rows: list[list[float]] = []
        for run in range(max(2, round(runs * SCALE))):
            options: dict[str, Any] = {"host_spread": host_spread, "contacts_matter": False}
            truth = simulate(n, 10_000 + 97 * run + n, hosts=max(3, n // 10), **options)
            fresh = simulate(NEW_STAYS, 90_000 + 97 * run + n, hosts=max(3, n // 10), **options)
            known, new = watched(truth), watched(fresh)
            shares = {name: method(known, new, HORIZON)[:, -1] for name, method in METHODS.items()}
            model = learn(truth.stays, SETTINGS)
            gated = shipped(model, known, new)
            error = {name: float(np.abs(each - fresh.lasts).mean()) for name, each in shares.items()}
            outcome = outcome_of(fresh.stays)
            low, high = bands(known, new)
            rows.append(
                [
                    error["ours"],
                    float(np.abs(gated - fresh.lasts).mean()),
                    *(error[name] for name in ("Kaplan-Meier", "Cox", "boosting")),
                    error["ours"] - error["Cox"],
                    error["ours"] - error["Kaplan-Meier"],
                    *(concordance(outcome, shares[name]) for name in ("ours", "Cox", "boosting")),
                    float(((low <= fresh.lasts) & (fresh.lasts <= high)).mean()),
                    float((high - low).mean()),
                    float(model.hazard is not None),
                ]
            )
        mean, runs_done = np.mean(rows, axis=0), len(rows)
        noise = 2 * np.std(rows, axis=0, ddof=1) / np.sqrt(runs_done)
        cells = [f"{mean[i]:.3f}" for i in range(5)]
        cells += [f"{mean[i]:+.4f} ± {noise[i]:.4f}" for i in (5, 6)]
        cells += [f"{mean[i]:.3f}" for i in (7, 8, 9)]
        cells += [f"{100 * mean[10]:.0f} %", f"{mean[11]:.2f}", f"{100 * mean[12]:.0f} %"]
        print(f"| {n:,} | {runs_done} | {' | '.join(cells)} |", flush=True)


def bands(known: Watched, new: Watched) -> tuple[np.ndarray, np.ndarray]:
    """Give the 95 % bands of the six-month share."""
    hazard, hosts = fit(known.rows, known.hosts, SETTINGS.bins)
    hazard = with_draws(hazard, known.rows, np.arange(len(known.x)), 200, 1)
    shifts = hosts.shift_draws(new.hosts, 200, 1)
    low, high = np.quantile(hazard.share_draws(new.ahead(HORIZON), 0, shifts), [0.025, 0.975], axis=0)
    return low, high


def tables() -> dict[str, tuple[pd.DataFrame, np.ndarray, np.ndarray]]:
    """Give the public tables: features, time, whether it happened."""
    found = {}
    for name, table, when, what in (
        ("rossi", datasets.load_rossi(), "week", "arrest"),
        ("lung", datasets.load_lung(), "time", "status"),
        ("kidney transplant", datasets.load_kidney_transplant(), "time", "death"),
    ):
        given = table.dropna()
        found[name] = (given.drop(columns=[when, what]), given[when].to_numpy(), given[what].to_numpy())
    for name, (x, y) in (
        ("veterans", more_datasets.load_veterans_lung_cancer()),
        ("whas500", more_datasets.load_whas500()),
        ("gbsg2", more_datasets.load_gbsg2()),
        ("aids", more_datasets.load_aids()),
    ):
        what, when = y.dtype.names
        found[name] = (x, y[when], y[what])
    return found


def public() -> None:
    """Print Brier score and concordance, cross-validated over the same five folds, twice."""
    print("\n### Public tables (five folds, twice)\n")
    names = list(METHODS)
    print(
        f"| table | rows | happened | {' | '.join(f'Brier: {n}' for n in names)} | C: ours | Cox | boosting |"
    )
    print("|" + "---|" * (6 + len(names)))
    for table, (frame, when, what) in tables().items():
        x = pd.get_dummies(frame, drop_first=True).to_numpy(dtype=float)
        x = x[:, np.nanstd(x, axis=0) > 0]
        x = np.where(np.isnan(x), np.nanmean(x, axis=0), x)
        unit = max(1, int(np.ceil(when.max() / 100)))
        weeks = np.maximum(1, np.ceil(when / unit)).astype(int)
        broke = np.asarray(what).astype(float) == np.asarray(what).astype(float).max()
        horizon = int(np.quantile(weeks, 0.75))
        scores: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
        for seed in range(2):
            fold = np.random.default_rng(seed).permutation(len(x)) % 5
            for number in range(5):
                known = part(x, weeks, broke, fold != number)
                new = part(x, weeks, broke, fold == number)
                outcome = Outcome(new.weeks, new.broke, np.zeros(len(new.x), dtype=bool))
                everybody = Outcome(weeks, broke, np.zeros(len(x), dtype=bool))
                kept = kept_in_sight(everybody, horizon)
                for name, method in METHODS.items():
                    share = method(known, new, horizon)
                    score = float(brier_by_stay(outcome, share, kept).mean())
                    scores[name].append((score, concordance(outcome, share[:, -1])))
        brier = [f"{np.mean([score for score, _ in scores[name]]):.4f}" for name in names]
        c = [f"{np.nanmean([each for _, each in scores[name]]):.3f}" for name in ("ours", "Cox", "boosting")]
        print(f"| {table} | {len(x):,} | {100 * broke.mean():.0f} % | {' | '.join(brier + c)} |", flush=True)


def part(x: np.ndarray, weeks: np.ndarray, broke: np.ndarray, rows: np.ndarray) -> Watched:
    """Lay some rows of a table out as if they were stays, each with a host nobody else has."""
    x, weeks, broke = x[rows], weeks[rows], broke[rows]
    stay = np.repeat(np.arange(len(x)), weeks)
    week = np.arange(stay.size) - np.repeat(np.cumsum(weeks) - weeks, weeks)
    parting = np.full(stay.size, -1, dtype=np.int8)
    parting[(np.cumsum(weeks) - 1)[broke]] = list(Parting).index(Parting.BROKE_OFF)
    return Watched(
        x,
        weeks,
        broke,
        Weeks(stay, week, parting, x[stay]),
        lambda horizon: np.repeat(x[:, None], horizon, axis=1),
        ["one host"] * len(x),
    )


def oracles() -> None:
    """Check the curve and the concordance against lifelines' own."""
    truth = simulate(300, 5, leaving=0.02)
    rows, outcome = weeks_at_risk(truth.stays), outcome_of(truth.stays)
    curve = Curve.of(rows, 52)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kind = np.where(outcome.broke, 1, np.where(outcome.left, 2, 0))
        other = AalenJohansenFitter(jitter_level=1e-6, seed=1).fit(outcome.weeks, kind, 1)
    found = 1 - other.cumulative_density_.iloc[:, 0].reindex(np.arange(53) + 0.5, method="ffill").to_numpy()
    apart = float(np.abs(curve.share - found)[1:].max())
    lost = Outcome(outcome.weeks, outcome.broke, np.zeros(300, dtype=bool))
    share = np.random.default_rng(1).random(300)
    c = abs(concordance(lost, share) - concordance_index(outcome.weeks, share, outcome.broke))
    print(
        f"\nCurve against lifelines' Aalen-Johansen: at most {apart:.4f} apart; concordance: {c:.5f} apart."
    )
    assert apart < 0.01
    assert c < 0.002


def main() -> None:
    """Run all of it."""
    start = time.process_time()
    oracles()
    public()
    for host_spread in (0.0, 0.3):
        simulated(host_spread)
    print(f"\n{time.process_time() - start:.0f} s of one processor.")


if __name__ == "__main__":
    main()
