"""
`towns()`: small random problems, all valid, in which everything a problem can hold turns up now and then.

Times, places and numbers come from short lists, so that people meet, hosts fill up and limits bind.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from matching.geo.mesh import mesh_code
from matching.model import (
    BusySeason,
    CaringDuty,
    Declared,
    Draw,
    Host,
    LadderStep,
    Menu,
    Need,
    Party,
    Period,
    Person,
    Pin,
    Place,
    Placement,
    Pool,
    PoolSlot,
    Problem,
    Reach,
    Refusal,
    SchemeCheck,
    Slot,
)
from matching.vocabulary import (
    Activity,
    Answer,
    Condition,
    ConsentStage,
    DeclaredMark,
    DrawUnit,
    Gender,
    HostKind,
    NeedDomain,
    PlacementStatus,
    PoolKind,
    TravelMode,
    Urgency,
)
from tests.matching.builders import (
    MONDAY,
    NOTHING_ASKED,
    PLACE,
    TODAY,
    all_day,
    night,
    problem,
    slot,
    window,
)

T = TypeVar("T")

DISTRICTS = ("north", "south")
DOMAINS = (NeedDomain.WORK, NeedDomain.BELONGING, NeedDomain.HOUSING)
SLOTS = (
    slot(1, "10:00", "12:00"),
    slot(1, "11:00", "13:00"),
    slot(1, "14:00", "16:00"),
    slot(2, "10:00", "12:00"),
    slot(3, "10:00", "12:00", last_day=MONDAY + dt.timedelta(days=18)),
    slot(3, "13:00", "17:00", first_day=MONDAY + dt.timedelta(days=15)),
    slot(4, "13:00", "15:00"),
    slot(6, "10:00", "11:00"),
)
HOURS = tuple(window(day, *hours) for day in range(1, 7) for hours in (("09:00", "13:00"), ("13:00", "18:00")))
PLACES = tuple(Place(PLACE.lat + km / 111, PLACE.lng) for km in (0, 0.4, 1.5, 4, 30))
HOMES = tuple(mesh_code(place.lat, place.lng) for place in PLACES[:4])
CONDITIONS = (Condition.NOISE, Condition.LARGE_GROUP, Condition.STEP_FREE)


def one_of(*values: T) -> SearchStrategy[T]:
    """Choose one; the first is the simplest."""
    return st.sampled_from(values)


def some(values: tuple[T, ...], least: int = 0, most: int | None = None) -> SearchStrategy[tuple[T, ...]]:
    """Choose different ones, in the order given."""
    chosen = st.sets(st.integers(0, len(values) - 1), min_size=least, max_size=most)
    return chosen.map(lambda rows: tuple(values[row] for row in sorted(rows)))


def days(first: int, last: int) -> SearchStrategy[dt.date]:
    """Choose a day, counted from the Monday of week 0."""
    return st.integers(first, last).map(lambda n: MONDAY + dt.timedelta(days=n))


def periods() -> SearchStrategy[Period]:
    """Choose a few days to a few weeks of the horizon."""
    return st.tuples(st.integers(0, 50), st.integers(0, 20)).map(
        lambda span: Period(MONDAY + dt.timedelta(days=span[0]), MONDAY + dt.timedelta(days=sum(span)))
    )


@st.composite
def towns(draw: DrawFn, most_people: int = 8, most_hosts: int = 6) -> Problem:
    """Make a problem."""
    host_ids = tuple(f"H{n}" for n in range(1, draw(st.integers(1, most_hosts)) + 1))
    person_ids = tuple(f"P{n}" for n in range(1, draw(st.integers(1, most_people)) + 1))
    pools = [pool for host_id in host_ids for pool in draw(_pools_of_host(host_id))]
    pools += draw(_shared_pools())
    menus = tuple(menu for host_id in host_ids for menu in draw(_menus_of_host(host_id, tuple(pools))))
    people = tuple(draw(_people(person_id, person_ids, host_ids, menus, pools)) for person_id in person_ids)
    return problem(
        weeks=draw(st.integers(1, 9)),
        people=people,
        hosts=tuple(draw(_hosts(host_id)) for host_id in host_ids),
        menus=menus,
        pools=tuple(pools),
        placements=draw(_placements(people, menus, pools)) if menus else (),
        parties=draw(_parties(people)),
        rules=dataclasses.replace(problem().rules, newcomer_weeks=draw(one_of(4, 1, 2))),
    )


@st.composite
def _hosts(draw: DrawFn, host_id: str) -> Host:
    return Host(
        id=host_id,
        name=host_id,
        kind=draw(one_of(HostKind.SHOP, HostKind.FARM, HostKind.TYPE_B, HostKind.VACANT_ROOM)),
        place=draw(one_of(*PLACES, None)),
        district=draw(one_of(*DISTRICTS)),
        quota=draw(one_of(None, None, 4)),
        waiting=draw(one_of(None, None, 0, 0, 2)),
        staff_fte=draw(one_of(None, 0.4)),
        staff_ratio=draw(one_of(None, 10.0)),
        supporters=draw(one_of(None, None, 1)),
        people_per_supporter=draw(one_of(None, 1, 2)),
        equipment_places=draw(one_of(None, None, 4)),
        newcomers_at_once=draw(one_of(None, None, 1, 2, 0)),
        rest_days=draw(one_of(0, 0, 7, 10, 21)),
        closed=draw(st.lists(periods(), max_size=1).map(tuple)),
        busy_seasons=draw(
            st.lists(st.builds(BusySeason, periods(), st.integers(0, 1)), max_size=1).map(tuple)
        ),
        staff_genders=draw(one_of(None, (Gender.WOMAN,), (Gender.MAN, Gender.WOMAN))),
    )


@st.composite
def _pools_of_host(draw: DrawFn, host_id: str) -> list[Pool]:
    def stated(when: Slot) -> PoolSlot:
        marks = one_of(DeclaredMark.OPEN, DeclaredMark.OPEN, DeclaredMark.ASK, DeclaredMark.CLOSED)
        declared = st.builds(Declared, marks, one_of(1, 2, 3, None))
        return PoolSlot(
            when,
            regular_users=draw(one_of(None, 0, 3)),
            declared=draw(st.one_of(declared, st.none())),
            stated_on=draw(one_of(TODAY, None, TODAY - dt.timedelta(days=90))),
        )

    when = draw(some(SLOTS, 1, 6))
    pools = [Pool(id=f"{host_id}-places", kind=PoolKind.PLACES, host_id=host_id, slots=tuple(map(stated, when)))]
    if draw(st.booleans()):
        beds = (stated(night(last_day=draw(one_of(None, MONDAY + dt.timedelta(days=40))))),)
        pools.append(Pool(id=f"{host_id}-beds", kind=PoolKind.BEDS, host_id=host_id, slots=beds))
    return pools


@st.composite
def _shared_pools(draw: DrawFn) -> list[Pool]:
    def amounts(pool_id: str, kind: PoolKind, most: int, hours: tuple[Slot, ...]) -> Pool:
        when: tuple[Slot | None, ...] = (None,) if draw(st.booleans()) else draw(some(hours, 1))
        parts = tuple(PoolSlot(part, draw(st.one_of(st.integers(0, most), st.none()))) for part in when)
        districts = draw(one_of((), DISTRICTS[:1], DISTRICTS[1:]))
        return Pool(id=pool_id, kind=kind, slots=parts, districts=districts)

    shifts = tuple(slot(part.weekday, part.start.isoformat(), part.end.isoformat()) for part in HOURS)
    return [
        amounts("attention", PoolKind.ATTENTION, 60, SLOTS),
        amounts("van", PoolKind.VEHICLE_SEATS, 3, SLOTS),
        amounts("guide-1", PoolKind.COMPANION, 120, shifts),
        amounts("guide-2", PoolKind.COMPANION, 120, shifts),
        Pool(id="cases-1", kind=PoolKind.CASELOAD, slots=(PoolSlot(None, draw(st.integers(0, 6))),)),
        Pool(id="cases-2", kind=PoolKind.CASELOAD, slots=(PoolSlot(None, draw(st.integers(3, 9))),)),
    ]


@st.composite
def _menus_of_host(draw: DrawFn, host_id: str, pools: tuple[Pool, ...]) -> list[Menu]:
    """Make up to two menus by day on the host's places, at times on another's too, and a room if there are beds."""
    own = {pool.kind: pool for pool in pools if pool.host_id == host_id}
    fields: dict[str, Any] = {"host_id": host_id}
    menus = []
    for n in range(draw(st.integers(0, 2))):
        times = tuple(part.slot for part in own[PoolKind.PLACES].slots if part.slot)
        draws = [Draw(own[PoolKind.PLACES].id)]
        if draw(st.integers(0, 5)) == 5:
            draws.append(Draw(draw(one_of(*(p.id for p in pools if p.kind == PoolKind.PLACES)))))
        draws += draw(
            some((Draw("attention", DrawUnit.ATTENTION_MINUTES), Draw("van", DrawUnit.PICK_UP_SEAT)))
        )
        menus.append(
            Menu(
                id=f"{host_id}-menu-{n}",
                name=f"{host_id} {n}",
                domains=draw(some(DOMAINS[:2], 1)),
                slots=draw(st.one_of(some(times, 1, 6), some(SLOTS, 1, 6))),
                draws=tuple(dict.fromkeys(draws)),
                activities=draw(some((Activity.CAFE, Activity.CRAFT))),
                conditions=draw(_answers()),
                age_from=draw(one_of(0, 0, 18)),
                age_to=draw(one_of(120, 64)),
                shortest_stay_minutes=draw(one_of(None, 60)),
                reachable_by_bus=draw(st.sampled_from(Answer)),
                pick_up_districts=draw(some(DISTRICTS)),
                **fields,
            )
        )
    if PoolKind.BEDS in own:
        beds = own[PoolKind.BEDS]
        menus.append(
            Menu(
                id=f"{host_id}-room",
                name=f"{host_id} room",
                domains=(NeedDomain.HOUSING,),
                slots=tuple(part.slot for part in beds.slots if part.slot),
                draws=(Draw(beds.id),),
                most_nights=draw(one_of(14, 3, 40, 300)),
                conditions=draw(_answers()),
                **fields,
            )
        )
    return menus


def _answers() -> SearchStrategy[dict[Condition, Answer]]:
    asked = st.dictionaries(st.sampled_from(CONDITIONS), st.sampled_from(Answer))
    return asked.map(lambda answers: {**NOTHING_ASKED, **answers})


@st.composite
def _people(
    draw: DrawFn,
    person_id: str,
    person_ids: tuple[str, ...],
    host_ids: tuple[str, ...],
    menus: tuple[Menu, ...],
    pools: list[Pool],
) -> Person:
    others = tuple(other for other in person_ids if other != person_id)
    needs = tuple(
        Need(domain, draw(one_of(Urgency.SOON, Urgency.NOW))) for domain in draw(some(DOMAINS, 1, 3))
    )
    fewest = draw(one_of(1, 1, 2))
    is_protected = draw(one_of(False, False, False, True))
    now_and_then = st.integers(0, 7).map(lambda n: n == 7)
    pins = []
    if menus and draw(now_and_then):
        menu = draw(st.sampled_from(menus))
        pins.append(Pin(draw(st.sampled_from(needs)).domain, menu.id, draw(some(menu.slots))))
    return Person(
        id=person_id,
        age_years=draw(one_of(40, 17, 70)),
        needs=needs,
        waiting_since=TODAY - dt.timedelta(weeks=draw(st.integers(0, 60))),
        district=draw(one_of(*DISTRICTS, None)),
        home_mesh=None if is_protected else draw(one_of(*HOMES, None)),
        is_protected=is_protected,
        availability=draw(st.one_of(st.just(all_day()), some(HOURS), st.none())),
        fewest_slots=fewest,
        most_slots=fewest + draw(st.integers(0, 2)),
        goal=draw(one_of(None, LadderStep(3, 120))),
        longest_stay_minutes=draw(one_of(None, None, 60, 90)),
        modes=draw(some((TravelMode.WALK, TravelMode.BICYCLE, TravelMode.BUS), 1)),
        most_travel_minutes=draw(one_of(60, 30, 15, None)),
        can_reach=tuple(
            Reach(host_id, draw(one_of(Answer.YES, Answer.NO))) for host_id in draw(some(host_ids, 0, 1))
        ),
        conditions=draw(_answers()),
        likes=draw(some((Activity.CAFE, Activity.CRAFT), 0, 1)),
        avoids=(Activity.CAFE,) if draw(now_and_then) else (),
        staff_gender=draw(one_of(None, None, None, Gender.WOMAN)),
        accompaniment_minutes=draw(one_of(0, 0, 0, 30)),
        attention_minutes=draw(one_of(0, 0, 20)),
        apart_from_hosts=host_ids[:1] if draw(now_and_then) else (),
        apart_from_persons=draw(some(others, 1, 1)) if others and draw(now_and_then) else (),
        caring=(CaringDuty(draw(st.sampled_from(others)), HOURS[:3]),) if others and draw(now_and_then) else (),
        schemes=(SchemeCheck("scheme", needs[0].domain, draw(st.sampled_from(Answer))),)
        if draw(now_and_then)
        else (),
        consent=ConsentStage.NONE if draw(now_and_then) else ConsentStage.TO_OFFER,
        earliest_start=draw(st.one_of(st.none(), days(-20, 60))),
        pins=tuple(pins),
        refusals=(Refusal(draw(one_of(*host_ids))),) if draw(now_and_then) else (),
        caseload_pool_id=draw(one_of(None, "cases-1", "cases-2")),
    )


@st.composite
def _placements(
    draw: DrawFn, people: tuple[Person, ...], menus: tuple[Menu, ...], pools: list[Pool]
) -> tuple[Placement, ...]:
    """Place a few of the people, for one of their needs each, and a few others."""
    placements = []
    others = tuple(Person(id=f"X{n}", age_years=40, needs=(Need(NeedDomain.WORK),), waiting_since=TODAY) for n in (1, 2))
    for person in (*draw(some(people, 0, 3)), *draw(some(others))):
        menu = draw(st.sampled_from(menus))
        first_day = draw(days(-60, 20))
        placements.append(
            Placement(
                person_id=person.id,
                domain=draw(st.sampled_from(person.needs)).domain,
                menu_id=menu.id,
                slots=draw(some(menu.slots, 1)),
                status=draw(st.sampled_from(PlacementStatus)),
                first_day=first_day,
                last_day=draw(st.one_of(st.none(), st.integers(0, 90).map(lambda n: first_day + dt.timedelta(n)))),
                attention_minutes=person.attention_minutes,
                accompaniment_minutes=person.accompaniment_minutes,
                is_fetched=draw(st.booleans()),
                companion_pool_id="guide-1" if person.accompaniment_minutes else None,
                caseload_pool_id=person.caseload_pool_id,
            )
        )
    return tuple(placements)


@st.composite
def _parties(draw: DrawFn, people: tuple[Person, ...]) -> tuple[Party, ...]:
    """Let two or three people with a common need go together."""
    members = draw(some(people, 2, 3)) if len(people) > 2 and draw(st.booleans()) else ()
    shared = set.intersection(*({need.domain for need in person.needs} for person in members)) if members else set()
    return (Party("G1", tuple(person.id for person in members)),) if shared else ()
