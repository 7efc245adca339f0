"""Whether the place a plan names can take the person in, as it stands today; a plan holds no seat."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.errors import Conflict, Fault, Refused
from api.hosts import seats
from api.hosts.draws import Wanted, needed_seats
from api.placements import guards
from api.placements.holding import MOST_DAYS
from api.plans.schemas import PlaceInput, StandbyInput
from api.tables import LineKind, Menu, MenuSlot, Person, PersonNeed, Placement, PlacementSeat, ProposalLine
from matching.labels import label
from matching.vocabulary import Lang


def check_place(context: Context, person: Person, place: PlaceInput) -> None:
    """
    Check that the place answers a need of the person, and that it has room: from a proposal or by hand.

    Raises
    ------
    Conflict
        Naming what stands against it, a lack of seats at last.
    Refused, NotFound
        If it names what does not go together, or is not there.
    """
    menu, slots = check_choice(context, "place", place)
    _check_terms(context, person, menu, place)
    first_day = max(place.first_day, context.today)
    last_day = min(place.last_day, first_day + dt.timedelta(days=MOST_DAYS - 1))
    own = _own_placements(context, person, menu)
    if not own:  # where the person is already, or is awaited, the same was asked before
        if not menu.is_open:
            raise Conflict("menu_closed")
        stay = guards.Stay(menu.id, slots, first_day, last_day, place.domain)
        guards.check_stay(context, person, guards.line_up(context, menu.host_id), stay)
    _check_seats(context, person, place, first_day, last_day, own)


def check_choice(context: Context, field: str, choice: StandbyInput) -> tuple[Menu, tuple[MenuSlot, ...]]:
    """Check that the slots are those of the menu; raises `NotFound` or `Refused`."""
    menu = context.find(Menu, choice.menu_id)
    query = select(MenuSlot).where(
        col(MenuSlot.menu_id) == menu.id, col(MenuSlot.id).in_(choice.menu_slot_ids)
    )
    slots = tuple(context.session.execute(query.order_by(col(MenuSlot.id))).scalars())
    if len(slots) != len(choice.menu_slot_ids):
        raise Refused([Fault(f"{field}.menu_slot_ids", "", "この支援メニューの枠")])
    return menu, slots


def _check_terms(context: Context, person: Person, menu: Menu, place: PlaceInput) -> None:
    faults = []
    if place.last_day < max(place.first_day, context.today):
        faults.append(Fault("place.last_day", place.last_day.isoformat(), "今日・最初の日より後の日"))
    need = select(col(PersonNeed.id)).where(
        col(PersonNeed.person_id) == person.id, col(PersonNeed.domain) == place.domain
    )
    if place.domain not in menu.domains or context.session.execute(need).first() is None:
        faults.append(Fault("place.domain", place.domain, "本人のニーズで、この支援メニューが応えるもの"))
    if place.run_id is not None:
        line = context.session.get(ProposalLine, (place.run_id, person.id, place.domain, LineKind.ASSIGNED))
        if line is None or line.municipality_id != context.municipality_id:
            faults.append(Fault("place.run_id", str(place.run_id), "この人に受入先を出した割当案"))
    if faults:
        raise Refused(faults)


def _own_placements(context: Context, person: Person, menu: Menu) -> list[uuid.UUID]:
    query = select(col(Placement.id)).where(
        col(Placement.person_id) == person.id,
        col(Placement.menu_id) == menu.id,
        guards.takes_seat(context.now),
        col(Placement.last_day) >= context.today,
    )
    return list(context.session.execute(query).scalars())


def _check_seats(
    context: Context,
    person: Person,
    place: PlaceInput,
    first_day: dt.date,
    last_day: dt.date,
    own: list[uuid.UUID],
) -> None:
    wanted = Wanted(
        menu_id=place.menu_id,
        menu_slot_ids=tuple(place.menu_slot_ids),
        first_day=first_day,
        last_day=last_day,
        attention_minutes=person.attention_minutes,
    )
    needed, there = needed_seats(context.session, wanted, context.today)
    used = seats.used(context.session, {key[0] for key in needed}, min(day for _, day in needed))
    for key, amount in _taken(context, own).items():
        used[key] = used.get(key, 0) - amount
    full = [key for key, amount in needed.items() if used.get(key, 0) + amount > there[key].places]
    if full:
        raise Conflict("seat_taken", limit=label(min(there[key].limit for key in full), Lang.JA))


def _taken(context: Context, placement_ids: list[uuid.UUID]) -> dict[Any, int]:
    """Give what the person's own placements take: it is theirs already."""
    query = select(PlacementSeat).where(col(PlacementSeat.placement_id).in_(placement_ids))
    taken: dict[Any, int] = {}
    for row in context.session.execute(query).scalars():
        key = (row.pool_slot_id, row.day)
        taken[key] = taken.get(key, 0) + row.amount
    return taken
