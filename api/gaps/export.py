"""An analysis with its months and its worklist as numbered copies, PDF and Excel, both of the same tables."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from api.context import Context
from api.documents.copies import CopyMark, take_copy
from api.documents.pdf import render
from api.documents.workbook import Book, Column
from api.gaps.schemas import GapsShown
from api.gaps.service import list_months, show_gaps
from api.gaps.sheets import Sheet, month_words, of_analysis, of_asks, of_months, of_resources, of_results
from api.gaps.view import SHADES
from api.gaps.worklist import list_asks
from api.web.routing import File

_NOBODY = "ありません。"


def export_gaps(context: Context, analysis_id: uuid.UUID, ending: str) -> File:
    """
    Take a numbered copy of everything the user may see of an analysis; it is in the trail.

    Parameters
    ----------
    context, analysis_id
        Whose, and which.
    ending
        ``pdf`` or ``xlsx``.

    Raises
    ------
    Conflict
        If the analysis is not done.
    Refused
        Naming the texts with letters that the PDF's font lacks.
    """
    shown = show_gaps(context, analysis_id)
    sheets = [
        *of_analysis(shown),
        *of_months(list_months(context)),
        *of_asks(list_asks(context)),
        *of_results(context),
        *of_resources(context),
    ]
    mark = take_copy(context)
    content = _ENDINGS[ending](shown, sheets, mark)
    context.note_of("gap_analysis", analysis_id, copy=mark.number, file=ending)
    month = shown.analysis.month
    return File(f"shigen-{month:%Y-%m}-{mark.number:06}.{ending}", content)


def pdf_of(shown: GapsShown, sheets: Sequence[Sheet], mark: CopyMark) -> bytes:
    """
    Draw it as PDF/UA-1.

    Raises
    ------
    Refused
        Naming the texts with letters that the font lacks.
    """
    data = {
        "summary": [text for text in (shown.gaps.summary, shown.gaps.plan, shown.gaps.hidden) if text],
        "sheets": [_drawn(each) for each in sheets],
    }
    return render("gaps", _title(shown), data, mark, _printed(sheets))


def excel_of(shown: GapsShown, sheets: Sequence[Sheet], mark: CopyMark) -> bytes:
    """Draw it as a workbook: what it says first, then a sheet for each table."""
    book = Book(_title(shown), mark)
    texts = [_title(shown), shown.gaps.summary, shown.gaps.plan, shown.gaps.hidden]
    texts += [text for each in sheets for text in each.note.split("\n") if text not in texts]
    book.add_table("概要", [Column("資源不足の分析", 110)], [[text] for text in texts if text])
    for each in sheets:
        book.add_table(each.name, each.columns, each.rows)
    return book.content()


_ENDINGS = {"pdf": pdf_of, "xlsx": excel_of}


def _title(shown: GapsShown) -> str:
    return f"資源不足の分析 {month_words(shown.analysis.month)}"


def _drawn(sheet: Sheet) -> dict[str, Any]:
    """Give what the template `gaps` reads of a table; a number is set right, and shaded in a heat map."""
    inner = [row[:-1] for row in sheet.rows[:-1]] if sheet.is_heat else []
    most = max((cell for row in inner for cell in row if isinstance(cell, int)), default=0)
    return {
        "name": sheet.name,
        "note": sheet.note,
        "otherwise": _NOBODY,
        "titles": [each.title for each in sheet.columns],
        "widths": [each.width for each in sheet.columns],
        "rows": [
            [
                {
                    "text": "" if cell is None else f"{cell:,}" if isinstance(cell, int | float) else cell,
                    "is_number": isinstance(cell, int | float),
                    "is_total": sheet.is_heat and (r == len(sheet.rows) - 1 or c == len(row) - 1),
                    "shade": -(-SHADES * cell // most)
                    if isinstance(cell, int) and most and r < len(inner) and c < len(inner[r])
                    else 0,
                }
                for c, cell in enumerate(row)
            ]
            for r, row in enumerate(sheet.rows)
        ],
    }


def _printed(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    """Give every text of the tables with the name of its column."""
    for sheet in sheets:
        for row in sheet.rows:
            for column, cell in zip(sheet.columns, row, strict=True):
                if isinstance(cell, str):
                    yield f"{sheet.name}: {column.title}", cell
