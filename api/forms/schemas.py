"""What is sent and shown about the forms themselves."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from api.forms.kinds import Subject
from api.tables import FormKind
from api.web.inputs import Input

MOST_LETTERS = 200_000
Toml = Annotated[str, StringConstraints(min_length=1, max_length=MOST_LETTERS)]


class FormInput(Input):
    """
    A form of the municipality's own, or the one that comes with the service again.

    Parameters
    ----------
    kind
        Which form.
    text
        TOML as in ``data/forms``; null for the one that comes with the service.
    is_dry_run
        Only check it.
    """

    kind: FormKind
    text: Toml | None = None
    is_dry_run: bool = False


class BindingView(BaseModel):
    """What a field can be filled from; `fields` are those of each record of a list, `codes` of a choice."""

    name: str
    words: str
    is_list: bool
    codes: dict[str, str]
    fields: list[BindingView]


class FormLine(BaseModel):
    """
    A form: its title and last version, 0 for none.

    `is_own` says that the municipality's own holds, not the one that comes with the service.
    """

    kind: FormKind
    words: str
    subject: Subject
    title: str
    version: int
    is_own: bool


class FormList(BaseModel):
    """The forms."""

    forms: list[FormLine]


class FormVersionView(BaseModel):
    """One version of the municipality's own: who put it in place and when; back to the default or not."""

    number: int
    is_default: bool
    taken_at: dt.datetime
    taken_by: uuid.UUID


class FormView(FormLine):
    """A form with its TOML, its versions from the latest, and what its fields can be filled from."""

    source: str
    certainty: str
    text: str
    versions: list[FormVersionView]
    bindings: list[BindingView]
