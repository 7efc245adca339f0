"""From a problem to the kernel's arrays: margins, verdicts, travel, points, candidates, rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.candidates import (
    CandidateLimits,
    Candidates,
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
from matching.choices import pins_that_hold, with_choices
from matching.columns import Columns
from matching.columns.people import MODES
from matching.columns.pool_slots import UNITS
from matching.eligibility import Findings, Pairs, evaluate
from matching.model import Problem, Weights
from matching.pairing import pair_up
from matching.scoring import pair_points, pattern_points, priority_points, values
from matching.selection.problem import Selection
from matching.vocabulary import DrawUnit, TravelMode

_PAIRS_AT_ONCE = 500_000


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
        _points_of_pairs(columns, weights, pairs, asks_host),
        pairs.mode == MODES.index(TravelMode.PICK_UP),
    )
    by_unit, forced, pins = with_choices(problem, columns, by_unit)
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
    fixed = pins_that_hold(table, rows)
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


def _points_of_pairs(
    columns: Columns, weights: Weights, pairs: Pairs, asks_host: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Give the points of every pair, a part of the table at a time: what is in between takes much memory."""
    parts = []
    for start in range(0, max(len(pairs), 1), _PAIRS_AT_ONCE):
        rows = slice(start, start + _PAIRS_AT_ONCE)
        parts.append(
            pair_points(
                columns.people,
                columns.menus,
                weights,
                pairs.person[rows],
                pairs.menu[rows],
                pairs.minutes[rows],
                asks_host[rows],
            )
        )
    return np.concatenate(parts)


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
