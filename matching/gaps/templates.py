"""Templates of developments and the budget, as data a municipality edits (data/developments)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from matching.bundled import data_path
from matching.errors import InvalidProblem, require
from matching.model import Slot
from matching.model.toml_text import (
    is_whole_number,
    member_of,
    members_of,
    of_type,
    read_toml,
    require_names,
)
from matching.vocabulary import (
    Activity,
    Answer,
    Condition,
    DevelopmentKind,
    HostKind,
    Lang,
    NeedDomain,
    Weekday,
)

_RECORD = "developments"
_DAYS = {day.name.lower(): day for day in Weekday}
_NEEDED = ("key", "kind", "ja", "en", "places", "effort_days")
_OF_MENUS = ("domains", "activities", "has", "has_not", "times", "nights", "age_from", "age_to")
_OPTIONAL = (*_OF_MENUS, "host_kind", "host_kinds")


@dataclass(frozen=True, kw_only=True)
class Template:
    """
    A kind of development before it has a district.

    Parameters
    ----------
    key, kind, ja, en
        What it is called.
    places, effort_days
        People a slot, seats, minutes a week or people carried; days of work to build it.
    host_kind, host_kinds
        Kind of the new host; kinds of host at which a task is carved out.
    domains, activities, conditions, age_from, age_to
        Of the new menu.
    times
        Each makes a development of its own; empty where it has none.
    nights
        The longest stay of a room; ``None`` for no room.
    """

    key: str
    kind: DevelopmentKind
    ja: str
    en: str
    places: int
    effort_days: int
    host_kind: HostKind = HostKind.COMPANY
    host_kinds: tuple[HostKind, ...] = ()
    domains: tuple[NeedDomain, ...] = ()
    activities: tuple[Activity, ...] = ()
    conditions: Mapping[Condition, Answer] = field(default_factory=dict)
    age_from: int = 0
    age_to: int = 120
    times: tuple[tuple[Slot, ...], ...] = ()
    nights: int | None = None

    def __post_init__(self) -> None:
        who = f"{_RECORD}, {self.key}"
        for name, most in (("places", 10_000), ("effort_days", 1_000)):
            number = getattr(self, name)
            require(is_whole_number(number) and 1 <= number <= most, who, name, number, f"1 to {most:,}")
        makes_menus = self.kind in {DevelopmentKind.NEW_HOST, DevelopmentKind.CARVED_TASK}
        has_times = bool(self.times) or self.nights is not None
        require(has_times == makes_menus, who, "times", self.times, "times or nights for a menu, else none")
        require(
            bool(self.domains) == makes_menus, who, "domains", self.domains, "needs for a menu, else none"
        )

    def name(self, lang: Lang) -> str:
        """Give what it is called."""
        return self.ja if lang == Lang.JA else self.en


@dataclass(frozen=True, kw_only=True)
class Templates:
    """
    All templates, and how much can be built.

    Parameters
    ----------
    version
        Printed with every analysis.
    budget_days
        Days of work there are.
    worst_share
        Weight of the worst-off district, as a share of what everybody together is worth, 0 to 1.
    draws
        Draws of who arrives, 0 to 1,000.
    templates
        One or more, each key once.
    """

    version: str
    budget_days: int
    worst_share: float
    draws: int
    templates: tuple[Template, ...]

    def __post_init__(self) -> None:
        keys = [template.key for template in self.templates]
        require(len(set(keys)) == len(keys) > 0, _RECORD, "template", keys, "one or more, each key once")
        for name, most in (("budget_days", 100_000), ("draws", 1_000)):
            number = getattr(self, name)
            require(is_whole_number(number) and 0 <= number <= most, _RECORD, name, number, f"0 to {most:,}")
        require(0 <= self.worst_share <= 1, _RECORD, "worst_share", self.worst_share, "0 to 1")

    @classmethod
    def from_toml(cls, text: str) -> Templates:
        """
        Read templates.

        Raises
        ------
        InvalidProblem
            If a field is missing, unknown or out of range.
        """
        table = read_toml(text, _RECORD)
        require_names(table, ("version", "budget_days", "worst_share", "draws", "template"), _RECORD)
        share = table["worst_share"]
        require(isinstance(share, int | float), _RECORD, "worst_share", share, "0 to 1")
        return cls(
            version=of_type(str, table["version"], _RECORD, "version"),
            budget_days=table["budget_days"],
            worst_share=float(share),
            draws=table["draws"],
            templates=tuple(
                _template(of_type(dict, each, _RECORD, "template"))
                for each in of_type(list, table["template"], _RECORD, "template")
            ),
        )


@lru_cache(maxsize=1)
def default_templates() -> Templates:
    """Read the templates a municipality starts from."""
    return Templates.from_toml(data_path("developments/default.toml").read_text(encoding="utf-8"))


def _template(entry: dict[str, Any]) -> Template:
    who = f"{_RECORD}, {entry.get('key', '?')}"
    require_names(entry, _NEEDED, who, _OPTIONAL)
    given = {name: entry[name] for name in ("key", "ja", "en")}
    for name, text in given.items():
        of_type(str, text, who, name)
    has = members_of(Condition, entry.get("has", []), who, "has")
    has_not = members_of(Condition, entry.get("has_not", []), who, "has_not")
    both = set(has) & set(has_not)
    require(not both, who, "has_not", sorted(both), "conditions that are not in `has`")
    nights = entry.get("nights")
    require(
        nights is None or (is_whole_number(nights) and 1 <= nights <= 366), who, "nights", nights, "1 to 366"
    )
    return Template(
        **given,
        kind=member_of(DevelopmentKind, entry["kind"], who, "kind"),
        places=entry["places"],
        effort_days=entry["effort_days"],
        host_kind=member_of(HostKind, entry.get("host_kind", HostKind.COMPANY), who, "host_kind"),
        host_kinds=members_of(HostKind, entry.get("host_kinds", []), who, "host_kinds"),
        domains=members_of(NeedDomain, entry.get("domains", []), who, "domains"),
        activities=members_of(Activity, entry.get("activities", []), who, "activities"),
        conditions={**dict.fromkeys(has, Answer.YES), **dict.fromkeys(has_not, Answer.NO)},
        age_from=entry.get("age_from", 0),
        age_to=entry.get("age_to", 120),
        times=((Slot(None),),)
        if nights
        else tuple(_slots(of_type(dict, each, who, "times"), who) for each in entry.get("times", [])),
        nights=nights,
    )


def _slots(given: dict[str, Any], who: str) -> tuple[Slot, ...]:
    require_names(given, ("days", "start", "end"), who)
    days = of_type(list, given["days"], who, "days")
    for day in days:
        require(day in _DAYS, who, "days", day, f"one of {', '.join(_DAYS)}")
    return tuple(Slot(_DAYS[day], _clock(given["start"], who), _clock(given["end"], who)) for day in days)


def _clock(text: object, who: str) -> dt.time:
    try:
        return dt.time.fromisoformat(str(text))
    except ValueError as error:
        raise InvalidProblem(who, "times", text, "a time as 13:30") from error
