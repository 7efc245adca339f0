"""From the bytes of a file to rows of text: CSV in the encodings offices use, or a workbook."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from api.errors import Fault, Refused
from api.imports.registers.workbooks import ZIP_START, workbook_lines

MOST_CELLS_A_ROW = 200

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Line(NamedTuple):
    """One row of a file that is not empty, by its number in a spreadsheet."""

    number: int
    cells: list[str]


def lines_of(data: bytes) -> Iterator[Line]:
    """
    Yield the rows of a file; its kind is told from its content.

    Raises
    ------
    Refused
        If it cannot be read as a whole, or a character in it cannot be read.
    """
    if data.startswith(_OLD_EXCEL):
        raise Refused(
            [Fault("ファイル", "", "Excel ブック（.xlsx）か CSV。古い形式（.xls）は保存し直してください")]
        )
    rows = workbook_lines(data, MOST_CELLS_A_ROW) if data.startswith(ZIP_START) else _csv_rows(_decoded(data))
    for number, cells in enumerate(rows, start=1):
        if len(cells) > MOST_CELLS_A_ROW:
            raise Refused([Fault("ファイル", "", f"{MOST_CELLS_A_ROW}列まで", number)])
        if any(cell.strip() for cell in cells):
            yield Line(number, [_settled(cell) for cell in cells])


def is_readable(text: str) -> bool:
    """Tell whether every character stands for itself: none was lost, none is 外字 of one machine."""
    return not any(
        letter == "\ufffd" or (unicodedata.category(letter) in {"Cc", "Co", "Cs"} and letter not in "\n\t")
        for letter in text
    )


def _decoded(data: bytes) -> str:
    """Decode in the encoding of the header: UTF-8 with or without BOM, UTF-16 with BOM, or cp932."""
    if data.startswith(_UTF_16):
        encoding = "utf-16"
    elif _is_decodable(data.partition(b"\n")[0], "utf-8"):
        encoding = "utf-8-sig"
    else:
        encoding = "cp932"  # never shift_jis, which has no 髙
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        expected = "見出しと同じ文字コード（UTF-8・UTF-16・Shift_JIS〈CP932〉のどれか一つ）"
        raise Refused([Fault("ファイル", "", expected, number)]) from error


def _is_decodable(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _csv_rows(text: str) -> Iterator[list[str]]:
    header = text.partition("\n")[0]
    delimiter = "\t" if "\t" in header and "," not in header else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    try:
        for cells in reader:
            count += 1
            yield cells
    except csv.Error as error:
        expected = "閉じた引用符と、列を分けるコンマ"
        raise Refused([Fault("ファイル", "", expected, count + 1)]) from error


def _settled(cell: str) -> str:
    """
    Write line breaks and the wave dash in one way.

    cp932 has one wave dash and gives it back as another character than UTF-8 files hold.
    """
    return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\uff5e", "\u301c").strip()
