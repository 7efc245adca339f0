"""What speaks for an option: up to three reasons in words, the strongest first."""

from __future__ import annotations

import numpy as np

from matching.columns.menus import SUITS
from matching.columns.people import CONDITIONS, MODES, NEEDED
from matching.model import Reason
from matching.prepare import Prepared
from matching.scoring import CRITERIA
from matching.vocabulary import Activity, Verdict

MOST_STRENGTHS = 3
_GOOD_ENOUGH = 0.5
"""A criterion speaks for an option from this share of its points on."""


def strengths(prepared: Prepared, candidate: int, member: int = 0) -> tuple[Reason, ...]:
    """
    Give the reasons that speak for a candidate, by the share of points each criterion gives.

    A party's points are the mean of its members'; what stands behind them is told for one, by position.
    """
    pair = int(prepared.unit_pairs.first_pair[prepared.candidates.pair[candidate]]) + member
    weights = prepared.problem.weights
    told: list[tuple[float, Reason]] = []
    for column, name in enumerate(CRITERIA):
        if name in _TELL and (most := getattr(weights, name)):
            share = prepared.points[candidate, column] / most
            reason = _TELL[name](prepared, candidate, pair)
            if share >= _GOOD_ENOUGH and reason is not None:
                told.append((-share * most, reason))
    told.sort(key=lambda entry: entry[0])
    return tuple(reason for _, reason in told[:MOST_STRENGTHS])


def _wish(prepared: Prepared, candidate: int, pair: int) -> Reason | None:
    columns, person = prepared.columns, prepared.pairs.person[pair]
    liked = int(columns.people.likes[person] & columns.menus.activities[prepared.candidates.menu[candidate]])
    activities = [activity for bit, activity in enumerate(Activity) if liked >> bit & 1]
    if not activities:
        return None
    return Reason("likes", Verdict.FITS, {"activities": " ".join(activities)})


def _conditions(prepared: Prepared, candidate: int, pair: int) -> Reason | None:
    columns, person = prepared.columns, prepared.pairs.person[pair]
    needed = columns.people.requires[person] == NEEDED
    met = needed & (columns.menus.suits[prepared.candidates.menu[candidate]] == SUITS)
    conditions = [condition for column, condition in enumerate(CONDITIONS) if met[column]]
    if not conditions:
        return None
    return Reason(
        "suits",
        Verdict.FITS,
        {"conditions": " ".join(conditions), "met": int(met.sum()), "of": int(needed.sum())},
    )


def _travel(prepared: Prepared, candidate: int, pair: int) -> Reason | None:
    person = prepared.pairs.person[pair]
    minutes, most = prepared.pairs.minutes[pair], prepared.columns.people.most_travel_minutes[person]
    if not np.isfinite(minutes) or np.isnan(most):
        return None
    mode = MODES[prepared.pairs.mode[pair]]
    return Reason(
        "near", Verdict.FITS, {"minutes": round(float(minutes)), "most_minutes": int(most), "mode": mode}
    )


def _ladder(prepared: Prepared, candidate: int, pair: int) -> Reason | None:
    table, people = prepared.candidates, prepared.columns.people
    if prepared.columns.menus.is_room[table.menu[candidate]]:
        return None
    slots = int(table.slots[candidate]).bit_count()
    wanted = int(people.most_slots[prepared.pairs.person[pair]])
    return Reason("as_often", Verdict.FITS, {"slots": slots}) if slots == wanted else None


def _continuity(prepared: Prepared, candidate: int, pair: int) -> Reason | None:
    person, menu = prepared.pairs.person[pair : pair + 1], prepared.pairs.menu[pair : pair + 1]
    columns = prepared.columns
    knows = columns.people.known_hosts.at(person, columns.menus.host[menu], 0)[0] > 0
    return Reason("known_host", Verdict.FITS) if knows else None


_TELL = {
    "wish": _wish,
    "conditions": _conditions,
    "travel": _travel,
    "ladder": _ladder,
    "continuity": _continuity,
}
