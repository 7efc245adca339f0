"""Neighbourhoods: everybody is in one, none is too large, and what lies together stays together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.selection.arrays import entry_rows
from matching.selection.neighbourhoods import neighbourhoods, row_owners, waves
from matching.selection.problem import Selection
from matching.selection.reduce import count_groups
from matching.simulation.national import draw_national
from tests.matching.selection.problems import as_part, selections, thorough


@thorough
@given(problem=selections(pins=False), size=st.integers(1, 3), landmarks=st.integers(1, 3))
def test_everybody_is_in_one_and_waves_do_not_touch(problem: Selection, size: int, landmarks: int) -> None:
    """Labels have no gaps and no label too many groups; within a wave no two neighbourhoods share a row."""
    part = as_part(problem).problem
    if not part.size:
        return
    label = neighbourhoods(part, size, landmarks)
    assert label.size == count_groups(part)
    assert np.bincount(label).min() >= 1
    assert np.bincount(label).max() <= size
    label_of_entry = label[part.group[part.uses.indices]]
    row = entry_rows(part.uses)
    found = waves(part, label)
    assert np.sort(np.concatenate(found)).tolist() == list(range(label.max() + 1))
    for wave in found:
        rows = [set(row[label_of_entry == one]) for one in wave]
        assert sum(map(len, rows)) == len(set().union(*rows))
    owners = row_owners(part, label)
    for one in np.unique(row):
        counts = np.bincount(label_of_entry[row == one])
        assert counts[owners[one]] == counts.max()


@pytest.mark.parametrize("seed", [1, 2])
def test_borders_are_short(seed: int) -> None:
    """In a country cut into eight, far fewer rows lie across a border than when people are dealt out."""
    part = as_part(draw_national(3000, 3000, seed).selection).problem
    label = neighbourhoods(part, 400)
    dealt = np.random.default_rng(seed).permutation(label)

    def rows_at_borders(labels: np.ndarray) -> int:
        place = np.unique(entry_rows(part.uses) * 99 + labels[part.group[part.uses.indices]])
        return int((np.bincount(place // 99) > 1).sum())

    assert rows_at_borders(label) < 0.6 * rows_at_borders(dealt)
