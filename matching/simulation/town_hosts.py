"""The 40 hosts of みほん町: facilities with a 定員, and shops, farms, clubs and rooms without one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import NamedTuple

from matching.model import BusySeason, Host, Period
from matching.simulation.town_map import district_at, place_at
from matching.vocabulary import Gender, HostKind

_NEW_YEAR = Period(dt.date(2026, 12, 29), dt.date(2027, 1, 3))
_WOMEN_AND_MEN = (Gender.WOMAN, Gender.MAN)


class _Facility(NamedTuple):
    """A host with a quota: kilometres east and north, then what its limits are made of."""

    id: str
    name: str
    kind: HostKind
    east_km: float
    north_km: float
    quota: int | None
    waiting: int | None
    staff_fte: float | None
    staff_ratio: float | None
    supporters: int | None
    people_per_supporter: int | None
    newcomers_at_once: int | None


class _Neighbour(NamedTuple):
    """A host without a quota: kilometres east and north, who looks after people, and room for how many."""

    id: str
    name: str
    kind: HostKind
    east_km: float
    north_km: float
    supporters: int | None
    people_per_supporter: int | None
    equipment_places: int | None
    newcomers_at_once: int | None


_FACILITIES = (
    # id, name, kind, east, north, 定員, 待機者, 常勤換算, 配置の比, 受入担当, 1人あたり, 慣れるまでの人
    _Facility(
        "H03", "みほん就労準備センター", HostKind.WORK_PREPARATION, 0.3, 0.1, 12, 0, None, None, 2, 2, 3
    ),
    _Facility("H04", "みほん生活リズム塾", HostKind.WORK_PREPARATION, -0.9, 3.1, 8, 0, None, None, 1, 2, 2),
    _Facility("H05", "みほん作業所B型", HostKind.TYPE_B, 0.9, 0.5, 20, 0, 2.4, 10, 1, 3, 2),
    _Facility("H06", "見本共同作業所", HostKind.TYPE_B, 1.2, 3.4, 20, 3, 2.2, 10, 1, 2, 1),
    _Facility("H07", "みほん工房みなみ", HostKind.TYPE_B, -0.8, -3.0, 20, 0, 1.8, 10, 1, 2, 1),
    _Facility("H08", "みほんベーカリーA型", HostKind.TYPE_A, -0.4, -0.5, 10, 0, 1.2, 10, 1, 1, 1),
    _Facility("H09", "みほん就労移行センター", HostKind.WORK_TRANSITION, 0.2, 0.6, 20, 0, 3.4, 6, 1, 2, 2),
    _Facility("H10", "みほん地域活動支援センター", HostKind.DAY_SERVICE, -0.3, 0.3, 15, 0, 2.0, 7.5, 2, 2, 3),
    _Facility("H11", "みほんデイサービス", HostKind.DAY_SERVICE, 0.5, 2.6, 25, 0, 5.2, 5, 1, 3, 2),
    _Facility("H12", "みほん通所の家", HostKind.DAY_SERVICE, 0.6, -2.7, 20, None, 4.0, 5, None, None, None),
    _Facility("H13", "みほん荘", HostKind.RESIDENTIAL, -1.8, 2.4, 30, 0, None, None, 1, 2, 1),
    _Facility("H14", "みほんグループホーム", HostKind.RESIDENTIAL, 1.4, 0.9, 7, 0, None, None, 1, 1, 1),
)

_NEIGHBOURS = (
    # id, name, kind, east, north, 受入担当, 1人あたり, 部屋と道具, 慣れるまでの人
    _Neighbour("H01", "みほん資源センター", HostKind.WORK_EXPERIENCE, 1.9, -0.8, 1, 2, 4, 1),
    _Neighbour("H02", "みほん清掃舎", HostKind.WORK_EXPERIENCE, -0.7, 0.9, 2, 1, None, 2),
    _Neighbour("H15", "みほん書店", HostKind.SHOP, 0.1, -0.2, 1, 1, None, 1),
    _Neighbour("H16", "みほん豆腐店", HostKind.SHOP, -1.1, -0.6, 1, 1, 2, 1),
    _Neighbour("H17", "みほん弁当店", HostKind.SHOP, 0.8, 3.0, 1, 2, 3, 1),
    _Neighbour("H18", "みほん花店", HostKind.SHOP, 0.5, -0.9, 1, 1, None, None),
    _Neighbour("H19", "喫茶みほん", HostKind.SHOP, -0.2, 0.0, 1, 1, 2, 1),
    _Neighbour("H20", "みほん雑貨店", HostKind.SHOP, 0.2, -2.9, 1, 1, None, 1),
    _Neighbour("H21", "みほん農園", HostKind.FARM, -2.6, 3.6, 2, 2, 6, 4),
    _Neighbour("H22", "見本きのこ園", HostKind.FARM, -2.0, -3.9, 1, 2, 4, 1),
    _Neighbour("H23", "みほんりんご園", HostKind.FARM, 2.7, 4.1, 1, 2, None, 2),
    _Neighbour("H24", "見本やぎ牧場", HostKind.FARM, 2.4, -4.2, 1, 1, None, 1),
    _Neighbour("H25", "みほん印刷", HostKind.COMPANY, 1.6, -0.3, 1, 2, 4, 2),
    _Neighbour("H26", "みほん部品製作所", HostKind.COMPANY, 1.5, -3.3, 1, 1, 2, 1),
    _Neighbour("H27", "みほんデータ社", HostKind.COMPANY, 0.4, 0.3, 1, 2, 2, 1),
    _Neighbour("H28", "みほん空き家の会", HostKind.VACANT_ROOM, -1.5, 1.0, 1, 2, 2, 2),
    _Neighbour("H29", "見本寮", HostKind.VACANT_ROOM, 1.1, -2.4, 1, 1, 1, 1),
    _Neighbour("H30", "みほん茶の間", HostKind.SALON, -0.6, -0.2, 2, 3, 14, 3),
    _Neighbour("H31", "みほん夜の居場所", HostKind.SALON, 0.2, -0.4, 2, 3, 10, 2),
    _Neighbour("H32", "みほん体操の会", HostKind.SALON, 0.2, 2.3, 2, 4, 20, 3),
    _Neighbour("H33", "みほん碁会所", HostKind.SALON, -0.3, -2.6, None, None, 12, None),
    _Neighbour("H34", "みほん学習室", HostKind.LEARNING_PLACE, 0.6, -0.1, 1, 3, 8, 2),
    _Neighbour("H35", "みほんフリースペース", HostKind.LEARNING_PLACE, -0.4, 2.8, 1, 3, 8, 2),
    _Neighbour("H36", "みほん子ども食堂", HostKind.VOLUNTEER_WORK, -0.5, 0.6, 2, 2, 8, 2),
    _Neighbour("H37", "みほん配食の会", HostKind.VOLUNTEER_WORK, 1.0, 2.2, 1, 2, 5, 1),
    _Neighbour("H38", "みほん花壇の会", HostKind.VOLUNTEER_WORK, 0.4, -2.2, 1, 3, None, 2),
    _Neighbour("H39", "みほん図書館", HostKind.PUBLIC_FACILITY, -0.1, -0.7, 1, 3, None, 2),
    _Neighbour("H40", "みほん公民館南分館", HostKind.PUBLIC_FACILITY, 0.0, -2.7, 1, 4, 16, 2),
)

_BUSY_SEASONS = {
    "H17": BusySeason(Period(dt.date(2026, 12, 14), dt.date(2026, 12, 28)), places=0),  # おせちの仕込み
    "H18": BusySeason(Period(dt.date(2026, 12, 21), dt.date(2026, 12, 28)), places=0),  # 正月の花
    "H23": BusySeason(Period(dt.date(2026, 11, 23), dt.date(2026, 12, 20)), places=1),  # 出荷の最盛期
    "H25": BusySeason(Period(dt.date(2026, 12, 1), dt.date(2026, 12, 20)), places=1),  # 年賀状と暦
}
_CLOSED = {
    "H07": Period(dt.date(2026, 12, 26), dt.date(2027, 1, 6)),
    "H21": Period(dt.date(2026, 12, 21), dt.date(2027, 1, 11)),  # 土が凍る間
    "H23": Period(dt.date(2026, 12, 21), dt.date(2027, 1, 17)),  # 剪定が始まるまで
    "H39": Period(dt.date(2027, 1, 18), dt.date(2027, 1, 24)),  # 蔵書の点検
}
_REST_DAYS = {"H15": 14, "H16": 28, "H19": 14, "H24": 14, "H28": 7, "H29": 7}
_OPEN_ON_HOLIDAYS = {"H14", "H16", "H19", "H21", "H24", "H28", "H29"}
_STAFF_GENDERS = {
    "H08": (Gender.WOMAN,),
    "H15": (Gender.MAN,),
    "H18": (Gender.WOMAN,),
    "H26": (Gender.MAN,),
    "H30": (Gender.WOMAN,),
    "H33": (Gender.MAN,),
    "H37": (Gender.WOMAN,),
    **dict.fromkeys(("H03", "H05", "H09", "H10", "H11", "H34", "H36", "H39", "H40"), _WOMEN_AND_MEN),
}


def town_hosts() -> tuple[Host, ...]:
    """Give the 40 hosts, by id."""
    plain = (_host(row) for row in (*_FACILITIES, *_NEIGHBOURS))
    return tuple(sorted((_with_calendar(host) for host in plain), key=lambda host: host.id))


def _host(row: _Facility | _Neighbour) -> Host:
    numbers = row._asdict()
    east_km, north_km = numbers.pop("east_km"), numbers.pop("north_km")
    return Host(**numbers, place=place_at(east_km, north_km), district=district_at(north_km))


def _with_calendar(host: Host) -> Host:
    closed, busy = _CLOSED.get(host.id), _BUSY_SEASONS.get(host.id)
    return dataclasses.replace(
        host,
        closed=(_NEW_YEAR, *((closed,) if closed else ())),
        busy_seasons=(busy,) if busy else (),
        rest_days=_REST_DAYS.get(host.id, 0),
        closes_on_holidays=host.id not in _OPEN_ON_HOLIDAYS,
        staff_genders=_STAFF_GENDERS.get(host.id),
    )
