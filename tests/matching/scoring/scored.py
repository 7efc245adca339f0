"""The points of one person at one or more menus of a small town."""

from __future__ import annotations

from typing import Any

import numpy as np

from matching.columns import Columns
from matching.model import Menu, Person
from matching.scoring import pair_points, pattern_points
from matching.scoring.fit import PAIR_CRITERIA, PATTERN_CRITERIA
from tests.matching.builders import beds, menu, person, pool, problem


def pair_scores(
    who: Person | None = None,
    where: Menu | None = None,
    minutes: float = float("nan"),
    host_questions: int = 0,
    **town: Any,
) -> dict[str, int]:
    """Give the points by criterion of a person at a menu that is so many minutes away."""
    whole = problem(**{"people": (who or person(),), "menus": (where or menu(),), **town}).in_order()
    columns = Columns.of(whole)
    zero = np.zeros(1, dtype=np.int64)
    points = pair_points(
        columns.people,
        columns.menus,
        whole.weights,
        zero,
        zero,
        np.array([minutes]),
        np.array([host_questions]),
    )
    assert points.dtype == np.int32
    return dict(zip(PAIR_CRITERIA, points[0].tolist(), strict=True))


def pattern_scores(
    slots: int, who: Person | None = None, where: Menu | None = None, weeks_late: int = 0, **town: Any
) -> dict[str, int]:
    """Give the points by criterion of a weekly pattern: a bit for each slot of the menu."""
    given = {"people": (who or person(),), "menus": (where or menu(),), "pools": (pool(), beds()), **town}
    whole = problem(**given).in_order()
    columns = Columns.of(whole)
    zero = np.zeros(1, dtype=np.int64)
    points = pattern_points(
        columns.people,
        columns.menus,
        whole.weights,
        zero,
        zero,
        np.array([slots]),
        np.array([weeks_late]),
    )
    assert points.dtype == np.int32
    return dict(zip(PATTERN_CRITERIA, points[0].tolist(), strict=True))
