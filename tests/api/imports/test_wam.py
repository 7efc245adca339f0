"""Reading a file: encodings, header, rows and faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports.columns import TITLES
from api.imports.faults import Expected, Severity
from api.imports.wam import WamRow, read_wam
from matching.errors import InvalidProblem

MakeFile = Callable[..., bytes]
MakeRow = Callable[..., WamRow]

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
"""Half-width characters to full-width ones, for `str.translate`."""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_encodings(make_file: MakeFile, encoding: str) -> None:
    """The same file in any of the three encodings holds the same rows."""
    file = read_wam(make_file({}, {"name": "みほん喫茶"}, encoding=encoding))
    assert not file.faults
    assert [row.name for row in file.rows] == ["みほん作業所", "みほん喫茶"]


def test_a_row_in_full(make_row: MakeRow) -> None:
    """Every cell we use arrives."""
    hours = dt.time(9, 30), dt.time(15, 30)
    assert make_row() == WamRow(
        row_number=2,
        municipality_code="24000",
        service="就労継続支援Ｂ型",
        name="みほん作業所",
        kana="みほんさぎょうしょ",
        corporation="みほん法人",
        corporate_number="9000000000000",
        office_number="2400000001",
        address="三重県四日市市みほん町１番１号",
        lat=34.965,
        lng=136.624,
        open_weekdays=hours,
        open_saturday=None,
        open_sunday=None,
        open_holidays=None,
        closed_days="土、日、祝日",
        remarks="",
        quota=20,
    )


def test_line_breaks_in_a_cell(make_file: MakeFile) -> None:
    """A quoted line break stays in its cell, and later rows keep the numbers a spreadsheet shows."""
    file = read_wam(make_file({"remarks": "水曜日は\n午前のみ"}, {"quota": "二十"}))
    assert file.rows[0].remarks == "水曜日は 午前のみ"
    assert [fault.row_number for fault in file.faults] == [3]


def test_empty_lines_count_but_say_nothing(make_file: MakeFile) -> None:
    """Row numbers are those of the file even after an empty line."""
    header, record = make_file({}).splitlines(keepends=True)
    (row,) = read_wam(header + b"\n" + record + b",,,\r\n").rows
    assert row.row_number == 3


def test_full_width_and_lost_zeros_are_put_right_in_silence(make_file: MakeFile) -> None:
    """What a spreadsheet or an input method did to a number is undone without a word."""
    change = {
        "municipality_code": "1581",
        "office_number": "100000010",
        "corporate_number": "9000000000000",
        "quota": "20",
        "lat": "34.9650",
        "open_weekdays": "09:30-15:30",
    }
    file = read_wam(make_file({field: cell.translate(WIDE) for field, cell in change.items()}))
    assert not file.faults
    (row,) = file.rows
    assert (row.municipality_code, row.quota, row.lat) == ("01581", 20, 34.965)
    assert row.office_number == "0100000010"
    assert row.open_weekdays == (dt.time(9, 30), dt.time(15, 30))


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        ({"municipality_code": "015813"}, "municipality_code", Expected.CODE),
        ({"municipality_code": ""}, "municipality_code", Expected.CODE),
        ({"service": " "}, "service", Expected.TEXT),
        ({"name": ""}, "name", Expected.TEXT),
        ({"office_number": "24-1"}, "office_number", Expected.OFFICE_NUMBER),
    ],
)
def test_errors_leave_the_row_out(
    make_file: MakeFile, change: dict[str, str], field: str, expected: Expected
) -> None:
    """A row without what identifies it is not used; its neighbours are."""
    file = read_wam(make_file(change, {"name": "みほん喫茶"}))
    assert [row.name for row in file.rows] == ["みほん喫茶"]
    (fault,) = file.faults
    assert (fault.row_number, fault.field, fault.given, fault.expected, fault.severity) == (
        2,
        field,
        change[field],
        expected,
        Severity.ERROR,
    )


@pytest.mark.parametrize(
    ("change", "field", "expected", "read"),
    [
        ({"corporate_number": "8000000000000"}, "corporate_number", Expected.CORPORATE_NUMBER, None),
        ({"quota": "約20"}, "quota", Expected.QUOTA, None),
        ({"open_sunday": "15:00-09:00"}, "open_sunday", Expected.OPENING, None),
        ({"lat": "136.6240", "lng": "34.9650"}, "lat", Expected.POSITION_SWAPPED, 34.965),
        ({"lng": "2.35"}, "lng", Expected.POSITION, None),
    ],
)
def test_notices_keep_the_row(
    make_file: MakeFile, change: dict[str, str], field: str, expected: Expected, read: object
) -> None:
    """A doubtful cell is changed or left unknown, and the row is used."""
    file = read_wam(make_file(change))
    (row,) = file.rows
    (fault,) = file.faults
    assert getattr(row, field) == read
    assert (fault.row_number, fault.field, fault.expected) == (2, field, expected)
    assert fault.severity is Severity.NOTICE


def test_an_address_without_prefecture_is_noticed(make_file: MakeFile) -> None:
    """A masked address keeps its row."""
    file = read_wam(make_file({"municipality": "", "street": ""}))
    assert file.rows[0].address == ""
    assert [fault.expected for fault in file.faults] == [Expected.ADDRESS]


@pytest.mark.parametrize(("cells", "field"), [(28, "quota"), (1, "number"), (30, "quota")])
def test_a_row_of_the_wrong_length(make_file: MakeFile, cells: int, field: str) -> None:
    """A row with a cell too few or too many names the column where it stops."""
    header, record = make_file({}).splitlines(keepends=True)
    short = ",".join(["1"] * cells).encode()
    file = read_wam(header + short + b"\n" + record)
    assert [row.row_number for row in file.rows] == [3]
    assert [(fault.row_number, fault.field, fault.expected) for fault in file.faults] == [
        (2, field, Expected.CELLS)
    ]


def test_messages(make_file: MakeFile) -> None:
    """A fault says row, column, what was given and what is expected, on one line in both languages."""
    errors = read_wam(make_file({"office_number": "24\n-1"}, {"name": ""})).faults
    assert errors[0].ja == "2行目 事業所番号「24 -1」: 10桁の事業所番号が必要です。この行は取り込みません。"
    assert errors[1].ja == "3行目 事業所の名称（空欄）: 空欄にはできません。この行は取り込みません。"
    assert errors[1].en == "Row 3, name (blank): a text is expected; the row is not used."
    (notice,) = read_wam(make_file({"quota": "約" * 100})).faults
    assert notice.en.startswith('Row 2, quota "約')
    assert notice.en.endswith('…": not a whole number from 0 to 10,000; the quota is unknown.')


def test_columns_in_another_order_and_width(make_file: MakeFile) -> None:
    """Titles are known by their words, not by their place or the width of their brackets."""
    narrow = {field: title.replace("（", "(").replace("）", ")") for field, title in TITLES.items()}
    data = make_file({}, titles=narrow, order=tuple(reversed(TITLES)))
    assert read_wam(data).rows == read_wam(make_file({})).rows


def test_a_missing_column_is_named(make_file: MakeFile) -> None:
    """Without 定員 nothing is read."""
    data = make_file({}, order=tuple(field for field in TITLES if field != "quota"))
    with pytest.raises(InvalidProblem, match="expected the column 定員"):
        read_wam(data)


def test_an_unknown_column_is_named(make_file: MakeFile) -> None:
    """A file with a column of its own is another kind of file."""
    with pytest.raises(InvalidProblem, match="備考"):
        read_wam(make_file({}, titles={**TITLES, "remarks": "備考"}))


def test_a_repeated_column_is_named(make_file: MakeFile) -> None:
    """Two columns of one title leave open which one counts."""
    with pytest.raises(InvalidProblem, match=r"each column once, given '定員'"):
        read_wam(make_file({}, titles={**TITLES, "remarks": "定員"}))


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe\x00", "名称\n".encode("utf-16"), b"\x81"])
def test_no_such_file(data: bytes) -> None:
    """Anything else is refused as a whole."""
    with pytest.raises(InvalidProblem, match="WAM NET file"):
        read_wam(data)


def test_a_broken_byte_is_located(make_file: MakeFile) -> None:
    """A byte that the header's encoding does not know is named with its line."""
    with pytest.raises(InvalidProblem, match=r"utf-8 throughout.*byte 0xff in line 3"):
        read_wam(make_file({}, encoding="utf-8") + b"\xff")


def test_a_quote_that_never_closes(make_file: MakeFile) -> None:
    """A stray quote that swallows the rest of a long file is refused, not read as one cell."""
    with pytest.raises(InvalidProblem, match="closed quotes"):
        read_wam(make_file() + b'"' + b"x" * 200_000)


def test_source_tells_the_file_apart(make_file: MakeFile) -> None:
    """The attribution names WAM NET and carries a fingerprint of the bytes."""
    first, second = read_wam(make_file({})).source, read_wam(make_file({}, {})).source
    assert "WAM NET" in first
    assert first != second


@given(st.sampled_from(sorted(TITLES)), st.text(max_size=30) | st.text("0123456789:-.", max_size=14))
def test_a_corrupted_cell_spoils_at_most_its_row(make_file: MakeFile, field: str, cell: str) -> None:
    """Whatever one cell holds, its row is read or a fault names row and field; the other row is read."""
    file = read_wam(make_file({field: cell}, {}))
    assert file.rows[-1].row_number == 3
    if len(file.rows) == 1:
        assert [(fault.row_number, fault.field) for fault in file.faults] == [(2, field)]
    for fault in file.faults:
        assert (fault.row_number, fault.field) == (2, field)
        assert fault.ja
        assert fault.en


@given(st.data())
def test_a_corrupted_file_is_read_or_refused(make_file: MakeFile, data: st.DataObject) -> None:
    """Bytes changed anywhere give rows, faults or `InvalidProblem`, and nothing else."""
    original = make_file({}, {}, {})
    start = data.draw(st.integers(0, len(original)))
    stop = data.draw(st.integers(start, min(len(original), start + 200)))
    changed = original[:start] + data.draw(st.binary(max_size=8)) + original[stop:]
    try:
        file = read_wam(changed, data.draw(st.sampled_from([None, "24", "三重県四日市市"])))
    except InvalidProblem:
        return
    assert file.rows or file.faults
