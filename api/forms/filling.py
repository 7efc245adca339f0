"""Filling a form: each field by its binding; what is not there stays empty, what is withheld says so."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from api.forms.bindings import BINDINGS
from api.forms.bindings.kinds import Binding, Choice, Rows, Text
from api.forms.definition import CERTAINTY_WORDS, Entry, FieldEntry, Form, Section
from api.forms.records import Records, Withheld
from api.forms.views import (
    CellState,
    ColumnView,
    FormBlockView,
    FormCellView,
    FormChoiceView,
    FormSectionView,
    FormTableView,
    FormValueView,
)
from api.tables import FormKind

UNITS = 24
_LABEL_UNITS = {1: 4, 2: 4, 3: 3, 4: 3}
"""How wide labels are, by how many fields stand in a row."""

_BLANKS = 3
"""How many records of a list a form to be filled by hand has room for."""

_BLANK = FormValueView(state=CellState.BLANK)


def fill(kind: FormKind, form: Form, records: Records | None) -> list[FormSectionView]:
    """Fill the sections of a form, whose bindings were checked when it was read; without records by hand."""
    return [_section(form, section, BINDINGS[kind], records) for section in form.section]


def shares(widths: list[int], units: int) -> list[int]:
    """Share units out: one to each, and what is left in proportion to widths, so that all are used."""
    left, total = units - len(widths), sum(widths)
    upto = [left * sum(widths[:number]) // total for number in range(len(widths) + 1)]
    return [1 + last - first for first, last in pairwise(upto)]


def _section(
    form: Form, section: Section, bindings: Mapping[str, Binding], records: Records | None
) -> FormSectionView:
    found: list[Any] | None = None
    inner = bindings
    state = CellState.FILLED
    if section.each is not None:
        rows = bindings[section.each]
        assert isinstance(rows, Rows), "checked when the form was read"
        inner = rows.fields
        try:
            found = _records(rows, records, section)
        except Withheld:
            found, state = [], CellState.WITHHELD
    sure = section.certainty or form.certainty
    view = FormSectionView(
        title=section.title,
        note=section.note,
        blocks=[],
        table=None,
        source=section.source or form.source,
        certainty=CERTAINTY_WORDS[sure],
    )
    if section.columns:
        view.table = _table(section, inner, found or [], state, sure)
    elif found is None:
        view.blocks = [FormBlockView(number=None, rows=_rows(view, section, inner, records, sure))]
    else:
        view.blocks = [
            FormBlockView(number=number, rows=_rows(view, section, inner, each, sure))
            for number, each in enumerate(found, start=1)
        ]
    return view


def _records(rows: Rows, records: Records | None, section: Section) -> list[Any]:
    """Give a list of records; where all is filled in by hand, places for some."""
    if records is None:
        return [None] * (_BLANKS - section.blank_rows)
    return list(rows.read(records))


def _rows(
    view: FormSectionView, section: Section, bindings: Mapping[str, Binding], record: Any, sure: str
) -> list[list[FormCellView]]:
    return [_row(view, entries, bindings, record, sure) for entries in section.rows]


def _row(
    view: FormSectionView, entries: list[FieldEntry], bindings: Mapping[str, Binding], record: Any, sure: str
) -> list[FormCellView]:
    label_units = _LABEL_UNITS[len(entries)]
    units = shares([each.width for each in entries], UNITS - label_units * len(entries))
    return [
        FormCellView(
            label=entry.label,
            value=value_of(entry, bindings, record),
            label_units=label_units,
            value_units=width,
            lines=entry.lines,
            required=entry.required,
            reported=entry.reported,
            source=entry.source or view.source,
            certainty=CERTAINTY_WORDS[entry.certainty or sure],
        )
        for entry, width in zip(entries, units, strict=True)
    ]


def _table(
    section: Section, bindings: Mapping[str, Binding], found: list[Any], state: CellState, sure: str
) -> FormTableView:
    units = shares([each.width for each in section.columns], UNITS)
    return FormTableView(
        columns=[
            ColumnView(label=each.label, units=width, certainty=CERTAINTY_WORDS[each.certainty or sure])
            for each, width in zip(section.columns, units, strict=True)
        ],
        rows=[
            *([value_of(each, bindings, record) for each in section.columns] for record in found),
            *([_to_be_filled(each, bindings) for each in section.columns] for _ in range(section.blank_rows)),
        ],
        state=state,
    )


def value_of(entry: Entry, bindings: Mapping[str, Binding], record: Any) -> FormValueView:
    """Give what stands in a field."""
    if entry.bind is None or record is None:
        return _to_be_filled(entry, bindings)
    binding = bindings[entry.bind]
    try:
        match binding:
            case Choice():
                return _chosen(entry.choices or binding.codes, frozenset(map(str, binding.read(record))))
            case Text():
                text = binding.read(record)
            case _:
                raise AssertionError("a list is no field; checked when the form was read")
    except Withheld:
        return FormValueView(state=CellState.WITHHELD)
    if text is None:
        return FormValueView(state=CellState.UNKNOWN)
    return FormValueView(state=CellState.FILLED, text=text) if text else _BLANK


def _to_be_filled(entry: Entry, bindings: Mapping[str, Binding]) -> FormValueView:
    """Give an empty field for writing by hand, with its choices where it has some."""
    binding = bindings[entry.bind] if entry.bind else None
    labels = entry.choices or (binding.codes if isinstance(binding, Choice) else {})
    return _chosen(labels, frozenset()) if labels else _BLANK


def _chosen(labels: Mapping[str, str], codes: frozenset[str]) -> FormValueView:
    choices = [FormChoiceView(label=words, is_chosen=code in codes) for code, words in labels.items()]
    state = CellState.FILLED if codes & labels.keys() else CellState.BLANK
    return FormValueView(state=state, choices=choices)
