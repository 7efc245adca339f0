"""Make hosts, menus and pools of the core from the rows of WAM NET."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from api.imports.closed_days import ClosedDays, read_closed_days
from api.imports.faults import Expected, RowFault
from api.imports.half_days import slots_of
from api.imports.identities import identified
from api.imports.services import Service, service_of
from api.imports.wam import WamRow
from matching.model.host import Host
from matching.model.menu import Draw, Menu
from matching.model.place import Place
from matching.model.pool import Pool, PoolSlot
from matching.model.timetable import Slot
from matching.vocabulary import HostKind

Stated = Callable[[str, Slot], PoolSlot | None]
"""What a host, by id, has stated about one of its slots; ``None`` when it has stated nothing."""

_MOST_NIGHTS = 30
_NO_REMARK = frozenset({"", "-", "ー", "なし", "無し", "無", "特になし", "特に無し", "特になし。", "なし。"})


class WamHosts(NamedTuple):
    """
    The part of a problem that open data can give.

    Parameters
    ----------
    hosts, menus, pools
        Sorted by host id; every menu draws on the one pool of its host.
    notices
        What was left out or could not be read, by row.
    """

    hosts: tuple[Host, ...]
    menus: tuple[Menu, ...]
    pools: tuple[Pool, ...]
    notices: tuple[RowFault, ...]


def hosts_from_wam(rows: Iterable[WamRow], declared: Stated | None = None) -> WamHosts:
    """
    Make a host of each office and service, with a menu and a pool where its slots are known.

    Open data tells that an office exists, its 定員 and its opening times; it never tells that a place is
    free. So regular users, statements, staff and waiting lists stay unknown until the host is asked. A
    residence has one room, by the night, for at most 30 nights. An office without known opening times
    is a host without menu.

    Parameters
    ----------
    rows
        As read by `read_wam` from one file; the notices give its row numbers. Ids do not clash with those of
        another service's file.
    declared
        What hosts have stated since, if anything.
    """
    notices: list[RowFault] = []
    offices: list[tuple[WamRow, Service]] = []
    for row in rows:
        service = service_of(row.service)
        if service is None:
            notices.append(RowFault(row.row_number, "service", row.service, Expected.SERVICE))
        else:
            offices.append((row, service))
    by_id, repeated = identified(offices)
    notices += [
        RowFault(row.row_number, "office_number", row.office_number, Expected.SAME_OFFICE) for row in repeated
    ]
    hosts: list[Host] = []
    menus: list[Menu] = []
    pools: list[Pool] = []
    for host_id, (row, service) in by_id.items():
        closed = read_closed_days(row.closed_days)
        host = _host(host_id, row, service, closed)
        hosts.append(host)
        notices += _unread(row, closed)
        slots = (Slot(None),) if host.kind is HostKind.RESIDENTIAL else slots_of(row, closed)
        if slots:
            pool = _pool(host, service, slots, declared)
            pools.append(pool)
            menus.append(_menu(host, service, slots, pool))
        else:
            notices.append(RowFault(row.row_number, "open_weekdays", _opening_text(row), Expected.HALF_DAY))
    return WamHosts(tuple(hosts), tuple(menus), tuple(pools), tuple(notices))


def _host(host_id: str, row: WamRow, service: Service, closed: ClosedDays) -> Host:
    """Make the host; a residence does not close on holidays, others do unless they tell their hours then."""
    return Host(
        id=host_id,
        name=row.name,
        kind=service.kind,
        place=None if row.lat is None or row.lng is None else Place(row.lat, row.lng),
        quota=row.quota,
        closes_on_holidays=service.kind is not HostKind.RESIDENTIAL
        and (closed.on_holidays or row.open_holidays is None),
    )


def _pool(host: Host, service: Service, slots: tuple[Slot, ...], declared: Stated | None) -> Pool:
    """Make the pool of a host's places or beds, with what it has stated."""
    stated = [declared(host.id, slot) if declared else None for slot in slots]
    return Pool(
        id=f"{host.id}-{service.pool_kind.value}",
        kind=service.pool_kind,
        slots=tuple(said or PoolSlot(slot) for said, slot in zip(stated, slots, strict=True)),
        host_id=host.id,
        name=host.name,
    )


def _menu(host: Host, service: Service, slots: tuple[Slot, ...], pool: Pool) -> Menu:
    """Make the one menu open data lets us guess; what is done there stays unknown."""
    return Menu(
        id=f"{host.id}-menu",
        host_id=host.id,
        name=service.menu_name,
        domains=service.domains,
        slots=slots,
        draws=(Draw(pool.id),),
        activities=service.activities,
        most_nights=_MOST_NIGHTS if host.kind is HostKind.RESIDENTIAL else None,
    )


def _unread(row: WamRow, closed: ClosedDays) -> list[RowFault]:
    """Say which words on closed days and which remarks no slot takes account of."""
    notices = []
    for parts, expected in ((closed.seasons, Expected.CLOSED_SEASONS), (closed.unread, Expected.CLOSED_DAYS)):
        if parts:
            notices.append(RowFault(row.row_number, "closed_days", "、".join(parts), expected))
    if row.remarks not in _NO_REMARK:
        notices.append(RowFault(row.row_number, "remarks", row.remarks, Expected.REMARKS))
    return notices


def _opening_text(row: WamRow) -> str:
    """Write the weekday hours as given, empty when unknown."""
    return "-".join(f"{clock:%H:%M}" for clock in row.open_weekdays or ())
