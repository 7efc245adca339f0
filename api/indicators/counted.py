"""All indicators of a period, and the same as outsiders see them."""

from __future__ import annotations

import datetime as dt
import inspect
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from api.indicators import counting, journeys
from api.indicators.counting import Count, Unit
from api.indicators.periods import Period
from api.indicators.records import Records
from matching.suppression import shown, total_of

Key = tuple[str, str]

_BY_PERIOD: dict[str, Callable[[Records, Period], list[Count]]] = {
    "K1": counting.k1_applications,
    "K2": counting.k2_supported,
    "K3": counting.k3_plans,
    "K4": counting.k4_endings,
    "K5": counting.k5_hosts,
    "K6": counting.k6_new_hosts,
    "K7": journeys.k7_funnel,
    "K10": counting.k10_host_support,
    "K11": counting.k11_unmet,
    "K12": counting.k12_waiting,
}
_AS_OF: dict[str, Callable[[Records, Period, dt.date], list[Count]]] = {
    "K8": journeys.k8_retention,
    "K9": counting.k9_followed_up,
}
DEFINITIONS = {code: inspect.getdoc(count) or "" for code, count in (_BY_PERIOD | _AS_OF).items()}
"""What each counts, in the words of its function."""


def count_all(records: Records, period: Period, as_of: dt.date) -> list[Count]:
    """Count everything of one period, as known on a day."""
    found = [each for count in _BY_PERIOD.values() for each in count(records, period)]
    found += [each for count in _AS_OF.values() for each in count(records, period, as_of)]
    return [replace(each, value=None if each.value is None else float(each.value)) for each in found]


def hidden_keys(counts: Sequence[Count], population: int | None) -> frozenset[Key]:
    """
    Say which numbers of a period an outsider must not see.

    Numbers of hosts are in the open register and stay. Of the others: small ones, shares of which either side
    is small, medians of few, and every number that a hidden one could be computed from.
    """
    by_key = {(each.code, each.part): each for each in counts if each.unit != Unit.HOSTS}
    hidden = {key for key, each in by_key.items() if not _is_shown(each, population)}
    for totals, parts in _partitions(by_key):
        if any(key in hidden for key in parts):
            hidden |= totals
    # Of numbers that contain each other the difference is a number of people too.
    funnel = [by_key["K7", name] for name in ("offered", *(name for name, _ in journeys.STAGES))]
    steps = [int(a.value or 0) - int(b.value or 0) for a, b in itertools.pairwise(funnel)]
    steps.append(int(funnel[-1].value or 0))
    cells = [shown(step, population) for step in steps]
    hidden |= {
        (each.code, each.part) for n, each in enumerate(funnel) if total_of(cells[n:], population) is None
    }
    return frozenset(hidden)


def _is_shown(count: Count, population: int | None) -> bool:
    if count.unit == Unit.DAYS:
        return bool(count.of) and shown(count.of or 0, population) is not None
    value = int(count.value or 0)
    if count.code == "K7":
        return True  # decided by the steps between its numbers
    cells = [value] if count.of is None else [value, count.of - value]
    return total_of([shown(cell, population) for cell in cells], population) is not None


def _partitions(by_key: Iterable[Key]) -> list[tuple[set[Key], set[Key]]]:
    """Give the numbers that are totals, each with the parts they are the total of."""
    keys = set(by_key)
    reasons = {key for key in keys if key[0] == "K4" and key[1].startswith("reason.")}
    places = {key for key in keys if key[0] == "K11" and key[1]}
    return [({("K4", "closure"), ("K4", "break_off")}, reasons), ({("K11", "")}, places)]
