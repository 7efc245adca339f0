"""Unmet needs say what stops them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from matching.gaps import gap_tables, suppressed, unmet_needs
from matching.model import Need, PoolSlot, Problem, SchemeCheck
from matching.model.gap import UnmetNeed
from matching.pipeline import ProposeParams, propose
from matching.vocabulary import Answer, Condition, ConsentStage, NeedDomain, Stop, TimeBand, Weekday
from tests.matching.builders import (
    NOTHING_ASKED,
    host,
    menu,
    person,
    placement,
    pool,
    pool_slot,
    problem,
    slot,
    window,
)
from tests.matching.gaps.conftest import Analysed

MORNINGS = tuple(window(day, "09:00", "12:00") for day in (1, 2, 3))
FAR = "513405411"


NOTHING_STATED = pool(slots=(PoolSlot(slot()),))


def unmet(given: Problem) -> UnmetNeed:
    """Propose, and give the one need without a place."""
    (found,) = unmet_needs(given, propose(given, ProposeParams(confirm=0)))
    return found


@pytest.mark.parametrize(
    ("given", "stop"),
    [
        (problem(pools=[pool(slots=(pool_slot(places=0),))]), Stop.FULL),
        (
            problem(pools=[NOTHING_STATED]),
            Stop.UNKNOWN,
        ),
        (problem(people=[person(availability=(window(1),))]), Stop.TIMES),
        (problem(people=[person(home_mesh=FAR)]), Stop.TOO_FAR),
        (problem(people=[person(consent=ConsentStage.NONE)]), Stop.CONSENT),
        (
            problem(people=[person(schemes=(SchemeCheck("見本の制度", NeedDomain.BELONGING, Answer.YES),))]),
            Stop.EXISTING_SCHEME,
        ),
        (problem(menus=[menu(domains=(NeedDomain.LEARNING,))]), Stop.NO_MENU),
        (
            problem(
                people=[person(conditions={**NOTHING_ASKED, Condition.NOISE: Answer.NO})],
                menus=[menu(conditions={Condition.NOISE: Answer.YES})],
            ),
            Stop.CONDITIONS,
        ),
        (problem(menus=[menu(age_from=60)]), Stop.OTHER),
    ],
)
def test_each_kind_of_stop_is_named(given: Problem, stop: Stop) -> None:
    """One thing in the way of one menu is what stops the need."""
    assert unmet(given).stop == stop


def test_the_nearest_to_possible_menus_decide() -> None:
    """A menu with one thing in the way says more than many with two."""
    sunday = (slot(Weekday.SUN, "10:00", "11:00"),)
    far_and_old = [menu(id=f"M{n}", host_id="H2", age_from=60, slots=sunday) for n in range(2, 5)]
    given = problem(
        people=[person(availability=(window(2),))],
        hosts=[host(), host(id="H2")],
        menus=[menu(), *far_and_old],
        pools=[pool(slots=(pool_slot(places=0),))],
    )
    assert unmet(given).stop == Stop.FULL


def test_what_an_answer_may_open_is_asked_first() -> None:
    """Places nobody has stated are a question to the host, not a gap."""
    given = problem(pools=[NOTHING_STATED])
    assert unmet(given).asks_first
    assert not unmet(problem(menus=[menu(age_from=60)])).asks_first


def test_the_barrier_is_the_rule_that_alone_bars_most() -> None:
    """Of what alone is in the way the most frequent is named; nothing where places are full."""
    assert unmet(problem(menus=[menu(age_from=60)])).barrier == "age"
    assert unmet(problem(pools=[pool(slots=(pool_slot(places=0),))])).barrier == ""


@pytest.mark.parametrize(
    ("times", "domain", "band"),
    [
        (MORNINGS, NeedDomain.WORK, TimeBand.MORNINGS),
        ((window(1, "13:00", "16:00"),), NeedDomain.WORK, TimeBand.AFTERNOONS),
        ((window(1, "09:00", "16:00"),), NeedDomain.WORK, TimeBand.DAYTIME),
        ((window(1, "17:30", "20:00"),), NeedDomain.WORK, TimeBand.EVENINGS),
        ((window(6, "09:00", "16:00"),), NeedDomain.WORK, TimeBand.WEEKENDS),
        ((*MORNINGS, window(7, "09:00", "16:00")), NeedDomain.WORK, TimeBand.ANY),
        ((window(1, "09:00", "12:30"),), NeedDomain.WORK, TimeBand.MORNINGS),
        (None, NeedDomain.WORK, TimeBand.NOT_ASKED),
        (MORNINGS, NeedDomain.HOUSING, TimeBand.NIGHTS),
    ],
)
def test_people_have_one_band(times: tuple[object, ...] | None, domain: NeedDomain, band: TimeBand) -> None:
    """When somebody can come is one word; half an hour of an afternoon makes no afternoon."""
    who = person(availability=times, needs=(Need(domain),), consent=ConsentStage.NONE)
    assert unmet(problem(people=[who])).band == band


def test_every_need_without_a_place_is_counted_once(analysed: Analysed) -> None:
    """Every table's total is the number of needs without a place."""
    tables = gap_tables(analysed.report.unmet, ("北部", "中央", "南部"))
    assert {table.counts.sum() for table in tables} == {len(analysed.proposal.unplaced)}
    assert analysed.report.waiting == len(analysed.proposal.unplaced) + len(analysed.proposal.assignments)


def test_in_a_small_town_hardly_a_number_of_people_is_shown(analysed: Analysed) -> None:
    """In a town of 4,000 everything between 1 and 19 is hidden, in all tables at once."""
    for seen in suppressed(gap_tables(analysed.report.unmet, ()), 4_000):
        assert not ((seen.numbers > 0) & (seen.numbers < 20) & ~seen.hidden).any()
    assert all(np.asarray(seen.hidden).all() for seen in suppressed(gap_tables((), ("北部",)), None))


def test_who_has_a_place_is_no_unmet_need() -> None:
    """Placements that hold and assignments are none."""
    held = problem(placements=[dataclasses.replace(placement(), person_id="P1")])
    assert unmet_needs(held, propose(held, ProposeParams(confirm=0))) == ()
