"""A form as data: sections of labelled fields and tables, each bound to a record or filled by hand."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Certainty = Literal["S", "V", "T", "M", "P"]
CERTAINTY_WORDS: dict[str, str] = {
    "S": "国の資料による",
    "V": "公表された写しで確かめた",
    "T": "動かして確かめた",
    "M": "記憶による（未確認）",
    "P": "この製品の提案",
}
"""How sure something is, as in `data/conferences`."""

Label = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(max_length=400)]
Name = Annotated[str, Field(pattern=r"^[a-z_]{1,40}(\.[a-z_]{1,40})?$")]
Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
Width = Annotated[int, Field(ge=1, le=20)]


class _Part(BaseModel):
    """What every part of a form says: nothing unknown, and where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Words | None = None
    certainty: Certainty | None = None


class Entry(_Part):
    """
    A labelled field, or a column of a table.

    Parameters
    ----------
    label
        As it is printed.
    bind
        The record it is filled from; without one it is filled in by hand.
    choices
        Labels by code, in the order they are printed; without them those of the binding.
    width
        How much of the row's width it takes, beside the others.
    required, reported
        ※ has to be filled in; reported to the state (太枠).
    """

    label: Label
    bind: Name | None = None
    choices: Annotated[dict[Code, Label], Field(max_length=60)] = {}
    width: Width = 1
    required: bool = False
    reported: bool = False


class FieldEntry(Entry):
    """A field; `lines` is how high it is at least, for writing by hand."""

    lines: Annotated[int, Field(ge=1, le=40)] = 1


class Section(_Part):
    """
    A part with a title: rows of fields, or a table.

    Parameters
    ----------
    title, note
        Its heading, and a sentence below it.
    each
        A list of records: `columns` make a table of it, `rows` come once for each.
    blank_rows
        Empty rows below a table, for writing by hand.
    """

    title: Label
    note: Words = ""
    each: Name | None = None
    rows: Annotated[
        list[Annotated[list[FieldEntry], Field(min_length=1, max_length=4)]], Field(max_length=60)
    ] = []
    columns: Annotated[list[Entry], Field(max_length=10)] = []
    blank_rows: Annotated[int, Field(ge=0, le=30)] = 0

    @model_validator(mode="after")
    def _one_of_both(self) -> Section:
        if bool(self.rows) == bool(self.columns):
            raise ValueError("rows か columns のどちらか一方")
        return self


class Form(_Part):
    """A form; `source` and `certainty` hold for all of it where a part says nothing of its own."""

    title: Label
    subtitle: Words = ""
    source: Words
    certainty: Certainty
    section: Annotated[list[Section], Field(min_length=1, max_length=30)]
