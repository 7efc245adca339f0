"""The placement (受入): what already holds, as far as it takes seats."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from matching.errors import require
from matching.model.timetable import Slot
from matching.vocabulary import NeedDomain, PlacementStatus


@dataclass(frozen=True, kw_only=True)
class Placement:
    """
    A person at a menu today. The person need not be among the problem's people.

    Parameters
    ----------
    person_id, domain
        Who, for which need.
    menu_id, slots
        Where and when each week.
    status
        打診 holds a seat until `last_day`; 見学 takes none; 体験・受入中・定着 take one.
    first_day, last_day
        The days it holds; ``None`` for no end.
    attention_minutes, accompaniment_minutes
        What each visit takes, in minutes.
    is_fetched
        Takes a seat of the pick-up.
    companion_pool_id, caseload_pool_id
        The pools that go along and carry the case.
    """

    person_id: str
    domain: NeedDomain
    menu_id: str
    slots: tuple[Slot, ...]
    status: PlacementStatus
    first_day: dt.date
    last_day: dt.date | None = None
    attention_minutes: int = 0
    accompaniment_minutes: int = 0
    is_fetched: bool = False
    companion_pool_id: str | None = None
    caseload_pool_id: str | None = None

    def __post_init__(self) -> None:
        who = f"placement of {self.person_id} at {self.menu_id}"
        require(
            len(set(self.slots)) == len(self.slots) > 0, who, "slots", self.slots, "one or more, each once"
        )
        if self.last_day is not None:
            require(self.first_day <= self.last_day, who, "last_day", self.last_day, f"from {self.first_day}")

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the placement takes a seat on the day."""
        in_time = self.first_day <= day and (self.last_day is None or day <= self.last_day)
        return in_time and self.status.takes_seat
