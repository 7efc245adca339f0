"""Replay a year week by week under a policy: people arrive, places are lent and come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.errors import require
from matching.simulation.week import Choose, Week
from matching.simulation.year import LONGEST_WEEKS, NO_ROW, NOTICE_WEEKS, Year

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

ROUNDS = 2
"""How often a week's proposals are made: again for those who were refused, with what is still left."""
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Stays:
    """
    What became of the people of a year.

    Parameters
    ----------
    start
        int64[people]: the week in which each began; `NOWHERE` for nobody took them.
    candidate
        int64[people]: with which candidate; `NOWHERE` likewise.
    """

    start: Ints
    candidate: Ints

    @property
    def placed(self) -> Ints:
        """Name the people who began somewhere."""
        return np.flatnonzero(self.start != NOWHERE)


def replay(year: Year, choose: Choose, should_stop: Callable[[], bool] | None = None) -> Stays | None:
    """
    Replay a year; None if it was stopped before its end.

    Each week what has ended gives its seats back, hosts that close are heard of, the policy proposes, people
    and hosts answer, and who was refused is proposed for once more. A yes takes the seats for the whole term.
    Who was refused by a host, or declined it, is never proposed for it again; a host that is busy is asked
    another week.

    Parameters
    ----------
    year
        What happens.
    choose
        The policy.
    should_stop
        Asked every week.

    Raises
    ------
    InvalidProblem
        If the policy proposes what may not start, somebody twice, or more than there is.
    """
    replayed = _Replay(year)
    for number in range(year.weeks):
        if should_stop is not None and should_stop():
            return None
        replayed.begin(number)
        for _ in range(ROUNDS):
            week = replayed.week()
            if not week.candidates.size:
                break
            replayed.ask(week, choose(week))
    return Stays(replayed.start, replayed.candidate)


class _Replay:
    """Who is where, and what is taken until when."""

    def __init__(self, year: Year) -> None:
        self.start = np.full(year.n_people, NOWHERE)
        self.candidate = np.full(year.n_people, NOWHERE)
        self._year = year
        self._until = np.zeros(year.n_people, dtype=np.int64)
        self._is_open = np.ones(year.person.size, dtype=np.bool_)
        self._taken = np.zeros((year.n_rows, year.weeks + LONGEST_WEEKS), dtype=np.int64)
        self._pair = year.person * (year.closes.size + 1) + year.host
        self._number = 0

    def begin(self, number: int) -> None:
        """Begin a week: what breaks off gives its seats back, and so does what cannot outlast its host."""
        self._number = number
        self._known = self._year.seats(number)
        self._is_put_off = np.zeros(self._year.closes.size, dtype=np.bool_)
        here = np.flatnonzero((self.start != NOWHERE) & (self._until > number))
        candidate = self.candidate[here]
        closes = self._year.closes[self._year.host[candidate]]
        self._end(here[closes - NOTICE_WEEKS == number], number + NOTICE_WEEKS)
        self._end(here[self.start[here] + self._year.lasts[candidate] == number], number)

    def week(self) -> Week:
        """Give what is known now."""
        year, number = self._year, self._number
        waiting = (self.start == NOWHERE)[year.person] & self._is_open & ~self._is_put_off[year.host]
        candidates = np.flatnonzero(waiting)
        candidates = candidates[year.can_start(candidates, number)]
        coming = slice(number, number + LONGEST_WEEKS)
        left = np.maximum(self._known[:, coming] - self._taken[:, coming], 0)
        return Week(year, number, candidates, left)

    def ask(self, week: Week, proposed: Ints) -> None:
        """Ask people and hosts, and note what they say."""
        self._check(week, proposed)
        year = self._year
        says_yes = year.says_yes(proposed, self._number)
        refused = proposed[~year.accepts[proposed]]
        self._is_open &= ~np.isin(self._pair, self._pair[refused])
        self._is_put_off[year.host[proposed[year.accepts[proposed] & ~says_yes]]] = True
        begun = proposed[says_yes]
        people = year.person[begun]
        self.start[people], self.candidate[people] = self._number, begun
        self._until[people] = self._number + year.term[people]
        self._take(people, np.full(people.size, self._number), 1)

    def _end(self, people: Ints, week: int) -> None:
        """Give back what people hold from a week on."""
        people = people[self._until[people] > week]
        self._take(people, np.full(people.size, week), -1)
        self._until[people] = week

    def _take(self, people: Ints, since: Ints, seats: int) -> None:
        """Take seats for people from a week each until their stay ends, or give them back."""
        length = self._until[people] - since
        who = np.repeat(np.arange(people.size), length)
        week = np.repeat(since - np.cumsum(length) + length, length) + np.arange(who.size)
        for row in self._year.rows[self.candidate[people]].T:
            used = row[who] != NO_ROW
            np.add.at(self._taken, (row[who][used], week[used]), seats)

    def _check(self, week: Week, proposed: Ints) -> None:
        """Trust no policy."""
        record = f"week {week.number}"
        require(
            bool(np.isin(proposed, week.candidates).all()), record, "proposed", proposed, "candidates of it"
        )
        chosen = np.isin(week.candidates, proposed)
        question = week.question(week.year.value[week.candidates])
        require(question.holds(chosen), record, "proposed", proposed, "one each, and no more than there is")
