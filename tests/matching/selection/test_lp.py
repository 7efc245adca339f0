"""The relaxation is never worth less than the best choice, and gives up quietly when it must."""

from __future__ import annotations

import numpy as np
import pytest

from matching.errors import SolverFault
from matching.selection import lp
from matching.selection.clock import Clock
from tests.matching.selection.problems import as_part, best_worth_by_scipy, crowded


@pytest.mark.parametrize("seed", range(4))
def test_strong_duality(seed: int) -> None:
    """Shares keep every rule; their value is what the prices prove, and no less than the best choice."""
    part = as_part(crowded(seed, groups=15, per_group=8, rows=15)).problem
    relaxation = lp.relax(part, Clock(60))
    assert relaxation is not None
    share, prices = relaxation.share, relaxation.prices
    assert (part.uses @ share <= part.capacity + 1e-6).all()
    assert (np.bincount(part.group, share) <= 1 + 1e-6).all()
    assert (prices >= 0).all()
    best = np.full(part.group[-1] + 1, 0.0)
    np.maximum.at(best, part.group, part.value - part.uses.T @ prices)
    assert best.sum() + prices @ part.capacity == pytest.approx(share @ part.value)
    assert share @ part.value >= best_worth_by_scipy(part) - 1e-6


def test_no_answer_when_there_is_no_time() -> None:
    """Without time there is no relaxation, and that is no error."""
    assert lp.relax(as_part(crowded(0)).problem, Clock(0)) is None


def test_a_refused_model_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """If GLOP refuses the model, that is never taken for "no candidates"."""
    build = lp._model

    def broken(problem: lp.Selection) -> lp.mb.ModelBuilderHelper:
        model = build(problem)
        model.set_var_objective_coefficient(0, np.nan)
        return model

    monkeypatch.setattr(lp, "_model", broken)
    with pytest.raises(SolverFault, match="GLOP refused"):
        lp.relax(as_part(crowded(0)).problem, Clock(60))
