"""設定の「様式」: which forms hold, and putting the municipality's own in their place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fastapi import Request

from api.context import Context, Receipt
from api.documents.copies import name_of_user
from api.errors import Fault, Refused
from api.forms import versions
from api.forms.kinds import KINDS, Subject
from api.forms.schemas import MOST_LETTERS, BindingView, FormInput, FormList, FormView
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import FormKind
from api.web.fields import Fields
from api.web.paging import Pages, gone_on

PATH = "/settings/forms"
SUBJECT_WORDS = {Subject.PERSON: "本人ごと", Subject.PLAN: "プランごと", Subject.CONFERENCE: "会議ごと"}
LONGEST_TOLD = 200
"""Letters of what is expected; a longer list of names stands at the foot of the page."""

pages = Pages()


@dataclass(frozen=True)
class FormsPage:
    """
    All forms.

    Parameters
    ----------
    forms
        With the version that holds.
    subjects
        What each kind of record is called.
    """

    forms: FormList
    subjects: dict[Subject, str]


@dataclass(frozen=True)
class FormPage:
    """
    One form.

    Parameters
    ----------
    form
        With its versions, and what its fields can be filled from.
    names
        Who put each version in place, by number.
    bindings
        What a field can be filled from: name in the file, words, codes.
    may_edit
        The user may put another in place.
    """

    form: FormView
    names: dict[int, str]
    bindings: tuple[tuple[str, str, str], ...]
    may_edit: bool


@pages.show(PATH, Act.OFFICE_READ, "forms/list.html")
def show_forms(context: Context) -> FormsPage:
    """Show which forms hold."""
    return FormsPage(versions.list_forms(context), SUBJECT_WORDS)


def _declare(kind: FormKind) -> None:
    """Declare the pages of one form; the kind stands in the address."""
    path, words = f"{PATH}/{kind.value}", KINDS[kind].words

    def show(context: Context) -> FormPage:
        form = versions.show_form(context, kind)
        return FormPage(
            form=form,
            names={each.number: name_of_user(context, each.taken_by) for each in form.versions},
            bindings=tuple(_bindings(form.bindings)),
            may_edit=may(Act.OFFICE_EDIT, parts_of(context.actor.roles, NO_RELATION), None),
        )

    def take(context: Context, request: Request, fields: Fields) -> Receipt:
        given = FormInput(kind=kind, text=_text(fields), is_dry_run=fields.get("is_dry_run") == "true")
        try:
            receipt = versions.take_form(context, given)
        except Refused as wrong:
            raise Refused([_told(fault) for fault in wrong.faults]) from None
        return gone_on(receipt, path, "form_checked" if given.is_dry_run else "form_taken")

    def take_default(context: Context, request: Request, fields: Fields) -> Receipt:
        return gone_on(versions.take_form(context, FormInput(kind=kind)), path, "form_default")

    for endpoint, name, sentence in (
        (show, "show", f"Show the form {words}, its versions, and a field for another."),
        (take, "take", f"Check a form for {words}, or put it in place."),
        (take_default, "take_default", f"Go back to the form for {words} that comes with the service."),
    ):
        endpoint.__name__, endpoint.__doc__ = f"{name}_own_{kind.value}", sentence
    pages.show(path, Act.OFFICE_READ, "forms/own.html")(show)
    pages.form(path, Act.OFFICE_EDIT, again=show)(take)
    pages.form(f"{path}/default", Act.OFFICE_EDIT, again=show)(take_default)


def _text(fields: Fields) -> str:
    data = fields.files.get("text", b"")
    if not data:
        raise Refused([Fault("text", "", "TOML のファイルを選ぶ")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused([Fault("text", "", "UTF-8 で保存したファイル")]) from None
    if len(text) > MOST_LETTERS:
        raise Refused([Fault("text", "", f"{MOST_LETTERS:,} 字までのファイル")])
    return text


_PLACES = (
    (re.compile(r"^section\.(\d+)"), "{}番目の section"),
    (re.compile(r"^\.rows\.(\d+)"), "・{}段目"),
    (re.compile(r"^\.columns\.(\d+)"), "・{}列目"),
    (re.compile(r"^\.(\d+)"), "・{}つ目"),
)


def _told(fault: Fault) -> Fault:
    """Say where a fault is as a reader counts: section.0.rows.1.0.bind is 1番目, 2段目, 1つ目."""
    said, rest = "", fault.field
    while found := next(((each.match(rest), words) for each, words in _PLACES if each.match(rest)), None):
        match, words = found
        assert match is not None
        said, rest = said + words.format(int(match[1]) + 1), rest[match.end() :]
    name = rest.removeprefix(".")
    place = f"{said}の {name}" if said and name else said or f"全体の {name}"
    expected = (
        fault.expected if len(fault.expected) <= LONGEST_TOLD else "「記録から埋められるもの」にある名前"
    )
    return Fault(place, fault.given, expected)


def _bindings(bindings: list[BindingView], of: str = "") -> list[tuple[str, str, str]]:
    """Give every binding as a line, those of a list behind it."""
    lines = []
    for each in bindings:
        kind = "（くり返し。each に書く）" if each.is_list else ""
        codes = "・".join(f"{code}＝{words}" for code, words in each.codes.items())
        lines.append((f"{of}{each.name}", f"{each.words}{kind}", codes))
        lines += _bindings(each.fields, f"{each.name} の中の ")
    return lines


for each in FormKind:
    _declare(each)
