"""Unmet needs counted: need × district × what stops them, when they can come, and what alone bars them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.model.gap import UnmetNeed
from matching.suppression import Suppressed, suppress_together
from matching.vocabulary import NeedDomain, Stop, TimeBand

VIEWS = ("stop", "band", "barrier")
"""The third axis of each table; the first two are need and district."""


@dataclass(frozen=True, eq=False)
class GapTable:
    """
    Needs without a place, counted along three axes.

    Parameters
    ----------
    view
        The third axis: ``stop``, ``band`` or ``barrier``.
    domains, districts, columns
        What stands along each axis, by code; a district that is not known is empty.
    counts
        int64[domains, districts, columns].
    """

    view: str
    domains: tuple[str, ...]
    districts: tuple[str, ...]
    columns: tuple[str, ...]
    counts: NDArray[np.int64]


def gap_tables(unmet: Sequence[UnmetNeed], districts: Sequence[str]) -> tuple[GapTable, ...]:
    """
    Count unmet needs in three tables with the same first two axes.

    Parameters
    ----------
    unmet
        As `unmet_needs` gives them.
    districts
        Those to show, also where nobody is without a place; others that turn up are added.
    """
    there = tuple(dict.fromkeys([*districts, *sorted({need.district for need in unmet})]))
    along: dict[str, tuple[str, ...]] = {
        "stop": tuple(Stop),
        "band": tuple(TimeBand),
        "barrier": tuple(sorted({need.barrier for need in unmet})) or ("",),
    }
    return tuple(_table(unmet, view, there, along[view]) for view in VIEWS)


def _table(
    unmet: Sequence[UnmetNeed], view: str, districts: tuple[str, ...], columns: tuple[str, ...]
) -> GapTable:
    counts = Counter((need.domain, need.district, str(getattr(need, view))) for need in unmet)
    table = np.zeros((len(NeedDomain), len(districts), len(columns)), dtype=np.int64)
    for n, domain in enumerate(NeedDomain):
        for d, district in enumerate(districts):
            for c, column in enumerate(columns):
                table[n, d, c] = counts[domain, district, column]
    return GapTable(view, tuple(NeedDomain), districts, columns, table)


def suppressed(tables: Sequence[GapTable], population: int | None) -> tuple[Suppressed, ...]:
    """Give the tables as they may be shown to those who only see aggregates, also side by side."""
    return suppress_together([table.counts for table in tables], population)
