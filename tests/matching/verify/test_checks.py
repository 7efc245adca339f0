"""
Every kind of fault is found: a good proposal is tampered with in one way, and exactly that is said.

Each function below makes such a proposal, with the problem it is checked against. Either the proposal is
changed, or the world is: then the proposal is passed off as made from the changed problem.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matching.model import (
    Assignment,
    Declared,
    Draw,
    Need,
    Party,
    Period,
    Pin,
    Place,
    Pool,
    Problem,
    Proposal,
    Refusal,
    Slot,
)
from matching.pipeline import ProposeParams, propose
from matching.serialize import problem_hash, problem_to_json, proposal_to_json
from matching.verify import checks, verify
from matching.vocabulary import (
    Answer,
    Condition,
    ConsentStage,
    DeclaredMark,
    DrawUnit,
    NeedDomain,
    PlacementStatus,
    PoolKind,
)
from tests.matching.builders import (
    MONDAY,
    NOTHING_ASKED,
    PLACE,
    amount_pool,
    beds,
    host,
    menu,
    person,
    placement,
    pool,
    pool_slot,
    problem,
    room,
    slot,
    window,
)

Tampered = tuple[Problem, Proposal]
CASES: list[tuple[str, Callable[[], Tampered]]] = []

TUE, THU = slot(2), slot(4)
TWO_DAYS = pool(slots=(pool_slot(TUE), pool_slot(THU)))
TWO_PEOPLE = (person(), person(id="P2"))
TWO_NEEDS = (Need(NeedDomain.WORK), Need(NeedDomain.BELONGING))


def found_as(code: str) -> Callable[[Callable[[], Tampered]], Callable[[], Tampered]]:
    """Register a way to tamper under the fault it must be found as."""

    def register(make: Callable[[], Tampered]) -> Callable[[], Tampered]:
        CASES.append((code, make))
        return make

    return register


def good(town: Problem, replan: bool = False) -> Proposal:
    """Propose, and see that the proposal holds before anything is changed."""
    proposal = propose(town, ProposeParams(confirm=0, replan=replan))
    assert proposal.assignments
    assert verify(town, proposal) == ()
    return proposal


def in_other_world(town: Problem, proposal: Proposal, **over: Any) -> Tampered:
    """Pass a proposal off as made from a changed problem."""
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in over.items()}
    changed = dataclasses.replace(town, **given)
    return changed, dataclasses.replace(proposal, problem_hash=problem_hash(changed))


def with_assignments(proposal: Proposal, *assignments: Assignment) -> Proposal:
    """Put other assignments in, with the total they add up to."""
    units = {(each.party_id or each.person_id, each.domain): each.choice.points.value for each in assignments}
    total = sum(units.values())
    return dataclasses.replace(proposal, assignments=assignments, objective=total, bound=float(total))


def with_choice(proposal: Proposal, row: int = 0, **over: Any) -> Proposal:
    """Change the first choice of one assignment."""
    assignments = list(proposal.assignments)
    choice = dataclasses.replace(assignments[row].choice, **over)
    assignments[row] = dataclasses.replace(assignments[row], choice=choice)
    return dataclasses.replace(proposal, assignments=tuple(assignments))


@found_as("other_problem")
def made_from_another_problem() -> Tampered:
    """Check against a problem in which somebody is a year older."""
    return problem(people=[person(age_years=41)]), good(problem())


@found_as("unknown_need")
def person_nobody_knows() -> Tampered:
    """Assign somebody who is not among the people."""
    proposal = good(problem())
    stranger = dataclasses.replace(proposal.assignments[0], person_id="P9")
    return problem(), dataclasses.replace(proposal, assignments=(stranger,))


@found_as("unknown_need")
def need_nobody_has() -> Tampered:
    """Assign for a need the person does not have."""
    proposal = good(problem())
    other = dataclasses.replace(proposal.assignments[0], domain=NeedDomain.WORK)
    return problem(), dataclasses.replace(proposal, assignments=(other,))


@found_as("unknown_menu")
def menu_nobody_offers() -> Tampered:
    """Assign to a menu that is not there."""
    return problem(), with_choice(good(problem()), menu_id="M9")


@found_as("unknown_menu")
def menu_of_another_host() -> Tampered:
    """Name another host for the menu."""
    town = problem(hosts=[host(), host(id="H2")])
    return town, with_choice(good(town), host_id="H2")


@found_as("unknown_slots")
def slot_the_menu_does_not_have() -> Tampered:
    """Assign to a day on which the menu does not take place."""
    return problem(), with_choice(good(problem()), slots=(THU,))


@found_as("unknown_slots")
def no_slot_at_all() -> Tampered:
    """Assign to no slot."""
    return problem(), with_choice(good(problem()), slots=())


@found_as("unknown_slots")
def same_slot_twice() -> Tampered:
    """Assign twice to the same slot."""
    return problem(), with_choice(good(problem()), slots=(TUE, TUE))


@found_as("unknown_companion")
def companion_nobody_knows() -> Tampered:
    """Send somebody along who is no companion."""
    return problem(), with_choice(good(problem()), companion_pool_id="H1-places")


@found_as("two_assignments")
def two_places_for_one_need() -> Tampered:
    """Assign the same need twice, at different times and as often as the person wants."""
    town = problem(
        people=[person(most_slots=2)], menus=[menu(), menu(id="M2", slots=(THU,))], pools=[TWO_DAYS]
    )
    (one,) = good(town).assignments
    other = next(option for option in (one.choice, *one.standbys) if option != one.choice)
    two = dataclasses.replace(one, choice=other, standbys=())
    return town, with_assignments(good(town), dataclasses.replace(one, standbys=()), two)


@found_as("need_is_served")
def need_of_a_placement() -> Tampered:
    """Give the only person a placement for the need: nobody looks for a place any more."""
    visit = placement(person_id="P1", status=PlacementStatus.VISITING)
    return in_other_world(problem(), good(problem()), placements=[visit])


@found_as("need_is_served")
def need_of_one_of_two() -> Tampered:
    """Give one of two people a placement for the need."""
    town = problem(people=TWO_PEOPLE)
    visit = placement(person_id="P1", status=PlacementStatus.VISITING)
    return in_other_world(town, good(town), placements=[visit])


@found_as("menu_for_other_need")
def menu_for_another_need() -> Tampered:
    """Let the menu be for another need."""
    town = problem()
    return in_other_world(town, good(town), menus=[menu(domains=(NeedDomain.WORK,))])


@found_as("rule_against")
def host_that_was_declined() -> Tampered:
    """Let the person decline the host."""
    town = problem()
    return in_other_world(town, good(town), people=[person(refusals=(Refusal("H1"),))])


@found_as("rule_against")
def consent_withdrawn() -> Tampered:
    """Let the person take back their consent."""
    town = problem()
    return in_other_world(town, good(town), people=[person(consent=ConsentStage.NONE)])


@found_as("unsaid_question")
def answer_that_is_missing() -> Tampered:
    """Let the person not have been asked about noise, and the menu not have said."""
    town = problem()
    answers = {**NOTHING_ASKED, Condition.NOISE: Answer.UNKNOWN}
    return in_other_world(town, good(town), people=[person(conditions=answers)])


@found_as("slot_out_of_hours")
def hours_the_person_is_not_free() -> Tampered:
    """Let the person be free on the menu's other day alone."""
    town = problem(menus=[menu(slots=(TUE, THU))], pools=[TWO_DAYS])
    proposal = good(town)
    (day,) = proposal.assignments[0].choice.slots
    other = window(4 if day == TUE else 2)
    return in_other_world(town, proposal, people=[person(availability=(other,))])


@found_as("slots_a_week")
def fewer_slots_than_wanted() -> Tampered:
    """Let the person want two slots a week."""
    town = problem(menus=[menu(slots=(TUE, THU))], pools=[TWO_DAYS])
    return in_other_world(town, good(town), people=[person(fewest_slots=2, most_slots=2)])


@found_as("slots_a_week")
def more_slots_than_wanted() -> Tampered:
    """Assign twice a week to somebody who wants to go once."""
    town = problem(menus=[menu(slots=(TUE, THU))], pools=[TWO_DAYS])
    return town, with_choice(good(town), slots=(TUE, THU))


@found_as("outside_horizon")
def days_after_the_last_week() -> Tampered:
    """Look fewer weeks ahead."""
    town = problem()
    return in_other_world(town, good(town), weeks=3)


@found_as("closed_that_week")
def first_visit_on_a_closed_day() -> Tampered:
    """Let the host be closed in the first week."""
    town = problem()
    closed = Period(MONDAY, MONDAY + dt.timedelta(days=6))
    return in_other_world(town, good(town), hosts=[host(closed=(closed,))])


@found_as("outside_dates")
def days_before_the_slot_is_held() -> Tampered:
    """Start in a week before the slot's first day."""
    later = slot(first_day=MONDAY + dt.timedelta(days=14))
    town = problem(menus=[menu(slots=(later,))])
    return town, with_choice(good(town), first_day=MONDAY + dt.timedelta(days=1))


@found_as("too_early")
def start_before_the_person_can() -> Tampered:
    """Let the person be able to start only in two weeks."""
    town = problem()
    return in_other_world(town, good(town), people=[person(earliest_start=MONDAY + dt.timedelta(days=14))])


@found_as("room_too_long")
def room_for_longer_than_it_is_given() -> Tampered:
    """Let the room be given for one night less."""
    town = problem(menus=[room(most_nights=10)], pools=[beds()])
    return in_other_world(town, good(town), menus=[room(most_nights=9)])


def guide(pool_id: str = "C1", *districts: str, when: Slot | None = None) -> Pool:
    """Make a companion."""
    return amount_pool(PoolKind.COMPANION, 60, when, id=pool_id, districts=districts)


def with_two_companions() -> tuple[Problem, str, str]:
    """Make a town with two companions who suit alike, and say who goes along and who does not."""
    town = problem(people=[person(accompaniment_minutes=30)], pools=[pool(), guide("C1"), guide("C2")])
    chosen = good(town).assignments[0].choice.companion_pool_id
    assert chosen is not None
    return town, chosen, "C2" if chosen == "C1" else "C1"


@found_as("nobody_goes_along")
def companion_left_out() -> Tampered:
    """Let the person need somebody to go along."""
    town = problem(pools=[pool(), guide()])
    return in_other_world(town, good(town), people=[person(accompaniment_minutes=30)])


@found_as("companion_of_other_district")
def companion_from_elsewhere() -> Tampered:
    """Let the companion serve another district, while a second one serves the person's."""
    town, chosen, other = with_two_companions()
    return in_other_world(town, good(town), pools=[pool(), guide(chosen, "south"), guide(other)])


@found_as("companion_has_no_hours")
def companion_on_another_day() -> Tampered:
    """Let the companion have time on Thursday, while a second one has time on Tuesday."""
    town, chosen, other = with_two_companions()
    return in_other_world(town, good(town), pools=[pool(), guide(chosen, when=THU), guide(other)])


@found_as("two_places_at_once")
def second_need_at_the_same_time() -> Tampered:
    """Move the assignment for one need to the time of the other."""
    menus = [
        menu(id="M1", domains=(NeedDomain.WORK,)),
        menu(id="M2", domains=(NeedDomain.BELONGING,), slots=(TUE, THU)),
    ]
    town = problem(people=[person(needs=TWO_NEEDS, most_slots=2)], menus=menus, pools=[TWO_DAYS])
    proposal = good(town)
    assert proposal.assignments[0].choice.slots == (THU,)
    return town, with_choice(proposal, slots=(TUE,))


@found_as("two_places_at_once")
def two_slots_at_the_same_time() -> Tampered:
    """Assign to two slots of one menu that overlap."""
    again = slot(2, "11:00", "13:00")
    places = pool(slots=(pool_slot(slot(2, "10:00", "13:00")),))
    town = problem(people=[person(most_slots=2)], menus=[menu(slots=(TUE, again))], pools=[places])
    return town, with_choice(good(town), slots=(TUE, again))


@found_as("too_often")
def both_needs_for_who_wants_one_slot() -> Tampered:
    """Let the person want to go once a week, for two needs."""
    menus = [
        menu(id="M1", domains=(NeedDomain.WORK,)),
        menu(id="M2", domains=(NeedDomain.BELONGING,), slots=(THU,)),
    ]
    town = problem(people=[person(needs=TWO_NEEDS, most_slots=2)], menus=menus, pools=[TWO_DAYS])
    return in_other_world(town, good(town), people=[person(needs=TWO_NEEDS, most_slots=1)])


@found_as("not_kept_apart")
def two_who_must_not_meet() -> Tampered:
    """Let the second of two people at a host ask to be kept apart from the first."""
    town = problem(people=TWO_PEOPLE)
    people = [person(), person(id="P2", apart_from_persons=("P1",))]
    return in_other_world(town, good(town), people=people)


@found_as("party_parted")
def one_of_a_party_left_out() -> Tampered:
    """Leave out one of two people who go together."""
    town = problem(people=TWO_PEOPLE, parties=[Party("G1", ("P1", "P2"))])
    proposal = good(town)
    return town, dataclasses.replace(proposal, assignments=proposal.assignments[:1])


@found_as("party_parted")
def one_of_a_party_starts_later() -> Tampered:
    """Let one of two people who go together start a week later."""
    town = problem(people=TWO_PEOPLE, parties=[Party("G1", ("P1", "P2"))])
    return town, with_choice(good(town), first_day=MONDAY + dt.timedelta(days=8))


@found_as("over_capacity")
def one_place_for_two() -> Tampered:
    """Let the host have one place."""
    town = problem(people=TWO_PEOPLE)
    return in_other_world(town, good(town), pools=[pool(slots=(pool_slot(places=1),))])


@found_as("over_capacity")
def companion_for_two() -> Tampered:
    """Let two people need a companion who has time for one."""
    people = [person(accompaniment_minutes=30), person(id="P2", accompaniment_minutes=30)]
    town = problem(people=people, pools=[pool(), guide()])
    minutes = amount_pool(PoolKind.COMPANION, 59, id="C1")
    return in_other_world(town, good(town), pools=[pool(), minutes])


@found_as("over_capacity")
def caseload_of_one() -> Tampered:
    """Let a coordinator be able to carry one of two people."""
    people = [person(caseload_pool_id="caseload"), person(id="P2", caseload_pool_id="caseload")]
    town = problem(people=people, pools=[pool(), amount_pool(PoolKind.CASELOAD, 2)])
    return in_other_world(town, good(town), pools=[pool(), amount_pool(PoolKind.CASELOAD, 1)])


@found_as("over_capacity")
def seat_of_a_van_for_two() -> Tampered:
    """Let the van that fetches two people have one seat."""
    draws = (Draw("H1-places"), Draw("vehicle_seats", DrawUnit.PICK_UP_SEAT))
    town = problem(
        people=TWO_PEOPLE,
        hosts=[host(place=Place(PLACE.lat + 3 / 111, PLACE.lng))],
        menus=[menu(draws=draws, pick_up_districts=("north",))],
        pools=[pool(), amount_pool(PoolKind.VEHICLE_SEATS, 2)],
    )
    return in_other_world(town, good(town), pools=[pool(), amount_pool(PoolKind.VEHICLE_SEATS, 1)])


@found_as("no_such_time")
def attention_on_another_day() -> Tampered:
    """Let the attention the person needs be there on Thursday instead of Tuesday."""
    draws = (Draw("H1-places"), Draw("attention", DrawUnit.ATTENTION_MINUTES))
    town = problem(
        people=[person(attention_minutes=20)],
        menus=[menu(draws=draws)],
        pools=[pool(), amount_pool(PoolKind.ATTENTION, 60, TUE)],
    )
    return in_other_world(town, good(town), pools=[pool(), amount_pool(PoolKind.ATTENTION, 60, THU)])


@found_as("too_many_newcomers")
def two_newcomers_at_once() -> Tampered:
    """Let the host be able to get to know one person at a time."""
    town = problem(people=TWO_PEOPLE)
    return in_other_world(town, good(town), hosts=[host(newcomers_at_once=1)])


@found_as("no_rest")
def two_intakes_in_a_week() -> Tampered:
    """Let the host rest a week after each intake."""
    town = problem(people=TWO_PEOPLE)
    return in_other_world(town, good(town), hosts=[host(rest_days=7)])


@found_as("no_rest")
def intake_soon_after_a_placement() -> Tampered:
    """Let somebody have come last week to a host that rests two weeks."""
    town = problem(hosts=[host(rest_days=14)])
    came = placement(first_day=MONDAY - dt.timedelta(days=6))
    return in_other_world(town, good(town), placements=[came])


@found_as("standby_not_free")
def standby_that_is_full() -> Tampered:
    """Let the place of the standby be closed."""
    menus = [menu(), menu(id="M2", draws=(Draw("more"),))]
    town = problem(menus=menus, pools=[pool(), pool(id="more")])
    proposal = good(town)
    (standby,) = proposal.assignments[0].standbys
    closed = pool_slot(declared=Declared(DeclaredMark.CLOSED))
    full = "more" if standby.menu_id == "M2" else "H1-places"
    pools = [
        pool(id=each, slots=(closed if each == full else pool_slot(),)) for each in ("H1-places", "more")
    ]
    return in_other_world(town, proposal, pools=pools)


@found_as("pin_not_kept")
def choice_people_made_for_another_menu() -> Tampered:
    """Let people have chosen another menu."""
    town = problem(menus=[menu(), menu(id="M2")])
    proposal = good(town)
    other = "M2" if proposal.assignments[0].choice.menu_id == "M1" else "M1"
    pinned = person(pins=(Pin(NeedDomain.BELONGING, other, (TUE,)),))
    return in_other_world(town, proposal, people=[pinned])


@found_as("pin_not_kept")
def choice_people_made_for_another_day() -> Tampered:
    """Let people have chosen another day of the menu."""
    town = problem(menus=[menu(slots=(TUE, THU))], pools=[TWO_DAYS])
    proposal = good(town)
    other = THU if proposal.assignments[0].choice.slots == (TUE,) else TUE
    pinned = person(pins=(Pin(NeedDomain.BELONGING, "M1", (other,)),))
    return in_other_world(town, proposal, people=[pinned])


def with_points(proposal: Proposal, **over: Any) -> Proposal:
    """Change the points of the first choice."""
    return with_choice(proposal, points=dataclasses.replace(proposal.assignments[0].choice.points, **over))


@found_as("wrong_points")
def fit_that_does_not_add_up() -> Tampered:
    """Let fit and best fit be one more than the criteria add up to."""
    proposal = good(problem())
    points = proposal.assignments[0].choice.points
    return problem(), with_points(proposal, fit=points.fit + 1, best_fit=points.best_fit + 1)


@found_as("wrong_points")
def value_without_the_priority() -> Tampered:
    """Leave the priority out of the parts, and so break the formula."""
    return problem(), with_points(good(problem()), priority=0)


@found_as("wrong_total")
def total_that_does_not_add_up() -> Tampered:
    """State one point less than the assignments are worth."""
    proposal = good(problem())
    return problem(), dataclasses.replace(proposal, objective=proposal.objective - 1)


@found_as("bound_below_total")
def bound_that_is_none() -> Tampered:
    """State a bound below the total."""
    proposal = good(problem())
    return problem(), dataclasses.replace(proposal, bound=proposal.bound - 1)


@found_as("not_proven")
def optimum_that_is_not_proven() -> Tampered:
    """Call optimal what is a point below the bound."""
    proposal = good(problem())
    return problem(), dataclasses.replace(proposal, bound=proposal.bound + 1)


@pytest.mark.parametrize(("code", "make"), CASES, ids=[make.__name__ for _, make in CASES])
def test_exactly_this_fault_is_found(code: str, make: Callable[[], Tampered]) -> None:
    """A good proposal, tampered with in one way, has faults of exactly one kind."""
    faults = verify(*make())
    assert {fault.code for fault in faults} == {code}
    assert all(fault.about for fault in faults)


def test_every_fault_has_a_case() -> None:
    """No kind of fault is without a tampered proposal that shows it is found; arrays: test_choice.py."""
    folder = Path(checks.__file__).parent
    of_records = (path for path in folder.glob("*.py") if path.name != "choice.py")
    sources = [path.read_text(encoding="utf-8") for path in of_records]
    raised = {code for source in sources for code in re.findall(r'Fault\(\s*"(\w+)"', source)}
    assert raised == {code for code, _ in CASES}


def test_what_people_have_set_is_theirs() -> None:
    """A pin outside the person's hours and a placement that no rule would allow now are no faults."""
    pinned = person(availability=(window(4),), pins=(Pin(NeedDomain.BELONGING, "M1", (TUE, THU)),))
    good(problem(people=[pinned], menus=[menu(slots=(TUE, THU))], pools=[TWO_DAYS]))
    declined = person(refusals=(Refusal("H1"),))
    town = problem(people=[declined], placements=[placement(person_id="P1")])
    assert good(town, replan=True).assignments[0].is_current


def test_released_pin_is_no_fault() -> None:
    """A pin that cannot hold and is said to be released is no fault; one that is not said is."""
    pins = (Pin(NeedDomain.BELONGING, "M1", (TUE,)),)
    town = problem(
        people=[person(pins=pins), person(id="P2", pins=pins)], pools=[pool(slots=(pool_slot(places=1),))]
    )
    proposal = good(town)
    assert [told.person_id for told in proposal.released_pins] == ["P2"]
    hidden = dataclasses.replace(proposal, released_pins=())
    assert [fault.code for fault in verify(town, hidden)] == ["pin_not_kept"]


def test_pin_of_a_need_that_is_served_is_not_asked_for() -> None:
    """A pin has nothing to keep where the need, or a member's of the party, has a placement."""
    pins = (Pin(NeedDomain.BELONGING, "M1", (TUE,)),)
    people = [person(), person(id="P2", pins=pins), person(id="P3")]
    party = [Party("G1", ("P1", "P2"))]
    town = problem(people=people, parties=party, placements=[placement(person_id="P1")])
    assert [each.person_id for each in good(town).assignments] == ["P3"]


def test_order_of_the_problem_means_nothing() -> None:
    """A proposal holds for its problem in whatever order the records come."""
    town = problem(people=TWO_PEOPLE)
    proposal = good(town)
    assert verify(dataclasses.replace(town, people=town.people[::-1]), proposal) == ()


def test_verifying_loads_no_solver(tmp_path: Path) -> None:
    """A proposal is read and checked, and the baselines stand ready, without loading ortools."""
    town = problem(people=TWO_PEOPLE)
    (tmp_path / "problem").write_text(problem_to_json(town), encoding="utf-8")
    (tmp_path / "proposal").write_text(proposal_to_json(good(town)), encoding="utf-8")
    program = """
import pathlib, sys
import matching.baselines
from matching.serialize import problem_from_json, proposal_from_json
from matching.verify import verify
problem, proposal = (pathlib.Path(path).read_text(encoding="utf-8") for path in sys.argv[1:])
print(verify(problem_from_json(problem), proposal_from_json(proposal)))
print([name for name in sys.modules if name.split(".")[0] == "ortools"])
"""
    paths = str(tmp_path / "problem"), str(tmp_path / "proposal")
    done = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["()", "[]"]


def test_proposing_does_load_the_solver() -> None:
    """The look for ortools would find it."""
    program = "import sys, matching.pipeline; print('ortools' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
