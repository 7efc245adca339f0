"""Weekly patterns: which of the slots a person could come to they would come to each week."""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations
from math import comb

import numpy as np
from numpy.typing import NDArray

from matching.columns import MenuColumns

_ENUMERATED = 500
"""Up to this many subsets are ranked one by one; beyond it evenly spaced ones stand for them."""


@cache
def subsets(n: int, k: int) -> NDArray[np.int64]:
    """Give subsets of k of n positions, int64[c, k], the most evenly spread first."""
    if comb(n, k) > _ENUMERATED:
        even = {tuple(sorted((start + i * n // k) % n for i in range(k))) for start in range(n)}
        return np.array(sorted(even), dtype=np.int64)

    def unevenness(subset: tuple[int, ...]) -> int:
        gaps = [b - a for a, b in zip(subset, (*subset[1:], subset[0] + n), strict=True)]
        return sum(gap * gap for gap in gaps)

    return np.array(sorted(combinations(range(n), k), key=unevenness), dtype=np.int64)


@cache
def _shares(n: int, fewest: int, top: int, per_pair: int) -> tuple[int, ...]:
    """
    Share the patterns among `top`, …, `fewest` of n slots: evenly, the larger first, and nothing left over.

    Where all subsets together are no more than `per_pair`, each level gets all of its own.
    """
    shares: list[int] = []
    rest = per_pair
    for k in range(top, fewest - 1, -1):
        needed_below = sum(comb(n, fewer) for fewer in range(fewest, k))
        share = max(-(-rest // (k - fewest + 1)), rest - needed_below)
        shares.append(min(share, comb(n, k)))
        rest -= shares[-1]
    return tuple(shares)


def overlapping_slots(menus: MenuColumns) -> NDArray[np.int64]:
    """Give for each slot of a menu the other slots at the same time, int64[m, slots], bit per slot."""
    found = np.zeros(menus.slot_day.shape, dtype=np.int64)
    for j, i in permutations(range(menus.slot_day.shape[1]), 2):
        same_day = (menus.slot_day[:, i] == menus.slot_day[:, j]) & (menus.slot_day[:, j] > 0)
        meets = (menus.slot_start[:, i] < menus.slot_end[:, j]) & (
            menus.slot_start[:, j] < menus.slot_end[:, i]
        )
        found[:, j] |= (same_day & meets).astype(np.int64) << i
    return found


def weekly_patterns(
    usable: NDArray[np.int64],
    fewest: NDArray[np.int64],
    most: NDArray[np.int64],
    turn: NDArray[np.int64],
    per_pair: int,
    menu: NDArray[np.int64],
    overlapping: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """
    Choose up to `per_pair` patterns for each pair: the most slots first, spread over the week.

    No pattern has two slots at the same time.

    Parameters
    ----------
    usable
        int64[p]: slots that can be used, bit per slot of the menu.
    fewest, most
        int64[p]: slots a week; pairs with fewer usable slots than `fewest` get no pattern.
    turn
        int64[p]: where to start in the list of subsets, so that not everybody gets the same days.
    per_pair
        At most so many patterns a pair, 1 or more.
    menu
        int64[p]: row in `overlapping`.
    overlapping
        int64[m, slots], as `overlapping_slots` gives it.

    Returns
    -------
    pair, slots
        int64[n]: the row of the pair and its chosen slots.
    """
    count = np.bitwise_count(usable).astype(np.int64)
    top = np.minimum(most, count)
    width = int(count.max(initial=0))
    position = _positions(usable, overlapping.shape[1])
    pairs: list[NDArray[np.int64]] = []
    chosen: list[NDArray[np.int64]] = []
    any_overlap = bool(overlapping.any())
    for n in range(1, width + 1):
        for k in range(1, n + 1):
            rows = np.flatnonzero((count == n) & (fewest <= k) & (k <= top))
            if rows.size == 0:
                continue
            table = subsets(n, k)
            bounds, of_row = np.unique(
                np.stack([fewest[rows], top[rows]], axis=1), axis=0, return_inverse=True
            )
            shares = [_shares(n, fewest, top, per_pair)[top - k] for fewest, top in bounds.tolist()]
            wanted = np.array(shares)[of_row]
            # Turning only among the more even subsets keeps the days spread.
            even = min(len(table), 4 * per_pair)
            for t in range(len(table)):
                short = np.flatnonzero(wanted > 0)
                if short.size == 0:
                    break
                mine = rows[short]
                subset = table[(turn[mine] + t) % even if t < even else np.full(mine.size, t)]
                slots = np.zeros(mine.size, dtype=np.int64)
                for column in range(k):
                    slots |= np.int64(1) << position[mine, subset[:, column]]
                if any_overlap:
                    meets = np.zeros(mine.size, dtype=bool)
                    for column in range(k):
                        meets |= overlapping[menu[mine], position[mine, subset[:, column]]] & slots != 0
                    short, mine, slots = short[~meets], mine[~meets], slots[~meets]
                wanted[short] -= 1
                pairs.append(mine)
                chosen.append(slots)
    if not pairs:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    pair, slots = np.concatenate(pairs), np.concatenate(chosen)
    order = np.lexsort((slots, pair))
    return pair[order], slots[order]


def _positions(usable: NDArray[np.int64], n_slots: int) -> NDArray[np.int8]:
    """Give the positions of the usable slots of each pair, first to last, then of the others."""
    unusable = np.stack([(usable >> j) & 1 == 0 for j in range(n_slots)], axis=1)
    return np.argsort(unusable, axis=1, kind="stable").astype(np.int8)
