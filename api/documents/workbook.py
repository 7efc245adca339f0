"""Excel by xlsxwriter: tables with a frozen header, sheets laid out as a form; A4, nothing is a formula."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from api.documents.copies import CopyMark

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNITS = 24
"""How many narrow columns a sheet that is laid out as a form has."""

_A4 = 9
_UNIT_WIDTH = 3.4
_LINE_PT = 15.0
_MOST_PT = 405.0
_MOST_LETTERS_OF_FOOT = 240
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\']")
_PLAIN = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "text_wrap": False},
    "heading": {"bold": True, "font_size": 11},
    "note": {"font_size": 9, "font_color": "#57606A"},
    "label": {"border": 1, "bg_color": "#EEF1EC"},
    "value": {"border": 1},
}

Cell = str | int | float | None


@dataclass(frozen=True)
class Column:
    """A column: its title, and its width in letters of half width."""

    title: str
    width: float = 14.0


class Book:
    """
    A workbook under way; the same content and mark give the same bytes.

    Parameters
    ----------
    title
        As its properties say.
    mark
        What stands at the foot of each printed page.
    """

    def __init__(self, title: str, mark: CopyMark) -> None:
        self._written = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._written,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self._book.set_properties({"title": title, "created": mark.at.replace(tzinfo=None)})
        self._mark = mark
        self.styles = {name: self._book.add_format({**_PLAIN, **style}) for name, style in _STYLES.items()}

    def add_table(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """Add a sheet with a table: header row frozen and printed on every page; numbers stay numbers."""
        sheet = self._add_sheet(name, is_landscape=len(columns) > 6)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.title, self.styles["label"])
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for at, row in enumerate(rows, start=1):
            for number, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(at, number, value, self.styles["value"])
                elif value is None:
                    sheet.write_blank(at, number, None, self.styles["value"])
                else:
                    sheet.write_number(at, number, value, self.styles["value"])

    def add_layout(self, name: str) -> Layout:
        """Add a sheet that is laid out as a form."""
        sheet = self._add_sheet(name, is_landscape=False)
        sheet.set_column(0, UNITS - 1, _UNIT_WIDTH)
        return Layout(sheet, self.styles)

    def content(self) -> bytes:
        """Close the workbook and give its bytes."""
        self._book.close()
        return self._written.getvalue()

    def _add_sheet(self, name: str, *, is_landscape: bool) -> Worksheet:
        sheet = self._book.add_worksheet(_FORBIDDEN_IN_NAME.sub("　", name)[:31])
        sheet.set_paper(_A4)
        if is_landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        foot = self._mark.line[:_MOST_LETTERS_OF_FOOT].replace("&", "&&")
        sheet.set_footer(f"&L&8{' ' if foot[:1].isdigit() else ''}{foot}&R&8 &P / &N")
        return sheet


class Layout:
    """
    A sheet laid out as a form: cells that span units, row after row.

    Parameters
    ----------
    sheet, styles
        Of the book.
    """

    def __init__(self, sheet: Worksheet, styles: dict[str, Any]) -> None:
        self._sheet, self._styles, self._row = sheet, styles, 0

    def add_row(self, cells: Sequence[tuple[str, int, str]], fewest_lines: int = 1) -> None:
        """
        Add a row; it gets as high as its longest text needs.

        Parameters
        ----------
        cells
            Text, units and style of each, from the left.
        fewest_lines
            For what is filled in by hand.
        """
        lines = max([fewest_lines, *(_lines(text, units) for text, units, _ in cells)])
        height = lines * _LINE_PT + 5
        rows = math.ceil(height / _MOST_PT)  # one row of Excel is at most 409 points high
        for row in range(self._row, self._row + rows):
            self._sheet.set_row(row, height / rows)
        at, last = 0, self._row + rows - 1
        for text, units, style in cells:
            if units > 1 or rows > 1:
                self._sheet.merge_range(self._row, at, last, at + units - 1, "", self._styles[style])
            if text:
                self._sheet.write_string(self._row, at, text, self._styles[style])
            elif units == rows == 1:
                self._sheet.write_blank(self._row, at, None, self._styles[style])
            at += units
        self._row += rows


def _lines(text: str, units: int) -> int:
    """Tell how many lines a text takes; a letter of full width takes two of half width."""
    letters = max(1.0, units * _UNIT_WIDTH * 0.96)
    return sum(max(1, math.ceil(_width(line) / letters)) for line in text.split("\n"))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in line)
