"""Parts share nothing and make up the whole."""

from __future__ import annotations

from hypothesis import given

from matching.selection.components import split
from matching.selection.problem import Selection
from matching.selection.reduce import Part
from tests.matching.selection.problems import as_part, best_worth, crowded, selections, side_by_side, thorough


@thorough
@given(problem=selections(pins=False))
def test_parts_make_up_the_whole(problem: Selection) -> None:
    """Every candidate is in one part, a group or row never in two, and the best choices add up."""
    whole = as_part(problem).problem
    parts = split(whole)
    assert sorted(at for part in parts for at in part.candidates.tolist()) == list(range(whole.size))
    places = [set(whole.group[part.candidates].tolist()) for part in parts]
    assert sum(len(groups) for groups in places) == len(set().union(*places))
    rows = [row for part in parts for row in part.rows.tolist()]
    assert len(rows) == len(set(rows))
    assert sum(best_worth(part.problem) for part in parts) == best_worth(whole)


@given(problem=selections(pins=False))
def test_a_part_holds_what_stands_at_its_positions(problem: Selection) -> None:
    """Values, uses and capacities of a part are those at its positions, and no use is lost."""
    whole = as_part(problem).problem
    parts = split(whole)
    for part in parts:
        assert part.problem.value.tolist() == whole.value[part.candidates].tolist()
        assert part.problem.capacity.tolist() == whole.capacity[part.rows].tolist()
        expected = whole.uses.toarray()[part.rows][:, part.candidates]
        assert part.problem.uses.toarray().tolist() == expected.tolist()
    assert sum(part.problem.uses.nnz for part in parts) == whole.uses.nnz


def test_problems_side_by_side_come_apart_again() -> None:
    """Three problems put together are three parts, in the same order."""
    problems = [as_part(crowded(seed, groups=6, per_group=5, rows=3)).problem for seed in range(3)]
    parts: list[Part] = split(as_part(side_by_side(problems)).problem)
    assert [part.problem.value.tolist() for part in parts] == [problem.value.tolist() for problem in problems]
