"""A filled form: what the page, the workbook and the PDF are all drawn from."""

from __future__ import annotations

import uuid
from enum import StrEnum

from pydantic import BaseModel, computed_field

from api.tables import FormKind


class CellState(StrEnum):
    """What there is for a field: a value, nothing (to be filled by hand), 未聴取, or not for this reader."""

    FILLED = "filled"
    BLANK = "blank"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"


UNKNOWN_WORDS = "未聴取"
WITHHELD_WORDS = "（この書類には示しません）"


class FormChoiceView(BaseModel):
    """A choice, and whether it is the one (of those) that hold."""

    label: str
    is_chosen: bool


class FormValueView(BaseModel):
    """What stands in a field, as text or as choices."""

    state: CellState
    text: str = ""
    choices: list[FormChoiceView] = []

    @computed_field  # type: ignore[prop-decorator]
    @property
    def printed(self) -> str:
        """All of it as one text: ■ for what holds, □ for what does not."""
        if self.choices:
            return "　".join(f"{'■' if each.is_chosen else '□'} {each.label}" for each in self.choices)
        match self.state:
            case CellState.UNKNOWN:
                return UNKNOWN_WORDS
            case CellState.WITHHELD:
                return WITHHELD_WORDS
            case _:
                return self.text


class FormCellView(BaseModel):
    """
    A labelled field.

    `label_units` and `value_units` are widths, of the 24 units of a row; `lines` is its least height.
    """

    label: str
    value: FormValueView
    label_units: int
    value_units: int
    lines: int
    required: bool
    reported: bool
    source: str
    certainty: str


class ColumnView(BaseModel):
    """A column of a table; its width is in units of 24."""

    label: str
    units: int
    certainty: str


class FormTableView(BaseModel):
    """A table; its last rows may be empty, for writing by hand."""

    columns: list[ColumnView]
    rows: list[list[FormValueView]]
    state: CellState


class FormBlockView(BaseModel):
    """Rows of fields; `number` counts the records of a list, from 1."""

    number: int | None
    rows: list[list[FormCellView]]


class FormSectionView(BaseModel):
    """A part of a form: blocks of fields, or a table."""

    title: str
    note: str
    blocks: list[FormBlockView]
    table: FormTableView | None
    source: str
    certainty: str


class FilledForm(BaseModel):
    """
    A form filled from the records its reader sees.

    `form_version` is the municipality's own version, 0 for the one that comes with the service. `files` are
    the addresses it can be taken from as a file, for whom that is allowed.
    """

    kind: FormKind
    title: str
    subtitle: str
    subject: str
    subject_id: uuid.UUID
    form_version: int
    source: str
    certainty: str
    sections: list[FormSectionView]
    files: dict[str, str]
