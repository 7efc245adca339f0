"""The host (受入先): an organisation that takes people in, within its own limits."""

from __future__ import annotations

from dataclasses import dataclass

from matching.errors import require
from matching.model.place import Place
from matching.model.timetable import Period
from matching.vocabulary import Gender, HostKind, ServiceGroup

_GROUP_OF_KIND = {
    HostKind.RESIDENTIAL: ServiceGroup.RESIDENTIAL,
    HostKind.DAY_SERVICE: ServiceGroup.DAY,
    HostKind.TYPE_B: ServiceGroup.EMPLOYMENT,
    HostKind.TYPE_A: ServiceGroup.EMPLOYMENT,
    HostKind.WORK_TRANSITION: ServiceGroup.EMPLOYMENT,
    HostKind.WORK_EXPERIENCE: ServiceGroup.EMPLOYMENT,
    HostKind.WORK_PREPARATION: ServiceGroup.EMPLOYMENT,
}


def service_group_of(kind: HostKind) -> ServiceGroup:
    """Give the group of existing services a kind of host belongs to; 一般 for all others."""
    return _GROUP_OF_KIND.get(kind, ServiceGroup.GENERAL)


@dataclass(frozen=True)
class BusySeason:
    """
    繁忙期: a period in which fewer of our people can come, or none.

    Parameters
    ----------
    period
        The days.
    places
        How many of our people may come in each slot then; with 0 everybody pauses.
    """

    period: Period
    places: int = 0

    def __post_init__(self) -> None:
        require(0 <= self.places <= 1000, "busy season", "places", self.places, "0 to 1,000")


@dataclass(frozen=True, kw_only=True)
class Host:
    """
    受入先. Every number left at ``None`` is unknown, never zero.

    Parameters
    ----------
    id
        Opaque id.
    name
        The organisation's name, for phrases.
    kind
        What it is.
    place
        Where; ``None`` when unknown.
    district
        日常生活圏域.
    quota
        定員 of each slot.
    waiting
        Regular users on the waiting list (本来の利用希望者).
    staff_fte
        常勤換算 of the staff the ratio counts, to one decimal.
    staff_ratio
        Users one full-time equivalent may look after: 10 for 10:1.
    supporters, people_per_supporter
        受入担当 at the same time, and how many people each can look after.
    equipment_places
        People the rooms and tools are enough for, regular users included.
    newcomers_at_once
        How many people may be in their first weeks at the same time.
    rest_days
        Days between two intakes, 0 to 180.
    closed, busy_seasons
        Days without any slot; days with fewer places.
    closes_on_holidays
        No slot on 国民の祝日.
    staff_genders
        Genders of staff present; ``None`` when unknown.
    """

    id: str
    name: str
    kind: HostKind
    place: Place | None = None
    district: str | None = None
    quota: int | None = None
    waiting: int | None = None
    staff_fte: float | None = None
    staff_ratio: float | None = None
    supporters: int | None = None
    people_per_supporter: int | None = None
    equipment_places: int | None = None
    newcomers_at_once: int | None = None
    rest_days: int = 0
    closed: tuple[Period, ...] = ()
    busy_seasons: tuple[BusySeason, ...] = ()
    closes_on_holidays: bool = True
    staff_genders: tuple[Gender, ...] | None = None

    @property
    def service_group(self) -> ServiceGroup:
        """入所・居住系 / 通所 / 就労支援 / 一般, by kind."""
        return service_group_of(self.kind)

    def __post_init__(self) -> None:
        who = f"host {self.id}"
        require(bool(self.id), "host", "id", self.id, "a non-empty id")
        for name, most in (
            ("quota", 10_000),
            ("waiting", 10_000),
            ("supporters", 10_000),
            ("people_per_supporter", 100),
            ("equipment_places", 10_000),
            ("newcomers_at_once", 1_000),
        ):
            number = getattr(self, name)
            require(number is None or 0 <= number <= most, who, name, number, f"0 to {most} or nothing")
        require(0 <= self.rest_days <= 180, who, "rest_days", self.rest_days, "0 to 180")
        for name in ("staff_fte", "staff_ratio"):
            number = getattr(self, name)
            require(number is None or 0 <= number <= 10_000, who, name, number, "0 to 10,000 or nothing")
