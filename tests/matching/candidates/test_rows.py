"""The reduced rows say exactly what one row for each resource and week would say."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from numpy.typing import NDArray

from matching.candidates import Rows, Uses, build_rows

Flags = NDArray[np.bool_]
Entry = tuple[int, int, int, int, int]
"""Candidate, resource, amount, first and last week."""


def uses_of(entries: list[Entry], capacity: list[list[int]], binds: list[list[bool]] | None = None) -> Uses:
    """Make the uses of some entries; every week binds, if nothing else is said."""
    table = np.array(entries, dtype=np.int32).reshape(-1, 5)
    places = np.array(capacity, dtype=np.int64)
    in_force = np.ones(places.shape, dtype=bool) if binds is None else np.array(binds)
    return Uses(*(table[:, column] for column in range(5)), places, in_force)


@st.composite
def random_uses(draw: DrawFn) -> tuple[Uses, int]:
    """Make uses of a few resources in a few weeks, and the number of candidates."""
    n, resources, weeks = draw(st.integers(1, 6)), draw(st.integers(1, 3)), draw(st.integers(1, 5))
    spans = st.tuples(st.integers(0, weeks - 1), st.integers(0, weeks - 1)).map(sorted).map(tuple)
    amounts = st.dictionaries(
        st.tuples(st.integers(0, n - 1), st.integers(0, resources - 1)),
        st.tuples(st.integers(1, 3), spans),
        max_size=n * resources,
    )
    entries = [(who, what, amount, *span) for (who, what), (amount, span) in draw(amounts).items()]
    twice = draw(st.lists(st.sampled_from(entries), max_size=2)) if entries else []
    numbers = st.lists(st.integers(0, 5), min_size=weeks, max_size=weeks)
    flags = st.lists(st.booleans(), min_size=weeks, max_size=weeks)
    capacity = draw(st.lists(numbers, min_size=resources, max_size=resources))
    binds = draw(st.lists(flags, min_size=resources, max_size=resources))
    return uses_of(entries + twice, capacity, binds), n


def all_choices(n: int) -> list[Flags]:
    """Give every subset of n candidates."""
    return [np.array(chosen, dtype=bool) for chosen in product([False, True], repeat=n)]


def holds_week_by_week(uses: Uses, chosen: Flags) -> bool:
    """Add up every resource in every week."""
    taken = np.zeros_like(uses.capacity)
    for who, what, amount, first, last in zip(
        uses.candidate, uses.resource, uses.amount, uses.first_week, uses.last_week, strict=True
    ):
        if chosen[who]:
            taken[what, first : last + 1] += amount
    return bool((taken <= uses.capacity)[uses.binds].all())


def holds_by_rows(rows: Rows, chosen: Flags, kept: Flags | None = None) -> bool:
    """Add up every row, or those that are kept."""
    fits = rows.uses @ chosen.astype(np.int64) <= rows.capacity
    return bool(fits.all() if kept is None else fits[kept].all())


@given(random_uses())
def test_rows_admit_the_same_choices(case: tuple[Uses, int]) -> None:
    """A set of candidates keeps the reduced rows if and only if it keeps every resource in every week."""
    uses, n = case
    rows = build_rows(uses, n)
    for chosen in all_choices(n):
        assert holds_by_rows(rows, chosen) == holds_week_by_week(uses, chosen)


@given(random_uses())
def test_no_row_says_what_another_says(case: tuple[Uses, int]) -> None:
    """No row is implied by another of its resource: with more capacity and no candidate it lacks."""
    uses, n = case
    rows = build_rows(uses, n)
    table = rows.uses.toarray()
    for one, other in product(range(len(rows.capacity)), repeat=2):
        if one != other and rows.resource[one] == rows.resource[other]:
            implied = (table[one] <= table[other]).all() and rows.capacity[one] >= rows.capacity[other]
            assert not implied


def test_one_row_where_nothing_changes() -> None:
    """Candidates that all stay to the end need one row of a resource whose capacity stays."""
    rows = build_rows(uses_of([(0, 0, 1, 0, 3), (1, 0, 1, 2, 3)], [[1, 1, 1, 1]]), 2)
    assert rows.uses.toarray().tolist() == [[1, 1]]
    assert rows.capacity.tolist() == [1]


def test_one_row_for_each_fall_in_capacity() -> None:
    """Of weeks with falling capacity, in which ever more candidates are there, each needs its row."""
    entries: list[Entry] = [(0, 0, 1, 0, 0), (1, 0, 1, 0, 1), (2, 0, 1, 0, 2)]
    rows = build_rows(uses_of(entries, [[2, 1, 0]]), 3)
    assert sorted(rows.capacity.tolist()) == [0, 1, 2]


def test_weeks_that_do_not_bind_have_no_row() -> None:
    """A week in which the resource is not in force is no row, however full it is."""
    uses = uses_of([(0, 0, 1, 0, 1), (1, 0, 1, 0, 1)], [[0, 1]], [[False, True]])
    rows = build_rows(uses, 2)
    assert rows.week.tolist() == [1]
    assert holds_by_rows(rows, np.array([True, False]))


def test_nothing_used() -> None:
    """Candidates that take nothing leave no row."""
    rows = build_rows(uses_of([], [[1, 1]]), 3)
    assert rows.uses.shape == (0, 3)
    assert rows.capacity.size == 0


def test_leaving_out_a_row_would_be_seen() -> None:
    """Without any one of the rows this resource needs, a set would be admitted that it cannot hold."""
    entries: list[Entry] = [(0, 0, 1, 0, 1), (1, 0, 1, 1, 2), (2, 0, 1, 2, 3)]
    uses = uses_of(entries, [[1, 1, 1, 1]])
    rows = build_rows(uses, 3)
    assert rows.week.tolist() == [1, 2]
    for left_out in range(rows.capacity.size):
        kept = np.arange(rows.capacity.size) != left_out
        assert any(
            holds_by_rows(rows, chosen, kept) and not holds_week_by_week(uses, chosen)
            for chosen in all_choices(3)
        )
