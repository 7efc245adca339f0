"""Reading a form from TOML: what cannot be used is named, all of it at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pydantic import ValidationError

from api.errors import Fault
from api.forms.bindings import BINDINGS
from api.forms.bindings.kinds import Binding, Choice, Rows
from api.forms.definition import Entry, Form, Section
from api.forms.errors import InvalidForm
from api.tables import FormKind
from api.web.expectations import expectation
from matching.bundled import data_path

_GIVEN_LETTERS = 60


@lru_cache(maxsize=len(FormKind))
def default_form(kind: FormKind) -> Form:
    """Read the form that comes with the service."""
    name = f"{kind.value}.toml"
    return read_form(kind, default_text(kind), name)


def default_text(kind: FormKind) -> str:
    """Give the form that comes with the service as TOML."""
    return data_path(f"forms/{kind.value}.toml").read_text(encoding="utf-8")


def read_form(kind: FormKind, text: str, file: str) -> Form:
    """
    Read a form.

    Parameters
    ----------
    kind
        Decides which bindings it may use.
    text
        TOML.
    file
        What it is called in an error.

    Raises
    ------
    InvalidForm
        Naming file, field, what was given and what is expected, for everything that is wrong.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidForm(file, [Fault("toml", str(error), "TOML として読めるもの")]) from None
    try:
        form = Form.model_validate(given)
    except ValidationError as error:
        raise InvalidForm(
            file,
            [
                Fault(
                    ".".join(map(str, each["loc"])) or "form",
                    _short(each["input"]) if each["type"] != "missing" else "",
                    expectation(each),
                )
                for each in error.errors(include_url=False)
            ],
        ) from None
    faults = list(_faults(form, BINDINGS[kind]))
    if faults:
        raise InvalidForm(file, faults)
    return form


def _faults(form: Form, bindings: Mapping[str, Binding]) -> Iterator[Fault]:
    for number, section in enumerate(form.section):
        inner, where = bindings, f"section.{number}"
        if section.each is not None:
            rows = bindings.get(section.each)
            if not isinstance(rows, Rows):
                lists = [name for name, each in bindings.items() if isinstance(each, Rows)]
                yield Fault(f"{where}.each", section.each, _one_of(lists))
                continue
            inner = rows.fields
        for field, entry in _entries(section):
            yield from _faults_of(f"{where}.{field}", entry, inner)


def _entries(section: Section) -> Iterator[tuple[str, Entry]]:
    for number, row in enumerate(section.rows):
        yield from ((f"rows.{number}.{at}", entry) for at, entry in enumerate(row))
    yield from ((f"columns.{at}", entry) for at, entry in enumerate(section.columns))


def _faults_of(field: str, entry: Entry, bindings: Mapping[str, Binding]) -> Iterator[Fault]:
    if entry.bind is None:
        return
    binding = bindings.get(entry.bind)
    if binding is None or isinstance(binding, Rows):
        fields = [name for name, each in bindings.items() if not isinstance(each, Rows)]
        yield Fault(f"{field}.bind", entry.bind, _one_of(fields))
    elif isinstance(binding, Choice):
        for code in entry.choices.keys() - binding.codes.keys():
            yield Fault(f"{field}.choices", code, _one_of(binding.codes))
    elif entry.choices:
        yield Fault(f"{field}.choices", "", "選択肢のない項目（choices を外す）")


def _one_of(names: Mapping[str, str] | list[str]) -> str:
    return "次のどれか: " + " / ".join(names)


def _short(given: object) -> str:
    return str(given)[:_GIVEN_LETTERS]
