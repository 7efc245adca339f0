"""Registering hosts and changing them."""

from __future__ import annotations

import uuid
from typing import Any

from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.hosts.checks import host_values, point_values
from api.hosts.contacts import add_contact
from api.hosts.menus import add_menu
from api.hosts.schemas import OWN_LIMITS, HostChange, HostCreate, HostLimits, Pause, PointInput
from api.hosts.statements import look_over_host
from api.tables import District, Host, TownBlock


def create_host(context: Context, given: HostCreate) -> Receipt:
    """Register a host, with menus and contacts where they are known."""
    host, menu_ids = add_host(context, given)
    return context.receipt(host, menus=[str(each) for each in menu_ids])


def add_host(context: Context, given: HostCreate) -> tuple[Host, list[uuid.UUID]]:
    """
    Add a host and give it with the ids of its menus.

    Raises
    ------
    Refused
        If the core cannot use it.
    """
    host = Host(
        municipality_id=context.municipality_id,
        name=given.name,
        kind=given.kind,
        district_id=_district(context, given.district_id),
        **_point(context, given.place, given.town_block_id),
        **host_values(given, given.kind),
        created_at=context.now,
    )
    context.add(host)
    for contact in given.contacts:
        add_contact(context, host, contact)
    return host, [add_menu(context, host, menu).id for menu in given.menus]


def change_host(context: Context, given: HostChange) -> Receipt:
    """
    Change a host. Limits below what is used are taken as they are; nobody is evicted.

    Raises
    ------
    Refused
        If a host's own user changes what is not theirs to say.
    """
    host, sent = context.host, given.model_fields_set
    if context.actor.host_id is not None and sent - OWN_LIMITS:
        raise Refused(
            [
                Fault(name, "", "市町村が登録する項目（変更は担当者に頼んでください）")
                for name in sorted(sent - OWN_LIMITS)
            ]
        )
    context.expect_version(host)
    limits = host_values(given, given.kind or host.kind)
    values: dict[str, Any] = {name: limits[name] for name in sent & set(HostLimits.model_fields)}
    if given.name is not None:
        values["name"] = given.name
    if given.kind is not None:
        values["kind"] = given.kind
    if "district_id" in sent:
        values["district_id"] = _district(context, given.district_id)
    if sent & {"place", "town_block_id"}:
        values |= _point(context, given.place, given.town_block_id)
    context.change(host, values)
    return context.receipt(host, over_capacity=look_over_host(context, host))


def pause_host(context: Context, given: Pause) -> Receipt:
    """Stop taking anybody until a day, or take that back; whoever is there keeps the seat."""
    host = context.host
    if given.until is not None and given.until < context.today:
        raise Refused([Fault("until", given.until.isoformat(), "今日以降の日、または空（再開）")])
    context.expect_version(host)
    context.change(host, {"paused_until": given.until})
    return context.receipt(host, over_capacity=look_over_host(context, host))


def _district(context: Context, district_id: uuid.UUID | None) -> uuid.UUID | None:
    return None if district_id is None else context.find(District, district_id).id


def _point(context: Context, place: PointInput | None, town_block_id: uuid.UUID | None) -> dict[str, Any]:
    """Give where the host is: a point, or the middle of a 大字・町丁目, or nothing."""
    if town_block_id is None:
        return point_values(place)
    if place is not None:
        raise Refused([Fault("town_block_id", str(town_block_id), "地点か町丁目のどちらか一つ")])
    block = context.find(TownBlock, town_block_id)
    return {"lat": block.lat, "lng": block.lng}
