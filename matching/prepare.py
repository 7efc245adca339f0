"""From a problem to the kernel's arrays: margins, verdicts, travel, points, candidates, rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.candidates import (
    CandidateLimits,
    Candidates,
    Forced,
    Resources,
    Rows,
    Supply,
    UnitPairs,
    Uses,
    best_menus,
    build_candidates,
    build_rows,
    take_from_resources,
    unit_pairs,
    weeks_in_dates,
)
from matching.capacity import Intake, Margins
from matching.columns import Columns
from matching.columns.people import DOMAINS, MODES
from matching.columns.pool_slots import UNITS
from matching.eligibility import Findings, Pairs, evaluate
from matching.model import Problem
from matching.pairing import pair_up
from matching.scoring import pair_points, pattern_points, priority_points, values
from matching.selection.problem import Selection
from matching.vocabulary import DrawUnit, TravelMode


@dataclass(frozen=True, eq=False)
class Prepared:
    """
    A problem ready for the kernel, with everything an explanation needs.

    Parameters
    ----------
    problem
        With its records in order of their ids.
    columns, margins, intake
        The problem as columns, and what hosts can give.
    pairs, findings
        Every near pair of a person and a menu, and what the rules say of it.
    unit_pairs, candidates, uses, rows, resources
        Pairs by unit, candidates, what they take week by week, and the capacity rows they share.
    points, fit, best_fit, priority
        int32[n, criteria]; int64[n]; int64[n]; int64[units].
    selection
        The kernel's arrays.
    outranked
        bool[unit_pairs]: nothing stands against the pair but that other menus suit the unit better.
    released
        int64[k, 3]: pins that cannot hold: row of `unit_pairs`, row of the person whose pin it is, bit per
        slot of the menu, 0 where none was given.
    """

    problem: Problem
    columns: Columns
    margins: Margins
    intake: Intake
    pairs: Pairs
    findings: Findings
    unit_pairs: UnitPairs
    candidates: Candidates
    uses: Uses
    rows: Rows
    resources: Resources
    points: NDArray[np.int32]
    fit: NDArray[np.int64]
    best_fit: NDArray[np.int64]
    priority: NDArray[np.int64]
    selection: Selection
    outranked: NDArray[np.bool_]
    released: NDArray[np.int64]

    @cached_property
    def uses_by_candidate(self) -> sparse.csc_array:
        """The rows' uses by column, rows × candidates."""
        return self.rows.uses.tocsc()

    def taken(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Add up what chosen candidates take from each pool slot in each week, int64[s, w]."""
        taken = np.zeros_like(self.margins.used)
        in_pools = chosen[self.uses.candidate] & (self.uses.resource < len(taken))
        for entry in np.flatnonzero(in_pools):
            weeks = slice(self.uses.first_week[entry], self.uses.last_week[entry] + 1)
            taken[self.uses.resource[entry], weeks] += self.uses.amount[entry]
        return taken


def prepare(problem: Problem, limits: CandidateLimits, replan: bool = False) -> Prepared:
    """
    Build the kernel's arrays.

    Parameters
    ----------
    problem
        In any order; it is sorted by id first, so that order means nothing.
    limits
        How many candidates are made.
    replan
        Placements that already hold are up for change, at the price of `Weights.change`.
    """
    problem = problem.in_order()
    columns = Columns.of(problem, replan)
    margins = Margins.of(problem, columns.slots, columns.companions, columns.replanned)
    # Whoever came lately is still new to the host, and its rest goes on, even if a re-plan may move them.
    intake = Intake.of(problem, frozenset())
    pairs = pair_up(problem, columns, limits.near_menus)
    findings = evaluate(pairs)
    weights = problem.weights
    asks_host = np.bitwise_count(findings.ask_host) + _asks_about_places(columns, margins)[pairs.menu]
    by_unit = unit_pairs(
        columns,
        pairs.unit,
        pairs.person,
        pairs.menu,
        findings.against,
        pairs.usable,
        pairs.fewest,
        pair_points(
            columns.people, columns.menus, weights, pairs.person, pairs.menu, pairs.minutes, asks_host
        ),
        pairs.mode == MODES.index(TravelMode.PICK_UP),
    )
    by_unit, forced, pins = _with_choices(problem, columns, by_unit)
    supply = Supply(
        margins.held,
        margins.left,
        intake.newcomers,
        intake.may_start,
        intake.newcomer_weeks,
        intake.rest_weeks,
        weeks_in_dates(problem),
    )
    table = build_candidates(columns, by_unit, supply, forced, limits)
    points, fit = _points(columns, problem, by_unit, table)
    priority = priority_points(columns.people, columns.units, weights)
    value, best_fit = values(table.unit, fit, columns.units, priority, weights)
    value = value + weights.change * columns.units.size[table.unit] * table.current
    good = np.flatnonzero((best_fit - fit < weights.deepest_fit) | table.fixed | table.current)
    outranked = by_unit.allowed.copy()
    outranked[best_menus(by_unit, limits.menus_per_unit)] = False
    outranked[np.setdiff1d(table.pair, table.pair[good])] = True
    table, points, fit, best_fit, value = (
        table.take(good),
        points[good],
        fit[good],
        best_fit[good],
        value[good],
    )

    uses, resources = take_from_resources(columns, by_unit, supply, table)
    rows = build_rows(uses, len(table))
    fixed = _pins_that_hold(table, rows)
    kept = set(zip(table.pair[fixed].tolist(), table.slots[fixed].tolist(), strict=True))
    released = [(pin.pair, pin.person, pin.slots) for pin in pins if (pin.pair, pin.slots) not in kept]
    return Prepared(
        problem=problem,
        columns=columns,
        margins=margins,
        intake=intake,
        pairs=pairs,
        findings=findings,
        unit_pairs=by_unit,
        candidates=table,
        uses=uses,
        rows=rows,
        resources=resources,
        points=points,
        fit=fit,
        best_fit=best_fit,
        priority=priority,
        selection=Selection(
            group=table.unit, value=value, uses=rows.uses, capacity=rows.capacity, fixed=fixed
        ),
        outranked=outranked,
        released=np.array(released, dtype=np.int64).reshape(-1, 3),
    )


def _asks_about_places(columns: Columns, margins: Margins) -> NDArray[np.int64]:
    """Tell for each menu whether its own pools are to be asked about, int64[m], 0 or 1."""
    draws = columns.slots.draws
    own = draws.unit == UNITS.index(DrawUnit.PERSON)
    asks = np.zeros(columns.menus.host.size, dtype=bool)
    np.logical_or.at(asks, draws.menu[own], margins.asks[draws.pool_slot[own]])
    return asks.astype(np.int64)


class _Pinned(NamedTuple):
    """A pin: whose it is, its row in `UnitPairs`, and bit per slot of the menu; 0 where none is given."""

    person: int
    pair: int
    slots: int


def _with_choices(
    problem: Problem, columns: Columns, pairs: UnitPairs
) -> tuple[UnitPairs, Forced, list[_Pinned]]:
    """
    Keep pinned units to their menu, and list the patterns people have set.

    Of a unit's pins those with slots come before those without, then the first. Where a rule is against it no
    candidate is made.

    Returns
    -------
    pairs, forced, pins
        The pins are those that hold only if their pattern is chosen; 0 slots never is.
    """
    units = columns.units
    # Pins and placements may name a menu that is for other needs; by itself nobody is sent there.
    allowed = pairs.allowed & ((columns.menus.domains[pairs.menu] >> units.domain[pairs.unit]) & 1 == 1)
    menus = {menu.id: row for row, menu in enumerate(problem.menus)}
    unit_of = {
        (problem.people[person].id, DOMAINS[units.domain[unit]]): int(unit)
        for unit, person in zip(units.member_unit, units.member_person, strict=True)
    }
    forced: dict[tuple[int, int], tuple[bool, bool]] = {}

    def row_of(unit: int, menu: int) -> int:
        first, last = np.searchsorted(pairs.unit, [unit, unit + 1])
        return int(first + np.searchsorted(pairs.menu[first:last], menu))

    def mask(menu: int, slots: tuple[object, ...]) -> int:
        return sum(1 << problem.menus[menu].slots.index(slot) for slot in slots)

    by_unit: dict[int, list[_Pinned]] = {}
    for person_row, person in enumerate(problem.people):
        for pin in person.pins:
            unit = unit_of.get((person.id, pin.domain))
            if unit is not None:
                menu = menus[pin.menu_id]
                pinned = _Pinned(person_row, row_of(unit, menu), mask(menu, pin.slots))
                by_unit.setdefault(unit, []).append(pinned)
    pins: list[_Pinned] = []
    for unit, of_unit in by_unit.items():
        first = min(of_unit, key=lambda pinned: pinned.slots == 0)
        allowed[pairs.unit == unit] = False
        if pairs.allowed[first.pair] and first.slots:
            forced[first.pair, first.slots] = (True, False)
        elif pairs.allowed[first.pair]:
            allowed[first.pair] = True
        pins += [
            pinned
            for pinned in of_unit
            if pinned.slots or pinned.pair != first.pair or not pairs.allowed[first.pair]
        ]
    for placement in problem.placements:
        unit = unit_of.get((placement.person_id, placement.domain))
        if (placement.person_id, placement.domain) in columns.replanned and unit is not None:
            menu = menus[placement.menu_id]
            key = row_of(unit, menu), mask(menu, placement.slots)
            forced[key] = (forced.get(key, (False, False))[0], True)
    table = np.array([(*key, *flags) for key, flags in sorted(forced.items())], dtype=np.int64).reshape(-1, 4)
    choices = Forced(table[:, 0], table[:, 1], table[:, 2].astype(bool), table[:, 3].astype(bool))
    return UnitPairs(**{**vars(pairs), "allowed": allowed}), choices, pins


def _points(
    columns: Columns, problem: Problem, pairs: UnitPairs, table: Candidates
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    by_pattern = pattern_points(
        columns.people,
        columns.menus,
        problem.weights,
        columns.units.lead[table.unit],
        table.menu,
        table.slots,
        table.weeks_late,
    )
    points = np.concatenate([pairs.points[table.pair], by_pattern], axis=1)
    return points, points.sum(axis=1, dtype=np.int64)


def _pins_that_hold(table: Candidates, rows: Rows) -> NDArray[np.bool_]:
    """
    Take pins in order of their people, each with the first start and companion that fit beside the earlier.

    A pin that fits with none is released.
    """
    fixed = np.zeros(len(table), dtype=bool)
    served: set[int] = set()
    left = rows.capacity.copy()
    columns = rows.uses.tocsc()
    for candidate in np.flatnonzero(table.fixed).tolist():
        unit = int(table.unit[candidate])
        if unit in served:
            continue
        span = slice(columns.indptr[candidate], columns.indptr[candidate + 1])
        row, amount = columns.indices[span], columns.data[span]
        if (amount <= left[row]).all():
            left[row] -= amount
            fixed[candidate] = True
            served.add(unit)
    return fixed
