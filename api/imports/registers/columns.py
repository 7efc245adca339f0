"""The columns of a register, and the values of its rows with what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from api.errors import Fault, Refused
from api.imports.records import plain
from api.imports.registers.forms import Form, Unreadable
from api.imports.registers.sheets import Line, is_readable, lines_of

MOST_FAULTS = 5_000
UNREADABLE_LETTERS = "ほかの機械でも読める文字（外字・制御文字・「\ufffd」は書き直してください）"


@dataclass(frozen=True)
class Column:
    """
    One column of a register.

    Parameters
    ----------
    heading
        As it stands in the first row.
    field
        Our name for it.
    form
        How its cells are written.
    is_required
        A cell may not be blank.
    """

    heading: str
    field: str
    form: Form
    is_required: bool = False


class Row(NamedTuple):
    """A row with the values of its cells that are not blank."""

    number: int
    values: dict[str, Any]


@dataclass
class Faults:
    """What is wrong, row by row, with the headings a reader knows."""

    headings: Mapping[str, str]
    found: list[Fault] = field(default_factory=list)

    def add(self, row_number: int, name: str, expected: str) -> None:
        """Name a fault; what the cell holds is never repeated."""
        self.found.append(Fault(self.headings.get(name, name), "", expected, row_number))

    def add_from(self, row_number: int, error: ValidationError | Refused) -> None:
        """Name the faults a model or a service found, by the column each is in."""
        if isinstance(error, Refused):
            for each in error.faults:
                self.add(row_number, each.field.split(".")[0], each.expected)
            return
        for detail in error.errors(include_input=False, include_url=False):
            cause = detail.get("ctx", {}).get("error")
            expected = str(cause) if isinstance(cause, ValueError) else "この列に書ける値"
            self.add(row_number, str(detail["loc"][0]) if detail["loc"] else "ファイル", expected)

    def stop(self) -> None:
        """
        Refuse the whole file if anything is wrong with it.

        Raises
        ------
        Refused
            With every fault, in the order of the rows.
        """
        if self.found:
            found = sorted(self.found, key=lambda fault: fault.row or 0)
            rest = len(found) - MOST_FAULTS
            if rest > 0:
                found[MOST_FAULTS:] = [Fault("ファイル", "", f"ほかに{rest:,}か所。直してからもう一度どうぞ")]
            raise Refused(found)


def faults_of(columns: Sequence[Column], **others: str) -> Faults:
    """Start to collect the faults of a register; `others` are a model's fields by their column."""
    headings = {column.field: column.heading for column in columns}
    return Faults(headings | {name: headings[column] for name, column in others.items()})


def texts_of(data: bytes, columns: Sequence[Column], most_rows: int) -> Iterator[tuple[int, dict[str, str]]]:
    """
    Yield the row number and the texts of each row by field.

    Raises
    ------
    Refused
        If a column is missing, unknown or there twice, a row is too short or too long, or there are too many.
    """
    lines = lines_of(data)
    fields = _fields(next(lines, Line(1, [])), columns)
    for count, line in enumerate(lines, start=1):
        if count > most_rows:
            expected = f"見出しを除いて{most_rows:,}行まで（分けて取り込んでください）"
            raise Refused([Fault("ファイル", "", expected)])
        cells = line.cells[: len(fields)]
        if len(cells) < len(fields) or any(line.cells[len(fields) :]):
            raise Refused([Fault("ファイル", "", f"見出しと同じ{len(fields)}列", line.number)])
        yield line.number, dict(zip(fields, cells, strict=True))


def read_values(number: int, texts: Mapping[str, str], columns: Iterable[Column], faults: Faults) -> Row:
    """Read the cells of a row; what cannot be read is a fault, and blank is left out."""
    values: dict[str, Any] = {}
    for column in columns:
        text = texts[column.field]
        if not is_readable(text):
            faults.add(number, column.field, UNREADABLE_LETTERS)
        elif text:
            try:
                values[column.field] = column.form.read(text)
            except Unreadable:
                faults.add(number, column.field, column.form.expected)
        elif column.is_required:
            faults.add(number, column.field, f"空欄にはできません（{column.form.expected}）")
    return Row(number, values)


def read_register(data: bytes, columns: Sequence[Column], most_rows: int, faults: Faults) -> list[Row]:
    """Read every row of a register."""
    texts = texts_of(data, columns, most_rows)
    rows = [read_values(number, cells, columns, faults) for number, cells in texts]
    if not rows:
        raise Refused([Fault("ファイル", "", "見出しの下に1行以上")])
    return rows


def write_row(columns: Iterable[Column], values: Mapping[str, Any]) -> list[str]:
    """Write values as the cells of a row; what is not there is blank."""
    return [column.form.write(values[column.field]) if column.field in values else "" for column in columns]


def _fields(header: Line, columns: Sequence[Column]) -> list[str]:
    """Name the fields of a header, whose headings may stand in any order and width."""
    by_heading = {plain(column.heading): column.field for column in columns}
    titles = list(header.cells)
    while titles and not titles[-1]:
        titles.pop()
    found = [by_heading.get(plain(title), "") for title in titles]
    faults = [
        Fault("見出し", "", f"{place}列目は様式にない見出しか、二つ目の同じ見出し", header.number)
        for place, name in enumerate(found, start=1)
        if not name or name in found[: place - 1]
    ]
    faults += [
        Fault(column.heading, "", "この見出しの列（様式のとおり）", header.number)
        for column in columns
        if column.field not in found
    ]
    if faults:
        raise Refused(faults)
    return found
