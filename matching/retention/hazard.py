"""
The model: a discrete-time logistic hazard of a break, by time bins and allowed features, with a ridge.

In each week a connection that still holds breaks with a probability whose log-odds is a level of the time bin
plus a weighted sum of the features. What is unknown stands at the mean and moves nothing. Fitting is
scikit-learn's; what is kept is a few dozen numbers, and predicting needs nothing but them.
"""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from matching.retention.stays import Weeks

_LEVEL_SPREAD = 2.0
"""How far the log-odds of time bins lie from each other, as a standard deviation: wide, the data decide."""

LEAST_RIDGE, MOST_RIDGE = 1e-4, 4.0
_ROUNDS, _CLOSE = 20, 0.05

_TIME, _FEATURES, _HAZARD = "time", "features", "hazard"


@dataclass(frozen=True, eq=False)
class Hazard:
    """
    The weekly hazard of a break.

    Parameters
    ----------
    bins
        int64[b]: the first week of each time bin, the first 0; the last bin has no end.
    level
        float64[b]: log-odds at the mean of all features.
    centre, scale, weight
        float64[p]: mean and standard deviation of each feature over the weeks at risk; log-odds for one
        standard deviation.
    leaving
        float64[b]: weekly probability of an end that is no break; it knows no features.
    ridge
        The variance its weights were expected to have.
    draws
        float64[d, b + p]: levels and weights as they might have come out (bootstrap over people).
    """

    bins: NDArray[np.int64]
    level: NDArray[np.float64]
    centre: NDArray[np.float64]
    scale: NDArray[np.float64]
    weight: NDArray[np.float64]
    leaving: NDArray[np.float64]
    ridge: float
    draws: NDArray[np.float64]

    def standard(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give features in standard deviations from the mean, [..., p]; 0 where unknown."""
        return np.nan_to_num((values - self.centre) / self.scale, nan=0.0)

    def weekly(
        self, values: NDArray[np.float64], week: NDArray[np.int64], shift: NDArray[np.float64] | float = 0.0
    ) -> NDArray[np.float64]:
        """
        Give the probability of a break in a week, [...].

        Parameters
        ----------
        values
            [..., p], as the model reads them.
        week
            [...]: weeks since the start.
        shift
            What a host adds to the log-odds.
        """
        return expit(self.level[self._bin(week)] + self.standard(values) @ self.weight + shift)

    def share(
        self, values: NDArray[np.float64], first_week: int = 0, shift: NDArray[np.float64] | float = 0.0
    ) -> NDArray[np.float64]:
        """
        Give the share of connections not broken after 0, 1, … w more weeks, float64[n, w + 1].

        Parameters
        ----------
        values
            float64[n, w, p].
        first_week
            Weeks since the start at which they still hold.
        shift
            float64[n] or one number: what hosts add to the log-odds.
        """
        week = first_week + np.arange(values.shape[1])
        each = np.broadcast_to(np.asarray(shift)[..., None], values.shape[:2])
        return lasting(self.weekly(values, week, each), self.leaving[self._bin(week)])

    def share_draws(
        self, values: NDArray[np.float64], first_week: int = 0, shifts: NDArray[np.float64] | float = 0.0
    ) -> NDArray[np.float64]:
        """
        Give the share after all of the weeks by draw, float64[d, n].

        Parameters
        ----------
        values, first_week
            As for `share`.
        shifts
            float64[d, n] or one number.
        """
        week = first_week + np.arange(values.shape[1])
        bins = self._bin(week)
        by_feature = np.einsum("nwp,dp->dnw", self.standard(values), self.draws[:, self.level.size :])
        log_odds = self.draws[:, None, bins] + by_feature + np.asarray(shifts)[..., None]
        draws, n = log_odds.shape[:2]
        hazard = expit(log_odds).reshape(draws * n, -1)
        return lasting(hazard, self.leaving[bins])[:, -1].reshape(draws, n)

    def _bin(self, week: NDArray[np.int64]) -> NDArray[np.intp]:
        return np.searchsorted(self.bins, week, side="right") - 1


def lasting(hazard: NDArray[np.float64], leaving: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the share not broken after each week, [n, w + 1], from weekly breaks [n, w] and other ends [w]."""
    here = np.cumprod(np.maximum(1 - hazard - leaving, 0), axis=1)
    before = np.concatenate([np.ones((len(hazard), 1)), here[:, :-1]], axis=1)
    broken = np.cumsum(before * hazard, axis=1)
    return 1 - np.concatenate([np.zeros((len(hazard), 1)), np.minimum(broken, 1)], axis=1)


def best_ridge(weeks: Weeks, bins: Sequence[int], start: float = 0.1) -> float:
    """
    Give the variance of the weights under which the data are most likely (MacKay's fixed point).

    Each round fits, and takes for the variance the sum of squares of the weights over the number of weights
    the data have determined. Where they determine none, it goes to `LEAST_RIDGE`: a model that sees no
    difference between stays.
    """
    ridge = start
    for _ in range(_ROUNDS):
        hazard = fit_hazard(weeks, bins, ridge)
        p = hazard.weekly(weeks.values, weeks.week)
        x = hazard.standard(weeks.values)
        curvature = (x * (p * (1 - p))[:, None]).T @ x
        left_open = np.trace(np.linalg.inv(curvature + np.eye(len(curvature)) / ridge)) / ridge
        determined = max(len(curvature) - left_open, 1e-3)
        found = float(np.clip(hazard.weight @ hazard.weight / determined, LEAST_RIDGE, MOST_RIDGE))
        if abs(np.log(found / ridge)) < _CLOSE:
            return found
        ridge = found
    return ridge


def fit_hazard(weeks: Weeks, bins: Sequence[int], ridge: float) -> Hazard:
    """
    Fit the hazard to weeks at risk, without draws.

    Parameters
    ----------
    weeks
        With at least one break and one week without.
    bins, ridge
        Time bins and the variance its weights are expected to have.
    """
    features = weeks.values.shape[1]
    pipeline = _pipeline(bins, features, ridge)
    with warnings.catch_warnings():
        # A feature nobody was ever asked about is all unknown: it stands at 0 and gets no weight.
        warnings.filterwarnings("ignore", "Skipping features without any observed values", UserWarning)
        pipeline.fit(_table(weeks), weeks.broke)
    columns, model = pipeline.named_steps["columns"], pipeline.named_steps[_HAZARD]
    by_feature = columns.named_transformers_[_FEATURES]
    imputer, scaler = by_feature[0], by_feature[1]
    coefficients = model.coef_[0]
    n_bins = len(bins)
    bin_of_week = np.searchsorted(np.array(bins), weeks.week, side="right") - 1
    at_risk = np.bincount(bin_of_week, minlength=n_bins)
    left = np.bincount(bin_of_week, weights=weeks.left, minlength=n_bins)
    return Hazard(
        bins=np.array(bins, dtype=np.int64),
        level=model.intercept_[0] + coefficients[:n_bins] * _level_weight(ridge),
        centre=np.nan_to_num(imputer.statistics_),
        scale=scaler.scale_.copy(),
        weight=coefficients[n_bins:].copy(),
        leaving=left / np.maximum(at_risk, 1),
        ridge=ridge,
        draws=np.zeros((0, n_bins + features)),
    )


def with_draws(hazard: Hazard, weeks: Weeks, people: NDArray[np.int64], count: int, seed: int) -> Hazard:
    """
    Add bootstrap draws of levels and weights.

    Each draw weighs every person anew (exponential weights, all stays of a person together), draws the
    ridge's expectation too, and takes one Newton step from the fit: with little data it keeps to what was
    expected, with much it is the sandwich of the data (Newton, Polson and Xu 2021, in one step). What the
    fit has used up of the breaks is made good by their degrees of freedom.

    Parameters
    ----------
    hazard, weeks, people
        What was fitted to what; the person of each stay, int64[stays].
    count, seed
        How many, and from which seed.
    """
    n_bins, n_features = hazard.level.size, hazard.weight.size
    levels = (hazard._bin(weeks.week)[:, None] == np.arange(n_bins)).astype(np.float64)
    x = np.concatenate([levels, hazard.standard(weeks.values)], axis=1)
    p = hazard.weekly(weeks.values, weeks.week)
    # Levels spread around one common level that is free; over it, their precision is this.
    apart = (np.eye(n_bins) - 1 / n_bins) / _LEVEL_SPREAD**2
    precision = np.zeros((n_bins + n_features,) * 2)
    precision[:n_bins, :n_bins] = apart
    precision[n_bins:, n_bins:] = np.eye(n_features) / hazard.ridge
    curvature = (x * (p * (1 - p))[:, None]).T @ x + precision + 1e-9 * np.eye(n_bins + n_features)
    persons, who = np.unique(people[weeks.stay], return_inverse=True)
    scores = np.zeros((persons.size, x.shape[1]))
    np.add.at(scores, who, x * (weeks.broke - p)[:, None])
    random = np.random.default_rng(seed)
    breaks, used = weeks.broke.sum(), min(n_bins + n_features, weeks.broke.sum() / 2)
    pulls = (random.standard_exponential((count, persons.size)) - 1) @ scores
    pulls *= np.sqrt(breaks / max(breaks - used, 1))
    expected = np.concatenate(
        [
            random.standard_normal((count, n_bins)) @ apart * _LEVEL_SPREAD,
            random.standard_normal((count, n_features)) / np.sqrt(hazard.ridge),
        ],
        axis=1,
    )
    steps = np.linalg.solve(curvature, (pulls + expected).T).T
    return dataclasses.replace(hazard, draws=np.concatenate([hazard.level, hazard.weight]) + steps)


def _pipeline(bins: Sequence[int], features: int, ridge: float) -> Pipeline:
    edges = np.array(bins)
    time = make_pipeline(
        FunctionTransformer(_bin_of, kw_args={"edges": edges}),
        OneHotEncoder(categories=[np.arange(edges.size)], sparse_output=False),
    )
    known = make_pipeline(SimpleImputer(strategy="mean", keep_empty_features=True), StandardScaler())
    pipeline = Pipeline(
        [
            (
                "columns",
                ColumnTransformer([(_TIME, time, [0]), (_FEATURES, known, list(range(1, features + 1)))]),
            ),
            (_HAZARD, LogisticRegression(solver="newton-cholesky", max_iter=200)),
        ]
    )
    return pipeline.set_params(**_ridge(ridge))


def _ridge(ridge: float) -> dict[str, object]:
    """Give the pipeline's parameters for a ridge; the levels of time are not held back by it."""
    weights = {_TIME: _level_weight(ridge), _FEATURES: 1.0}
    return {f"{_HAZARD}__C": ridge, "columns__transformer_weights": weights}


def _level_weight(ridge: float) -> float:
    return _LEVEL_SPREAD / float(np.sqrt(ridge))


def _bin_of(week: NDArray[np.float64], edges: NDArray[np.int64]) -> NDArray[np.intp]:
    return np.searchsorted(edges, week, side="right") - 1


def _table(weeks: Weeks) -> NDArray[np.float64]:
    return np.concatenate([weeks.week[:, None].astype(np.float64), weeks.values], axis=1)
