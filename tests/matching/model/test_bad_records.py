"""Every record refuses what cannot be: the tables say which field, and what would be accepted."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from matching.errors import InvalidProblem
from matching.model import (
    BusySeason,
    Declared,
    Draw,
    Household,
    LadderStep,
    LimitRule,
    Need,
    Party,
    Period,
    Pin,
    Place,
    PoolSlot,
    RetentionEstimate,
    RuleSet,
    Slot,
    TimeWindow,
)
from matching.vocabulary import DeclaredMark, Evidence, LimitKind, NeedDomain, PoolKind, Weekday
from tests.matching.builders import (
    TODAY,
    clock,
    host,
    menu,
    night,
    person,
    placement,
    pool,
    pool_slot,
    problem,
    slot,
)

WORK = Need(NeedDomain.WORK)
NAN = float("nan")


def assert_refused(make: Callable[[], Any], record: str, field: str) -> None:
    """Check that making the record is InvalidProblem and names record and field."""
    with pytest.raises(InvalidProblem) as refused:
        make()
    assert (refused.value.record, refused.value.field) == (record, field)
    assert refused.value.expected


PERSON = [
    ("age_years", -1),
    ("age_years", 121),
    ("needs", ()),  # nobody without a need
    ("needs", (WORK, WORK)),  # one need per domain
    ("fewest_slots", 0),
    ("fewest_slots", 15),
    ("most_slots", 0),  # fewer than the fewest
    ("most_slots", 15),
    ("home_mesh", "53393599"),  # a 1 km square
    ("home_mesh", "533935995"),  # quarters are 1 to 4
    ("home_mesh", "533985991"),  # second-level digits are 0 to 7
    ("home_mesh", "733935991"),  # not in Japan
    ("home_mesh", "53393599x"),
    ("longest_stay_minutes", 9),
    ("longest_stay_minutes", 721),
    ("most_travel_minutes", -1),
    ("most_travel_minutes", 241),
    ("accompaniment_minutes", -1),
    ("accompaniment_minutes", 721),
    ("attention_minutes", -1),
    ("attention_minutes", 721),
    ("apart_from_persons", ("P1",)),  # from themselves
    ("pins", (Pin(NeedDomain.HOUSING, "M1"),)),  # for a need they do not have
]


@pytest.mark.parametrize(("field", "value"), PERSON)
def test_person_is_refused(field: str, value: object) -> None:
    """A bad field of a person is named with the person's id."""
    assert_refused(lambda: person(**{field: value}), "person P1", field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("age_years", 0),
        ("age_years", 120),
        ("most_slots", 14),
        ("longest_stay_minutes", 10),
        ("longest_stay_minutes", 720),
        ("most_travel_minutes", 0),
        ("most_travel_minutes", 240),
        ("accompaniment_minutes", 720),
        ("attention_minutes", 720),
    ],
)
def test_person_at_the_ends_of_a_range(field: str, value: int) -> None:
    """The ends of every range are accepted."""
    assert getattr(person(**{field: value}), field) == value


def test_most_slots_may_equal_the_fewest() -> None:
    """Someone may want exactly three slots, but not at least three and at most two."""
    assert person(fewest_slots=3, most_slots=3).most_slots == 3
    assert_refused(lambda: person(fewest_slots=3, most_slots=2), "person P1", "most_slots")


def test_protected_person_has_no_square() -> None:
    """A person under protection (支援措置) cannot carry a square, and the error does not repeat it."""
    with pytest.raises(InvalidProblem) as refused:
        person(is_protected=True)
    assert refused.value.field == "home_mesh"
    assert "533935993" not in str(refused.value)
    assert person(is_protected=True, home_mesh=None).is_protected


HOST = [
    ("quota", -1),
    ("quota", 10_001),
    ("waiting", -1),
    ("waiting", 10_001),
    ("staff_fte", -0.1),
    ("staff_fte", 10_001),
    ("staff_fte", NAN),
    ("staff_ratio", -1),
    ("staff_ratio", NAN),
    ("supporters", -1),
    ("supporters", 10_001),
    ("people_per_supporter", -1),
    ("people_per_supporter", 101),
    ("equipment_places", -1),
    ("equipment_places", 10_001),
    ("newcomers_at_once", -1),
    ("newcomers_at_once", 1_001),
    ("rest_days", -1),
    ("rest_days", 181),
]


@pytest.mark.parametrize(("field", "value"), HOST)
def test_host_is_refused(field: str, value: object) -> None:
    """A bad number of a host is named with the host's id."""
    assert_refused(lambda: host(**{field: value}), "host H1", field)


@pytest.mark.parametrize(
    "field", ["quota", "waiting", "staff_fte", "supporters", "equipment_places", "newcomers_at_once"]
)
def test_host_may_have_zero_of_something(field: str) -> None:
    """Zero is a number and is kept apart from unknown."""
    assert getattr(host(**{field: 0}), field) == 0
    assert getattr(host(), field) is None


MENU = [
    ("domains", ()),
    ("domains", (NeedDomain.WORK, NeedDomain.WORK)),
    ("slots", ()),
    ("slots", tuple(slot(1, f"{9 + n // 4:02}:{n % 4 * 15:02}", "18:00") for n in range(22))),  # over 21
    ("slots", (slot(), slot())),  # the same time twice would be two visits in one
    ("slots", (slot(), night())),  # nights and times of day
    ("slots", (night(), slot())),
    ("draws", ()),
    ("draws", (Draw("H1-places"), Draw("H1-places"))),  # would take two places
    ("age_to", -1),
    ("most_nights", 0),
    ("most_nights", 367),
    ("shortest_stay_minutes", 9),
    ("shortest_stay_minutes", 721),
]


@pytest.mark.parametrize(("field", "value"), MENU)
def test_menu_is_refused(field: str, value: object) -> None:
    """A bad field of a menu is named with the menu's id."""
    assert_refused(lambda: menu(**{field: value}), "menu M1", field)


def test_menu_ages_in_order() -> None:
    """The upper age limit is not under the lower one, and the lower is not negative."""
    assert menu(age_from=18, age_to=18).age_to == 18
    assert_refused(lambda: menu(age_from=19, age_to=18), "menu M1", "age_to")
    assert_refused(lambda: menu(age_from=-1), "menu M1", "age_to")


def test_room_must_end() -> None:
    """A room names its longest stay (期間の終期)."""
    assert_refused(lambda: menu(slots=(night(),)), "menu M1", "most_nights")
    assert menu(slots=(night(),), most_nights=1).is_room


def test_menu_of_21_slots() -> None:
    """A menu holds up to 21 slots: morning, noon and evening of every day."""
    times = (("09:00", "11:00"), ("12:00", "14:00"), ("15:00", "17:00"))
    full = menu(slots=tuple(slot(day, *time) for day in Weekday for time in times))
    assert len(full.slots) == 21


POOL = [
    ("slots", ()),
    ("host_id", None),  # places are somebody's
    ("slots", (PoolSlot(None),)),  # places have a time
    ("slots", (pool_slot(), pool_slot(quota=3))),  # two answers for one time
]


@pytest.mark.parametrize(("field", "value"), POOL)
def test_pool_is_refused(field: str, value: object) -> None:
    """A bad field of a pool is named with the pool's id."""
    assert_refused(lambda: pool(**{field: value}), "pool H1-places", field)


@pytest.mark.parametrize("kind", [PoolKind.ATTENTION, PoolKind.COMPANION, PoolKind.CASELOAD])
def test_pool_of_minutes_or_cases_may_be_the_municipality_s(kind: PoolKind) -> None:
    """What is not places or beds may belong to nobody in particular and count by the week."""
    assert pool(kind=kind, host_id=None, slots=(PoolSlot(None, 120),)).host_id is None


@pytest.mark.parametrize("field", ["amount", "quota", "regular_users"])
@pytest.mark.parametrize("value", [-1, 1_000_001])
def test_pool_slot_is_refused(field: str, value: int) -> None:
    """A bad number of a pool slot is named."""
    assert_refused(lambda: pool_slot(**{field: value}), "pool slot", field)


@pytest.mark.parametrize(
    ("make", "record"),
    [
        (lambda: person(id=""), "person"),
        (lambda: host(id=""), "host"),
        (lambda: menu(id=""), "menu"),
        (lambda: pool(id=""), "pool"),
    ],
)
def test_records_need_an_id(make: Callable[[], Any], record: str) -> None:
    """A record without an id is refused."""
    assert_refused(make, record, "id")


SMALL = [
    (lambda: TimeWindow(Weekday.MON, clock("12:00"), clock("12:00")), "time window", "end"),
    (lambda: TimeWindow(Weekday.MON, clock("12:00"), clock("11:59")), "time window", "end"),
    (lambda: slot(start="12:00", end="12:00"), "slot", "end"),
    (lambda: slot(first_day=TODAY, last_day=TODAY - dt.timedelta(1)), "slot", "last_day"),
    (lambda: Period(TODAY, TODAY - dt.timedelta(1)), "period", "last_day"),
    (lambda: BusySeason(Period(TODAY, TODAY), -1), "busy season", "places"),
    (lambda: BusySeason(Period(TODAY, TODAY), 1_001), "busy season", "places"),
    (lambda: Declared(DeclaredMark.OPEN, -1), "declared", "places"),
    (lambda: Declared(DeclaredMark.OPEN, 1_001), "declared", "places"),
    (lambda: Place(19.9, 140), "place", "lat"),
    (lambda: Place(46.1, 140), "place", "lat"),
    (lambda: Place(140, 36), "place", "lat"),  # swapped, as open data often has it
    (lambda: Place(36, 121.9), "place", "lng"),
    (lambda: Place(36, 154.1), "place", "lng"),
    (lambda: Place(NAN, 140), "place", "lat"),
    (lambda: LadderStep(0, 60), "ladder step", "slots_a_week"),
    (lambda: LadderStep(15, 60), "ladder step", "slots_a_week"),
    (lambda: LadderStep(1, 9), "ladder step", "stay_minutes"),
    (lambda: LadderStep(1, 721), "ladder step", "stay_minutes"),
    (lambda: RetentionEstimate("M1", -0.1), "menu M1", "retention share"),
    (lambda: RetentionEstimate("M1", 1.1), "menu M1", "retention share"),
    (lambda: Household("F1", ()), "household F1", "member_ids"),
    (lambda: Party("G1", ("P1",)), "party G1", "member_ids"),
    (lambda: Party("G1", ("P1", "P1")), "party G1", "member_ids"),
    (lambda: placement(slots=()), "placement of P0 at M1", "slots"),
    (lambda: placement(last_day=dt.date(2000, 1, 1)), "placement of P0 at M1", "last_day"),
]


@pytest.mark.parametrize(("make", "record", "field"), SMALL)
def test_small_record_is_refused(make: Callable[[], Any], record: str, field: str) -> None:
    """A bad field of a part of a record is named."""
    assert_refused(make, record, field)


def _rule(**over: Any) -> LimitRule:
    fields = {"kind": LimitKind.QUOTA, "ja": "定員", "en": "quota", "source": "-", "evidence": Evidence.SEEN}
    return LimitRule(**{**fields, **over})


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"limits": (_rule(), _rule(is_on=False))}, "limits"),  # two rules of one kind
        ({"stale_after_days": 0}, "stale_after_days"),
        ({"stale_after_days": 3651}, "stale_after_days"),
        ({"newcomer_weeks": 0}, "newcomer_weeks"),
        ({"newcomer_weeks": 27}, "newcomer_weeks"),
    ],
)
def test_rule_set_is_refused(over: dict[str, Any], field: str) -> None:
    """A bad field of a rule set is named."""
    fields = {"version": "test", "limits": (_rule(),), "gate": {}}
    assert_refused(lambda: RuleSet(**{**fields, **over}), "rule set", field)


@pytest.mark.parametrize(
    "record",
    [person(), host(), menu(), pool(), pool_slot(), slot(), placement(), problem(), problem().rules,
     problem().weights, problem().travel, problem().horizon],
    ids=lambda record: type(record).__name__,
)  # fmt: skip
def test_records_are_frozen(record: Any) -> None:
    """A record cannot be changed once it is made, so what was checked stays true."""
    name = dataclasses.fields(record)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, name, None)


def test_placement_holds_a_seat_between_its_days() -> None:
    """A placement takes its seat from its first to its last day, both included."""
    held = placement(first_day=dt.date(2026, 6, 2), last_day=dt.date(2026, 6, 9))
    days = [dt.date(2026, 6, day) for day in (1, 2, 9, 10)]
    assert [held.holds_on(day) for day in days] == [False, True, True, False]


def test_slot_type_is_the_model_s() -> None:
    """A slot of equal fields is an equal slot, so that placements and pins can name it."""
    assert slot() == Slot(Weekday.TUE, clock("10:00"), clock("12:00"))
    assert len({slot(), slot()}) == 1
