"""The pool (持ち寄り): a capacity by slot that someone brings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from matching.errors import require
from matching.model.timetable import Slot
from matching.vocabulary import DeclaredMark, PoolKind


@dataclass(frozen=True)
class Declared:
    """
    ○ / △ / × as the host stated it for one slot.

    Parameters
    ----------
    mark
        ○ has places, △ ask first, × none.
    places
        How many, where the host gave a number; for ○ without a number 1 is meant.
    """

    mark: DeclaredMark
    places: int | None = None

    def __post_init__(self) -> None:
        require(
            self.places is None or 0 <= self.places <= 1000, "declared", "places", self.places, "0 to 1,000"
        )


@dataclass(frozen=True)
class PoolSlot:
    """
    What a pool holds in one slot, or in a whole week.

    Parameters
    ----------
    slot
        When; ``None`` for the week as a whole.
    amount
        Units: minutes for attention and companions, seats for vehicles, people for a caseload. Not used for
        places and beds, whose number follows from the limits.
    quota
        定員 of this slot where it differs from the host's.
    regular_users
        本来の利用者 in this slot.
    declared
        What the host stated.
    stated_on
        The day the statement was made.
    """

    slot: Slot | None
    amount: int | None = None
    quota: int | None = None
    regular_users: int | None = None
    declared: Declared | None = None
    stated_on: dt.date | None = None

    def __post_init__(self) -> None:
        for name in ("amount", "quota", "regular_users"):
            number = getattr(self, name)
            require(number is None or 0 <= number <= 1_000_000, "pool slot", name, number, "0 to 1,000,000")


@dataclass(frozen=True, kw_only=True)
class Pool:
    """
    持ち寄り: places, beds, attention, vehicle seats, 同行 hours or a coordinator's caseload.

    Parameters
    ----------
    id
        Opaque id.
    kind
        What it counts.
    slots
        The capacity by slot.
    host_id
        Who brings it; ``None`` for the municipality's own.
    name
        For phrases: the van of A, the staff of B.
    districts
        Districts a companion or vehicle serves; empty for all.
    """

    id: str
    kind: PoolKind
    slots: tuple[PoolSlot, ...]
    host_id: str | None = None
    name: str = ""
    districts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        who = f"pool {self.id}"
        require(bool(self.id), "pool", "id", self.id, "a non-empty id")
        times = [part.slot for part in self.slots]
        require(len(set(times)) == len(times) > 0, who, "slots", times, "one or more, each time once")
        if self.kind in {PoolKind.PLACES, PoolKind.BEDS}:
            require(self.host_id is not None, who, "host_id", None, "the host whose places they are")
            require(
                all(part.slot is not None for part in self.slots), who, "slots", None, "a time for each slot"
            )
