"""Hosts, menus and pools from rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from api.imports.faults import Expected
from api.imports.hosts import WamHosts, hosts_from_wam
from api.imports.wam import WamRow
from matching.model.host import Host
from matching.model.menu import Draw
from matching.model.place import Place
from matching.model.pool import Declared, PoolSlot
from matching.model.timetable import Slot
from matching.vocabulary import Activity, DeclaredMark, HostKind, NeedDomain, PoolKind, Weekday

MakeRow = Callable[..., WamRow]
MakeHosts = Callable[..., WamHosts]


def test_an_office_in_full(make_hosts: MakeHosts) -> None:
    """Open data gives name, place, quota and slots; everything else stays unknown."""
    hosts, menus, pools, notices = make_hosts({})
    assert hosts == (
        Host(
            id="wam-2400000001-type_b",
            name="みほん作業所",
            kind=HostKind.TYPE_B,
            place=Place(34.965, 136.624),
            quota=20,
            closes_on_holidays=True,
        ),
    )
    (menu,), (pool,) = menus, pools
    assert menu.host_id == pool.host_id == hosts[0].id
    assert menu.draws == (Draw(pool.id),)
    assert menu.domains == (NeedDomain.WORK,)
    assert pool.kind is PoolKind.PLACES
    assert len(menu.slots) == 10
    assert menu.slots[0] == Slot(Weekday.MON, dt.time(9, 30), dt.time(12))
    assert pool.slots == tuple(PoolSlot(slot) for slot in menu.slots)
    assert notices == ()


@pytest.mark.parametrize(
    ("service", "kind", "domains"),
    [
        ("就労継続支援Ａ型", HostKind.TYPE_A, (NeedDomain.WORK,)),
        ("就労継続支援B型", HostKind.TYPE_B, (NeedDomain.WORK,)),
        ("就労移行支援", HostKind.WORK_TRANSITION, (NeedDomain.WORK,)),
        ("施設入所支援", HostKind.RESIDENTIAL, (NeedDomain.HOUSING,)),
        ("生活介護", HostKind.DAY_SERVICE, (NeedDomain.BELONGING, NeedDomain.DAILY_LIFE)),
        ("自立訓練（機能訓練）", HostKind.DAY_SERVICE, (NeedDomain.BELONGING, NeedDomain.DAILY_LIFE)),
        ("地域活動支援センター", HostKind.DAY_SERVICE, (NeedDomain.BELONGING, NeedDomain.DAILY_LIFE)),
    ],
)
def test_services(
    make_hosts: MakeHosts, service: str, kind: HostKind, domains: tuple[NeedDomain, ...]
) -> None:
    """Each service we take becomes its kind of host."""
    found = make_hosts({"service": service})
    assert found.hosts[0].kind is kind
    assert found.menus[0].domains == domains


@pytest.mark.parametrize("service", ["居宅介護", "宿泊型自立訓練", "放課後等デイサービス", "みほんサービス"])
def test_other_services_are_left_out_with_a_notice(make_hosts: MakeHosts, service: str) -> None:
    """What is no place to go to, or not for adults by day, becomes no host."""
    found = make_hosts({"service": service}, {})
    assert len(found.hosts) == 1
    assert [(notice.row_number, notice.expected) for notice in found.notices] == [(2, Expected.SERVICE)]


def test_a_residence_has_one_room_by_the_night(make_hosts: MakeHosts) -> None:
    """A residence offers beds, needs no opening times and does not close on holidays."""
    found = make_hosts({"service": "施設入所支援", "open_weekdays": "", "closed_days": ""})
    (menu,), (pool,) = found.menus, found.pools
    assert menu.is_room
    assert menu.most_nights == 30
    assert menu.activities == (Activity.LIVING,)
    assert pool.kind is PoolKind.BEDS
    assert not found.hosts[0].closes_on_holidays
    assert not found.notices


@pytest.mark.parametrize("opening", ["", "12:00-13:00"])
def test_without_a_half_day_there_is_no_menu(make_hosts: MakeHosts, opening: str) -> None:
    """The host is kept, to be asked; no slot is invented for it."""
    found = make_hosts({"open_weekdays": opening})
    assert len(found.hosts) == 1
    assert not found.menus
    assert not found.pools
    assert [(n.field, n.given, n.expected) for n in found.notices] == [
        ("open_weekdays", opening, Expected.HALF_DAY)
    ]


@pytest.mark.parametrize("quota", ["", "0"])
def test_an_unknown_quota_stays_unknown(make_hosts: MakeHosts, quota: str) -> None:
    """Nobody filled it in; that is not zero places."""
    assert make_hosts({"quota": quota}).hosts[0].quota is None


def test_without_a_position_there_is_no_place(make_hosts: MakeHosts) -> None:
    """A host nobody can locate is kept."""
    assert make_hosts({"lat": "", "lng": ""}).hosts[0].place is None


@pytest.mark.parametrize(
    ("open_holidays", "closed_days", "closes"),
    [("", "", True), ("09:00-15:00", "", False), ("09:00-15:00", "祝日", True), ("", "日曜", True)],
)
def test_holidays(make_hosts: MakeHosts, open_holidays: str, closed_days: str, closes: bool) -> None:
    """Open on holidays only with hours for them and no word against it."""
    found = make_hosts({"open_holidays": open_holidays, "closed_days": closed_days})
    assert found.hosts[0].closes_on_holidays is closes


def test_words_nobody_read_are_passed_on(make_hosts: MakeHosts) -> None:
    """Seasons, other closings and remarks each give a notice; なし says nothing."""
    found = make_hosts(
        {"closed_days": "日曜、年末年始、第2土曜", "remarks": "水曜午後閉所"},
        {"office_number": "2400000002", "remarks": "特になし"},
    )
    assert [(notice.row_number, notice.given, notice.expected) for notice in found.notices] == [
        (2, "年末年始", Expected.CLOSED_SEASONS),
        (2, "第2土曜", Expected.CLOSED_DAYS),
        (2, "水曜午後閉所", Expected.REMARKS),
    ]


def test_what_hosts_have_stated_is_taken_up(make_row: MakeRow) -> None:
    """A statement replaces the unknown slot; without one the slot stays unknown."""

    def declared(host_id: str, slot: Slot) -> PoolSlot | None:
        if slot.weekday is Weekday.MON:
            return PoolSlot(slot, declared=Declared(DeclaredMark.ASK), stated_on=dt.date(2026, 11, 1))
        return None

    (pool,) = hosts_from_wam([make_row()], declared).pools
    assert [part.declared is not None for part in pool.slots] == [True, True] + [False] * 8
