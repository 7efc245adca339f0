"""Which form holds: the one that comes with the service, or the last version of the municipality's own."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import NotFound, Refused, Stale, VersionMissing
from api.forms.bindings import BINDINGS
from api.forms.bindings.kinds import Binding, Choice, Rows
from api.forms.definition import CERTAINTY_WORDS, Form
from api.forms.errors import InvalidForm
from api.forms.kinds import KINDS
from api.forms.reading import default_form, default_text, read_form
from api.forms.schemas import BindingView, FormInput, FormLine, FormList, FormVersionView, FormView
from api.tables import FormKind, FormVersion


def text_of(context: Context, kind: FormKind, number: int | None = None) -> str:
    """
    Give a form as TOML: the one that holds, or a version by its number (0 comes with the service).

    Raises
    ------
    NotFound
        If there is no such version.
    """
    if number is None:
        version = _last(context, kind)
    else:
        query = select(FormVersion).where(col(FormVersion.kind) == kind, col(FormVersion.number) == number)
        version = context.session.execute(query).scalar_one_or_none()
        if version is None and number:
            raise NotFound
    return default_text(kind) if version is None or version.text is None else version.text


def form_in_force(context: Context, kind: FormKind) -> tuple[int, Form]:
    """Give the form that holds, and its number: 0 for the one that comes with the service."""
    last = _last(context, kind)
    if last is None or last.text is None:
        return 0, default_form(kind)
    return last.number, read_form(kind, last.text, f"{kind.value} 第{last.number}版")


def list_forms(context: Context) -> FormList:
    """List the forms."""
    return FormList(forms=[_line(context, kind) for kind in FormKind])


def show_form(context: Context, kind: FormKind) -> FormView:
    """Show a form with its TOML, to be changed and sent back."""
    query = select(FormVersion).where(col(FormVersion.kind) == kind)
    versions = context.session.execute(query.order_by(col(FormVersion.number).desc())).scalars().all()
    _, form = form_in_force(context, kind)
    return FormView(
        **_line(context, kind).model_dump(),
        source=form.source,
        certainty=CERTAINTY_WORDS[form.certainty],
        text=versions[0].text or default_text(kind) if versions else default_text(kind),
        versions=[
            FormVersionView(
                is_default=each.text is None,
                **each.model_dump(include={"number", "taken_at", "taken_by"}),
            )
            for each in versions
        ],
        bindings=[_binding(name, each) for name, each in BINDINGS[kind].items()],
    )


def take_form(context: Context, given: FormInput) -> Receipt:
    """
    Put a form of the municipality's own in place, or the default again; nothing of the former is lost.

    Raises
    ------
    Refused
        Naming everything in it that cannot be used.
    VersionMissing, Stale
        Unless it starts from the version that holds.
    """
    if given.text is not None:
        try:
            read_form(given.kind, given.text, given.kind.value)
        except InvalidForm as wrong:
            raise Refused(wrong.faults) from None
    last = _last(context, given.kind)
    number = last.number if last else 0
    if given.is_dry_run:
        return Receipt(id=context.municipality_id, version=number, details={"dry_run": True})
    if context.if_match is None:
        raise VersionMissing
    if context.if_match != number:
        raise Stale(number, ["text"])
    version = FormVersion(
        municipality_id=context.municipality_id,
        kind=given.kind,
        number=number + 1,
        text=given.text,
        taken_at=context.now,
        taken_by=context.actor.user_id,
    )
    context.add(version, form=given.kind.value, number=version.number, is_default=given.text is None)
    return Receipt(id=version.id, version=version.number)


def _last(context: Context, kind: FormKind) -> FormVersion | None:
    query = select(FormVersion).where(col(FormVersion.kind) == kind)
    query = query.order_by(col(FormVersion.number).desc()).limit(1)
    return context.session.execute(query).scalar_one_or_none()


def _line(context: Context, kind: FormKind) -> FormLine:
    last = _last(context, kind)
    _, form = form_in_force(context, kind)
    about = KINDS[kind]
    return FormLine(
        kind=kind,
        words=about.words,
        subject=about.subject,
        title=form.title,
        version=last.number if last else 0,
        is_own=last is not None and last.text is not None,
    )


def _binding(name: str, binding: Binding) -> BindingView:
    return BindingView(
        name=name,
        words=binding.words,
        is_list=isinstance(binding, Rows),
        codes=dict(binding.codes) if isinstance(binding, Choice) else {},
        fields=[_binding(inner, each) for inner, each in binding.fields.items()]
        if isinstance(binding, Rows)
        else [],
    )
