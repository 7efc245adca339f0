"""People as columns: when they are free, and what was said of whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from matching.columns import Columns, PeopleColumns
from matching.columns.people import CONDITIONS, NEEDED, NO_NEED, NOT_ASKED, bits, requirement
from matching.model import CaringDuty, Party, Person, Placement, Problem, Reach, Refusal, TimeWindow
from matching.vocabulary import BURDENS, Activity, Answer, Condition, PlacementStatus
from tests.matching.builders import (
    TODAY,
    WEEKS,
    all_day,
    beds,
    host,
    menu,
    night,
    person,
    placement,
    pool,
    problem,
    room,
    window,
)
from tests.matching.capacity.measured import day

MINE = placement(person_id="P1")
"""Tuesday 10:00 to 12:00."""


def columns(*people: Person, replan: bool = False, **over: Any) -> PeopleColumns:
    """Make the columns of these people."""
    return Columns.of(problem(people=people, **over), replan).people


def free(
    of: Problem, row: int = 0, weekday: int = 2, replan: bool = False, in_party: bool = False
) -> list[tuple[str, str]]:
    """Give when a person is free on a weekday (Tuesday if nothing else is said), as texts."""

    def text(minutes: int) -> str:
        return f"{minutes // 60:02}:{minutes % 60:02}"

    people = Columns.of(of.in_order(), replan).people
    times = people.free_in_party if in_party else people.free
    rows = (times.person == row) & (times.weekday == weekday)
    return sorted(
        (text(start), text(end)) for start, end in zip(times.start[rows], times.end[rows], strict=True)
    )


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ((), []),
        ((window(2, "09:00", "12:00"),), [("09:00", "12:00")]),
        ((window(3),), []),
        # neighbours and overlaps are one stretch, in whatever order they were told
        ((window(2, "12:00", "15:00"), window(2, "09:00", "12:00")), [("09:00", "15:00")]),
        ((window(2, "09:00", "14:00"), window(2, "10:00", "11:00")), [("09:00", "14:00")]),
        (
            (window(2, "09:00", "11:00"), window(2, "11:01", "12:00")),
            [("09:00", "11:00"), ("11:01", "12:00")],
        ),
    ],
)
def test_free_times(windows: tuple[TimeWindow, ...], expected: list[tuple[str, str]]) -> None:
    """A person is free when they say so; stretches that touch are one."""
    assert free(problem(people=[person(availability=windows)])) == expected


def test_hours_nobody_asked_for_are_all_free() -> None:
    """Unheard hours stand in nobody's way."""
    assert free(problem(people=[person(availability=None)])) == [("00:00", "24:00")]
    assert not columns(person(availability=None)).hours_known[0]
    assert columns(person(availability=())).hours_known[0]  # never free is an answer


@pytest.mark.parametrize("availability", [all_day("10:00", "15:00"), None])
def test_a_placement_takes_its_hours(availability: tuple[TimeWindow, ...] | None) -> None:
    """Who is at a host on Tuesday 10 to 12 is not free then, whether or not their hours were asked for."""
    town = problem(people=[person(availability=availability)], placements=[MINE])
    assert ("12:00", "15:00" if availability else "24:00") in free(town)
    assert all(end <= "10:00" or start >= "12:00" for start, end in free(town))
    assert len(free(town, weekday=3)) == 1


@pytest.mark.parametrize(
    ("over", "is_taken"),
    [
        ({}, True),
        ({"status": PlacementStatus.OFFERED}, True),
        ({"status": PlacementStatus.VISITING}, False),
        ({"status": PlacementStatus.ENDED}, False),
        ({"last_day": TODAY}, False),  # before week 0
        ({"last_day": day(0, 1)}, True),
        ({"person_id": "P2"}, False),
    ],
)
def test_only_seats_in_the_horizon_take_hours(over: dict[str, Any], is_taken: bool) -> None:
    """Hours are taken by the person's own placement that takes a seat in the weeks looked at."""
    held = placement(**{"person_id": "P1", **over})
    town = problem(people=[person(), person(id="P2")], placements=[held])
    assert (free(town) != [("09:00", "17:00")]) == is_taken
    assert columns(*town.people, placements=[held]).taken_slots.tolist()[0] == int(is_taken)


def test_a_placement_up_for_change_takes_no_hours() -> None:
    """When placements are re-planned, their hours and slots are free again."""
    town = problem(placements=[MINE])
    assert free(town, replan=True) == [("09:00", "17:00")]
    assert Columns.of(town, replan=True).people.taken_slots.tolist() == [0]


CARER = person(caring=(CaringDuty("P2", (window(2, "09:00", "14:00"),)),))
CARED_FOR = person(id="P2")


def test_caring_takes_its_hours() -> None:
    """Who looks after somebody on Tuesday 9 to 14 is free from 14:00."""
    assert free(problem(people=[CARER, CARED_FOR])) == [("14:00", "17:00")]


def test_caring_hours_are_covered_by_the_cared_for_s_placement() -> None:
    """While the person cared for is at a host, the carer is free, and only then."""
    town = problem(people=[CARER, CARED_FOR], placements=[placement(person_id="P2")])
    assert free(town) == [("10:00", "12:00"), ("14:00", "17:00")]


@pytest.mark.parametrize(
    ("over", "is_covered"),
    [
        ({"first_day": day(0), "last_day": day(WEEKS - 1)}, True),  # every Tuesday looked at
        ({"first_day": day(1)}, False),
        ({"last_day": day(WEEKS - 2)}, False),
        ({"status": PlacementStatus.TRIAL}, True),
        ({"status": PlacementStatus.OFFERED}, False),  # has not begun
        ({"status": PlacementStatus.VISITING}, False),
        ({"status": PlacementStatus.ENDED}, False),
        ({"person_id": "P0"}, False),  # somebody else's
    ],
)
def test_only_a_placement_of_every_week_covers(over: dict[str, Any], is_covered: bool) -> None:
    """Nobody is left alone: caring hours are covered only while the other is at a host week after week."""
    held = placement(**{"person_id": "P2", **over})
    found = free(problem(people=[CARER, CARED_FOR], placements=[held]))
    assert (("10:00", "12:00") in found) is is_covered


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (("P1", "P2"), [("09:00", "17:00")]),
        (("P1", "P3"), [("14:00", "17:00")]),  # goes with somebody else
        (("P2", "P3"), [("14:00", "17:00")]),  # the cared-for goes with somebody else
    ],
)
def test_caring_hours_are_covered_in_one_party(
    members: tuple[str, str], expected: list[tuple[str, str]]
) -> None:
    """Who goes together with the person they look after is free; another party, and going alone, is not."""
    town = problem(people=[CARER, CARED_FOR, person(id="P3")], parties=[Party("G1", members)])
    assert free(town, in_party=True) == expected
    assert free(town) == [("14:00", "17:00")]


@pytest.mark.parametrize("condition", list(Condition))
def test_what_an_answer_asks_of_a_place(condition: Condition) -> None:
    """Not bearing a burden and needing a support ask something of the place; an unheard answer waits."""
    asks = Answer.NO if condition in BURDENS else Answer.YES
    answers = dict.fromkeys(Answer, NO_NEED) | {asks: NEEDED, Answer.UNKNOWN: NOT_ASKED}
    assert {answer: requirement(condition, answer) for answer in Answer} == answers


def test_a_condition_left_out_is_not_asked() -> None:
    """No entry for a condition is 未聴取, not いいえ."""
    requires = columns(person(conditions={Condition.NOISE: Answer.NO})).requires[0]
    assert requires[CONDITIONS.index(Condition.NOISE)] == NEEDED
    assert sorted(set(requires.tolist())) == [NEEDED, NOT_ASKED]


def test_a_thing_said_twice_is_said_once() -> None:
    """Naming an activity twice does not turn it into another one."""
    order = tuple(Activity)
    assert bits((Activity.COOKING,) * 2, order) == bits((Activity.COOKING,), order) == 1
    assert bits((Activity.COOKING, Activity.CLEANING), order) == 3


@pytest.mark.parametrize(("days", "weeks"), [(-3, 0), (0, 0), (6, 0), (7, 1), (400, 57)])
def test_waiting_is_counted_in_whole_weeks(days: int, weeks: int) -> None:
    """Weeks of waiting are whole weeks since the application, never less than none."""
    assert columns(person(waiting_since=TODAY - dt.timedelta(days))).waiting_weeks.tolist() == [weeks]


@pytest.mark.parametrize(
    ("until", "is_refused"),
    [(None, True), (TODAY + dt.timedelta(1), True), (TODAY, False), (TODAY - dt.timedelta(1), False)],
)
def test_a_refusal_rests_until_its_review(until: dt.date | None, is_refused: bool) -> None:
    """A declined host or menu is open again on the review date, and never without one."""
    found = columns(
        person(refusals=(Refusal("H1", until=until),)),
        person(id="P2", refusals=(Refusal("H1", "M1", until),)),
    )
    assert (found.refused_hosts.keys.size, found.refused_menus.keys.size) == (is_refused, is_refused)


def test_unheard_reach_is_no_answer() -> None:
    """「通える」 and 「通えない」 are kept, 未聴取 is not."""
    reaches = [columns(person(can_reach=(Reach("H1", answer),))).can_reach.values for answer in Answer]
    assert [values.tolist() for values in reaches] == [[1], [0], []]


@pytest.mark.parametrize(
    ("over", "keeps_away"),
    [
        ({}, True),
        ({"status": PlacementStatus.VISITING}, True),  # a visit is a meeting too
        ({"last_day": TODAY}, False),
        ({"status": PlacementStatus.ENDED}, False),
        ({"status": PlacementStatus.BROKEN_OFF}, False),
    ],
)
@pytest.mark.parametrize("who_said_it", ["P1", "P2"])
def test_keeping_apart_is_mutual(over: dict[str, Any], keeps_away: bool, who_said_it: str) -> None:
    """Whichever of two said it, one is kept from the hosts where the other is today."""
    other = {"P1": "P2", "P2": "P1"}[who_said_it]
    people = [
        person(id=name, apart_from_persons=(other,) if name == who_said_it else ()) for name in ("P1", "P2")
    ]
    town = problem(
        people=people,
        hosts=[host(), host(id="H2")],
        menus=[menu(), menu(id="M2", host_id="H2", draws=menu().draws)],
        placements=[placement(**{"person_id": "P2", "menu_id": "M2", **over})],
    )
    found = Columns.of(town).people.apart_hosts.keys.tolist()
    assert found == ([1] if keeps_away else [])  # person row 0, host row 1


def test_keeping_apart_from_somebody_who_is_not_in_the_problem() -> None:
    """The other may be somebody who is at a host and looks for nothing."""
    found = columns(person(apart_from_persons=("P0",)), placements=[placement()])
    assert found.apart_hosts.keys.tolist() == [0]


def test_known_hosts_are_those_of_today_and_before() -> None:
    """A host where the person has been, or is, is known to them."""
    past = placement(person_id="P1", status=PlacementStatus.ENDED, last_day=TODAY)
    town = problem(
        hosts=[host(), host(id="H2")],
        pools=[pool(), pool(id="H2-places", host_id="H2")],
        placements=[past],
    )
    assert Columns.of(town).people.known_hosts.keys.tolist() == [0]


def test_night_placements_take_no_hours() -> None:
    """Someone who stays in a room is free by day, and their nights are no visits of the week."""
    stay: Placement = placement(person_id="P1", menu_id="R1", slots=(night(),))
    town = problem(menus=[menu(), room()], pools=[pool(), beds()], placements=[stay])
    assert free(town) == [("09:00", "17:00")]
    assert Columns.of(town).people.taken_slots.tolist() == [0]


def test_the_earliest_start_is_a_whole_week() -> None:
    """Someone who can start from a Tuesday starts the week after."""
    starts = [None, TODAY, day(0, 1), day(0, 2), day(9)]
    found = columns(*(person(id=f"P{n}", earliest_start=start) for n, start in enumerate(starts)))
    assert found.earliest_week.tolist() == [0, 0, 0, 1, 10]
