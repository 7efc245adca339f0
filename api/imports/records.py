"""From the bytes of a WAM NET file to its records, each with its row number."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from api.imports.columns import TITLES
from matching.errors import InvalidProblem, require

_FILE = "WAM NET file"
_FIELD_OF_KEY = {unicodedata.normalize("NFKC", title): field for field, title in TITLES.items()}


def plain(text: str) -> str:
    """Write a text for comparison: full width as half width, no space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def records(data: bytes) -> Iterator[tuple[int, tuple[str, ...], list[str]]]:
    """
    Yield the row number, the fields of the header and the cells of each record that is not empty.

    Raises
    ------
    InvalidProblem
        The encoding does not hold throughout, a column is missing or unknown, or a quote is never closed.
    """
    reader = csv.reader(io.StringIO(_decoded(data), newline=""))
    row_number = 0
    try:
        fields = _fields(next(reader, []))
        for row_number, cells in enumerate(reader, start=2):
            if any(cells):
                yield row_number, fields, cells
    except csv.Error as error:
        raise InvalidProblem(
            _FILE, f"after row {max(row_number, 1)}", str(error), "comma-separated values with closed quotes"
        ) from error


def _decoded(data: bytes) -> str:
    """Decode the file in the encoding of its header: UTF-8 with or without BOM, or cp932."""
    header = data.partition(b"\n")[0]
    encoding = "utf-8" if _is_decodable(header, "utf-8") else "cp932"
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        given = f"byte 0x{data[error.start]:02x} in line {line}"
        raise InvalidProblem(_FILE, "encoding", given, f"{encoding} throughout, as in the header") from error


def _is_decodable(data: bytes, encoding: str) -> bool:
    """Tell whether bytes can be read in an encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _fields(header: list[str]) -> tuple[str, ...]:
    """Name the fields of a header, whose titles may stand in any order and width."""
    fields = []
    for title in header:
        field = _FIELD_OF_KEY.get(plain(title))
        if field is None:
            raise InvalidProblem(_FILE, "header", title, "only the 29 official columns")
        require(field not in fields, _FILE, "header", title, "each column once")
        fields.append(field)
    for field, title in TITLES.items():
        require(field in fields, _FILE, "header", "no such column", f"the column {title}")
    return tuple(fields)
