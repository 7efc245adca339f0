"""People as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.columns.relation import Relation
from matching.model import Horizon, Placement, Problem, Slot, TimeWindow, minute_of_day
from matching.model.person import MOST_SLOTS_A_WEEK
from matching.vocabulary import (
    BURDENS,
    Activity,
    Answer,
    Condition,
    ConsentStage,
    Gender,
    NeedDomain,
    PlacementStatus,
    TravelMode,
    Weekday,
)

CONDITIONS = tuple(Condition)
DOMAINS = tuple(NeedDomain)
GENDERS = tuple(Gender)
MODES = tuple(TravelMode)
CONSENTS = tuple(ConsentStage)

NO_NEED, NEEDED, NOT_ASKED = 0, 1, 2
"""What a person asks of a place under one condition: nothing, something, or not yet known."""


def bits(
    members: Iterable[Activity] | Iterable[NeedDomain] | Iterable[Gender], order: tuple[object, ...]
) -> int:
    """Pack members of an enum into one integer, bit i for the i-th of the order."""
    return sum(1 << order.index(member) for member in set(members))


def requirement(condition: Condition, answer: Answer) -> int:
    """Translate an answer: not bearing a burden and needing a support both ask something of the place."""
    if answer == Answer.UNKNOWN:
        return NOT_ASKED
    asks = Answer.NO if condition in BURDENS else Answer.YES
    return NEEDED if answer == asks else NO_NEED


@dataclass(frozen=True, eq=False)
class FreeTimes:
    """
    When people are free, one row per window; nights are no windows.

    Parameters
    ----------
    person, weekday, start, end
        int[k]: person row, 1 = Monday, minutes since midnight.
    """

    person: NDArray[np.int64]
    weekday: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PeopleColumns:
    """
    One row per person.

    Parameters
    ----------
    ids, age_years, district
        District as index into the districts of the problem.
    requires
        int8[n, conditions]: 0 asks nothing, 1 asks something, 2 not asked yet.
    likes, avoids
        int64[n], bit per `Activity`.
    staff_gender
        int8[n], index into `GENDERS` or -1.
    consent
        int8[n], index into `CONSENTS`.
    accompaniment_minutes, attention_minutes, fewest_slots, most_slots, longest_stay_minutes
        int64[n]; no longest stay is 1,440.
    most_travel_minutes
        float[n], NaN when not asked.
    modes
        bool[n, modes].
    earliest_week
        int64[n].
    waiting_weeks
        int64[n].
    goal_slots, goal_minutes
        int64[n], 0 without a goal.
    hours_known
        bool[n].
    free
        When they are free, without hours of caring or of current placements; any time where not yet asked.
    free_in_party
        The same where they go with their party: hours of caring for another member are free.
    taken_slots
        int64[n]: slots a week they already go to.
    apart_hosts, refused_hosts, refused_menus, can_reach, retention, known_hosts
        Relations of person with host or menu; `can_reach` 1 yes, 0 no; `known_hosts` are today's and past;
        `retention` by `retention_column`: the predicted share less the person's middle one.
    scheme_fits, scheme_open
        bool[n, domains]: an existing scheme fits; the check is not finished.
    """

    ids: tuple[str, ...]
    age_years: NDArray[np.int64]
    district: NDArray[np.int64]
    requires: NDArray[np.int8]
    likes: NDArray[np.int64]
    avoids: NDArray[np.int64]
    staff_gender: NDArray[np.int8]
    consent: NDArray[np.int8]
    accompaniment_minutes: NDArray[np.int64]
    attention_minutes: NDArray[np.int64]
    fewest_slots: NDArray[np.int64]
    most_slots: NDArray[np.int64]
    longest_stay_minutes: NDArray[np.int64]
    most_travel_minutes: NDArray[np.float64]
    modes: NDArray[np.bool_]
    earliest_week: NDArray[np.int64]
    waiting_weeks: NDArray[np.int64]
    goal_slots: NDArray[np.int64]
    goal_minutes: NDArray[np.int64]
    hours_known: NDArray[np.bool_]
    free: FreeTimes
    free_in_party: FreeTimes
    taken_slots: NDArray[np.int64]
    apart_hosts: Relation
    refused_hosts: Relation
    refused_menus: Relation
    can_reach: Relation
    retention: Relation
    known_hosts: Relation
    scheme_fits: NDArray[np.bool_]
    scheme_open: NDArray[np.bool_]

    @classmethod
    def of(
        cls, problem: Problem, districts: dict[str, int], replanned: frozenset[tuple[str, str]]
    ) -> PeopleColumns:
        """Make the columns of a problem's people, in their order; replanned placements take no hours."""
        people, horizon = problem.people, problem.horizon
        hosts = {host.id: row for row, host in enumerate(problem.hosts)}
        menus = {menu.id: row for row, menu in enumerate(problem.menus)}
        host_of_menu = {menu.id: hosts[menu.host_id] for menu in problem.menus}

        def ints(values: Iterable[int]) -> NDArray[np.int64]:
            return np.fromiter(values, dtype=np.int64, count=len(people))

        requires = np.full((len(people), len(CONDITIONS)), NOT_ASKED, dtype=np.int8)
        modes = np.zeros((len(people), len(MODES)), dtype=bool)
        scheme_fits = np.zeros((len(people), len(DOMAINS)), dtype=bool)
        scheme_open = np.zeros_like(scheme_fits)
        apart: dict[tuple[int, int], float] = {}
        refused_hosts: dict[tuple[int, int], float] = {}
        refused_menus: dict[tuple[int, int], float] = {}
        can_reach: dict[tuple[int, int], float] = {}
        retention: dict[tuple[int, int], float] = {}
        middles = [median_low([each.share for each in p.retention] or [0.0]) for p in people]
        for row, person in enumerate(people):
            for condition, answer in person.conditions.items():
                requires[row, CONDITIONS.index(condition)] = requirement(condition, answer)
            for mode in person.modes:
                modes[row, MODES.index(mode)] = True
            for check in person.schemes:
                scheme_fits[row, DOMAINS.index(check.domain)] |= check.possible == Answer.YES
                scheme_open[row, DOMAINS.index(check.domain)] |= check.possible == Answer.UNKNOWN
            for host_id in person.apart_from_hosts:
                apart[row, hosts[host_id]] = 1
            for reach in person.can_reach:
                if reach.answer != Answer.UNKNOWN:
                    can_reach[row, hosts[reach.host_id]] = float(reach.answer == Answer.YES)
            for refusal in person.refusals:
                if refusal.until is None or refusal.until > problem.date:
                    if refusal.menu_id is None:
                        refused_hosts[row, hosts[refusal.host_id]] = 1
                    elif refusal.menu_id in menus:
                        refused_menus[row, menus[refusal.menu_id]] = 1
            for estimate in person.retention:
                if estimate.menu_id in menus:
                    column = int(retention_column(menus[estimate.menu_id], estimate.slots_a_week))
                    # To nine digits, so that a constant added to all of a person's changes no difference.
                    retention[row, column] = round(estimate.share - middles[row], 9)
        rows = {person.id: row for row, person in enumerate(people)}
        known_hosts: dict[tuple[int, int], float] = {}
        host_of_person: dict[str, set[int]] = {}
        for placement in problem.placements:
            host = host_of_menu[placement.menu_id]
            if placement.person_id in rows:
                known_hosts[rows[placement.person_id], host] = 1
            is_over = placement.status in {PlacementStatus.BROKEN_OFF, PlacementStatus.ENDED}
            if not is_over and (placement.last_day is None or placement.last_day >= horizon.first_monday):
                host_of_person.setdefault(placement.person_id, set()).add(host)
        # Keep-apart is mutual: either of the two may have said it.
        for person in people:
            for other in person.apart_from_persons:
                for one, two in ((person.id, other), (other, person.id)):
                    if one in rows:
                        apart.update(
                            dict.fromkeys(((rows[one], h) for h in host_of_person.get(two, ())), 1.0)
                        )
        n_hosts, n_menus = len(problem.hosts), len(problem.menus)
        standing = _standing(problem, replanned)
        free = _free_times(problem, standing, in_party=False)
        return cls(
            ids=tuple(person.id for person in people),
            age_years=ints(person.age_years for person in people),
            district=ints(districts.get(person.district or "", -1) for person in people),
            requires=requires,
            likes=ints(bits(person.likes, tuple(Activity)) for person in people),
            avoids=ints(bits(person.avoids, tuple(Activity)) for person in people),
            staff_gender=ints(
                GENDERS.index(person.staff_gender) if person.staff_gender else -1 for person in people
            ).astype(np.int8),
            consent=ints(CONSENTS.index(person.consent) for person in people).astype(np.int8),
            accompaniment_minutes=ints(person.accompaniment_minutes for person in people),
            attention_minutes=ints(person.attention_minutes for person in people),
            fewest_slots=ints(person.fewest_slots for person in people),
            most_slots=ints(person.most_slots for person in people),
            longest_stay_minutes=ints(person.longest_stay_minutes or 1440 for person in people),
            most_travel_minutes=np.array(
                [np.nan if p.most_travel_minutes is None else p.most_travel_minutes for p in people],
                dtype=np.float64,
            ),
            modes=modes,
            earliest_week=ints(
                horizon.first_full_week_from(person.earliest_start) if person.earliest_start else 0
                for person in people
            ),
            waiting_weeks=ints(max(0, (problem.date - p.waiting_since).days // 7) for p in people),
            goal_slots=ints(person.goal.slots_a_week if person.goal else 0 for person in people),
            goal_minutes=ints(person.goal.stay_minutes if person.goal else 0 for person in people),
            hours_known=np.array([person.availability is not None for person in people], dtype=bool),
            free=free,
            free_in_party=_free_times(problem, standing, in_party=True) if problem.parties else free,
            taken_slots=ints(
                sum(not slot.is_night for p in standing.get(person.id, ()) for slot in p.slots)
                for person in people
            ),
            apart_hosts=Relation.of(apart, n_hosts),
            refused_hosts=Relation.of(refused_hosts, n_hosts),
            refused_menus=Relation.of(refused_menus, n_menus),
            can_reach=Relation.of(can_reach, n_hosts),
            retention=Relation.of(retention, retention_column(n_menus, 0)),
            known_hosts=Relation.of(known_hosts, n_hosts),
            scheme_fits=scheme_fits,
            scheme_open=scheme_open,
        )


Whole = TypeVar("Whole", int, NDArray[np.int64])


def retention_column(menu: Whole, slots_a_week: Whole) -> Whole:
    """Give the column of a menu at so many slots a week in `PeopleColumns.retention`."""
    return menu * (MOST_SLOTS_A_WEEK + 1) + np.minimum(slots_a_week, MOST_SLOTS_A_WEEK)


Span = tuple[int, int, int]
"""Weekday, start and end in minutes."""

_ANY_TIME: list[Span] = [(day, 0, 1440) for day in Weekday]


def _standing(problem: Problem, replanned: frozenset[tuple[str, str]]) -> dict[str, list[Placement]]:
    """Give the placements that take their seats in the horizon and are not up for change, by person."""
    found: dict[str, list[Placement]] = {}
    for placement in problem.placements:
        ends = placement.last_day or dt.date.max
        if (
            placement.status.takes_seat
            and ends >= problem.horizon.first_monday
            and (placement.person_id, placement.domain) not in replanned
        ):
            found.setdefault(placement.person_id, []).append(placement)
    return found


def _free_times(problem: Problem, standing: dict[str, list[Placement]], in_party: bool) -> FreeTimes:
    """List when people are free; in a party, hours of caring for another member are free too."""
    party_of = (
        {member: party.id for party in problem.parties for member in party.member_ids} if in_party else {}
    )
    rows: list[tuple[int, int, int, int]] = []
    for row, person in enumerate(problem.people):
        free = _ANY_TIME if person.availability is None else _merged(person.availability)
        taken = [_span(slot) for held in standing.get(person.id, ()) for slot in held.slots]
        for duty in person.caring:
            if party_of.get(person.id) is None or party_of.get(duty.person_id) != party_of[person.id]:
                elsewhere = standing.get(duty.person_id, ())
                taken += _without(_merged(duty.times), _all_weeks(problem.horizon, elsewhere))
        rows += [(row, *span) for span in _without(free, taken)]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return FreeTimes(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _all_weeks(horizon: Horizon, placements: Iterable[Placement]) -> list[Span]:
    """Give the hours at which somebody is at a host in every week looked at; an offer is no presence yet."""
    return [
        _span(slot)
        for placement in placements
        for slot in placement.slots
        if slot.weekday is not None
        and placement.status != PlacementStatus.OFFERED
        and placement.holds_on(horizon.day(0, slot.weekday))
        and placement.holds_on(horizon.day(horizon.weeks - 1, slot.weekday))
    ]


def _span(slot: Slot) -> Span:
    """Give the hours of a slot; a night lies on day 0 and takes no hours of a weekday."""
    return slot.weekday or 0, minute_of_day(slot.start), minute_of_day(slot.end)


def _merged(windows: tuple[TimeWindow, ...]) -> list[Span]:
    spans: list[Span] = []
    for window in sorted(windows):
        start, end = minute_of_day(window.start), minute_of_day(window.end)
        if spans and spans[-1][0] == window.weekday and start <= spans[-1][2]:
            spans[-1] = (window.weekday, spans[-1][1], max(spans[-1][2], end))
        else:
            spans.append((window.weekday, start, end))
    return spans


def _without(spans: list[Span], taken: list[Span]) -> list[Span]:
    for day, start, end in taken:
        spans = [
            piece
            for weekday, first, last in spans
            for piece in (
                ((weekday, first, last),)
                if weekday != day or end <= first or last <= start
                else ((weekday, first, start), (weekday, end, last))
            )
            if piece[1] < piece[2]
        ]
    return spans
