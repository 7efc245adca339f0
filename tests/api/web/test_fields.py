"""What stands in a form, read into the models the API reads."""

from __future__ import annotations

import contextlib
import datetime as dt
from enum import IntEnum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from api.errors import Refused
from api.web.fields import Fields
from api.web.inputs import Input, Line, Text
from matching.vocabulary import Answer, Condition


class Day(IntEnum):
    """Two days."""

    MON = 1
    TUE = 2


class Row(Input):
    """A row of a list."""

    day: Day
    words: Text = ""


class Sample(Input):
    """One of each kind of field."""

    name: Line
    count: Annotated[int, Field(ge=0, le=99)] | None = None
    on: dt.date | None = None
    is_open: bool = False
    notes: Text = ""
    rows: Annotated[list[Row], Field(max_length=5)] = Field(default_factory=list)
    days: Annotated[list[Day], Field(max_length=5)] = Field(default_factory=list)
    conditions: dict[Condition, Answer] = Field(default_factory=dict)


def read(*items: tuple[str, str]) -> Sample:
    """Read a form."""
    return Fields(items).read(Sample)


def test_a_form_is_read_with_its_lists_rows_and_full_width_figures() -> None:
    """Names say where a value belongs; the key and the version are the form's own."""
    found = read(
        ("key", "k" * 40),
        ("version", "3"),
        ("name", " 見本 一郎 "),
        ("count", "\uff11\uff12"),
        ("on", "2026-11-20"),
        ("is_open", "false"),
        ("is_open", "true"),
        ("notes", "一行目\r\n二行目"),
        ("rows.10.day", "2"),
        ("rows.2.day", "1"),
        ("rows.2.words", "先"),
        ("days[]", ""),
        ("days[]", "2"),
        ("conditions.noise", "no"),
        ("conditions.smell", ""),
    )
    assert (found.name, found.count, found.on, found.is_open) == (
        "見本 一郎",
        12,
        dt.date(2026, 11, 20),
        True,
    )
    assert found.notes == "一行目\n二行目"
    assert [(row.day, row.words) for row in found.rows] == [(Day.MON, "先"), (Day.TUE, "")]
    assert (found.days, found.conditions) == ([Day.TUE], {Condition.NOISE: Answer.NO})


def test_a_blank_is_nothing_and_a_row_of_blanks_is_no_row() -> None:
    """An emptied field is sent as empty, so that a change can clear it; lists can be emptied too."""
    found = read(
        ("name", "見本"),
        ("count", " "),
        ("notes", ""),
        ("rows.0.day", ""),
        ("rows.0.words", " "),
        ("days[]", ""),
    )
    assert (found.count, found.notes, found.rows, found.days) == (None, "", [], [])
    assert {"count", "notes", "rows", "days"} <= found.model_fields_set


def test_what_is_wrong_is_named_by_the_field_in_japanese() -> None:
    """Every fault at once, under the name the field has in the form."""
    with pytest.raises(Refused) as refused:
        read(("name", ""), ("count", "三"), ("rows.0.words", "曜日なし"), ("other", "x"))
    faults = {fault.field: fault.expected for fault in refused.value.faults}
    assert faults.keys() == {"name", "count", "rows.0.day", "other"}
    assert faults["rows.0.day"] == "必須です"
    assert all(not fault.given for fault in refused.value.faults), "a text may be anything"


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=8)), max_size=8))
def test_any_form_is_read_or_refused(items: list[tuple[str, str]]) -> None:
    """Whatever names and values come, nothing else happens."""
    found: Sample | None = None
    with contextlib.suppress(Refused):
        found = Fields(items).read(Sample)
    assert found is None or found.name.strip()
