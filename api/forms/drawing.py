"""A filled form as a file: PDF and Excel, both from the one view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.documents.copies import CopyMark
from api.documents.pdf import render
from api.documents.workbook import Book, Layout
from api.forms.views import (
    WITHHELD_WORDS,
    CellState,
    FilledForm,
    FormBlockView,
    FormSectionView,
    FormTableView,
    FormValueView,
)

_NOTHING = "記録はありません。"
_REQUIRED = "※ は必ず記入する項目"


def pdf_of(form: FilledForm, mark: CopyMark) -> bytes:
    """
    Draw a filled form as PDF/UA-1.

    Raises
    ------
    Refused
        Naming the fields with letters that the font lacks.
    """
    return render("form", form.title, data_of(form, mark), mark, _printed(form))


def data_of(form: FilledForm, mark: CopyMark) -> dict[str, Any]:
    """Give what the template `form` reads."""
    return {
        "subtitle": "　".join(part for part in (form.subtitle, form.subject) if part),
        "municipality": mark.municipality,
        "sections": [each.model_dump(mode="json") for each in form.sections],
        "required": _REQUIRED,
        "withheld": WITHHELD_WORDS,
        "nothing": _NOTHING,
        "origin": origin(form),
    }


def excel_of(form: FilledForm, mark: CopyMark) -> bytes:
    """Draw a filled form as a workbook: one sheet, laid out as the PDF is."""
    book = Book(form.title, mark)
    sheet = book.add_layout(form.title)
    sheet.add_row([(form.title, 24, "title")], fewest_lines=2)
    sheet.add_row(
        [
            ("　".join(part for part in (form.subtitle, form.subject) if part), 14, "note"),
            (mark.municipality, 10, "note"),
        ]
    )
    for section in form.sections:
        sheet.add_row([("", 24, "note")])
        sheet.add_row([(section.title, 24, "heading")])
        if section.note:
            sheet.add_row([(section.note, 24, "note")])
        if section.table is not None:
            _add_table(sheet, section.table)
        elif not section.blocks:
            sheet.add_row([(_NOTHING, 24, "value")])
        for block in section.blocks:
            _add_block(sheet, block)
    sheet.add_row([("", 24, "note")])
    sheet.add_row([(origin(form), 24, "note")])
    return book.content()


def origin(form: FilledForm) -> str:
    """Say whose form it is, where it comes from and how sure that is."""
    if form.form_version:
        return f"様式: 市区町村の様式 第{form.form_version}版（{form.source}）"
    return f"様式: 既定（{form.source}。確かさ: {form.certainty}）"


def _add_table(sheet: Layout, table: FormTableView) -> None:
    if table.state == CellState.WITHHELD or not table.rows:
        said = WITHHELD_WORDS if table.state == CellState.WITHHELD else _NOTHING
        sheet.add_row([(said, 24, "value")])
        return
    sheet.add_row([(each.label, each.units, "label") for each in table.columns])
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        sheet.add_row([(each.printed, column.units, "value") for each, column in cells])


def _add_block(sheet: Layout, block: FormBlockView) -> None:
    if block.number is not None:
        sheet.add_row([(f"{block.number} 件目", 24, "heading")])
    for row in block.rows:
        cells = []
        for each in row:
            cells.append((each.label + ("※" if each.required else ""), each.label_units, "label"))
            cells.append((each.value.printed, each.value_units, "value"))
        sheet.add_row(cells, fewest_lines=max(each.lines for each in row))


def _printed(form: FilledForm) -> Iterator[tuple[str, str]]:
    """Give every text of the form with the name of its field."""
    yield "様式の表題", "\n".join((form.title, form.subtitle, form.subject, origin(form)))
    for section in form.sections:
        yield f"様式の「{section.title}」", "\n".join((section.title, section.note))
        for label, value in _values(section):
            yield f"{section.title}: {label}", label + value.printed


def _values(section: FormSectionView) -> Iterator[tuple[str, FormValueView]]:
    for block in section.blocks:
        yield from ((cell.label, cell.value) for row in block.rows for cell in row)
    if section.table is not None:
        for row in section.table.rows:
            yield from zip((each.label for each in section.table.columns), row, strict=True)
