"""Holding seats: an offer is made, its hold goes on or ends, and seats are given back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.context import Context
from api.errors import Conflict, Fault, Refused
from api.hosts import seats
from api.hosts.draws import Wanted
from api.office.service import settings_of
from api.placements import guards
from api.placements.events import note_event
from api.placements.notices import ask_host
from api.tables import (
    EventKind,
    Menu,
    MenuSlot,
    Person,
    PersonNeed,
    Placement,
    PlacementSeat,
    PlacementSlot,
    Pool,
    ProposalRun,
)
from api.tables.sealed import PlacementDocument
from api.tables.tenancy import add_rows
from api.tasks.kinds import TaskKind
from api.tasks.service import end_tasks
from matching.labels import label
from matching.vocabulary import NeedDomain, PlacementStatus, PoolKind

MOST_DAYS = 357
"""The longest stay in an offer: the ledger looks 52 weeks ahead from the Monday before its first day."""

OPEN = (PlacementStatus.OFFERED, PlacementStatus.VISITING)
"""An offer, or 見学: what is still talked about."""


@dataclass(frozen=True)
class Terms:
    """
    What is offered.

    Parameters
    ----------
    menu_id, menu_slot_ids, first_day, last_day, domain
        Where, when, for which need.
    companion_pool_id, is_fetched, run_id
        Who goes along, whether a seat of the pick-up is taken, the proposal it came from.
    """

    menu_id: uuid.UUID
    menu_slot_ids: frozenset[uuid.UUID]
    first_day: dt.date
    last_day: dt.date
    domain: NeedDomain
    companion_pool_id: uuid.UUID | None = None
    is_fetched: bool = False
    run_id: uuid.UUID | None = None


def hold(
    context: Context, person: Person, terms: Terms, tonight_until: dt.datetime | None = None
) -> Placement:
    """
    Hold seats for a person, and ask the host.

    Parameters
    ----------
    context, person
        The act, and the person, locked.
    terms
        What is offered.
    tonight_until
        For a room for tonight: when the stay ends, and the hold with it.

    Raises
    ------
    Conflict
        Naming what stands against it, a lack of seats at last.
    Refused, NotFound
        If the terms name what does not go together, or is not there.
    """
    is_tonight = tonight_until is not None
    _check_days(context, terms)
    menu = context.find(Menu, terms.menu_id)
    slots = _slots(context, menu, terms)
    if not is_tonight:
        _check_need(context, person, menu, terms)
    if not menu.is_open:
        raise Conflict("menu_closed")
    guards.check_person(context, person, needs_consent=not is_tonight)
    host = guards.line_up(context, menu.host_id)
    stay = guards.Stay(menu.id, slots, terms.first_day, terms.last_day, None if is_tonight else terms.domain)
    guards.check_stay(context, person, host, stay)
    placement = Placement(
        municipality_id=context.municipality_id,
        person_id=person.id,
        host_id=host.id,
        status=PlacementStatus.OFFERED,
        expires_at=tonight_until or new_expiry(context),
        attention_minutes=person.attention_minutes,
        accompaniment_minutes=0 if is_tonight else person.accompaniment_minutes,
        caseload_pool_id=None if is_tonight else person.caseload_pool_id,
        is_tonight=is_tonight,
        created_by=context.actor.user_id,
        created_at=context.now,
        **{name: getattr(terms, name) for name in _COLUMNS},
    )
    context.add(placement, slots=len(slots), tonight=is_tonight)
    own = {"municipality_id": context.municipality_id, "placement_id": placement.id}
    add_rows(context.session, PlacementSlot, [{**own, "menu_slot_id": slot.id} for slot in slots])
    take_seats(context, placement, slots)
    note_event(context, placement, EventKind.OFFERED)
    ask_host(context, placement, person, host)
    return placement


_COLUMNS = ("menu_id", "first_day", "last_day", "domain", "companion_pool_id", "is_fetched", "run_id")


def take_seats(context: Context, placement: Placement, slots: Iterable[MenuSlot]) -> None:
    """Take what a placement needs from the ledger; raises `seat_taken` or `not_held`."""
    wanted = Wanted(
        menu_id=placement.menu_id,
        menu_slot_ids=tuple(slot.id for slot in slots),
        first_day=placement.first_day,
        last_day=placement.last_day,
        attention_minutes=placement.attention_minutes,
        accompaniment_minutes=placement.accompaniment_minutes,
        is_fetched=placement.is_fetched,
        companion_pool_id=placement.companion_pool_id,
        caseload_pool_id=placement.caseload_pool_id,
    )
    seats.take(context.session, placement, wanted, context.today)


def slots_of(context: Context, placement: Placement) -> list[MenuSlot]:
    """Give the slots in which somebody comes, those of a host that is still shared with us."""
    query = (
        select(MenuSlot)
        .join(PlacementSlot, col(PlacementSlot.menu_slot_id) == col(MenuSlot.id))
        .where(col(PlacementSlot.placement_id) == placement.id)
        .order_by(col(MenuSlot.weekday), col(MenuSlot.start), col(MenuSlot.id))
    )
    return list(context.session.execute(query).scalars())


def new_expiry(context: Context) -> dt.datetime:
    """Give when a hold that starts now ends, as the municipality decided."""
    return context.now + dt.timedelta(days=settings_of(context.session, context.municipality_id).hold_days)


def require_open(context: Context, placement: Placement, *statuses: PlacementStatus) -> None:
    """
    Check that a placement stands where the act needs it; a hold that has run out is over, whoever noticed.

    Raises
    ------
    Conflict
        `hold_ended` or `wrong_status`.
    """
    if placement.status == PlacementStatus.OFFERED and has_lapsed(placement, context.now):
        raise Conflict("hold_ended")
    if placement.status not in statuses:
        raise Conflict("wrong_status", status=label(placement.status))


def has_lapsed(placement: Placement, now: dt.datetime) -> bool:
    """Tell whether the hold of an offer has run out."""
    return placement.expires_at is not None and placement.expires_at <= now


def leave(context: Context, placement: Placement, status: PlacementStatus, **values: Any) -> None:
    """Give the seats back and let a placement go on, or end, without them."""
    given_back = give_back_rest(context.session, placement, context.today)
    context.change(placement, {"status": status, "expires_at": None, **values})
    context.note_of("placement_seat", placement.id, placement.person_id, given_back=given_back)
    if placement.is_tonight and not _has_stayed(context, placement):
        end_tasks(context, TaskKind.CONFERENCE_DUE, placement_id=placement.id)


def _has_stayed(context: Context, placement: Placement) -> bool:
    query = select(col(PlacementSeat.day)).where(col(PlacementSeat.placement_id) == placement.id)
    return context.session.execute(query).first() is not None


def give_back_rest(session: Session, placement: Placement, today: dt.date) -> int:
    """Give back what nobody used: all of an offer, and the nights from today on of a room for tonight."""
    return seats.give_back(session, placement, today if placement.is_tonight else None)


def add_words(context: Context, placement: Placement, **words: str) -> None:
    """Seal what was said in free text beside what was said before."""
    said = {name: text for name, text in words.items() if text}
    if not said:
        return
    document = context.open(placement, placement.person_id, PlacementDocument)
    placement.sealed = context.seal(placement, placement.person_id, document.model_copy(update=said))


def _check_days(context: Context, terms: Terms) -> None:
    faults = []
    if not context.today <= terms.first_day <= context.today + dt.timedelta(days=366):
        faults.append(Fault("first_day", terms.first_day.isoformat(), "今日から1年以内の日"))
    last = terms.first_day + dt.timedelta(days=MOST_DAYS - 1)
    if not terms.first_day <= terms.last_day <= last:
        faults.append(Fault("last_day", terms.last_day.isoformat(), f"最初の日から{MOST_DAYS}日以内の日"))
    if faults:
        raise Refused(faults)


def _slots(context: Context, menu: Menu, terms: Terms) -> tuple[MenuSlot, ...]:
    asked = {"menu_id": menu.id, "slot_ids": list(terms.menu_slot_ids)}
    slots = tuple(context.session.execute(_SLOTS, asked).scalars())
    if len(slots) != len(terms.menu_slot_ids):
        raise Refused([Fault("menu_slot_ids", "", "この支援メニューの枠")])
    return slots


_SLOTS = (
    select(MenuSlot)
    .where(
        col(MenuSlot.menu_id) == bindparam("menu_id"),
        col(MenuSlot.id).in_(bindparam("slot_ids", expanding=True)),
    )
    .order_by(col(MenuSlot.id))
)


def _check_need(context: Context, person: Person, menu: Menu, terms: Terms) -> None:
    if terms.domain not in menu.domains:
        raise Refused([Fault("domain", terms.domain, "この支援メニューが応えるニーズ")])
    if context.session.execute(_NEED, {"person_id": person.id, "domain": terms.domain}).first() is None:
        raise Refused([Fault("domain", terms.domain, "本人に登録されているニーズ")])
    if terms.companion_pool_id is not None:
        pool = context.find(Pool, terms.companion_pool_id)
        if pool.kind != PoolKind.COMPANION:
            raise Refused([Fault("companion_pool_id", str(pool.id), "同行の持ち寄り")])
    if terms.run_id is not None:
        context.find(ProposalRun, terms.run_id)


_NEED = select(col(PersonNeed.id)).where(
    col(PersonNeed.person_id) == bindparam("person_id"), col(PersonNeed.domain) == bindparam("domain")
)
