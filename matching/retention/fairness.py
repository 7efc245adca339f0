"""Whether the model is as right for one group as for another, and whether it moves places between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.model import Proposal
from matching.retention.curve import Curve
from matching.retention.measures import Outcome, brier_by_stay
from matching.retention.stays import Weeks


@dataclass(frozen=True)
class GroupLine:
    """
    One group of one attribute.

    Parameters
    ----------
    attribute, group
        Which; the group was looked at for this alone.
    stays
        How many.
    predicted, observed
        Mean predicted share at the horizon, and the curve of those who were seen.
    low, high
        The band of the observed share.
    brier
        IPCW Brier score within the group; lower is better.
    is_off
        Even the nearer end of the band is further from the prediction than is allowed.
    """

    attribute: str
    group: str
    stays: int
    predicted: float
    observed: float
    low: float
    high: float
    brier: float
    is_off: bool


def by_group(
    weeks: Weeks,
    outcome: Outcome,
    share: NDArray[np.float64],
    kept: NDArray[np.float64],
    attributes: Mapping[str, Sequence[str | None]],
    least: int,
    most_gap: float,
    band: float,
) -> tuple[GroupLine, ...]:
    """
    Compare what was predicted for each large enough group with what was seen.

    Parameters
    ----------
    weeks
        Weeks at risk of the same n stays.
    outcome, share, kept
        Of n stays: what was seen; float64[n, w + 1] predicted by folds that did not know them; from
        `kept_in_sight`.
    attributes
        A value for each stay by attribute, ``None`` where unknown.
    least
        Smaller groups are left out.
    most_gap, band
        How far prediction and band may lie apart; the band's confidence.
    """
    horizon = share.shape[1] - 1
    error = brier_by_stay(outcome, share, kept)
    found: list[GroupLine] = []
    for attribute in sorted(attributes):
        values = np.array([each or "" for each in attributes[attribute]], dtype=object)
        for group in sorted(set(values.tolist()) - {""}):
            rows = values == group
            if rows.sum() < least:
                continue
            curve = Curve.of(weeks.of(rows), horizon, band)
            predicted = float(share[rows, -1].mean())
            low, high = float(curve.low[-1]), float(curve.high[-1])
            apart = max(low - predicted, predicted - high, 0.0)
            found.append(
                GroupLine(
                    attribute,
                    group,
                    int(rows.sum()),
                    predicted,
                    float(curve.share[-1]),
                    low,
                    high,
                    float(error[rows].mean()),
                    apart > most_gap,
                )
            )
    return tuple(found)


@dataclass(frozen=True)
class Allocation:
    """
    How many of one group have a place without and with predictions in the points.

    Parameters
    ----------
    attribute, group
        Which.
    people
        How many of the group are in the problem.
    without, with_model
        How many have a place.
    moved
        How many have another place with it than without it, or one only in one of the two.
    """

    attribute: str
    group: str
    people: int
    without: int
    with_model: int
    moved: int


def allocation_difference(
    without: Proposal,
    with_model: Proposal,
    attributes: Mapping[str, Mapping[str, str]],
    least: int,
) -> tuple[Allocation, ...]:
    """
    Compare two proposals of the same problem, made without and with predictions.

    Parameters
    ----------
    without, with_model
        The proposals.
    attributes
        The group of each person of the problem by attribute and person id.
    least
        Smaller groups are left out.
    """
    before, after = _places(without), _places(with_model)
    found: list[Allocation] = []
    for attribute in sorted(attributes):
        group_of = attributes[attribute]
        for group in sorted(set(group_of.values())):
            people = sorted(person for person, each in group_of.items() if each == group)
            if len(people) >= least:
                found.append(
                    Allocation(
                        attribute,
                        group,
                        len(people),
                        sum(person in before for person in people),
                        sum(person in after for person in people),
                        sum(before.get(person) != after.get(person) for person in people),
                    )
                )
    return tuple(found)


def _places(proposal: Proposal) -> dict[str, frozenset[tuple[str, object]]]:
    found: dict[str, set[tuple[str, object]]] = {}
    for each in proposal.assignments:
        found.setdefault(each.person_id, set()).add((each.choice.menu_id, each.choice.slots))
    return {person: frozenset(places) for person, places in found.items()}
