"""What people write under 定休日."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports.closed_days import ClosedDays, read_closed_days
from matching.vocabulary import Weekday

_DAYS = dict(zip("月火水木金土日", Weekday, strict=True))


def _closed(days: str) -> frozenset[Weekday]:
    return frozenset(_DAYS[day] for day in days)


@pytest.mark.parametrize(
    ("text", "days", "on_holidays"),
    [
        ("", "", False),
        ("なし", "", False),
        ("年中無休", "", False),
        ("なし（年中無休）", "", False),
        ("日曜日", "日", False),
        ("土、日、祝日", "土日", True),
        ("土日祝", "土日", True),
        ("土日祝日", "土日", True),
        ("日・祝祭日", "日", True),
        ("日月祝", "日月", True),
        ("水　日曜日", "水日", False),
        ("土曜日・日曜日および国民の祝日", "土日", True),
        ("金曜日と土曜日", "金土", False),
        ("原則として日曜、祝日は休み", "日", True),
        ("毎週月曜日。", "月", False),
        ("国民の休日", "", True),
        ("祝日", "", True),
    ],
)
def test_lists_of_days(text: str, days: str, on_holidays: bool) -> None:
    """Plain lists are read in full."""
    assert read_closed_days(text) == ClosedDays(_closed(days), on_holidays)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("日曜日、年末年始", ClosedDays(_closed("日"), seasons=("年末年始",))),
        ("土日、12/29～1/3", ClosedDays(_closed("土日"), seasons=("12/29~1/3",))),
        ("日曜日、12 月 29 日から1月3日", ClosedDays(_closed("日"), seasons=("12月29日から1月3日",))),
        (
            "日、祝（土曜日は会社カレンダーによる）",
            ClosedDays(_closed("日"), True, (), ("土曜日は会社カレンダーによる",)),
        ),
        ("土曜(隔週)・日曜", ClosedDays(_closed("土日"), unread=("隔週",))),
        ("第2.4土曜、日曜", ClosedDays(_closed("日"), unread=("第2.4土曜",))),
        ("日曜日他", ClosedDays(_closed("日"), unread=("他",))),
        ("8日/月", ClosedDays(unread=("8日/月",))),
        ("会社カレンダーによる", ClosedDays(unread=("会社カレンダーによる",))),
        ("月・水・金以外", ClosedDays(unread=("月・水・金以外",))),
    ],
)
def test_what_is_not_a_list_of_days_is_kept_for_a_person(text: str, closed: ClosedDays) -> None:
    """What cannot be read is handed on; an exception turns the whole text into something to ask about."""
    assert read_closed_days(text) == closed


@given(st.text() | st.text("月火水木金土日曜祝休、・（）第2と他除/ ", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text raises or takes long."""
    read_closed_days(text)


def test_a_long_list_takes_no_time() -> None:
    """Ten thousand holidays and a typing slip are read at once, without trying every way to cut them."""
    assert read_closed_days("祝日" * 10_000 + "x").weekdays == frozenset()
