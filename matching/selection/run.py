"""What every step of one call of `select` shares."""

from __future__ import annotations

from dataclasses import dataclass

from matching.selection.clock import Clock
from matching.selection.problem import SelectParams
from matching.selection.tally import Tally


@dataclass(frozen=True, eq=False)
class Run:
    """
    One call of `select`.

    Parameters
    ----------
    params
        How long and how hard to search.
    clock
        Says when to end.
    tally
        Holds objective and bound of the whole.
    """

    params: SelectParams
    clock: Clock
    tally: Tally

    def is_done(self) -> bool:
        """Say whether the gap is small enough or the time is up."""
        return self.tally.is_within(self.params.relative_gap) or self.clock.is_over()
