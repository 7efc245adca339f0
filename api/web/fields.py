"""What stands in a form or behind the question mark of an address, read into the models the API reads."""

from __future__ import annotations

import hashlib
import types
import typing
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ValidationError

from api.errors import Fault, Refused
from api.web.expectations import expectation

Model = TypeVar("Model", bound=BaseModel)

LIST = "[]"
_OF_THE_FORM = {"key", "version"}


class Fields(Mapping[str, str]):
    """
    The text fields of a form, by name.

    Names say where a value belongs: ``name``, ``goal.stay_minutes``, ``needs.0.domain``; a name that ends
    with ``[]`` is a list with one value for each box that was ticked.

    Parameters
    ----------
    items
        Names and values, in the order they stand in the form.
    files
        What was chosen in the form's fields for files.
    """

    def __init__(
        self, items: Iterable[tuple[str, str]] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        self.files = files or {}
        self._values: dict[str, list[str]] = {}
        for name, value in items:
            self._values.setdefault(name, []).append(value.replace("\r\n", "\n"))

    def __getitem__(self, name: str) -> str:
        """Give the last value of a name."""
        return self._values[name][-1]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._values)

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of a name that is not blank."""
        return tuple(value for value in self._values.get(name, ()) if value.strip())

    def under(self, prefix: str) -> dict[str, str]:
        """Give the last value of every name that begins with a prefix, by the rest of the name."""
        return {name.removeprefix(prefix): self[name] for name in self if name.startswith(prefix)}

    def without(self, *prefixes: str) -> Fields:
        """Give the fields whose names begin with none of these."""
        kept = ((name, value) for name, values in self._values.items() for value in values)
        return Fields((name, value) for name, value in kept if not name.startswith(prefixes))

    @property
    def text(self) -> str:
        """The same text for the same fields."""
        files = [(name, hashlib.sha256(data).hexdigest()) for name, data in self.files.items()]
        return repr(sorted([*self._values.items(), *files]))

    def read(self, kind: type[Model], **given: Any) -> Model:
        """
        Make a model of the fields, and of values that do not come from the form.

        A blank field is an empty text or nothing at all, as the model allows; a row of blanks is no row.

        Raises
        ------
        Refused
            With every field that is wrong.
        """
        tree: dict[str, Any] = {}
        for name in self:
            if name not in _OF_THE_FORM:
                _put(tree, name, list(self.all(name)) if name.endswith(LIST) else self[name])
        try:
            return kind.model_validate({**_shaped(kind, tree), **given})
        except ValidationError as error:
            raise Refused(
                [
                    Fault(".".join(map(str, each["loc"])) or "body", "", expectation(each))
                    for each in error.errors(include_url=False)
                ]
            ) from None


def _put(tree: dict[str, Any], name: str, value: str | list[str]) -> None:
    *way, last = name.removesuffix(LIST).split(".")
    for step in way:
        below = tree.setdefault(step, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree[last] = value


def _shaped(kind: type[BaseModel], tree: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values as the model takes them; what it does not know stays, and is refused by it."""
    shaped = {}
    for name, value in tree.items():
        field = kind.model_fields.get(name)
        found = value if field is None else _value(field.annotation, value)
        if found is not _NOTHING:
            shaped[name] = found
    return shaped


_NOTHING = object()


def _value(kind: Any, value: Any) -> Any:
    members = _members(kind)
    model = next((each for each in members if isinstance(each, type) and issubclass(each, BaseModel)), None)
    if isinstance(value, Mapping):
        if model is not None:
            shaped = _shaped(model, value)
            return shaped or (None if types.NoneType in members else _NOTHING)
        item = next((each for each in members if typing.get_origin(each) in {list, tuple}), None)
        if item is not None:
            of = typing.get_args(item)[0]
            filled = (row for _, row in sorted(value.items(), key=_place) if not _is_blank(row))
            rows = [_value(of, row) for row in filled]
            return [row for row in rows if row is not _NOTHING and row is not None]
        table = next((each for each in members if typing.get_origin(each) is dict), None)
        of = typing.get_args(table)[1] if table is not None else str
        named = {name: _value(of, each) for name, each in value.items()}
        return {name: row for name, row in named.items() if row not in (_NOTHING, None, "")}
    if isinstance(value, list):
        return value
    if not value.strip():
        if types.NoneType in members:
            return None
        return "" if str in members else _NOTHING
    return value if str in members else unicodedata.normalize("NFKC", value).strip()


def _is_blank(value: Any) -> bool:
    """Tell whether nothing stands in a field, or in any field of a row."""
    if isinstance(value, str):
        return not value.strip()
    return all(_is_blank(each) for each in (value.values() if isinstance(value, Mapping) else value))


def _place(row: tuple[str, Any]) -> tuple[int, str]:
    name = row[0]
    return (int(name) if name.isascii() and name.isdigit() and len(name) < 6 else 10**6, name)


def _members(kind: Any) -> tuple[Any, ...]:
    """Give what a type may be: the members of a union, without what is said about them."""
    if typing.get_origin(kind) is Annotated:
        return _members(typing.get_args(kind)[0])
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        return tuple(member for each in typing.get_args(kind) for member in _members(each))
    return (kind,)
