"""
`towns()`: small random problems, all valid, in which everything a problem can hold turns up now and then.

Times, places and numbers come from short lists, so that people meet, hosts fill up and limits bind.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from matching.geo.mesh import mesh_code
from matching.model import (
    BusySeason,
    CaringDuty,
    Declared,
    Draw,
    Host,
    Household,
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
HOURS = tuple(
    window(day, *hours) for day in range(1, 7) for hours in (("09:00", "13:00"), ("13:00", "18:00"))
)
PLACES = tuple(Place(PLACE.lat + km / 111, PLACE.lng) for km in (0, 0.4, 1.5, 3, 30))
HOMES = tuple(mesh_code(place.lat, place.lng) for place in PLACES[:4])
CONDITIONS = (Condition.NOISE, Condition.LARGE_GROUP, Condition.STEP_FREE)


def one_of(*values: T) -> SearchStrategy[T]:
    """Choose one; the first is the simplest."""
    return st.sampled_from(values)


def mostly(usual: T, *others: T) -> SearchStrategy[T]:
    """Choose the first nine times out of ten."""
    return st.sampled_from((usual,) * 9 * len(others) + others)


def never(usual: T, *others: T) -> SearchStrategy[T]:
    """Choose the first: for who has nothing in the way."""
    return st.just(usual)


def some(values: tuple[T, ...], least: int = 0, most: int | None = None) -> SearchStrategy[tuple[T, ...]]:
    """Choose different ones, in the order given."""
    chosen = st.sets(st.integers(0, len(values) - 1), min_size=least, max_size=most)
    return chosen.map(lambda rows: tuple(values[row] for row in sorted(rows)))


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
    menus = tuple(menu for host_id in host_ids for menu in draw(_menus_of_host(host_id, pools)))
    together = draw(some(person_ids, 2, 3)) if len(person_ids) > 1 and draw(st.booleans()) else ()
    people = tuple(
        draw(_people(person_id, person_ids, host_ids, menus, person_id in together))
        for person_id in person_ids
    )
    return problem(
        weeks=draw(st.integers(1, 9)),
        people=people,
        hosts=tuple(draw(_hosts(host_id)) for host_id in host_ids),
        menus=menus,
        pools=tuple(pools),
        placements=draw(_placements(people, menus)) if menus else (),
        parties=(Party("G1", together),) if together else (),
        households=(Household("F1", person_ids[:2]),) if draw(st.booleans()) else (),
        rules=dataclasses.replace(problem().rules, newcomer_weeks=draw(one_of(4, 1, 2))),
    )


@st.composite
def _hosts(draw: DrawFn, host_id: str) -> Host:
    seldom = never if draw(st.booleans()) else mostly
    return Host(
        id=host_id,
        name=host_id,
        kind=draw(one_of(HostKind.SHOP, HostKind.FARM, HostKind.TYPE_B)),
        place=draw(seldom(PLACES[0], *PLACES[1:], None)),
        district=draw(one_of(*DISTRICTS)),
        quota=draw(seldom(None, 4)),
        waiting=draw(seldom(None, 0, 2)),
        staff_fte=draw(seldom(None, 0.4)),
        staff_ratio=draw(seldom(None, 10.0)),
        supporters=draw(seldom(None, 1)),
        people_per_supporter=draw(one_of(None, 1, 2)),
        equipment_places=draw(seldom(None, 4)),
        newcomers_at_once=draw(one_of(None, None, None, 1, 2, 0)),
        rest_days=draw(one_of(0, 0, 0, 7, 10, 21)),
        closed=draw(st.lists(periods(), max_size=1).map(tuple)),
        busy_seasons=draw(
            st.lists(st.builds(BusySeason, periods(), st.integers(0, 1)), max_size=1).map(tuple)
        ),
        staff_genders=draw(one_of(None, (Gender.WOMAN,), (Gender.MAN,))),
    )


@st.composite
def _pools_of_host(draw: DrawFn, host_id: str) -> list[Pool]:
    def stated(when: Slot) -> PoolSlot:
        mark = draw(one_of(*3 * (DeclaredMark.OPEN,), *DeclaredMark, None))
        return PoolSlot(
            when,
            regular_users=draw(mostly(None, 0, 3)),
            declared=Declared(mark, draw(one_of(1, 2, 3, None))) if mark else None,
            stated_on=draw(mostly(TODAY, None, TODAY - dt.timedelta(days=90))),
        )

    times = tuple(stated(when) for when in draw(some(SLOTS, 1, 6)))
    pools = [Pool(id=f"{host_id}-places", kind=PoolKind.PLACES, host_id=host_id, slots=times)]
    if draw(st.booleans()):
        nights = (stated(night(last_day=draw(one_of(None, MONDAY + dt.timedelta(days=40))))),)
        pools.append(Pool(id=f"{host_id}-beds", kind=PoolKind.BEDS, host_id=host_id, slots=nights))
    return pools


@st.composite
def _shared_pools(draw: DrawFn) -> list[Pool]:
    def amounts(pool_id: str, kind: PoolKind, most: int, hours: tuple[Slot, ...]) -> Pool:
        when: tuple[Slot | None, ...] = (None,) if draw(st.booleans()) else draw(some(hours, 1))
        parts = tuple(PoolSlot(part, draw(one_of(most, most, most // 2, 0, None))) for part in when)
        return Pool(
            id=pool_id, kind=kind, slots=parts, districts=draw(mostly((), *((d,) for d in DISTRICTS)))
        )

    shifts = tuple(slot(hours.weekday, str(hours.start), str(hours.end)) for hours in HOURS)
    return [
        amounts("attention", PoolKind.ATTENTION, 60, SLOTS),
        amounts("van", PoolKind.VEHICLE_SEATS, 2, SLOTS),
        amounts("guide-1", PoolKind.COMPANION, 90, shifts),
        amounts("guide-2", PoolKind.COMPANION, 90, shifts),
        Pool(id="cases-1", kind=PoolKind.CASELOAD, slots=(PoolSlot(None, draw(st.integers(0, 6))),)),
        Pool(id="cases-2", kind=PoolKind.CASELOAD, slots=(PoolSlot(None, draw(st.integers(3, 9))),)),
    ]


@st.composite
def _menus_of_host(draw: DrawFn, host_id: str, pools: list[Pool]) -> list[Menu]:
    """Make two menus by day at most, now and then on others' places too, and a room for the beds."""
    own = {pool.kind: pool for pool in pools if pool.host_id == host_id}
    places = [Draw(pool.id) for pool in pools if pool.kind == PoolKind.PLACES]
    brought = (Draw("attention", DrawUnit.ATTENTION_MINUTES), Draw("van", DrawUnit.PICK_UP_SEAT))
    menus = []
    for n in range(draw(one_of(1, 2, 2, 0))):
        times = tuple(part.slot for part in own[PoolKind.PLACES].slots if part.slot)
        shared = draw(mostly((), *((each,) for each in places)))
        menus.append(
            Menu(
                id=f"{host_id}-menu-{n}",
                host_id=host_id,
                name=f"{host_id} {n}",
                domains=draw(one_of(DOMAINS[:2], DOMAINS[:1], DOMAINS[1:2])),
                slots=draw(st.one_of(some(times, 1), some(times, 1), some(SLOTS, 1, 6))),
                draws=tuple(dict.fromkeys((Draw(f"{host_id}-places"), *shared, *draw(some(brought))))),
                activities=draw(some((Activity.CAFE, Activity.CRAFT))),
                conditions=draw(_answers()),
                age_from=draw(mostly(0, 18)),
                age_to=draw(mostly(120, 64)),
                shortest_stay_minutes=draw(one_of(None, 60)),
                reachable_by_bus=draw(st.sampled_from(Answer)),
                pick_up_districts=draw(some(DISTRICTS)),
            )
        )
    if PoolKind.BEDS in own:
        menus.append(
            Menu(
                id=f"{host_id}-room",
                host_id=host_id,
                name=f"{host_id} room",
                domains=(NeedDomain.HOUSING,),
                slots=tuple(part.slot for part in own[PoolKind.BEDS].slots if part.slot),
                draws=(Draw(f"{host_id}-beds"),),
                most_nights=draw(one_of(14, 3, 40, 300)),
            )
        )
    return menus


@st.composite
def _answers(draw: DrawFn) -> dict[Condition, Answer]:
    """Answer every condition so that nothing is in the way, and now and then one otherwise."""
    condition = draw(mostly(None, *CONDITIONS))
    return {**NOTHING_ASKED, condition: draw(st.sampled_from(Answer))} if condition else NOTHING_ASKED


@st.composite
def _people(
    draw: DrawFn,
    person_id: str,
    person_ids: tuple[str, ...],
    host_ids: tuple[str, ...],
    menus: tuple[Menu, ...],
    in_party: bool,
) -> Person:
    """Make a person with one need at least; who goes with others has the first one and little in the way."""
    others = tuple(other for other in person_ids if other != person_id)
    seldom = never if draw(st.booleans()) or in_party else mostly
    alone = () if in_party else (DOMAINS[1:2], DOMAINS[2:])
    domains = draw(one_of(DOMAINS[:1], DOMAINS[:2], DOMAINS, *alone))
    fewest = draw(one_of(1, 1, 1, 2))
    is_protected = draw(one_of(False, False, False, True))
    pinned = draw((mostly if in_party else seldom)(None, *menus)) if menus else None
    other = draw(mostly(None, *others)) if others else None
    return Person(
        id=person_id,
        age_years=draw(seldom(40, 17, 70)),
        needs=tuple(Need(domain, draw(one_of(Urgency.SOON, Urgency.NOW))) for domain in domains),
        waiting_since=TODAY - dt.timedelta(weeks=draw(st.integers(0, 60))),
        district=draw(one_of(*DISTRICTS, None)),
        home_mesh=None if is_protected else draw(one_of(*HOMES, None)),
        is_protected=is_protected,
        availability=draw(st.one_of(st.just(all_day("09:00", "18:00")), some(HOURS, 4), st.none())),
        fewest_slots=fewest,
        most_slots=fewest + draw(st.integers(0, 2)),
        goal=draw(one_of(None, LadderStep(3, 120))),
        longest_stay_minutes=draw(seldom(None, 60, 90)),
        modes=draw(some((TravelMode.WALK, TravelMode.BICYCLE, TravelMode.BUS), 1)),
        most_travel_minutes=draw(one_of(60, 30, 15, None)),
        can_reach=tuple(Reach(host, draw(st.sampled_from(Answer))) for host in draw(some(host_ids, 0, 1))),
        conditions=draw(_answers()),
        likes=draw(some((Activity.CAFE, Activity.CRAFT), 0, 1)),
        avoids=draw(seldom((), (Activity.CAFE,))),
        staff_gender=draw(seldom(None, Gender.WOMAN)),
        accompaniment_minutes=draw(one_of(0, 0, 0, 30)),
        attention_minutes=draw(one_of(0, 0, 20)),
        apart_from_hosts=draw(seldom((), host_ids[:1])),
        apart_from_persons=(other,) if other and draw(st.booleans()) else (),
        caring=(CaringDuty(other, HOURS[:3]),) if other and draw(st.booleans()) else (),
        schemes=draw(seldom((), *((SchemeCheck("scheme", domains[0], answer),) for answer in Answer))),
        consent=draw(seldom(ConsentStage.TO_OFFER, ConsentStage.NONE)),
        earliest_start=draw(seldom(None, *(MONDAY + dt.timedelta(days=n) for n in (-20, 5, 14, 30)))),
        pins=(Pin(domains[0], pinned.id, draw(some(pinned.slots))),) if pinned else (),
        refusals=draw(seldom((), (Refusal(host_ids[-1]),))),
        caseload_pool_id=draw(one_of(None, None, "cases-1", "cases-2")),
    )


@st.composite
def _placements(draw: DrawFn, people: tuple[Person, ...], menus: tuple[Menu, ...]) -> tuple[Placement, ...]:
    """Place a few of the people, each for one of their needs, and one who is not among them."""
    somebody = dataclasses.replace(people[0], id="P0")
    placements = []
    for person in (*draw(some(people, 0, 3)), *draw(some((somebody,)))):
        menu = draw(st.sampled_from(menus))
        first_day = draw(st.integers(-60, 20).map(lambda n: MONDAY + dt.timedelta(days=n)))
        lasts = draw(st.one_of(st.none(), st.integers(0, 90)))
        placements.append(
            Placement(
                person_id=person.id,
                domain=draw(st.sampled_from(person.needs)).domain,
                menu_id=menu.id,
                slots=draw(some(menu.slots, 1)),
                status=draw(st.sampled_from(PlacementStatus)),
                first_day=first_day,
                last_day=None if lasts is None else first_day + dt.timedelta(days=lasts),
                attention_minutes=person.attention_minutes,
                accompaniment_minutes=person.accompaniment_minutes,
                is_fetched=draw(st.booleans()),
                companion_pool_id="guide-1" if person.accompaniment_minutes else None,
                caseload_pool_id=person.caseload_pool_id,
            )
        )
    return tuple(placements)
