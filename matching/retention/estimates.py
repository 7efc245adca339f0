"""Predictions for a proposal: for each person the near menus, at each number of slots a week."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns
from matching.eligibility import evaluate
from matching.model import Problem, RetentionEstimate
from matching.pairing import pair_up, pairs_of
from matching.retention.features import ALLOWED, COLUMN, FEATURES, seasons
from matching.retention.model import Model
from matching.retention.risk import Alternative
from matching.scoring.fit import conditions_share, wish_share
from matching.vocabulary import Feature, NeedDomain

_ROWS_AT_ONCE = 4_000


def with_estimates(
    problem: Problem, model: Model, experience: Mapping[str, int], near_menus: int = 60
) -> Problem:
    """
    Give the problem with predictions and their points, where the municipality has turned them on.

    Without a model, or turned off, the problem comes back as it was: the criterion is neutral.

    Parameters
    ----------
    problem
        Any.
    model
        An artefact; its settings say whether it is turned on, and for how many points.
    experience
        How many people each host has taken in before, by host id; a host that is not in it has none.
    near_menus
        Menus looked at for each need.
    """
    hazard, hosts, settings = model.hazard, model.hosts, model.settings
    if hazard is None or hosts is None or not settings.in_scoring:
        return problem
    problem = problem.in_order()
    columns = Columns.of(problem)
    pairs = pair_up(problem, columns, near_menus)
    fewest, most = columns.people.fewest_slots[pairs.person], columns.people.most_slots[pairs.person]
    room = columns.menus.is_room[pairs.menu]
    last = np.where(room, 1, np.minimum(most, columns.menus.n_slots[pairs.menu]))
    first = np.where(room, 1, np.minimum(fewest, last))
    row = np.repeat(np.arange(pairs.person.size), last - first + 1)
    slots = first[row] + np.arange(row.size) - np.searchsorted(row, row)
    still = _values(columns, problem, pairs.person, pairs.menu, pairs.minutes, experience)[row]
    still[:, COLUMN[Feature.SLOTS_A_WEEK]] = slots
    weeks = problem.date.toordinal() + 7 * np.arange(settings.horizon_weeks)
    calendar = np.stack(seasons(weeks), axis=1)
    shifts = hosts.shifts([problem.hosts[host].id for host in columns.menus.host[pairs.menu]])[row]
    share = np.empty(row.size)
    for start in range(0, row.size, _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        values = np.repeat(still[part, None], settings.horizon_weeks, axis=1)
        values[:, :, [COLUMN[Feature.SEASON_WINTER], COLUMN[Feature.SEASON_SPRING]]] = calendar
        share[part] = hazard.share(values, shift=shifts[part])[:, -1]
    found: dict[int, dict[tuple[str, int], float]] = {}
    for who, menu, count, each in zip(pairs.person[row], pairs.menu[row], slots, share, strict=True):
        found.setdefault(int(who), {})[problem.menus[menu].id, int(count)] = round(float(each), 6)
    people = tuple(
        dataclasses.replace(
            person,
            retention=tuple(
                RetentionEstimate(menu_id, each, count)
                for (menu_id, count), each in sorted(found.get(number, {}).items())
            ),
        )
        for number, person in enumerate(problem.people)
    )
    weights = dataclasses.replace(problem.weights, retention=settings.points)
    return dataclasses.replace(problem, people=people, weights=weights)


def _values(
    columns: Columns,
    problem: Problem,
    person: NDArray[np.int64],
    menu: NDArray[np.int64],
    minutes: NDArray[np.float64],
    experience: Mapping[str, int],
) -> NDArray[np.float64]:
    """Give what is known of each pair before it begins, float64[pairs, features], as the model reads it."""
    people, menus = columns.people, columns.menus
    lasting = (menus.slot_end - menus.slot_start).max(axis=1)[menu]
    known = np.array([experience.get(host.id, 0) for host in problem.hosts], dtype=np.float64)
    by_feature: dict[Feature, NDArray[np.float64]] = {
        Feature.WISH: wish_share(people, menus, person, menu),
        Feature.CONDITIONS: conditions_share(people, menus, person, menu),
        Feature.TRAVEL_MINUTES: np.where(np.isfinite(minutes), minutes, np.nan),
        Feature.STAY_MINUTES: np.where(
            menus.is_room[menu], np.nan, np.minimum(lasting, people.longest_stay_minutes[person])
        ),
        Feature.LADDER_STEP: np.zeros(person.size),
        Feature.HOST_EXPERIENCE: known[menus.host[menu]],
        Feature.ATTENTION_MINUTES: people.attention_minutes[person].astype(np.float64),
        Feature.ACCOMPANIED: (people.accompaniment_minutes[person] > 0).astype(np.float64),
    }
    found = np.full((person.size, len(FEATURES)), np.nan)
    for feature, values in by_feature.items():
        rule = ALLOWED[feature]
        within = np.clip(values, rule.least, rule.most)
        found[:, COLUMN[feature]] = np.log1p(within) if rule.is_counted else within
    return found


def alternatives(
    problem: Problem, person_id: str, domain: NeedDomain, experience: Mapping[str, int], most: int = 20
) -> list[Alternative]:
    """
    Give near menus that no rule is against for one need of a person, with what is known of the pair.

    Whether a place is free there is another question.

    Parameters
    ----------
    problem
        Any; a person who is not in it, or has no such need, has none.
    person_id, domain
        Whose need.
    experience
        As for `with_estimates`.
    most
        How many near menus are looked at.
    """
    own = tuple(
        dataclasses.replace(each, needs=needs, caring=(), pins=())
        for each in problem.people
        if each.id == person_id and (needs := tuple(need for need in each.needs if need.domain == domain))
    )
    if not own:
        return []
    alone = dataclasses.replace(problem, people=own, households=(), parties=()).in_order()
    columns = Columns.of(alone)
    pairs = pair_up(alone, columns, most)
    fits = evaluate(pairs).against == 0
    values = _values(columns, alone, pairs.person, pairs.menu, pairs.minutes, experience)
    about = (Feature.WISH, Feature.CONDITIONS, Feature.TRAVEL_MINUTES, Feature.HOST_EXPERIENCE)
    found = []
    for row in np.flatnonzero(fits):
        menu = alone.menus[int(pairs.menu[row])]
        known = {feature: float(values[row, COLUMN[feature]]) for feature in about}
        known[Feature.HOST_EXPERIENCE] = float(experience.get(menu.host_id, 0))
        at_start = {feature: value for feature, value in known.items() if np.isfinite(value)}
        found.append(Alternative(menu.id, menu.host_id, at_start))
    return found


def known_at_start(problem: Problem, pairs: Sequence[tuple[str, str]]) -> list[dict[Feature, float]]:
    """
    Give what is known of people and menus the day they begin: fit and way, to be kept with the placement.

    Parameters
    ----------
    problem
        In order of ids.
    pairs
        Ids of persons and menus; of one that is not in the problem nothing is known.
    """
    found: list[dict[Feature, float]] = [{} for _ in pairs]
    columns = Columns.of(problem)
    units = columns.units
    unit_of = dict(zip(units.member_person.tolist(), units.member_unit.tolist(), strict=True))
    people = {person.id: row for row, person in enumerate(problem.people) if row in unit_of}
    menus = {menu.id: row for row, menu in enumerate(problem.menus)}
    rows = [row for row, (person, menu) in enumerate(pairs) if person in people and menu in menus]
    if not rows:
        return found
    person = np.array([people[pairs[row][0]] for row in rows])
    menu = np.array([menus[pairs[row][1]] for row in rows])
    unit = np.array([unit_of[each] for each in person.tolist()])
    minutes = pairs_of(problem, columns, unit, person, menu).minutes
    values = _values(columns, problem, person, menu, minutes, {})
    for row, each in zip(rows, values, strict=True):
        for feature in (Feature.WISH, Feature.CONDITIONS, Feature.TRAVEL_MINUTES):
            if np.isfinite(each[COLUMN[feature]]):
                found[row][feature] = round(float(each[COLUMN[feature]]), 4)
    return found
