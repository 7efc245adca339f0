"""A year of a town as arrays: who arrives when, who could go where, and all that chance will answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.errors import require

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

TERMS_WEEKS = (8, 13, 26)
"""For how many weeks a place is lent."""
LONGEST_WEEKS = max(TERMS_WEEKS)
NOTICE_WEEKS = 4
"""A host that closes says so this many weeks ahead, and takes nobody from then on."""
WAITING_POINTS = 2_500
"""What a week of waiting costs: a quarter of what a week with a place is worth."""
NEVER = 1_000_000
NO_ROW = -1


@dataclass(frozen=True)
class YearParams:
    """
    The size of a town and of its year.

    Parameters
    ----------
    weeks
        2 or more.
    people, hosts, districts
        How many arrive in the year, and what they arrive to; 1 or more each.
    need_pick_up
        Share of the people who can go nowhere without being picked up, 0 to 1. The others like it.
    pick_up
        Pick-up seats of a district, as a multiple of what those who need them would fill on average.

    Raises
    ------
    InvalidProblem
        If a number is out of its range.
    """

    weeks: int = 52
    people: int = 600
    hosts: int = 150
    districts: int = 3
    need_pick_up: float = 0.35
    pick_up: float = 1.1

    def __post_init__(self) -> None:
        record = "year"
        require(self.weeks >= 2, record, "weeks", self.weeks, "2 or more")
        require(self.people >= 1, record, "people", self.people, "1 or more")
        require(self.hosts >= 1, record, "hosts", self.hosts, "1 or more")
        require(self.districts >= 1, record, "districts", self.districts, "1 or more")
        require(0 <= self.need_pick_up <= 1, record, "need_pick_up", self.need_pick_up, "0 to 1")
        require(self.pick_up >= 0, record, "pick_up", self.pick_up, "0 or more")


@dataclass(frozen=True, eq=False)
class Changes:
    """
    How many seats there are, as a list of changes.

    Parameters
    ----------
    row, week
        Which row changes, from which week on.
    known
        The week in which it becomes known; what was agreed before the year has -1 or less.
    seats
        How many more, or fewer.
    """

    row: Ints
    week: Ints
    known: Ints
    seats: Ints


@dataclass(frozen=True, eq=False)
class Year:
    """
    A year with everything in it that no choice can change.

    A row is a half-day of a host, or the pick-up seats of a district. Candidates are sorted by person.

    Parameters
    ----------
    weeks
        How many there are.
    arrives, leaves
        int64[people]: the first week in which each can start, and the last before they are lost from sight.
    term
        int64[people]: for how many weeks each is lent a place.
    district
        int64[people].
    row_host
        int64[rows]: whose half-day it is; pick-up seats belong to a last host that never closes.
    closes
        int64[hosts]: the first week without the host; `NEVER` for most.
    changes
        Of the seats.
    person, host
        int64[n]: whose candidate it is, and where.
    value
        int64[n]: what a week there is worth, in points: placed + fit − best fit of the person.
    rows
        int64[n, 3]: two half-days and the pick-up seats that it takes one seat of each; `NO_ROW` for none.
    accepts
        bool[n]: whether person and host both say yes.
    lasts
        int64[n]: after how many weeks the stay ends: the term, or less where it breaks off.
    busy
        bool[hosts, weeks]: the host puts off whoever would start.
    """

    weeks: int
    arrives: Ints
    leaves: Ints
    term: Ints
    district: Ints
    row_host: Ints
    closes: Ints
    changes: Changes
    person: Ints
    host: Ints
    value: Ints
    rows: Ints
    accepts: Flags
    lasts: Ints
    busy: Flags

    @property
    def n_people(self) -> int:
        """How many people arrive."""
        return int(self.arrives.size)

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return int(self.row_host.size)

    def seats(self, known_in: int | None = None) -> Ints:
        """
        Count the seats: shape [rows, weeks + the longest term].

        Parameters
        ----------
        known_in
            Only what is known in this week; None for what came true.
        """
        width = self.weeks + LONGEST_WEEKS
        changes = self.changes
        counts = np.ones(changes.row.size, dtype=np.bool_) if known_in is None else changes.known <= known_in
        table = np.zeros((self.n_rows, width + 1), dtype=np.int64)
        np.add.at(table, (changes.row[counts], changes.week[counts]), changes.seats[counts])
        table = np.maximum(table.cumsum(axis=1)[:, :width], 0)
        is_heard = known_in is None or self.closes - NOTICE_WEEKS <= known_in
        closes = np.where(is_heard, self.closes, NEVER)[self.row_host]
        return np.where(np.arange(width) < closes[:, None], table, 0)

    def can_start(self, candidate: Ints, week: Ints | int) -> Flags:
        """
        Say whether a candidate may start in a week as far as anybody can know: here, open, not yet closing.

        Parameters
        ----------
        candidate, week
            Broadcast together.
        """
        person = self.person[candidate]
        is_here = (self.arrives[person] <= week) & (week <= self.leaves[person])
        return is_here & (week < self.closes[self.host[candidate]] - NOTICE_WEEKS)

    def says_yes(self, candidate: Ints, week: Ints | int) -> Flags:
        """Say whether person and host agree to a start in a week; nobody knows before they are asked."""
        return self.accepts[candidate] & ~self.busy[self.host[candidate], week]

    def ends(self, candidate: Ints, week: Ints | int) -> Ints:
        """Give the first week without the stay that begins with a candidate in a week, within the year."""
        closes = self.closes[self.host[candidate]]
        return np.minimum(np.minimum(week + self.lasts[candidate], closes), self.weeks)

    def worth(self, candidate: Ints, week: Ints | int) -> Ints:
        """Give what a stay that begins in a week is worth in the year, less the waiting, in points."""
        waited = week - self.arrives[self.person[candidate]]
        stays = self.ends(candidate, week) - week
        return self.value[candidate] * stays - WAITING_POINTS * waited
