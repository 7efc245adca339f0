"""Reading and writing .xlsx: text in, text out, no formulas, and no more than fits in memory."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.errors import Fault, Refused

ZIP_START = b"PK\x03\x04"
MOST_UNPACKED_BYTES = 64 << 20
MOST_PARTS = 500
MOST_ROW_NUMBER = 200_000

_UNREADABLE = Fault("ファイル", "", "壊れていない Excel ブック（.xlsx。パスワードなし、展開して64MBまで）")


def workbook_lines(data: bytes, most_cells: int) -> Iterator[list[str]]:
    """
    Yield the rows of the first sheet as text, the empty ones too.

    Raises
    ------
    Refused
        If the file is broken or unpacks to too much, or a cell holds a formula or an error.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            # An entry is never read beyond the size it declares, and its checksum is compared.
            is_bounded = (
                len(parts) <= MOST_PARTS and sum(part.file_size for part in parts) <= MOST_UNPACKED_BYTES
            )
            if not is_bounded or archive.testzip() is not None:
                raise Refused([_UNREADABLE])
        sheet = load_workbook(io.BytesIO(data), read_only=True, keep_links=False).worksheets[0]
        sheet.reset_dimensions()
        width = 0
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if number > MOST_ROW_NUMBER or len(row) > most_cells:
                raise Refused([Fault("ファイル", "", f"空の行や列のない表（{most_cells}列まで）", number)])
            width = max(width, len(row))  # a row ends with its last cell that is not empty
            yield [_text(cell, number) for cell in row] + [""] * (width - len(row))
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes the reader raise, it is a broken file
        raise Refused([_UNREADABLE]) from error


def workbook_bytes(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """Write sheets of text: the first row of each is its heading; nothing in a cell is ever a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for place, text in enumerate(row, start=1):
                if text:
                    _put(sheet, number, place, text)
        sheet.freeze_panes = "A2"
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value, cell.data_type = text, "s"
    cell.number_format = "@"
    if row == 1:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        # What is typed below stays as it is typed: 001 is not 1.
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.number_format, dimension.width = "@", 16


def _text(cell: Any, number: int) -> str:
    """Write a cell as text: a date in ISO, a whole number without a point."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        raise Refused([Fault("ファイル", "", "数式やエラーではなく、値だけのセル", number)])
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
