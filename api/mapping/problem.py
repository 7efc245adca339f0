"""All open cases and all hosts of a municipality as one problem, on one day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.mapping.hosts import HostRecords, load_hosts
from api.mapping.people import load_people
from api.mapping.settings import Settings
from api.mapping.stays import doses_of
from api.tables import Placement, PlacementSeat, Seat
from matching import model
from matching.vocabulary import DrawUnit, PlacementStatus

OTHERS = "others"
"""Who stands for people of other municipalities: counts only, never who."""

_OPEN = (
    PlacementStatus.OFFERED,
    PlacementStatus.VISITING,
    PlacementStatus.TRIAL,
    PlacementStatus.ACCEPTED,
    PlacementStatus.SETTLED,
)


@dataclass(frozen=True)
class LoadedProblem:
    """
    A problem and what it was read from.

    Parameters
    ----------
    problem
        Ids are the rows' ids.
    hosts
        The rows of slots and pools.
    person_versions
        The version of each person's row.
    """

    problem: model.Problem
    hosts: HostRecords
    person_versions: Mapping[uuid.UUID, int]


def load_problem(
    session: Session,
    now: dt.datetime,
    today: dt.date,
    weeks: int = 12,
    settings: Settings | None = None,
    ages: Mapping[uuid.UUID, int] | None = None,
) -> LoadedProblem:
    """
    Read the problem of the session's municipality.

    Parameters
    ----------
    session, now, today
        For one municipality; a hold that has lapsed by now takes no seat.
    weeks
        How many weeks the proposal looks ahead, 1 to 52.
    settings
        Rules, points and travel; those in force when left out.
    ages
        Ages by person where they are known better than by the row.
    """
    rows = session.execute(
        select(Placement).where(col(Placement.status).in_(_OPEN), col(Placement.last_day) >= today)
    ).scalars()
    placed = [row for row in rows if row.expires_at is None or row.expires_at > now]
    hosts = load_hosts(session, today, kept_menus=frozenset(row.menu_id for row in placed))
    people = load_people(session, today, hosts, ages)
    settings = settings or hosts.settings
    problem = model.Problem(
        date=today,
        weeks=weeks,
        people=people.people,
        hosts=hosts.hosts,
        menus=hosts.menus,
        pools=hosts.pools,
        placements=(*_placements(session, today, placed, hosts), *_others(session, today, hosts)),
        households=people.households,
        parties=people.parties,
        rules=settings.rules,
        weights=settings.weights,
        travel=settings.travel,
    )
    return LoadedProblem(problem.in_order(), hosts, people.versions)


def _placements(
    session: Session, today: dt.date, rows: Iterable[Placement], hosts: HostRecords
) -> Iterable[model.Placement]:
    """
    Give placements with all the slots they hold from today on, a later dose too.

    One each, and not one for each dose: somebody who comes more often is no newcomer.
    """
    slots = {row_id: slot for (_, slot), row_id in hosts.menu_slots.items()}
    rows = list(rows)
    taken = {
        placement_id: {slot.id for dose in doses if dose.last_day >= today for slot in dose.held}
        for placement_id, doses in doses_of(session, rows).items()
    }
    menus, pools = {menu.id for menu in hosts.menus}, {pool.id for pool in hosts.pools}
    for row in rows:
        if str(row.menu_id) not in menus or not taken[row.id]:
            continue
        yield model.Placement(
            person_id=str(row.person_id),
            domain=row.domain,
            menu_id=str(row.menu_id),
            slots=tuple(slots[each] for each in sorted(taken[row.id], key=str)),
            status=row.status,
            first_day=row.first_day,
            last_day=row.last_day,
            attention_minutes=row.attention_minutes,
            accompaniment_minutes=row.accompaniment_minutes,
            is_fetched=row.is_fetched,
            companion_pool_id=_known(row.companion_pool_id, pools),
            caseload_pool_id=_known(row.caseload_pool_id, pools),
        )


def _known(pool_id: uuid.UUID | None, pools: set[str]) -> str | None:
    return str(pool_id) if str(pool_id) in pools else None


def _others(session: Session, today: dt.date, hosts: HostRecords) -> Iterable[model.Placement]:
    """
    Give seats that other municipalities use at shared hosts, as placements of nobody in particular.

    The ledger knows counts by pool and day; what is ours is taken off.
    """
    used: defaultdict[uuid.UUID, dict[dt.date, int]] = defaultdict(dict)
    for seat in session.execute(select(Seat).where(col(Seat.day) >= today, col(Seat.used) > 0)).scalars():
        used[seat.pool_slot_id][seat.day] = seat.used
    ours = select(PlacementSeat).where(col(PlacementSeat.day) >= today)
    for own in session.execute(ours).scalars():
        if own.day in used[own.pool_slot_id]:
            used[own.pool_slot_id][own.day] -= own.amount
    told: set[uuid.UUID] = set()
    for menu in hosts.menus:
        for draw in menu.draws:
            pool = next(each for each in hosts.pools if each.id == draw.pool_id)
            for position, part in enumerate(pool.slots):
                part_id = hosts.pool_slots[pool.id, position]
                slot = next((each for each in menu.slots if part.slot and part.slot.overlaps(each)), None)
                is_place = draw.unit == DrawUnit.PERSON and slot is not None
                if not is_place or slot is None or part_id in told:
                    continue
                told.add(part_id)
                for first, last in _runs(used[part_id]):
                    yield model.Placement(
                        person_id=OTHERS,
                        domain=menu.domains[0],
                        menu_id=menu.id,
                        slots=(slot,),
                        status=PlacementStatus.ACCEPTED,
                        first_day=first,
                        last_day=last,
                    )


def _runs(counts: Mapping[dt.date, int]) -> Iterable[tuple[dt.date, dt.date]]:
    """Cut counts by day into stays of one each: first and last day of every level."""
    for level in range(1, max(counts.values(), default=0) + 1):
        first = last = None
        for day in sorted(counts):
            if counts[day] >= level:
                first, last = first or day, day
            elif first is not None and last is not None:
                yield first, last
                first = last = None
        if first is not None and last is not None:
            yield first, last
