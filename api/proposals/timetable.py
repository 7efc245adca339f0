"""A proposal as each host's week: who would come when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.proposals.schemas import LineView
from api.web.weeks import EVERY_DAY, Cell, Week, cell_of, night_of, week_of

Times = tuple[int, dt.time | None, dt.time | None]
"""A weekday (0 is Monday) with start and end; a night has none."""
_TIMES = ("start", "end")


@dataclass(frozen=True)
class HostWeek:
    """
    A menu's week in a proposal.

    Parameters
    ----------
    menu, people
        Which menu, and how many people are proposed to it.
    week
        Each slot with who would come: the name where it may be known, else the number.
    """

    menu: str
    people: int
    week: Week


def timetable_of(lines: Iterable[LineView], names: Mapping[uuid.UUID, str]) -> tuple[HostWeek, ...]:
    """Put the assigned lines into the weeks of their menus, in the order of the menus' names."""
    at: defaultdict[str, defaultdict[Times, list[str]]] = defaultdict(lambda: defaultdict(list))
    people: defaultdict[str, set[uuid.UUID]] = defaultdict(set)
    for line in lines:
        if line.choice is None:
            continue
        people[line.choice.menu].add(line.person_id)
        for slot in line.choice.slots:
            start, end = (dt.time.fromisoformat(slot[name]) if name in slot else None for name in _TIMES)
            for day in EVERY_DAY if slot["weekday"] is None else [slot["weekday"] - 1]:
                at[line.choice.menu][day, start, end].append(names.get(line.person_id, line.number))
    return tuple(HostWeek(menu, len(people[menu]), week_of(_cells(at[menu]))) for menu in sorted(at))


def _cells(slots: Mapping[Times, list[str]]) -> Iterable[Cell]:
    for (day, start, end), who in slots.items():
        words = "、".join(sorted(who))
        if start is None or end is None:
            yield night_of(day, words=words)
        else:
            yield cell_of(day, start, end, words=words)
