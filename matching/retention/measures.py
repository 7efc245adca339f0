"""How good a prediction was; who was lost from sight is weighed in (inverse probability of censoring)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Outcome:
    """
    What was seen of n stays from their start on.

    Parameters
    ----------
    weeks
        int64[n]: weeks that were seen; for one that ended, the week it ended in is the last.
    broke, left
        bool[n]: it ended with a break; it ended in another way. Neither: it was lost from sight going on.
    """

    weeks: NDArray[np.int64]
    broke: NDArray[np.bool_]
    left: NDArray[np.bool_]

    @property
    def ended(self) -> NDArray[np.bool_]:
        """It ended in one way or another, bool[n]."""
        return self.broke | self.left

    def of(self, rows: NDArray[np.bool_]) -> Outcome:
        """Give some of the stays."""
        return Outcome(self.weeks[rows], self.broke[rows], self.left[rows])


def kept_in_sight(outcome: Outcome, weeks: int) -> NDArray[np.float64]:
    """Give the share of stays not lost from sight before the end of 0, 1, … weeks, float64[weeks + 1]."""
    entered = np.bincount(np.minimum(outcome.weeks - outcome.ended, weeks), minlength=weeks + 1)
    entering = entered[::-1].cumsum()[::-1][:weeks]
    lost = np.bincount(np.minimum(outcome.weeks[~outcome.ended], weeks), minlength=weeks + 1)[:weeks]
    return np.concatenate([[1.0], np.cumprod(1 - lost / np.maximum(entering, 1))])


def brier_by_stay(
    outcome: Outcome, share: NDArray[np.float64], kept: NDArray[np.float64]
) -> NDArray[np.float64]:
    """
    Give each stay's part of the IPCW Brier score, mean over the weeks, float64[n] (Graf et al. 1999).

    Parameters
    ----------
    outcome
        What was seen.
    share
        float64[n, w + 1]: the predicted share not broken.
    kept
        float64[w + 1] from `kept_in_sight`.
    """
    weeks = np.arange(1, share.shape[1])
    ended = outcome.ended[:, None] & (outcome.weeks[:, None] <= weeks)
    is_known = ended | (outcome.weeks[:, None] >= weeks)
    holds = ~(ended & outcome.broke[:, None])
    until = np.where(ended, np.minimum(outcome.weeks, weeks[-1])[:, None], weeks)
    weight = np.where(is_known, 1 / np.maximum(kept[until], 1e-3), 0.0)
    return (weight * (holds - share[:, 1:]) ** 2).mean(axis=1)


def concordance(outcome: Outcome, share: NDArray[np.float64]) -> float:
    """
    Give the share of comparable pairs in which the one that broke first was thought less likely to last.

    Parameters
    ----------
    outcome, share
        What was seen; float64[n]: predicted share after some time. Equal predictions count half. NaN where
        no two stays can be compared.
    """
    broke = np.flatnonzero(outcome.broke)
    if not broke.size:
        return float("nan")
    later = outcome.weeks[None, :] > outcome.weeks[broke, None]
    # Who left without a break does not break off, however long one waits (Wolbers et al. 2014).
    later |= outcome.left[None, :]
    later |= ~outcome.ended[None, :] & (outcome.weeks[None, :] >= outcome.weeks[broke, None])
    right = (share[None, :] > share[broke, None]) + 0.5 * (share[None, :] == share[broke, None])
    pairs = later.sum()
    return float((right * later).sum() / pairs) if pairs else float("nan")
