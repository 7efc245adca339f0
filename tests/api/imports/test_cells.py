"""One cell each: what is read and what is a fault."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports import cells
from api.imports.faults import Expected

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
"""Half-width characters to full-width ones, for `str.translate`."""


def _opening(start: tuple[int, int], end: tuple[int, int]) -> cells.Opening:
    return dt.time(*start), dt.time(*end)


@pytest.mark.parametrize(
    ("cell", "opening"),
    [
        ("09:30-18:30", _opening((9, 30), (18, 30))),
        ("9:00~17:00", _opening((9, 0), (17, 0))),
        ("09:00-17:00".translate(WIDE), _opening((9, 0), (17, 0))),
        ("9時〜17時30分", _opening((9, 0), (17, 30))),
        ("09:00 \u2212 16:00", _opening((9, 0), (16, 0))),
        ("", None),
        ("　", None),
        ("00:00-00:00", None),  # how the file writes "closed" too
    ],
)
def test_opening_times_people_write(cell: str, opening: cells.Opening | None) -> None:
    """Times are read in any width and with any dash."""
    assert cells.read_opening(cell) == (opening, None)


@pytest.mark.parametrize(
    "cell",
    ["25:00-26:00", "10:60-12:00", "16:00-15:30", "12:28-12:28", "午前", "09:00", "24:00-24:00", "9-17"],
)
def test_bad_opening_times_are_unknown(cell: str) -> None:
    """What cannot be a time span gives no times and a fault."""
    assert cells.read_opening(cell) == (None, Expected.OPENING)


@pytest.mark.parametrize("cell", ["06:00-00:00", "06:00-24:00"])
def test_open_until_midnight(cell: str) -> None:
    """A span to midnight ends a minute before, and says so."""
    assert cells.read_opening(cell) == (_opening((6, 0), (23, 59)), Expected.OPENING_TO_MIDNIGHT)


@pytest.mark.parametrize(
    ("cell", "quota"),
    [
        ("20", 20),
        ("20".translate(WIDE), 20),
        ("20人", 20),
        ("20.0", 20),
        ("1,000", 1000),
        ("0", None),
        ("", None),
        (" ", None),
    ],
)
def test_quotas_people_write(cell: str, quota: int | None) -> None:
    """A blank and a 0 are both unknown, never zero."""
    assert cells.read_quota(cell) == (quota, None)


@pytest.mark.parametrize("cell", ["-1", "二十", "20.5", "10001", "20/30", "9" * 30])
def test_bad_quotas_are_unknown(cell: str) -> None:
    """What cannot be a 定員 gives none and a fault."""
    assert cells.read_quota(cell) == (None, Expected.QUOTA)


def test_position() -> None:
    """Swapped degrees are put right; half a position, text or a place abroad is none."""
    place, fault = cells.read_position("34.965", "136.624".translate(WIDE))
    assert place is not None
    assert (place.lat, place.lng, fault) == (34.965, 136.624, None)
    assert cells.read_position("136.624", "34.965") == (place, ("lat", Expected.POSITION_SWAPPED))
    assert cells.read_position("", " ") == (None, None)
    assert cells.read_position("34.965", "") == (None, ("lng", Expected.POSITION))
    assert cells.read_position("北緯34度", "136.624") == (None, ("lat", Expected.POSITION))
    assert cells.read_position("0", "0") == (None, ("lat", Expected.POSITION))
    assert cells.read_position("nan", "inf") == (None, ("lat", Expected.POSITION))


def test_office_number() -> None:
    """Ten digits in any width; with nine a spreadsheet lost the zero."""
    assert cells.read_office_number("0110100000".translate(WIDE)) == ("0110100000", None)
    assert cells.read_office_number("110100000") == ("0110100000", None)
    assert cells.read_office_number("10100000") == ("", Expected.OFFICE_NUMBER)


def test_text_keeps_its_characters() -> None:
    """A name keeps its width and its variant characters; only outer space and line breaks go."""
    assert cells.read_text(" みほん\n　髙ａ ") == ("みほん 髙ａ", None)
    assert cells.read_required_text(" \n") == ("", Expected.TEXT)


_READERS = [
    cells.read_code,
    cells.read_corporate_number,
    cells.read_municipality,
    cells.read_office_number,
    cells.read_opening,
    cells.read_quota,
    cells.read_required_text,
    cells.read_text,
]


@given(st.text() | st.text("0123456789:-. 〜", max_size=14))
def test_no_cell_raises(cell: str) -> None:
    """Whatever a cell holds, it is read or found at fault."""
    for reader in _READERS:
        reader(cell)
    cells.read_position(cell, "136.6")
    cells.read_position("34.9", cell)
