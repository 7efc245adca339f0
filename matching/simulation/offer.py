"""An offer: one menu of the town's tables, with the places its host has stated for it."""

from __future__ import annotations

from typing import NamedTuple

from matching.model import Draw, Menu, PoolSlot
from matching.simulation.notation import offered, slots, statements, words
from matching.vocabulary import Activity, Answer, DrawUnit, NeedDomain


class Offer(NamedTuple):
    """A menu and the part of its host's pool that was stated with it; empty where another menu states it."""

    menu: Menu
    stated: tuple[PoolSlot, ...]


def offer(
    id: str,  # noqa: A002 - the record's own word
    host_id: str,
    name: str,
    domains: str,
    activities: str,
    *stated: str,
    yes: str = "",
    no: str = "",
    ages: tuple[int, int] = (18, 120),
    shortest_stay: int | None = None,
    most_nights: int | None = None,
    bus: Answer = Answer.UNKNOWN,
    also: str = "",
    fetches: str = "",
) -> Offer:
    """
    Make an offer from the notation of the tables.

    Parameters
    ----------
    id, host_id, name, domains, activities
        As in `Menu`; words with spaces between.
    stated
        Times with what the host has stated for them, as `statements` reads it.
    yes, no
        Conditions that are there, and that are not; the others are unknown.
    ages
        Admitted, both included.
    shortest_stay
        Minutes; ``None`` for the whole slot.
    most_nights
        Of a room.
    bus
        Whether a bus goes there.
    also
        Ids of the other pools it draws on: attention (``H05-attention``) and vans (``V1``).
    fetches
        Districts people are fetched from.
    """
    times = tuple(slot for line in stated for slot in slots(line.split("|")[0].strip()))
    kind = "beds" if times[0].is_night else "places"
    menu = Menu(
        id=id,
        host_id=host_id,
        name=name,
        domains=words(NeedDomain, domains),
        slots=times,
        draws=(Draw(f"{host_id}-{kind}"), *(_draw(pool_id) for pool_id in also.split())),
        activities=words(Activity, activities),
        conditions=offered(yes, no),
        age_from=ages[0],
        age_to=ages[1],
        shortest_stay_minutes=shortest_stay,
        most_nights=most_nights,
        reachable_by_bus=bus,
        pick_up_districts=tuple(fetches.split()),
    )
    return Offer(menu, tuple(part for line in stated for part in statements(line)))


def _draw(pool_id: str) -> Draw:
    attends = pool_id.endswith("-attention")
    return Draw(pool_id, DrawUnit.ATTENTION_MINUTES if attends else DrawUnit.PICK_UP_SEAT)
