"""Each limit of 本来業務に支障のない範囲 at its boundary."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.model import Declared
from matching.vocabulary import DeclaredMark, HostKind, LimitKind, PoolKind
from tests.matching.builders import TODAY, WEEKS, amount_pool, host, pool, pool_slot, problem, slot
from tests.matching.capacity.measured import measure, one_slot

PLENTY = 1000
"""Stated places that never bind."""


@pytest.mark.parametrize(
    ("quota", "regular_users", "places"),
    [
        # 定員 10: one day's tolerance for regular users would be 15
        (10, 0, 10), (10, 9, 1), (10, 10, 0), (10, 11, 0), (10, 14, 0), (10, 15, 0),
        # 定員 20: tolerance 30
        (20, 19, 1), (20, 20, 0), (20, 21, 0), (20, 25, 0), (20, 29, 0), (20, 30, 0),
        # 定員 50: tolerance 75
        (50, 49, 1), (50, 50, 0), (50, 51, 0), (50, 74, 0), (50, 75, 0),
        # 定員 51: tolerance 76.25, where the formula changes
        (51, 50, 1), (51, 51, 0), (51, 52, 0), (51, 76, 0),
        # 定員 60: tolerance 87.5
        (60, 59, 1), (60, 60, 0), (60, 61, 0), (60, 87, 0),
        # nobody's quota
        (0, 0, 0),
    ],
)  # fmt: skip
def test_quota_leaves_no_tolerance(quota: int, regular_users: int, places: int) -> None:
    """Our people get 定員 less the regular users; the 125 %/150 % tolerance of 定員超過 is never used."""
    found = one_slot({"kind": HostKind.TYPE_B, "quota": quota}, places=PLENTY, regular_users=regular_users)
    assert found.places == [places] * WEEKS
    assert found.binding == [LimitKind.QUOTA] * WEEKS


def tolerated(quota: int) -> float:
    """Give how many regular users a day may have before 定員超過減算: 150 %, and 125 % of what is over 50."""
    return quota * 1.5 if quota <= 50 else 75 + (quota - 50) * 1.25


@pytest.mark.parametrize(
    ("quota", "most"),
    [(10, 15), (20, 30), (40, 60), (50, 75), (51, 76.25), (60, 87.5), (80, 112.5)],
)
def test_nobody_is_placed_in_the_tolerance(quota: int, most: float) -> None:
    """Between 定員 and the day's tolerance for regular users there is never a place for our people."""
    assert tolerated(quota) == most
    regular = range(quota, int(most) + 1)
    found = {one_slot({"quota": quota}, places=PLENTY, regular_users=users).places[0] for users in regular}
    assert found == {0}


def test_quota_of_the_slot_comes_before_the_host_s() -> None:
    """A slot (単位) with its own 定員 is measured by it, other slots by the host's."""
    tuesday = pool_slot(slot(2), PLENTY, regular_users=4, quota=5)
    thursday = pool_slot(slot(4), PLENTY, regular_users=4)
    town = problem(hosts=[host(quota=20)], pools=[pool(slots=(tuesday, thursday))])
    assert [measure(town, part=part).places[0] for part in (0, 1)] == [1, 16]


@pytest.mark.parametrize(("waiting", "places"), [(None, 2), (0, 2), (1, 0), (7, 0)])
def test_waiting_list_closes_the_slot(waiting: int | None, places: int) -> None:
    """While one regular user waits there is no place, however many are free; an empty list is no limit."""
    found = one_slot({"waiting": waiting})
    assert found.places[0] == places
    assert (found.binding[0] == LimitKind.WAITING_LIST) == (places == 0)


def lawful_by_staff(fte: Decimal, ratio: Decimal, regular_users: int) -> int:
    """Count up from nobody as long as ceil(users ÷ ratio, one decimal) ≤ FTE, in exact decimals."""
    ours = 0
    while True:
        needed = (Decimal(regular_users + ours + 1) / ratio).quantize(Decimal("0.1"), ROUND_CEILING)
        if needed > fte:
            return ours
        ours += 1


def by_staff(fte: float, ratio: float, regular_users: int) -> int:
    """Give the places the staffing limit leaves."""
    over = {"kind": HostKind.TYPE_B, "quota": PLENTY, "staff_fte": fte, "staff_ratio": ratio}
    return one_slot(over, places=PLENTY, regular_users=regular_users).places[0]


@pytest.mark.parametrize(
    ("fte", "ratio", "regular_users", "places"),
    [
        (2.0, 10, 19, 1), (2.0, 10, 20, 0), (2.0, 10, 21, 0),  # 10:1
        (1.9, 10, 18, 1), (1.9, 10, 19, 0),
        (2.7, 7.5, 19, 1), (2.7, 7.5, 20, 0),  # 20 ÷ 7.5 = 2.67, so 2.7; 21 would need 2.8
        (2.6, 7.5, 19, 0),  # 20 would need 2.7
        (3.4, 6, 19, 1), (3.3, 6, 19, 0),  # 6:1, 20 ÷ 6 = 3.33, so 3.4
        (0.3, 10, 2, 1),  # 0.3 is no exact binary number
        (0.7, 10, 6, 1),
        (1.1, 10, 10, 1),
        (0, 10, 0, 0),
        (2.0, 0, 0, 0),
    ],
)  # fmt: skip
def test_staffing_at_the_boundary(fte: float, ratio: float, regular_users: int, places: int) -> None:
    """The ratio holds for regular users and our people together, rounded up to one decimal."""
    assert by_staff(fte, ratio, regular_users) == places


@given(
    tenths=st.integers(0, 400),
    halves=st.integers(2, 80),
    regular_users=st.integers(0, 60),
)
def test_staffing_as_counted_in_decimals(tenths: int, halves: int, regular_users: int) -> None:
    """For every FTE of one decimal and every usual ratio the places are those of exact decimal counting."""
    lawful = lawful_by_staff(Decimal(tenths) / 10, Decimal(halves) / 2, regular_users)
    assert by_staff(tenths / 10, halves / 2, regular_users) == min(lawful, PLENTY - regular_users)


def test_staffing_counts_no_hundredths() -> None:
    """An FTE of 1.99 is 1.9: hundredths are cut, never rounded up."""
    assert by_staff(1.99, 10, 18) == 1
    assert by_staff(1.99, 10, 19) == 0


@pytest.mark.parametrize(
    ("mark", "number", "places", "asks"),
    [
        (DeclaredMark.OPEN, 3, 3, False),  # ○ 3
        (DeclaredMark.OPEN, 0, 0, False),
        (DeclaredMark.OPEN, None, 1, False),  # ○ is one place
        (DeclaredMark.ASK, 2, 2, True),  # △ 2: two, once asked
        (DeclaredMark.ASK, None, 0, True),  # △: nothing is known
        (DeclaredMark.CLOSED, None, 0, False),  # ×
        (DeclaredMark.CLOSED, 5, 0, False),  # × means none, whatever the number
    ],
)
def test_declared(mark: DeclaredMark, number: int | None, places: int, asks: bool) -> None:
    """○ gives its number or one, × none, △ its number or nothing, and △ is to be asked."""
    found = one_slot(declared=Declared(mark, number))
    assert (found.places[0], found.asks) == (places, asks)


@pytest.mark.parametrize(
    ("supporters", "people_each", "places"),
    [(0, 3, 0), (1, 3, 3), (2, 3, 6), (2, 0, 0), (None, 3, 9), (2, None, 9)],
)
def test_supporters(supporters: int | None, people_each: int | None, places: int) -> None:
    """受入担当 × the people each can look after; where one of the two is unknown the limit is silent."""
    found = one_slot({"supporters": supporters, "people_per_supporter": people_each}, places=9)
    assert (found.places[0], found.asks) == (places, False)


@pytest.mark.parametrize(
    ("equipment", "regular_users", "places"),
    [(5, 0, 5), (5, 4, 1), (5, 5, 0), (5, 6, 0), (None, 4, 9), (5, None, 9)],
)
def test_equipment(equipment: int | None, regular_users: int | None, places: int) -> None:
    """Rooms and tools are shared with the regular users."""
    found = one_slot({"equipment_places": equipment}, places=9, regular_users=regular_users)
    assert found.places[0] == places


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        (PoolKind.ATTENTION, 60),
        (PoolKind.VEHICLE_SEATS, 3),
        (PoolKind.COMPANION, 120),
        (PoolKind.CASELOAD, 12),
        (PoolKind.CASELOAD, 0),
    ],
)
@pytest.mark.parametrize("when", [None, slot()], ids=["whole week", "slot"])
def test_amount(kind: PoolKind, amount: int, when) -> None:
    """Minutes, seats and cases are there as far as they are brought."""
    found = measure(problem(pools=[pool(), amount_pool(kind, amount, when)]), kind.value)
    assert found.places == [amount] * WEEKS
    assert (found.binding[0], found.asks) == (LimitKind.AMOUNT, False)


def test_amount_that_nobody_stated() -> None:
    """A pool without a number brings nothing, and its owner is to be asked."""
    found = measure(problem(pools=[pool(), amount_pool(PoolKind.COMPANION, None)]), "companion")
    assert (found.places[0], found.asks) == (0, True)


def test_amount_is_nothing_for_places() -> None:
    """A number of minutes written into a pool of places is not read as places."""
    found = one_slot(places=None, amount=50)
    assert (found.places[0], found.binding[0]) == (0, LimitKind.NONE_KNOWN)


@pytest.mark.parametrize("over", [{"quota": 1}, {"waiting": 1}, {"supporters": 0, "people_per_supporter": 1}])
def test_limits_of_the_host_s_places_do_not_touch_its_van(over: dict[str, int]) -> None:
    """定員 and the like bound places and beds; the seats of a van are bounded by the van."""
    van = amount_pool(PoolKind.VEHICLE_SEATS, 4, host_id="H1")
    assert measure(problem(hosts=[host(**over)], pools=[pool(), van]), "vehicle_seats").places[0] == 4


def test_stated_today_is_the_builders_default() -> None:
    """The slot the other tests start from has two places, states them today and asks nothing."""
    assert pool_slot().stated_on == TODAY
    found = one_slot()
    assert (found.places, found.binding[0], found.asks) == ([2] * WEEKS, LimitKind.DECLARED, False)
