"""The curve without a model: how many connections last, week by week, with bands and numbers at risk."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from matching.retention.stays import PARTINGS, Weeks


@dataclass(frozen=True, eq=False)
class Curve:
    """
    The share of connections that have not broken after so many weeks.

    Without other ends this is Kaplan-Meier; with them Aalen-Johansen: who moved on has not broken off, and
    is not taken for somebody who might still.

    Parameters
    ----------
    at_risk
        int64[w]: stays that were watched in each week.
    share, low, high
        float64[w + 1]: the share after 0, 1, … w weeks, and its pointwise band.
    ended
        float64[partings, w + 1]: the share that has ended in each way.
    """

    at_risk: NDArray[np.int64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    ended: NDArray[np.float64]

    @classmethod
    def of(cls, weeks: Weeks, n_weeks: int, band: float = 0.95) -> Curve:
        """
        Estimate the curve.

        Parameters
        ----------
        weeks
            Weeks at risk; those of stays that were watched late enter late (left truncation).
        n_weeks
            How far, 1 or more.
        band
            The confidence of the band at each week, 0 to 1; by the complementary log-log of the share with
            the delta-method variance, which without other ends is Greenwood's.
        """
        near = weeks.week < n_weeks
        week = weeks.week[near]
        at_risk = np.bincount(week, minlength=n_weeks)
        ends = np.zeros((len(PARTINGS), n_weeks))
        for code in range(len(PARTINGS)):
            ends[code] = np.bincount(week[weeks.parting[near] == code], minlength=n_weeks)
        n = np.maximum(at_risk, 1).astype(np.float64)
        here = np.concatenate([[1.0], np.cumprod(1 - ends.sum(axis=0) / n)])
        ended = np.zeros((len(PARTINGS), n_weeks + 1))
        ended[:, 1:] = np.cumsum(here[:-1] * ends / n, axis=1)
        is_break = np.array([parting.is_break for parting in PARTINGS])
        share = 1 - ended[is_break].sum(axis=0)
        spread = np.sqrt(_variance(n, ends[is_break].sum(axis=0), ends.sum(axis=0), here, share))
        low, high = _band(share, spread, band)
        return cls(at_risk, share, low, high, ended)


def _variance(
    n: NDArray[np.float64],
    breaks: NDArray[np.float64],
    ends: NDArray[np.float64],
    here: NDArray[np.float64],
    share: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Give the variance of the share by the delta method (Gaynor et al. 1993, equation for one cause)."""
    before, after = here[:-1], share[1:]
    stay = np.maximum(n - ends, 1e-9)
    all_ends = np.where(ends < n, ends / (n * stay), 0.0)
    own = before**2 * breaks * (n - breaks) / n**3
    both = before * breaks / n**2
    # The sum over j <= t of (share_j − share_t)² a_j + b_j − 2 (share_j − share_t) c_j, by powers of share_t.
    a0, a1, a2 = np.cumsum(all_ends), np.cumsum(after * all_ends), np.cumsum(after**2 * all_ends)
    c0, c1 = np.cumsum(both), np.cumsum(after * both)
    found = a2 - 2 * after * a1 + after**2 * a0 + np.cumsum(own) - 2 * (c1 - after * c0)
    return np.concatenate([[0.0], np.maximum(found, 0)])


def _band(
    share: NDArray[np.float64], spread: NDArray[np.float64], band: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    width = NormalDist().inv_cdf(0.5 + band / 2) * spread / (safe * -np.log(safe))
    # So far apart the band is all there is.
    width = np.minimum(width, 50)
    low, high = safe ** np.exp(width), safe ** np.exp(-width)
    return np.where(inside, low, share), np.where(inside, high, share)
