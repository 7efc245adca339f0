"""One candidate as an option a person can be told of."""

from __future__ import annotations

import datetime as dt

import numpy as np

from matching.columns.people import MODES
from matching.eligibility import reasons
from matching.explain.strengths import strengths
from matching.geo.distance import shown_distance_m
from matching.geo.mesh import mesh_centres
from matching.model import Option, Points, Reason
from matching.prepare import Prepared
from matching.scoring import CRITERIA
from matching.vocabulary import Side, Verdict


def option(prepared: Prepared, candidate: int, member: int = 0) -> Option:
    """
    Describe a candidate: where, when, the way there, what is to be asked, and its points.

    Parameters
    ----------
    prepared, candidate
        The candidate.
    member
        Position in the unit of the person it is told to; the way there is this person's own.
    """
    problem, table = prepared.problem, prepared.candidates
    menu = problem.menus[table.menu[candidate]]
    slots = tuple(slot for j, slot in enumerate(menu.slots) if table.slots[candidate] >> j & 1)
    pair = int(prepared.unit_pairs.first_pair[table.pair[candidate]]) + member
    asked = questions(prepared, int(table.pair[candidate]))
    minutes = prepared.pairs.minutes[pair]
    mode = int(prepared.pairs.mode[pair])
    companion = int(table.companion[candidate])
    first_week, last_week = int(table.first_week[candidate]), int(table.last_week[candidate])
    horizon = problem.horizon
    first_day = min(horizon.day(first_week, slot.weekday or 1) for slot in slots)
    last_day = max(horizon.day(last_week, slot.weekday or 7) for slot in slots)
    if menu.is_room and menu.most_nights is not None:
        # The bed is kept to the end of the week.
        last_day = min(last_day, first_day + dt.timedelta(days=menu.most_nights - 1))
    return Option(
        menu_id=menu.id,
        host_id=menu.host_id,
        slots=slots,
        first_day=first_day,
        last_day=last_day,
        mode=MODES[mode] if mode >= 0 else None,
        travel_minutes=round(float(minutes)) if np.isfinite(minutes) else None,
        distance_m=_distance_m(prepared, pair),
        companion_pool_id=prepared.columns.companions.ids[companion] if companion >= 0 else None,
        verdict=Verdict.TO_CHECK if asked else Verdict.FITS,
        questions=asked,
        strengths=strengths(prepared, candidate, member),
        points=_points(prepared, candidate),
    )


def questions(prepared: Prepared, unit_pair: int) -> tuple[Reason, ...]:
    """Give what is to be asked before a pair is 適合: rules first, then the host's places; each once."""
    told: dict[tuple[str, Side | None], Reason] = {}
    first = int(prepared.unit_pairs.first_pair[unit_pair])
    size = int(prepared.columns.units.size[prepared.unit_pairs.unit[unit_pair]])
    for row in range(first, first + size):
        for reason in reasons(prepared.pairs, prepared.findings, row):
            told.setdefault((reason.rule, reason.asks), reason)
    places = _question_about_places(prepared, int(prepared.unit_pairs.menu[unit_pair]))
    return (*told.values(), *places)


def _question_about_places(prepared: Prepared, menu: int) -> tuple[Reason, ...]:
    slots = prepared.columns.slots
    first, last = np.searchsorted(slots.draws.menu, [menu, menu + 1])
    rows = [int(row) for row in slots.draws.pool_slot[first:last] if prepared.margins.asks[row]]
    if not rows:
        return ()
    stated = [
        part.stated_on
        for row in rows
        if (part := prepared.problem.pools[slots.pool[row]].slots[slots.part[row]]).stated_on
    ]
    since: dict[str, str | int | float] = {}
    if stated:
        oldest: dt.date = min(stated)
        since = {"stated_on": oldest.isoformat(), "days": (prepared.problem.date - oldest).days}
    return (Reason("places", Verdict.TO_CHECK, since, Side.HOST),)


def _distance_m(prepared: Prepared, pair: int) -> int | None:
    home = prepared.problem.people[prepared.pairs.person[pair]].home_mesh
    lat, lng = prepared.columns.menus.position[prepared.pairs.menu[pair]]
    if home is None or np.isnan(lat):
        return None
    centre = mesh_centres([home])[0]
    return shown_distance_m(float(centre[0]), float(centre[1]), float(lat), float(lng))


def _points(prepared: Prepared, candidate: int) -> Points:
    unit = int(prepared.candidates.unit[candidate])
    return Points(
        value=int(prepared.selection.value[candidate]),
        placed=prepared.problem.weights.placed * int(prepared.columns.units.size[unit]),
        priority=int(prepared.priority[unit]),
        fit=int(prepared.fit[candidate]),
        best_fit=int(prepared.best_fit[candidate]),
        by_criterion={
            name: int(points)
            for name, points in zip(CRITERIA, prepared.points[candidate], strict=True)
            if points
        },
    )
