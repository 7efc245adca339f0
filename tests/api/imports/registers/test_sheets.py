"""From bytes to rows: the encodings offices use, and nothing silently lost."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile

import openpyxl
import pytest

from api.errors import Refused
from api.imports.registers.sheets import MOST_CELLS_A_ROW, is_readable, lines_of
from api.imports.registers.workbooks import workbook_bytes
from tests.api.imports.registers.files import csv_from

CELLS = [["氏名", "メモ"], ["髙橋ソ表能", "9:00〜12:00"], ["見本 一郎", '二行の\nメモ、「,」と"引用"']]
SHEET = "xl/worksheets/sheet1.xml"


def _cells(data: bytes) -> list[list[str]]:
    return [line.cells for line in lines_of(data)]


def _workbook(cells: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in cells:
        book.worksheets[0].append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Put another part into a workbook."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_every_encoding_gives_the_same_rows(encoding: str) -> None:
    """BOM or none, 髙, bytes that look like a backslash; the one wave dash of cp932 is put right."""
    assert _cells(csv_from(CELLS, encoding)) == CELLS
    assert _cells(csv_from(CELLS, encoding, delimiter="\t")) == CELLS
    assert _cells(csv_from(CELLS, encoding, lineterminator="\n")) == CELLS


def test_a_workbook_gives_the_same_rows() -> None:
    """Text stays text, also what looks like a formula or a number."""
    odd = [*CELLS, ["=1+1", "+81"], ["001", "@x"]]
    data = workbook_bytes([("名簿", odd), ("ほか", [["見ない"]])])
    assert _cells(data) == odd
    for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows():
        assert {cell.data_type for cell in row} <= {"s", "inlineStr"}


@pytest.mark.parametrize("name", ["𠮷田", "葛󠄀城", "é", "①㈱"])
def test_letters_outside_cp932_stay_as_they_are(name: str) -> None:
    """Names are kept letter for letter, where the file can hold them."""
    assert _cells(csv_from([["氏名"], [name]], "utf-8"))[1] == [name]
    assert _cells(csv_from([["氏名"], [name]], "utf-16"))[1] == [name]


@pytest.mark.parametrize(
    "data",
    [
        "氏名\n見本".encode() + "一郎".encode("cp932"),
        "氏名\n見本".encode("cp932") + b"\x81",
        b"\xff\xfe\x0f",
        "氏名\n見本".encode("utf-16-le"),
        b'"a,b\nc,d\n',
        b"a\n" + b"x" * 200_000,
        ("a," * MOST_CELLS_A_ROW + "a\n").encode(),
        b"\xd0\xcf\x11\xe0 an old workbook",
        b"PK\x03\x04 broken",
    ],
)
def test_what_cannot_be_read_throughout_is_refused(data: bytes) -> None:
    """One encoding throughout, closed quotes, cells of a length, columns of a number."""
    try:
        cells = _cells(data)
    except Refused:
        return
    assert not all(is_readable(cell) for row in cells for cell in row)


@pytest.mark.parametrize("text", ["a\0b", "a\ufffdb", "\ue000", "a\x80", "a\x1b"])
def test_a_letter_that_stands_for_nothing_is_told(text: str) -> None:
    """NUL, the mark of a lost letter, 外字, control characters; ordinary letters and breaks are not."""
    assert not is_readable(text)
    assert is_readable("髙﨑 𠮷\n\t葛󠄀")
    (cell,) = b"\xf0\x40".decode("cp932")
    assert not is_readable(cell)


def test_dates_and_numbers_of_a_workbook_are_text() -> None:
    """A date without time is a day, a whole number has no point; formulas and errors are refused."""
    given = [["日", "数", "時"], [dt.datetime(2026, 11, 20), 3.0, dt.time(9, 30)]]  # noqa: DTZ001
    assert _cells(_workbook(given))[1] == ["2026-11-20", "3", "09:30:00"]
    for bad in ("=1+1", "#N/A"):
        with pytest.raises(Refused):
            _cells(_workbook([["a"], [bad]]))


def test_a_short_row_of_a_workbook_is_filled_up() -> None:
    """Cells that are empty at the end are not in the file."""
    assert _cells(_workbook([["a", "b", "c"], ["1"]])) == [["a", "b", "c"], ["1", "", ""]]


def test_what_unpacks_to_too_much_is_refused_at_once() -> None:
    """A small file of zeros, of entities, of one cell far away."""
    small = _workbook([["a"], ["b"]])
    head = b'<?xml version="1.0"?>'
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 20) for n in range(1, 9))
    bombs = [
        _with_part(small, "xl/media/zeros.bin", bytes(80 << 20)),
        _with_part(small, SHEET, head + b'<!DOCTYPE x [<!ENTITY e0 "aaaa">' + entities + b"]><x>&e8;</x>"),
        _with_part(small, SHEET, _sheet(b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>')),
        _with_part(small, SHEET, _sheet(b'<row r="1"><c r="XFD1"><v>1</v></c></row>')),
    ]
    assert _cells(_with_part(small, SHEET, _sheet(b'<row r="1"><c r="B1"><v>1</v></c></row>'))) == [["", "1"]]
    for data in bombs:
        assert len(data) < 200_000
        started = time.monotonic()
        with pytest.raises(Refused):
            _cells(data)
        assert time.monotonic() - started < 5


def _sheet(rows: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + rows + b"</sheetData></worksheet>"
