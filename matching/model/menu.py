"""The menu (支援メニュー): one activity a host offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.errors import require
from matching.model.place import Place
from matching.model.timetable import Slot
from matching.vocabulary import Activity, Answer, Condition, DrawUnit, NeedDomain

MOST_SLOTS_A_MENU = 21


@dataclass(frozen=True)
class Draw:
    """
    What one person in the menu takes from a pool in each slot.

    Parameters
    ----------
    pool_id
        A pool of the menu's own host or of another (いがぐり型).
    unit
        One per person, the person's attention minutes, or a seat when fetched.
    """

    pool_id: str
    unit: DrawUnit = DrawUnit.PERSON


@dataclass(frozen=True, kw_only=True)
class Menu:
    """
    支援メニュー: a task carved out of a host's work, a room, a salon.

    Parameters
    ----------
    id
        Opaque id.
    host_id
        Whose menu it is.
    name
        For phrases.
    domains
        Needs it can answer, at least one.
    slots
        When it takes place, 1 to 21; for a room one night slot.
    draws
        The pools it draws on, at least one.
    activities
        What is done.
    conditions
        For burdens はい means the menu has it; for supports はい means it gives it. Missing is unknown.
    age_from, age_to
        Ages admitted, both included.
    shortest_stay_minutes
        The shortest stay the host can make use of; ``None`` for the whole slot.
    most_nights
        For a room, the longest stay; a room must have one (期間の終期).
    place
        Where, if not at the host.
    reachable_by_bus
        はい, いいえ or unknown.
    pick_up_districts
        Districts people are fetched from (送迎).
    """

    id: str
    host_id: str
    name: str
    domains: tuple[NeedDomain, ...]
    slots: tuple[Slot, ...]
    draws: tuple[Draw, ...]
    activities: tuple[Activity, ...] = ()
    conditions: Mapping[Condition, Answer] = field(default_factory=dict)
    age_from: int = 0
    age_to: int = 120
    shortest_stay_minutes: int | None = None
    most_nights: int | None = None
    place: Place | None = None
    reachable_by_bus: Answer = Answer.UNKNOWN
    pick_up_districts: tuple[str, ...] = ()

    @property
    def is_room(self) -> bool:
        """Tell whether the menu counts nights."""
        return self.slots[0].is_night

    def __post_init__(self) -> None:
        who = f"menu {self.id}"
        require(bool(self.id), "menu", "id", self.id, "a non-empty id")
        # One order of answers, so that equal records are written alike.
        ordered = {each: self.conditions[each] for each in Condition if each in self.conditions}
        object.__setattr__(self, "conditions", ordered)
        require(len(set(self.domains)) == len(self.domains) > 0, who, "domains", self.domains, "at least one")
        require(
            1 <= len(self.slots) <= MOST_SLOTS_A_MENU,
            who,
            "slots",
            len(self.slots),
            f"1 to {MOST_SLOTS_A_MENU} (split the menu)",
        )
        require(len(set(self.slots)) == len(self.slots), who, "slots", self.slots, "each slot once")
        if self.is_room:
            require(len(self.slots) == 1, who, "slots", len(self.slots), "one night slot for a room")
            require(self.most_nights is not None, who, "most_nights", None, "the longest stay of a room")
        else:
            require(not any(slot.is_night for slot in self.slots), who, "slots", "a night", "times of day")
        if self.most_nights is not None:
            require(1 <= self.most_nights <= 366, who, "most_nights", self.most_nights, "1 to 366")
        require(
            len(set(self.draws)) == len(self.draws) > 0,
            who,
            "draws",
            self.draws,
            "at least one pool, each once",
        )
        require(0 <= self.age_from <= self.age_to, who, "age_to", self.age_to, f"from {self.age_from}")
        if self.shortest_stay_minutes is not None:
            require(
                10 <= self.shortest_stay_minutes <= 720,
                who,
                "shortest_stay_minutes",
                self.shortest_stay_minutes,
                "10 to 720",
            )
