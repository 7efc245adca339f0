"""The hazard: a likelihood with a ridge, shrinkage between hosts, bootstrap draws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit

from matching.retention.hazard import best_ridge, fit_hazard, lasting, with_draws
from matching.retention.hosts import HostRates
from matching.retention.simulated import simulate
from matching.retention.stays import Weeks, weeks_at_risk

BINS = (0, 4, 13)


def some_weeks(n: int, seed: int, pull: float = 1.0) -> Weeks:
    """Give weeks of n stays with two features, of which the first matters."""
    random = np.random.default_rng(seed)
    x = random.standard_normal((n, 2))
    rows: list[tuple[int, int, int]] = []
    for row in range(n):
        for week in range(int(random.integers(5, 40))):
            broke = random.random() < expit(-3 + pull * x[row, 0])
            rows.append((row, week, 0 if broke else -1))
            if broke:
                break
    stay, week, parting = np.array(rows).T
    return Weeks(stay, week, parting.astype(np.int8), x[stay])


def test_it_is_the_penalised_likelihood() -> None:
    """Levels and weights are those of the log-likelihood written out by hand and maximised by scipy."""
    weeks, ridge = some_weeks(60, 1), 0.2
    hazard = fit_hazard(weeks, BINS, ridge)
    x = np.concatenate(
        [np.eye(3)[np.searchsorted(BINS, weeks.week, side="right") - 1], hazard.standard(weeks.values)],
        axis=1,
    )

    def surprise(theta: np.ndarray) -> float:
        common, apart, weight = theta[0], theta[1:4], theta[4:]
        log_odds = x @ np.concatenate([common + apart, weight])
        fit = np.logaddexp(0, log_odds).sum() - log_odds[weeks.broke].sum()
        return float(fit + (apart @ apart) / (2 * 4) + (weight @ weight) / (2 * ridge))

    found = minimize(surprise, np.zeros(6), method="BFGS", tol=1e-10).x
    assert hazard.level == pytest.approx(found[0] + found[1:4], abs=1e-3)
    assert hazard.weight == pytest.approx(found[4:], abs=1e-3)


def test_unknown_moves_nothing() -> None:
    """A value that is not known stands at the mean; a feature nobody knows has no weight."""
    weeks = some_weeks(80, 2)
    weeks.values[:, 1] = np.nan
    hazard = fit_hazard(weeks, BINS, 0.1)
    assert hazard.weight[1] == 0
    week = np.array([0])
    unknown, mean = np.array([[np.nan, np.nan]]), np.array([[hazard.centre[0], 5.0]])
    assert hazard.weekly(unknown, week) == pytest.approx(hazard.weekly(mean, week))


def test_the_ridge_follows_the_data() -> None:
    """Where features say nothing the weights are held at nothing; where they say much, let go."""
    assert best_ridge(some_weeks(300, 3, pull=0.0), BINS) < 0.02
    assert best_ridge(some_weeks(300, 3, pull=1.0), BINS) > 0.1


@given(hazard=st.lists(st.floats(0, 0.5), min_size=1, max_size=20), leaving=st.floats(0, 0.4))
def test_what_lasts_falls_from_one(hazard: list[float], leaving: float) -> None:
    """The share starts at 1, never grows, stays in 0 to 1; without other ends it is the product."""
    weekly = np.array([hazard])
    share = lasting(weekly, np.full(len(hazard), leaving))[0]
    assert share[0] == 1
    assert np.all(np.diff(share) <= 1e-12)
    assert share[-1] >= -1e-12
    alone = lasting(weekly, np.zeros(len(hazard)))[0]
    assert alone[1:] == pytest.approx(np.cumprod(1 - weekly[0]))
    assert share[-1] >= alone[-1] - 1e-12, "who leaves for another reason cannot break off any more"


def test_draws_spread_as_refits_do() -> None:
    """The spread of one-step draws is that of refits to people drawn anew, within a third."""
    weeks = some_weeks(250, 4)
    people = np.arange(250)
    hazard = fit_hazard(weeks, BINS, 4.0)
    drawn = with_draws(hazard, weeks, people, 400, 1).draws.std(axis=0)
    random = np.random.default_rng(5)
    refits = []
    for _ in range(60):
        again = random.integers(0, 250, 250)
        rows = np.concatenate([np.flatnonzero(weeks.stay == person) for person in again])
        part = Weeks(weeks.stay[rows], weeks.week[rows], weeks.parting[rows], weeks.values[rows])
        fitted = fit_hazard(part, BINS, 4.0)
        refits.append(np.concatenate([fitted.level, fitted.weight]))
    assert drawn == pytest.approx(np.std(refits, axis=0), rel=0.34)


def test_stays_of_one_person_are_one_witness() -> None:
    """The same rows said by a tenth of the people are less sure."""
    weeks = some_weeks(200, 6)
    hazard = fit_hazard(weeks, BINS, 4.0)
    copies = Weeks(
        np.concatenate([weeks.stay + 200 * n for n in range(5)]),
        np.tile(weeks.week, 5),
        np.tile(weeks.parting, 5),
        np.tile(weeks.values, (5, 1)),
    )
    alone = with_draws(hazard, copies, np.arange(1_000), 300, 1).draws[:, 3].std()
    together = with_draws(hazard, copies, np.tile(np.arange(200), 5), 300, 1).draws[:, 3].std()
    assert together > 1.5 * alone


def test_hosts_are_drawn_towards_the_usual() -> None:
    """The less is seen of a host the nearer to 1; a host nobody knows stands at 1."""
    observed = np.repeat([[2.0, 20.0, 10.0, 1.0, 0.0, 40.0]], 10, axis=0).ravel()
    expected = np.repeat([[1.0, 10.0, 20.0, 1.0, 2.0, 20.0]], 10, axis=0).ravel()
    ids = tuple(f"H{n}" for n in range(60))
    rates = HostRates.of(
        [host for host, count in zip(ids, observed, strict=True) for _ in range(50)],
        np.concatenate([np.arange(50) < count for count in observed]),
        np.repeat(expected / 50, 50),
    )
    small, large = rates.rate[rates.ids.index("H0")], rates.rate[rates.ids.index("H1")]
    assert 1 < small < large < 2, "twice as often as expected, seen twice or twenty times"
    low, high = rates.band(0.95)
    width = high - low
    assert width[rates.ids.index("H0")] > width[rates.ids.index("H1")]
    assert np.all((low <= rates.rate) & (rates.rate <= high))
    assert rates.shifts(["nobody", "H1"]).tolist() == [0.0, pytest.approx(np.log(large))]
    draws = rates.shift_draws(["H1", "nobody", "H1"], 4_000, 1)
    assert np.exp(draws[:, 0]).mean() == pytest.approx(large, rel=0.05)
    assert (draws[:, 0] == draws[:, 2]).all(), "one host is one host"
    assert draws[:, 1].std() > draws[:, 0].std()


def test_hosts_that_do_not_differ_are_left_alone() -> None:
    """Chance alone makes no difference between hosts."""
    truth = simulate(400, 8, host_spread=0.0, effect=0.0)
    weeks = weeks_at_risk(truth.stays)
    hazard = fit_hazard(weeks, BINS, 1e-4)
    usual = hazard.weekly(weeks.values, weeks.week)
    rates = HostRates.of([truth.stays[row].host_id for row in weeks.stay], weeks.broke, usual)
    assert np.abs(np.log(rates.rate)).max() < 0.35
    far = simulate(400, 8, host_spread=1.0, effect=0.0)
    weeks = weeks_at_risk(far.stays)
    usual = fit_hazard(weeks, BINS, 1e-4).weekly(weeks.values, weeks.week)
    rates = HostRates.of([far.stays[row].host_id for row in weeks.stay], weeks.broke, usual)
    assert np.abs(np.log(rates.rate)).max() > 0.7
