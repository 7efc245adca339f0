"""The question of who contacts whom in which week, and its answer, as plain arrays without a solver."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.errors import require
from matching.vocabulary import LeftOver, SolveStatus

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_RECORD = "visits"
NOBODY = -1


@dataclass(frozen=True)
class Points:
    """
    What is worth how much; the greater, the more it counts. All of it is a proposal.

    Parameters
    ----------
    must, should
        A contact that must be made, and one that should.
    preferred
        By the coordinator they know.
    week_off
        Taken off for each week away from the due week.
    travel_minute
        Taken off for each minute of the way.
    """

    must: int = 100_000
    should: int = 10_000
    preferred: int = 500
    week_off: int = 100
    travel_minute: int = 1


@dataclass(frozen=True, eq=False)
class Visits:
    """
    n contacts, c coordinators, w weeks from week 0 on.

    Parameters
    ----------
    earliest, latest, due
        Shape [n]: the first and last week in which a contact may be made, and the week it is due; may lie
        outside the weeks that are planned.
    minutes
        Shape [n]: of the contact without the way, 1 or more.
    is_must
        Shape [n]: must be made rather than should.
    subject
        Shape [n], 0 or more: whom it is with. Nobody is contacted twice in a week.
    preferred
        Shape [n]: the coordinator they know; -1 for nobody.
    may
        Shape [n, c]: who may make it.
    travel
        Shape [n, c]: minutes of the way there and back.
    available
        Shape [c, w]: minutes each coordinator has for contacts in each week.

    Raises
    ------
    InvalidProblem
        If a shape or range does not hold.
    """

    earliest: Ints
    latest: Ints
    due: Ints
    minutes: Ints
    is_must: Flags
    subject: Ints
    preferred: Ints
    may: Flags
    travel: Ints
    available: Ints

    def __post_init__(self) -> None:
        require(self.available.ndim == 2, _RECORD, "available", self.available.shape, "shape [c, w]")
        n, c = self.minutes.size, self.available.shape[0]
        for name in ("earliest", "latest", "due", "minutes", "is_must", "subject", "preferred"):
            require(getattr(self, name).shape == (n,), _RECORD, name, getattr(self, name).shape, f"{n} each")
        for name in ("may", "travel"):
            shape = getattr(self, name).shape
            require(shape == (n, c), _RECORD, name, shape, f"shape {(n, c)}")
        for name, least in (("minutes", 1), ("subject", 0), ("travel", 0), ("available", 0)):
            given = getattr(self, name)
            require(not given.size or bool(given.min() >= least), _RECORD, name, None, f"{least} or more")
        known = (self.preferred >= NOBODY) & (self.preferred < c)
        require(bool(known.all()), _RECORD, "preferred", None, f"-1, or a coordinator below {c}")

    @property
    def size(self) -> int:
        """How many contacts there are."""
        return int(self.minutes.size)

    @property
    def weeks(self) -> int:
        """How many weeks are planned."""
        return int(self.available.shape[1])

    def worth(self, contact: int, coordinator: int, week: int, points: Points) -> int:
        """Give what a contact by a coordinator in a week is worth, never less than 1 point."""
        value = points.must if self.is_must[contact] else points.should
        if self.preferred[contact] == coordinator:
            value += points.preferred
        value -= points.week_off * abs(week - int(self.due[contact]))
        value -= points.travel_minute * int(self.travel[contact, coordinator])
        return max(1, value)


@dataclass(frozen=True, eq=False)
class VisitPlan:
    """
    Who makes which contact in which week; always feasible, with a proven bound.

    Parameters
    ----------
    coordinator, week
        Shape [n]: -1 where the contact is left over.
    left_over
        By contact: why it has no week.
    objective, bound
        What the plan is worth, and what no plan is worth more than, in points.
    status
        How the solve ended.
    """

    coordinator: Ints
    week: Ints
    left_over: dict[int, LeftOver]
    objective: int
    bound: float
    status: SolveStatus
