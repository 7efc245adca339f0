"""Measures that weigh in who was lost from sight."""

from __future__ import annotations

import numpy as np
import pytest

from matching.retention.measures import Outcome, brier_by_stay, concordance, kept_in_sight


def seen(*each: tuple[int, str]) -> Outcome:
    """Give outcomes by weeks and how: broke, left or lost."""
    how = np.array([name for _, name in each])
    return Outcome(np.array([weeks for weeks, _ in each]), how == "broke", how == "left")


def test_without_losses_it_is_the_mean_square() -> None:
    """Everybody weighs 1: (share − holds)² over weeks 1 to 4."""
    outcome = seen((2, "broke"), (9, "lost"), (3, "left"))
    share = np.tile([1, 0.9, 0.8, 0.7, 0.6], (3, 1))
    kept = kept_in_sight(outcome, 4)
    assert kept.tolist() == [1, 1, 1, 1, 1]
    held = np.array([[1, 0, 0, 0], [1, 1, 1, 1], [1, 1, 1, 1]])
    assert brier_by_stay(outcome, share, kept) == pytest.approx(((share[:, 1:] - held) ** 2).mean(axis=1))


def test_who_was_lost_is_made_good_by_the_others() -> None:
    """The weights of those seen at each week add up to everybody, on average over many losses."""
    random = np.random.default_rng(1)
    ends, lost = random.geometric(0.05, 4_000), random.integers(3, 40, 4_000)
    outcome = Outcome(np.minimum(ends, lost), ends <= lost, np.zeros(4_000, dtype=bool))
    truth = 0.95 ** np.arange(27)
    share = np.tile(truth, (4_000, 1))
    expected = (truth[1:] * (1 - truth[1:])).mean()
    assert brier_by_stay(outcome, share, kept_in_sight(outcome, 26)).mean() == pytest.approx(
        expected, rel=0.03
    )
    # Without the weights those who break are seen too seldom.
    assert brier_by_stay(outcome, share, np.ones(27)).mean() < 0.95 * expected


def test_concordance_counts_pairs_that_can_be_compared() -> None:
    """Right, tied, wrong; a stay lost before the other broke is no pair, one that moved on has not broken."""
    broke_first = ((2, "broke"), (5, "lost"))
    assert concordance(seen(*broke_first), np.array([0.2, 0.8])) == 1
    assert concordance(seen(*broke_first), np.array([0.5, 0.5])) == 0.5
    assert concordance(seen(*broke_first), np.array([0.8, 0.2])) == 0
    assert np.isnan(concordance(seen((2, "broke"), (1, "lost")), np.array([0.1, 0.9])))
    assert concordance(seen((9, "broke"), (1, "left")), np.array([0.1, 0.9])) == 1
    assert concordance(seen((9, "broke"), (1, "left")), np.array([0.9, 0.1])) == 0
