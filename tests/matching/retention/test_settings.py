"""Settings as data."""

from __future__ import annotations

import re

import pytest

from matching.bundled import data_path
from matching.errors import InvalidProblem
from matching.retention.settings import RetentionSettings, default_settings

TEXT = data_path("retention/default.toml").read_text(encoding="utf-8")


def test_it_is_off_until_it_is_turned_on() -> None:
    """A new municipality predicts nothing in points or contacts, and learns from no fewer than 200."""
    found = default_settings()
    assert not found.in_scoring
    assert not found.in_follow_up
    assert found.floor == 200
    assert RetentionSettings.from_table(found.as_table()) == found


@pytest.mark.parametrize(
    ("line", "wrong", "field"),
    [
        ("floor = 200", "floor = 49", "floor"),
        ("floor = 200", "", "floor"),
        ("floor = 200", "floor = 200.0", "floor"),
        ("floor = 200", "floor = 200\nceiling = 1", "ceiling"),
        ("in_scoring = false", 'in_scoring = "yes"', "in_scoring"),
        ("bins = [0, 2, 4, 8, 13, 26, 52]", "bins = [1, 2]", "bins"),
        ("bins = [0, 2, 4, 8, 13, 26, 52]", "bins = [0, 4, 4]", "bins"),
        ("bins = [0, 2, 4, 8, 13, 26, 52]", "bins = [0, 104]", "bins"),
        ("bins = [0, 2, 4, 8, 13, 26, 52]", "bins = []", "bins"),
        ("most_gap = 0.10", "most_gap = nan", "most_gap"),
        ("times_usual = 1.5", "times_usual = 0.5", "times_usual"),
        ("surprise = 0.01", "surprise = 1", "surprise"),
        ("horizon_weeks = 26", "horizon_weeks = 105", "horizon_weeks"),
    ],
)
def test_a_slip_is_named(line: str, wrong: str, field: str) -> None:
    """The field that is wrong, and nothing is taken in part."""
    changed = re.sub(f"^{re.escape(line)}$", wrong, TEXT, count=1, flags=re.MULTILINE)
    assert changed != TEXT
    with pytest.raises(InvalidProblem) as raised:
        RetentionSettings.from_toml(changed)
    assert raised.value.field == field
