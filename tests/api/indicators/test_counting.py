"""Each indicator against numbers counted by hand, and what must hold of any records."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.indicators import counting, journeys
from api.indicators.counted import count_all
from api.indicators.periods import Grain, Period, n_months_after, periods_between
from api.indicators.records import Records, records_of
from api.tables import ContactState, EventKind
from api.tables.case import CloseReason
from api.tables.conference import AgendaKind
from api.tables.plan import PlanKind
from matching.vocabulary import Side

MAY = Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31), "2026年5月")
YEAR = periods_between(dt.date(2026, 4, 1), dt.date(2026, 4, 1), Grain.YEAR)[0]
MONTHS = periods_between(YEAR.first, YEAR.last, Grain.MONTH)


def d(text: str) -> dt.date:
    """Read a day of 2026 as in 5-31."""
    month, day = text.split("-")
    return dt.date(2026, int(month), int(day))


def numbers(counts: list[counting.Count]) -> dict[str, Any]:
    """Give the values by part; of shares the denominator and what is left out too."""
    return {
        each.part: each.value if each.of is None else (each.value, each.of, each.left_out) for each in counts
    }


CASES = [
    ("p1", d("5-1"), d("5-1"), None, None),
    ("p2", d("5-31"), d("5-31"), d("7-1"), CloseReason.GOAL_REACHED),
    ("p3", d("4-30"), d("4-1"), d("5-15"), CloseReason.OWN_WISH),
    ("p4", None, d("6-1"), None, None),
]
PLACED = [
    ("a", "p1", "work", "h1", d("5-2"), d("5-20"), d("9-30")),
    ("b", "p2", "work", "h2", d("5-31"), d("6-5"), d("9-30")),
    ("c", "p3", "belonging", "h1", d("4-3"), d("4-10"), d("6-30")),
    ("d", "p1", "housing", "h1", d("5-3"), d("6-1"), d("9-30")),
]
EVENTS = [
    ("a", EventKind.VISIT_PLANNED, d("5-8")),
    ("a", EventKind.TRIAL, d("5-20")),
    ("a", EventKind.ACCEPTED, d("5-31")),
    ("b", EventKind.TRIAL, d("6-5")),
    ("c", EventKind.TRIAL, d("4-10")),
    ("c", EventKind.ACCEPTED, d("4-20")),
    ("c", EventKind.BROKEN_OFF, d("5-12")),
]


def test_k1_counts_applications_on_both_ends_of_the_month() -> None:
    """1 May and 31 May are in; 30 April is not; a case without an application is none."""
    assert numbers(counting.k1_applications(records_of(cases=CASES), MAY)) == {"": 2}


def test_k2_counts_people_while_a_decision_holds() -> None:
    """A person counts once, from the decision on, in the month of the closure and not after it."""
    records = records_of(cases=CASES, decisions=[("p1", d("5-20")), ("p1", d("5-25")), ("p3", d("4-5"))])
    found = [
        counting.k2_supported(records, period)[0].value
        for period in periods_between(d("4-1"), d("6-1"), Grain.MONTH)
    ]
    assert found == [1, 2, 1]


def test_k2_goes_by_the_episode_a_decision_was_made_in() -> None:
    """An old closed episode does not end the decision of a new one, nor a new one revive an old decision."""
    episodes = [
        ("p", d("4-1"), d("4-1"), d("4-20"), CloseReason.OTHER),
        ("p", d("6-1"), d("6-1"), None, None),
    ]
    old = records_of(cases=episodes, decisions=[("p", d("4-5"))])
    new = records_of(cases=episodes, decisions=[("p", d("6-5"))])
    july = periods_between(d("7-1"), d("7-1"), Grain.MONTH)[0]
    assert counting.k2_supported(old, july)[0].value == 0
    assert counting.k2_supported(new, july)[0].value == 1


def test_k3_counts_fixed_plans_by_kind() -> None:
    """初回 and 再プラン by 確定日."""
    plans = [(PlanKind.FIRST, d("5-2")), (PlanKind.FIRST, d("6-1")), (PlanKind.RENEWED, d("5-31"))]
    assert numbers(counting.k3_plans(records_of(plans=plans), MAY)) == {"first": 1, "renewed": 1}


def test_k4_counts_endings_and_their_reasons() -> None:
    """What was concluded in the month, and why; reasons nobody had are 0 and there."""
    records = records_of(
        cases=CASES,
        conclusions=[
            (AgendaKind.CLOSURE, d("5-15")),
            (AgendaKind.FIRST, d("5-15")),
            (AgendaKind.BREAK_OFF, d("6-1")),
        ],
    )
    found = numbers(counting.k4_endings(records, MAY))
    assert (found["closure"], found["break_off"]) == (1, 0)
    assert {part: n for part, n in found.items() if n} == {"closure": 1, "reason.own_wish": 1}
    assert len(found) == 2 + len(CloseReason)


def test_k5_and_k6_follow_what_hosts_said() -> None:
    """The latest word of a slot by the end of the month counts; a host is new once."""
    statements = [
        ("h1", "s1", d("4-2"), 0, True),
        ("h1", "s1", d("5-30"), 1, False),
        ("h2", "s2", d("5-1"), 2, True),
        ("h2", "s2", d("6-1"), 3, False),
        ("h3", "s3", d("5-5"), 4, False),
        ("h1", "s4", d("5-9"), 5, True),
    ]
    records = records_of(statements=statements, placements=PLACED, events=EVENTS)
    assert numbers(counting.k5_hosts(records, MAY)) == {"cooperating": 2, "hosting": 1}
    assert numbers(counting.k6_new_hosts(records, MAY)) == {"": 1}


def test_k7_follows_the_offers_of_the_period() -> None:
    """Of three offers in May one came to 受入 and one to 体験 without 見学, which it passed all the same."""
    found = numbers(journeys.k7_funnel(records_of(placements=PLACED, events=EVENTS), MAY))
    assert found == {
        "offered": 3,
        "visited": (2, 3, None),
        "tried": (2, 3, None),
        "accepted": (1, 3, None),
        "settled": (0, 3, None),
    }


def test_k8_states_denominator_and_what_is_left_out() -> None:
    """Broken off by the day is gone, after it is not; a planned end and a day to come are left out."""
    events = [
        ("stays", EventKind.ACCEPTED, d("4-10")),
        ("gone", EventKind.ACCEPTED, d("4-20")),
        ("gone", EventKind.BROKEN_OFF, d("5-20")),
        ("later", EventKind.ACCEPTED, d("4-21")),
        ("later", EventKind.BROKEN_OFF, d("5-22")),
        ("planned", EventKind.ACCEPTED, d("4-5")),
        ("planned", EventKind.ENDED, d("5-1")),
        ("unknown", EventKind.ACCEPTED, d("4-30")),
    ]
    found = numbers(journeys.k8_retention(records_of(events=events), MAY, as_of=d("5-29")))
    assert found["months.1"] == (2, 3, 2)
    assert found["months.3"] == (0, 0, 0)


def test_k9_and_k10_count_contacts_by_side() -> None:
    """Done of due; skipped is due; what may still be done in time is left out."""
    contacts = [
        (Side.PERSON, d("5-2"), d("5-5"), ContactState.DONE, d("5-3"), "reached"),
        (Side.PERSON, d("5-9"), d("5-12"), ContactState.DUE, None, None),
        (Side.PERSON, d("5-9"), d("5-12"), ContactState.SKIPPED, None, None),
        (Side.PERSON, d("5-28"), d("5-31"), ContactState.DUE, None, None),
        (Side.HOST, d("4-30"), d("5-7"), ContactState.DONE, d("5-1"), "reached"),
    ]
    records = records_of(contacts=contacts)
    found = numbers(counting.k9_followed_up(records, MAY, as_of=d("5-29")))
    assert found == {"person": (1, 3, 1), "host": (0, 0, 0)}
    assert numbers(counting.k10_host_support(records, MAY)) == {"": 1}


def test_k11_counts_needs_nothing_was_offered_for() -> None:
    """By need and 圏域, at the end of the month; ended cases and met needs are out."""
    needs = [
        ("p1", "work", "north", d("4-1"), None),
        ("p5", "work", "north", d("4-1"), None),
        ("p6", "work", None, d("5-31"), None),
        ("p7", "work", "north", d("6-1"), None),
        ("p8", "work", "north", d("4-1"), d("5-31")),
        ("p1", "learning", "north", d("4-1"), None),
    ]
    found = numbers(counting.k11_unmet(records_of(needs=needs, placements=PLACED), MAY))
    assert found == {"": 3, "work.north": 1, "work.": 1, "learning.north": 1}


def test_k12_is_the_median_of_first_starts() -> None:
    """From the application to the first start in the month; a median of nothing is nothing."""
    records = records_of(cases=CASES, placements=PLACED, events=EVENTS)
    (found,) = counting.k12_waiting(records, MAY)
    assert (found.value, found.of) == (19, 1)
    (june,) = counting.k12_waiting(records, periods_between(d("6-1"), d("6-1"), Grain.MONTH)[0])
    assert (june.value, june.of) == (5, 1)
    (july,) = counting.k12_waiting(records, periods_between(d("7-1"), d("7-1"), Grain.MONTH)[0])
    assert (july.value, july.of) == (None, 0)


def test_nothing_is_counted_as_0_and_not_left_out() -> None:
    """Of a municipality without records every indicator is there, and 0 (a median: nothing)."""
    counts = count_all(records_of(), MAY, MAY.last)
    assert {each.code for each in counts} == {f"K{n}" for n in range(1, 13)}
    assert all(each.value == (None if each.code == "K12" else 0) for each in counts)


days = st.dates(dt.date(2025, 10, 1), dt.date(2027, 9, 30))
ids = st.sampled_from("abcdef")


@st.composite
def any_records(draw: st.DrawFn) -> Records:
    """Draw records of a few people, in no sensible order."""

    def some(*columns: st.SearchStrategy[Any]) -> list[tuple[Any, ...]]:
        return draw(st.lists(st.tuples(*columns), max_size=6))

    reasons = st.one_of(st.none(), st.sampled_from(CloseReason))
    placements = [
        (name, *rest)
        for name, rest in zip("abcdef", some(ids, st.just("work"), ids, days, days, days), strict=False)
    ]
    return records_of(
        cases=some(ids, st.none() | days, days, st.none() | days, reasons),
        decisions=some(ids, days),
        plans=some(st.sampled_from(PlanKind), days),
        conclusions=some(st.sampled_from(AgendaKind), days),
        statements=[(*row, n, n % 2 == 0) for n, row in enumerate(some(ids, ids, days))],
        placements=placements,
        events=some(ids, st.sampled_from(EventKind), days),
        contacts=some(
            *(st.sampled_from(Side), days, days, st.sampled_from(ContactState), st.none() | days, st.none())
        ),
        needs=some(ids, st.just("work"), st.none(), days, st.none() | days),
    )


ADDITIVE = ("K1", "K3", "K4", "K6", "K7", "K8", "K9", "K10")


@given(records=any_records(), as_of=days)
def test_months_add_up_to_the_year(records: Records, as_of: dt.date) -> None:
    """What counts events is the sum of its months, numerators and denominators and what is left out."""
    year = {(each.code, each.part): each for each in count_all(records, YEAR, as_of)}
    months = [{(e.code, e.part): e for e in count_all(records, month, as_of)} for month in MONTHS]
    for key, whole in year.items():
        if key[0] in ADDITIVE:
            for name in ("value", "of", "left_out"):
                parts = [getattr(month[key], name) or 0 for month in months]
                assert (getattr(whole, name) or 0) == sum(parts), (key, name)
    supported = [month["K2", ""].value or 0 for month in months]
    assert max(supported) <= (year["K2", ""].value or 0) <= sum(supported)


@given(records=any_records(), first=days, second=days)
def test_time_only_moves_starts_from_left_out_into_the_denominator(
    records: Records, first: dt.date, second: dt.date
) -> None:
    """Nothing is lost: denominator and left out make all starts of the span; shares never exceed 1."""
    earlier, later = sorted((first, second))
    before = journeys.k8_retention(records, YEAR, earlier)
    after = journeys.k8_retention(records, YEAR, later)
    for old, new in zip(before, after, strict=True):
        assert (old.of or 0) + (old.left_out or 0) == (new.of or 0) + (new.left_out or 0)
        assert (old.of or 0) <= (new.of or 0)
        assert 0 <= (new.value or 0) <= (new.of or 0)


@given(records=any_records())
def test_the_funnel_never_widens(records: Records) -> None:
    """No stage has more than the one before."""
    found = [each.value or 0 for each in journeys.k7_funnel(records, YEAR)]
    assert found == sorted(found, reverse=True)


@given(since=days, until=days, grain=st.sampled_from(Grain))
def test_periods_are_whole_and_follow_each_other(since: dt.date, until: dt.date, grain: Grain) -> None:
    """They cover the span without a gap; 年度 begin in April and quarters with them."""
    since, until = sorted((since, until))
    found = periods_between(since, until, grain)
    assert found[0].first <= since
    assert until <= found[-1].last
    for period, following in itertools.pairwise(found):
        assert period.last + dt.timedelta(days=1) == following.first
    assert all(each.first.day == 1 and (each.first.month - 4) % grain.months == 0 for each in found)
    assert all(n_months_after(each.first, grain.months) == each.last + dt.timedelta(days=1) for each in found)


@pytest.mark.parametrize(
    ("day", "grain", "words"),
    [
        (dt.date(2027, 3, 31), Grain.YEAR, "2026年度"),
        (dt.date(2027, 3, 31), Grain.QUARTER, "2026年度 第4四半期"),
        (dt.date(2026, 4, 1), Grain.QUARTER, "2026年度 第1四半期"),
        (dt.date(2027, 1, 5), Grain.MONTH, "2027年1月"),
    ],
)
def test_periods_have_the_names_offices_use(day: dt.date, grain: Grain, words: str) -> None:
    """年度 and its quarters are counted from April."""
    assert periods_between(day, day, grain)[0].words == words
