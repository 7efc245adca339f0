"""A sparse table of two indexes, looked up for many pairs at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Relation:
    """
    Values for some pairs (row, column); all other pairs have the default.

    Parameters
    ----------
    keys
        int64[n], sorted: row × columns + column.
    values
        [n], one per key.
    columns
        How many columns there are.
    """

    keys: NDArray[np.int64]
    values: NDArray[np.float64]
    columns: int

    @classmethod
    def of(cls, entries: Mapping[tuple[int, int], float], columns: int) -> Relation:
        """Make a relation from its entries."""
        keys = np.array([row * columns + column for row, column in entries], dtype=np.int64)
        values = np.array(list(entries.values()), dtype=np.float64)
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], values[order], columns)

    def at(self, rows: NDArray[np.int64], columns: NDArray[np.int64], default: float) -> NDArray[np.float64]:
        """Give the value of each pair, or the default."""
        if self.keys.size == 0:
            return np.full(rows.shape, default)
        wanted = rows.astype(np.int64) * self.columns + columns
        place = np.minimum(np.searchsorted(self.keys, wanted), self.keys.size - 1)
        found = (self.keys[place] == wanted) & (rows >= 0) & (columns >= 0)
        return np.where(found, self.values[place], default)
