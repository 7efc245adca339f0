"""Which services of the open data become hosts, and what each can answer."""

from __future__ import annotations

from dataclasses import dataclass

from api.imports.records import plain
from matching.vocabulary import Activity, HostKind, NeedDomain, PoolKind

_WORK = (NeedDomain.WORK,)
_DAY = (NeedDomain.BELONGING, NeedDomain.DAILY_LIFE)


@dataclass(frozen=True)
class Service:
    """
    A service as a host.

    Parameters
    ----------
    code
        Part of the host's id; one for each service, since an office may give several.
    kind
        What the host is.
    domains
        Needs its menu can answer.
    menu_name
        For phrases.
    """

    code: str
    kind: HostKind
    domains: tuple[NeedDomain, ...]
    menu_name: str

    @property
    def pool_kind(self) -> PoolKind:
        """Beds for a residence, places for all others."""
        return PoolKind.BEDS if self.kind is HostKind.RESIDENTIAL else PoolKind.PLACES

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Living for a residence; the file tells nothing of what is done elsewhere."""
        return (Activity.LIVING,) if self.kind is HostKind.RESIDENTIAL else ()


_TYPE_A = Service("type_a", HostKind.TYPE_A, _WORK, "作業への参加")
_TYPE_B = Service("type_b", HostKind.TYPE_B, _WORK, "作業への参加")
_TRANSITION = Service("work_transition", HostKind.WORK_TRANSITION, _WORK, "就労に向けた活動への参加")
_RESIDENCE = Service("residential", HostKind.RESIDENTIAL, (NeedDomain.HOUSING,), "空室の一時利用")


def _day_service(code: str) -> Service:
    """Give a 通所 service; they differ only in their code."""
    return Service(code, HostKind.DAY_SERVICE, _DAY, "日中活動への参加")


_SERVICE_OF_TITLE = {
    "就労継続支援A型": _TYPE_A,
    "就労継続支援B型": _TYPE_B,
    "就労移行支援": _TRANSITION,
    "施設入所支援": _RESIDENCE,
    "生活介護": _day_service("life_care"),
    "地域活動支援センター": _day_service("activity_centre"),
    "自立訓練": _day_service("training"),
    "機能訓練": _day_service("functional_training"),
    "自立訓練(機能訓練)": _day_service("functional_training"),
    "生活訓練": _day_service("life_training"),
    "自立訓練(生活訓練)": _day_service("life_training"),
}


def service_of(title: str) -> Service | None:
    """Give the service of a title in any width; ``None`` for one that is not taken as a host."""
    return _SERVICE_OF_TITLE.get(plain(title))
