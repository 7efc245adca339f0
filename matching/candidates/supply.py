"""What hosts can give, as the candidates need it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Supply:
    """
    Capacity of s pool slots and h hosts in w weeks.

    Parameters
    ----------
    held
        bool[s, w]: the pool slot takes place.
    left
        int64[s, w]: what is left of it.
    newcomers
        float[h, w]: how many more may be in their first weeks; infinity without a limit.
    may_start
        bool[h, w]: enough rest since the last intake.
    newcomer_weeks
        How many weeks someone counts as a newcomer.
    rest_weeks
        int64[h]: weeks between two intakes, 0 for none.
    """

    held: NDArray[np.bool_]
    left: NDArray[np.int64]
    newcomers: NDArray[np.float64]
    may_start: NDArray[np.bool_]
    newcomer_weeks: int
    rest_weeks: NDArray[np.int64]

    @property
    def weeks(self) -> int:
        """Weeks of the horizon."""
        return int(self.held.shape[1])
