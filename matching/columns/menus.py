"""Menus as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import CONDITIONS, DOMAINS, GENDERS, bits
from matching.columns.relation import Relation
from matching.model import Problem, minute_of_day
from matching.model.menu import MOST_SLOTS_A_MENU
from matching.vocabulary import BURDENS, Activity, Answer, Condition, ServiceGroup

GROUPS = tuple(ServiceGroup)

SUITS, DOES_NOT_SUIT, NOT_STATED = 0, 1, 2
"""What a menu is to someone who asks something under one condition."""


def suitability(condition: Condition, answer: Answer) -> int:
    """Translate an answer: having a burden and lacking a support both fail someone who asks."""
    if answer == Answer.UNKNOWN:
        return NOT_STATED
    fails = Answer.YES if condition in BURDENS else Answer.NO
    return DOES_NOT_SUIT if answer == fails else SUITS


@dataclass(frozen=True, eq=False)
class MenuColumns:
    """
    One row per menu; slots in a rectangle of `MOST_SLOTS_A_MENU` columns at most, padded.

    Parameters
    ----------
    ids, host
        Host as row number.
    group
        int8[m], index into `GROUPS`.
    domains, activities
        int64[m], bit per member.
    suits
        int8[m, conditions]: 0 suits whoever asks, 1 does not, 2 not stated.
    age_from, age_to
        int64[m].
    staff_genders
        int64[m], bit per gender, -1 unknown.
    position
        float[m, 2], lat and lng, NaN when unknown.
    bus
        int8[m]: 1 yes, 0 no, -1 unknown.
    pick_up
        Relation of menu with district: 1 where people of the district are fetched.
    is_room
        bool[m].
    most_nights
        int64[m], 0 when it is no room.
    slot_day, slot_start, slot_end, slot_stay
        int64[m, slots]: weekday (0 for a night, -1 padding), minutes since midnight, and the minutes one must
        be able to stay.
    n_slots
        int64[m].
    """

    ids: tuple[str, ...]
    host: NDArray[np.int64]
    group: NDArray[np.int8]
    domains: NDArray[np.int64]
    activities: NDArray[np.int64]
    suits: NDArray[np.int8]
    age_from: NDArray[np.int64]
    age_to: NDArray[np.int64]
    staff_genders: NDArray[np.int64]
    position: NDArray[np.float64]
    bus: NDArray[np.int8]
    pick_up: Relation
    is_room: NDArray[np.bool_]
    most_nights: NDArray[np.int64]
    slot_day: NDArray[np.int64]
    slot_start: NDArray[np.int64]
    slot_end: NDArray[np.int64]
    slot_stay: NDArray[np.int64]
    n_slots: NDArray[np.int64]

    @classmethod
    def of(cls, problem: Problem, districts: dict[str, int]) -> MenuColumns:
        """Make the columns of a problem's menus, in their order."""
        menus = problem.menus
        hosts = {host.id: row for row, host in enumerate(problem.hosts)}
        host_of = [problem.hosts[hosts[menu.host_id]] for menu in menus]
        most = max((len(menu.slots) for menu in menus), default=1)
        assert most <= MOST_SLOTS_A_MENU
        suits = np.full((len(menus), len(CONDITIONS)), NOT_STATED, dtype=np.int8)
        position = np.full((len(menus), 2), np.nan)
        pick_up: dict[tuple[int, int], float] = {}
        slots = np.full((4, len(menus), most), -1, dtype=np.int64)
        for row, menu in enumerate(menus):
            for condition, answer in menu.conditions.items():
                suits[row, CONDITIONS.index(condition)] = suitability(condition, answer)
            place = menu.place or host_of[row].place
            if place:
                position[row] = place.lat, place.lng
            for district in menu.pick_up_districts:
                if district in districts:
                    pick_up[row, districts[district]] = 1.0
            for j, slot in enumerate(menu.slots):
                stay = slot.minutes if menu.shortest_stay_minutes is None else menu.shortest_stay_minutes
                slots[:, row, j] = (
                    slot.weekday or 0,
                    minute_of_day(slot.start),
                    minute_of_day(slot.end),
                    0 if slot.is_night else min(stay, slot.minutes),
                )
        return cls(
            ids=tuple(menu.id for menu in menus),
            host=np.array([hosts[menu.host_id] for menu in menus], dtype=np.int64),
            group=np.array([GROUPS.index(host.service_group) for host in host_of], dtype=np.int8),
            domains=np.array([bits(menu.domains, DOMAINS) for menu in menus], dtype=np.int64),
            activities=np.array([bits(menu.activities, tuple(Activity)) for menu in menus], dtype=np.int64),
            suits=suits,
            age_from=np.array([menu.age_from for menu in menus], dtype=np.int64),
            age_to=np.array([menu.age_to for menu in menus], dtype=np.int64),
            staff_genders=np.array(
                [-1 if h.staff_genders is None else bits(h.staff_genders, GENDERS) for h in host_of],
                dtype=np.int64,
            ),
            position=position,
            bus=np.array(
                [{Answer.YES: 1, Answer.NO: 0}.get(menu.reachable_by_bus, -1) for menu in menus],
                dtype=np.int8,
            ),
            pick_up=Relation.of(pick_up, max(1, len(districts))),
            is_room=np.array([menu.is_room for menu in menus], dtype=bool),
            most_nights=np.array([menu.most_nights or 0 for menu in menus], dtype=np.int64),
            slot_day=slots[0],
            slot_start=slots[1],
            slot_end=slots[2],
            slot_stay=slots[3],
            n_slots=np.array([len(menu.slots) for menu in menus], dtype=np.int64),
        )
