"""The pages of one host at the desk: each shows what its act allows, under the same head."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Annotated

import segno
from pydantic import Field
from sqlalchemy import func, select
from sqlmodel import col

from api.context import Context
from api.errors import NotFound
from api.host_cards.views import (
    CardPage,
    ContactsPage,
    Head,
    HistoryPage,
    HostRow,
    HostsPage,
    LinksPage,
    MenusPage,
    PoolPart,
    SheetPage,
    SheetRow,
    SlotRow,
    Tab,
    WorriesPage,
)
from api.hosts import contacts, history, links, lists, margins, queries, worries
from api.hosts.capacity import monday_of
from api.hosts.views import HostView, PoolView, SlotMargins
from api.hosts.words import HEARD_WORDS, URGENCY_WORDS
from api.policy.stage import Relation, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import District, HostWorry, Municipality
from api.web.inputs import Input
from api.web.weeks import Cell, State, cell_of, week_of
from matching.labels import label
from matching.vocabulary import DeclaredMark, HostKind, NeedDomain, PoolKind

WEEKS = 12
NEW_FOR = dt.timedelta(days=30)
"""How long a worry counts as new on the card."""

UNITS = {PoolKind.ATTENTION: "分", PoolKind.COMPANION: "分", PoolKind.VEHICLE_SEATS: "席"}
STATEABLE = {PoolKind.PLACES, PoolKind.BEDS}

_TABS = (
    ("受入余力", "", Act.HOST_READ),
    ("支援メニュー", "/menus", Act.HOST_READ),
    ("申告を入れる", "/statements", Act.HOST_STATE),
    ("申告の履歴", "/history", Act.HOST_READ),
    ("心配ごと", "/worries", Act.HOST_WORRIES),
    ("連絡先", "/contacts", Act.HOST_CONTACT),
    ("リンク・QR", "/links", Act.HOST_LINKS),
)


class HostsQuery(Input):
    """What the list of hosts is narrowed to."""

    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    kind: HostKind | None = None
    district_id: uuid.UUID | None = None
    domain: NeedDomain | None = None


class WeekQuery(Input):
    """Which week is looked at, counted from this one."""

    week: Annotated[int, Field(ge=0, le=WEEKS - 1)] = 1


class PageQuery(Input):
    """Which page of a long list."""

    page: Annotated[int, Field(ge=1, le=10_000)] = 1


def head_of(context: Context, here: str) -> Head:
    """Make what stands at the top of each page of the host."""
    host = context.host
    parts = parts_of(context.actor.roles, Relation(is_own_host=context.actor.host_id == host.id))
    is_own = host.municipality_id == context.municipality_id
    base = f"/hosts/{host.id}"
    only_own = {Act.HOST_STATE, Act.HOST_CONTACT, Act.HOST_LINKS, Act.HOST_WORRIES}
    office = context.session.get(Municipality, context.municipality_id)
    assert office is not None
    return Head(
        id=host.id,
        name=host.name,
        kind_words=label(host.kind),
        municipality=office.name,
        today=context.today,
        tabs=tuple(
            Tab(words, base + path, path == here)
            for words, path, act in _TABS
            if may(act, parts, None) and (is_own or act not in only_own)
        ),
        is_own=is_own,
        may_state=is_own and may(Act.HOST_STATE, parts, None),
        may_edit=is_own and may(Act.HOST_EDIT, parts, None),
        may_share=is_own and may(Act.HOST_SHARE, parts, None),
        may_see_candidates=may(Act.HOST_CANDIDATES, parts, None),
        version=host.version,
    )


def show_hosts(context: Context, query: HostsQuery) -> HostsPage:
    """List hosts with what is left at each next week."""
    found = lists.list_hosts(context, query.page, query.kind, query.district_id, query.domain)
    names = {row.id: row.name for row in context.session.execute(select(District)).scalars()}
    return HostsPage(
        today=context.today,
        hosts=tuple(
            HostRow(
                line,
                names.get(line.district_id, "") if line.district_id else "",
                _age(context, line.stated_on),
            )
            for line in found.hosts
        ),
        total=found.total,
        page=found.page,
        pages=max(1, -(-found.total // lists.PAGE_SIZE)),
        kinds=tuple((kind.value, label(kind)) for kind in HostKind),
        districts=tuple(
            (str(row_id), name) for row_id, name in sorted(names.items(), key=lambda row: row[1])
        ),
        domains=tuple((domain.value, label(domain)) for domain in NeedDomain),
    )


def show_card(context: Context, query: WeekQuery) -> CardPage:
    """Show what is left in each slot of one week, the limit that binds, and what it rests on."""
    host, found = queries.show_host(context), margins.show_margins(context, WEEKS)
    by_slot = {slot.pool_slot_id: slot for slot in found.slots}
    district = context.session.get(District, host.district_id) if host.district_id else None
    own = {slot.id for pool in host.pools for slot in pool.slots}
    others = [slot for slot in found.slots if slot.pool_slot_id not in own]
    new = select(func.count()).where(
        col(HostWorry.host_id) == host.id, col(HostWorry.told_at) > context.now - NEW_FOR
    )
    return CardPage(
        head=head_of(context, ""),
        host=host,
        district=district.name if district else "",
        monday=monday_of(context.today) + dt.timedelta(weeks=query.week),
        week=query.week,
        weeks=WEEKS,
        pools=tuple(_part(context, host, pool, by_slot, query.week) for pool in host.pools),
        used_pools=tuple(
            f"{slot.pool_kind_words} {slot.slot_words}: 空き {slot.weeks[query.week].left}" for slot in others
        ),
        open_worries=context.session.execute(new).scalar_one(),
    )


def _part(
    context: Context, host: HostView, pool: PoolView, by_slot: Mapping[uuid.UUID, SlotMargins], week: int
) -> PoolPart:
    rows = tuple(
        SlotRow(slot, by_slot[slot.id], _age(context, slot.stated.stated_on if slot.stated else None))
        for slot in pool.slots
        if slot.id in by_slot
    )
    cells = [cell for row in rows if (cell := _cell(row, week)) is not None]
    return PoolPart(
        name=pool.name or pool.kind_words,
        unit=UNITS.get(pool.kind, "人"),
        menus="・".join(_menus_on(host)[pool.id]),
        week=week_of(cells) if cells else None,
        slots=rows,
    )


def _cell(row: SlotRow, week: int) -> Cell | None:
    """Draw a slot in the week; a night or a whole week has no place there."""
    slot, there = row.slot, row.margins.weeks[week]
    if slot.weekday is None or slot.start is None or slot.end is None:
        return None
    said = f"{slot.stated.stated_on:%m/%d} の申告" if slot.stated else "申告なし"
    if not there.is_held:
        return cell_of(slot.weekday - 1, slot.start, slot.end, "closed", "休み", said)
    asks = slot.stated is not None and slot.stated.mark == DeclaredMark.ASK
    state: State = (
        "does_not_fit" if there.left == 0 else "to_check" if row.margins.is_to_ask or asks else "fits"
    )
    mark = {"does_not_fit": "×", "to_check": "△", "fits": "○"}[state]
    words = f"{mark} 空き {there.left} / {there.places}"
    return cell_of(slot.weekday - 1, slot.start, slot.end, state, words, f"{there.limit_words}（{said}）")


def _age(context: Context, day: dt.date | None) -> int | None:
    return None if day is None else (context.today - day).days


def _menus_on(host: HostView) -> defaultdict[uuid.UUID, list[str]]:
    found: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    for menu in host.menus:
        for pool_id in {draw.pool_id for draw in menu.draws} if menu.is_open else ():
            found[pool_id].append(menu.name)
    return found


def show_menus(context: Context) -> MenusPage:
    """Show the menus with their slots."""
    return MenusPage(head_of(context, "/menus"), tuple(queries.show_host(context).menus))


def show_sheet(context: Context) -> SheetPage:
    """Give the slots a host states by ○△×, numbered: the same order on paper and on screen."""
    host = queries.show_host(context)
    names = _menus_on(host)
    slots = [
        ("・".join(names[pool.id]) or pool.name or pool.kind_words, slot)
        for pool in host.pools
        if pool.kind in STATEABLE
        for slot in pool.slots
        if slot.last_day is None or slot.last_day >= context.today
    ]
    return SheetPage(
        head=head_of(context, "/statements"),
        month=f"{context.today.year}年{context.today.month}月",
        rows=tuple(SheetRow(number, menus, slot) for number, (menus, slot) in enumerate(slots, start=1)),
        heard=tuple(HEARD_WORDS.items()),
    )


def show_history(context: Context, query: PageQuery) -> HistoryPage:
    """Show what was stated, by whom and how it was heard."""
    pools = queries.show_host(context).pools
    return HistoryPage(
        head=head_of(context, "/history"),
        history=history.list_statements(context, query.page),
        slots={slot.id: slot.words for pool in pools for slot in pool.slots},
        page=query.page,
    )


def show_contacts(context: Context) -> ContactsPage:
    """Show whom to call."""
    return ContactsPage(head_of(context, "/contacts"), contacts.list_contacts(context))


def show_worries(context: Context) -> WorriesPage:
    """Show what troubled the host."""
    if context.host.municipality_id != context.municipality_id:
        raise NotFound
    urgencies = tuple(URGENCY_WORDS.items())
    return WorriesPage(head_of(context, "/worries"), worries.list_worries(context), urgencies)


def show_links(context: Context) -> LinksPage:
    """Show the links, the live one as a picture."""
    if context.host.municipality_id != context.municipality_id:
        raise NotFound
    found = links.list_links(context)
    address = next((link.address for link in found.links if link.address), None)
    return LinksPage(head_of(context, "/links"), found, qr_of(address) if address else "")


def qr_of(address: str) -> str:
    """Draw an address as QR, in SVG without any style of its own; 15 % of it may be dirty."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        drawn, kind="svg", border=4, xmldecl=False, svgns=False, omitsize=True, title="受入先のページの QR"
    )
    return drawn.getvalue().decode()
