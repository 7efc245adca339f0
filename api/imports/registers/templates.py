"""The workbook a register is filled into: an empty sheet, samples, and the words that can be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.imports.registers.columns import Column, write_row
from api.imports.registers.workbooks import workbook_bytes


def template(title: str, columns: Sequence[Column], samples: Sequence[Mapping[str, Any]]) -> bytes:
    """Make the workbook of a register; its first sheet is the one that is read."""
    headings = [column.heading for column in columns]
    choices = [column.form.choices for column in columns]
    longest = max(map(len, choices))
    words = [[each[row] if row < len(each) else "" for each in choices] for row in range(longest)]
    rules = [("必須　" if column.is_required else "") + column.form.expected for column in columns]
    return workbook_bytes(
        [
            (title, [headings]),
            ("記入例", [headings, *(write_row(columns, sample) for sample in samples)]),
            ("書き方と選択肢", [headings, rules, *words]),
        ]
    )
