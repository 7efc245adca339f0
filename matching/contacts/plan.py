"""Plan the contacts over coordinators and weeks with the kernel; say of each one left over why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.baselines import first_come_greedy
from matching.contacts.visits import NOBODY, Flags, Ints, Points, VisitPlan, Visits
from matching.selection import Selection, SelectParams, select
from matching.vocabulary import LeftOver


@dataclass(frozen=True, eq=False)
class Candidates:
    """
    Every way to make every contact, and the kernel's question.

    Parameters
    ----------
    contact, coordinator, week
        Shape [m].
    problem
        Groups are contacts; rows are each coordinator's minutes in each week, then each subject's weeks.
    """

    contact: Ints
    coordinator: Ints
    week: Ints
    problem: Selection


def plan_visits(
    visits: Visits, points: Points | None = None, params: SelectParams | None = None
) -> VisitPlan:
    """
    Choose a coordinator and a week for as many contacts as the hours allow.

    Each way is counted on its own, so two contacts in one place cost two ways: a plan never promises hours
    that are not there.

    Parameters
    ----------
    visits
        What is to be planned.
    points
        What is worth how much.
    params
        How long and how hard to search.
    """
    found = candidates_of(visits, points or Points())
    result = select(found.problem, params or SelectParams())
    coordinator, week = _chosen(visits, found, result.chosen)
    return VisitPlan(
        coordinator,
        week,
        _left_over(visits, coordinator, week),
        result.objective,
        result.bound,
        result.status,
    )


def greedy_worth(visits: Visits, points: Points | None = None) -> int:
    """Give what a plan by hand is worth: musts first, then what has to be made soonest, each at its best."""
    found = candidates_of(visits, points or Points())
    order = np.lexsort((visits.latest, ~visits.is_must)).astype(np.int64)
    return found.problem.worth(first_come_greedy(found.problem, order))


def candidates_of(visits: Visits, points: Points) -> Candidates:
    """Build every allowed way to make every contact, and what each takes."""
    rows = [
        (contact, coordinator, week)
        for contact in range(visits.size)
        for coordinator in np.flatnonzero(visits.may[contact]).tolist()
        for week in _weeks(visits, contact)
    ]
    contact, coordinator, week = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    need = visits.minutes[contact] + visits.travel[contact, coordinator]
    hours_row = coordinator * visits.weeks + week
    subjects, subject = np.unique(visits.subject, return_inverse=True)
    subject_row = visits.available.size + subject[contact] * visits.weeks + week
    columns = np.arange(contact.size)
    capacity = np.concatenate([visits.available.ravel(), np.ones(subjects.size * visits.weeks, np.int64)])
    uses = sparse.csr_array(
        (
            np.concatenate([need, np.ones_like(need)]),
            (np.concatenate([hours_row, subject_row]), np.concatenate([columns, columns])),
        ),
        shape=(capacity.size, contact.size),
    )
    value = np.array([visits.worth(*row, points) for row in rows], dtype=np.int64)
    return Candidates(
        contact, coordinator, week, Selection(group=contact, value=value, uses=uses, capacity=capacity)
    )


def _weeks(visits: Visits, contact: int) -> range:
    first, last = int(visits.earliest[contact]), int(visits.latest[contact])
    return range(max(0, first), min(visits.weeks - 1, last) + 1)


def _chosen(visits: Visits, found: Candidates, chosen: Flags) -> tuple[Ints, Ints]:
    coordinator = np.full(visits.size, NOBODY, dtype=np.int64)
    week = np.full(visits.size, NOBODY, dtype=np.int64)
    coordinator[found.contact[chosen]] = found.coordinator[chosen]
    week[found.contact[chosen]] = found.week[chosen]
    return coordinator, week


def _left_over(visits: Visits, coordinator: Ints, week: Ints) -> dict[int, LeftOver]:
    made = np.flatnonzero(coordinator != NOBODY)
    left = visits.available.copy()
    needed = visits.minutes[made] + visits.travel[made, coordinator[made]]
    np.subtract.at(left, (coordinator[made], week[made]), needed)
    busy = set(zip(visits.subject[made].tolist(), week[made].tolist(), strict=True))
    return {
        contact: _reason(visits, contact, left, busy)
        for contact in np.flatnonzero(coordinator == NOBODY).tolist()
    }


def _reason(visits: Visits, contact: int, left: Ints, busy: set[tuple[int, int]]) -> LeftOver:
    weeks, who = list(_weeks(visits, contact)), np.flatnonzero(visits.may[contact])
    if not weeks:
        return LeftOver.NOT_IN_THESE_WEEKS
    if not who.size:
        return LeftOver.NOBODY_MAY
    need = (visits.minutes[contact] + visits.travel[contact, who])[:, None]
    if (visits.available[who][:, weeks] < need).all():
        return LeftOver.TOO_LONG
    fits = left[who][:, weeks] >= need
    free = np.array([(int(visits.subject[contact]), week) not in busy for week in weeks])
    if (fits & free).any():
        return LeftOver.OUT_OF_TIME
    return LeftOver.SAME_WEEK if fits.any() else LeftOver.HOURS
