"""Excel: nothing typed becomes a formula, headers stay in sight, and it prints on A4."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from api.documents.copies import CopyMark
from api.documents.workbook import UNITS, Book, Cell, Column

MARK = CopyMark(7, "みほん町", "見本 A&B", dt.datetime(2026, 11, 20, 4, 30, tzinfo=dt.UTC))
INJECTIONS = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "http://example.jp",
    "0012",
    "1e5",
]


def table(rows: list[list[Cell]]) -> bytes:
    """Write a table."""
    book = Book("見本の表", MARK)
    book.add_table("資源[不足]/表", [Column("項目", 20), Column("数")], rows)
    return book.content()


def opened(content: bytes) -> Worksheet:
    """Open the one sheet."""
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return sheet


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_was_typed_stays_text(text: str) -> None:
    """No formula, no link, no number is made of a text, in a table and in a form."""
    book = Book("見本", MARK)
    book.add_table("表", [Column("項目")], [[text]])
    book.add_layout("帳票").add_row([("項目", 4, "label"), (text, UNITS - 4, "value")])
    listed, laid = openpyxl.load_workbook(io.BytesIO(book.content())).worksheets
    for cell in (listed["A2"], laid["E1"]):
        assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_a_table_keeps_its_header_and_prints_on_a4() -> None:
    """Header frozen and on every page, widths, A4, one page wide, the copy's mark; numbers count."""
    sheet = opened(table([["席", 3], ["割合", 0.5], ["ない", None]]))
    assert sheet.title == "資源　不足　　表"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].width == pytest.approx(20, abs=1)
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == [3, 0.5, None]
    foot = f"{sheet.oddFooter.left.text}{sheet.oddFooter.right.text}"
    assert "取扱注意　写し第000007号" in foot
    assert "A&&B" in foot or "A&B" in foot
    assert "&P / &N" in foot


def test_a_long_text_has_all_the_height_it_needs() -> None:
    """Excel's rows end at 409 points: a longer text goes over several, merged, and is whole."""
    book, text = Book("見本", MARK), "長い記録。" * 800
    layout = book.add_layout("帳票")
    layout.add_row([("内容", 4, "label"), (text, 20, "value")])
    layout.add_row([("次", 4, "label"), ("短い", 20, "value")], fewest_lines=3)
    sheet = opened(book.content())
    assert sheet["E1"].value == text
    merged = next(each for each in sheet.merged_cells.ranges if each.min_col == 5 and each.min_row == 1)
    heights = [sheet.row_dimensions[row].height for row in range(1, merged.max_row + 1)]
    assert max(heights) <= 409
    assert sum(heights) >= 15 * len(text) * 2 / (20 * 3.4)
    assert sheet.cell(merged.max_row + 1, 5).value == "短い"


def test_the_same_content_gives_the_same_bytes() -> None:
    """No clock and no chance is in a workbook."""
    assert table([["席", 3]]) == table([["席", 3]])
