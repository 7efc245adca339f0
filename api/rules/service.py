"""Versions of a municipality's rules: drafted, tried out, and put in force."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.hosts.seats import refresh
from api.jobs.queue import enqueue
from api.mapping.settings import RuleChanges, differing, settings_of, settings_of_book
from api.rules.schemas import BookInput, BookLine, BookList, BookView, EffectView
from api.tables import Job, JobState, Pool, RuleBook
from matching.errors import InvalidProblem

TRY = "try_rules"
"""The kind of job."""


NO_CHANGES = RuleChanges()


def shipped() -> dict[str, Any]:
    """Give the shipped settings as numbers and lists."""
    settings = settings_of(NO_CHANGES)
    return {name: asdict(part) for name, part in vars(settings).items()}


def list_books(context: Context) -> BookList:
    """List all versions."""
    books = context.session.execute(select(RuleBook).order_by(col(RuleBook.number).desc())).scalars().all()
    last = _in_force(context)
    return BookList(books=[BookLine(**_line(book, last)) for book in books])


def show_book(context: Context, book_id: uuid.UUID) -> BookView:
    """Show a version."""
    book = context.find(RuleBook, book_id)
    return BookView(
        **_line(book, _in_force(context)),
        changes=RuleChanges.model_validate(book.changes),
        shipped=shipped(),
        effect=EffectView.model_validate(book.effect) if book.effect is not None else None,
        is_being_tried=_is_being_tried(context, book),
        message=book.message,
    )


def draft_book(context: Context, given: BookInput) -> Receipt:
    """
    Draft a version, and have it tried out.

    Raises
    ------
    Conflict
        If the municipality has as many jobs under way as it may.
    Refused
        If the settings do not go together.
    """
    last = context.session.execute(select(func.max(col(RuleBook.number)))).scalar_one()
    book = RuleBook(
        municipality_id=context.municipality_id,
        number=(last or 0) + 1,
        changes=_checked(given),
        reason=given.reason,
        made_by=context.actor.user_id,
        created_at=context.now,
    )
    context.add(book)
    _try(context, book)
    return context.receipt(book)


def edit_book(context: Context, book_id: uuid.UUID, given: BookInput) -> Receipt:
    """
    Change a draft, and have it tried out again.

    Raises
    ------
    Conflict
        If it was put in force, or is being tried out.
    Refused
        If the settings do not go together.
    """
    book = _draft(context, book_id)
    context.change(book, {"changes": _checked(given), "reason": given.reason, "effect": None, "message": ""})
    _try(context, book)
    return context.receipt(book)


def try_again(context: Context, book_id: uuid.UUID) -> Receipt:
    """
    Try a draft out on the records as they are now.

    Raises
    ------
    Conflict
        If it was put in force, or is being tried out.
    """
    book = _draft(context, book_id)
    context.change(book, {"effect": None, "message": ""})
    _try(context, book)
    return context.receipt(book)


def put_in_force(context: Context, book_id: uuid.UUID) -> Receipt:
    """
    Put a draft in force: the next proposal and every margin go by it.

    Seats that are taken stay taken, even where there are fewer places now.

    Raises
    ------
    Conflict
        If it is in force, or nobody has seen what it would change.
    """
    book = _draft(context, book_id)
    if book.effect is None:
        raise Conflict("rules_not_tried")
    settings_of_book(book)
    context.change(book, {"in_force_since": context.now, "put_in_force_by": context.actor.user_id})
    context.session.flush()
    own = select(col(Pool.id)).where(col(Pool.municipality_id) == context.municipality_id)
    over = refresh(context.session, context.session.execute(own).scalars().all(), context.today)
    return context.receipt(book, over=len(over))


def _draft(context: Context, book_id: uuid.UUID) -> RuleBook:
    book = context.find(RuleBook, book_id, lock=True)
    context.expect_version(book)
    if book.in_force_since is not None:
        raise Conflict("rules_in_force")
    if _is_being_tried(context, book):
        raise Conflict("rules_being_tried")
    return book


def _checked(given: BookInput) -> dict[str, Any]:
    changes = differing(given.changes)
    try:
        settings_of(changes)
    except InvalidProblem as error:
        raise Refused([Fault(f"changes.{error.field}", "", f"使える値（{error.expected}）")]) from error
    return changes.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def _try(context: Context, book: RuleBook) -> None:
    enqueue(context.session, context.now, context.municipality_id, TRY, book.id)


def _is_being_tried(context: Context, book: RuleBook) -> bool:
    query = select(func.count()).where(
        col(Job.municipality_id) == context.municipality_id,
        col(Job.subject_id) == book.id,
        col(Job.state).in_((JobState.QUEUED, JobState.RUNNING)),
    )
    return bool(context.session.execute(query).scalar_one())


def _in_force(context: Context) -> uuid.UUID | None:
    query = select(col(RuleBook.id)).where(col(RuleBook.in_force_since).is_not(None))
    found = context.session.execute(query.order_by(col(RuleBook.in_force_since).desc()).limit(1))
    return found.scalar_one_or_none()


def _line(book: RuleBook, in_force: uuid.UUID | None) -> dict[str, Any]:
    names = BookLine.model_fields.keys() - {"is_in_force"}
    return {**{name: getattr(book, name) for name in names}, "is_in_force": book.id == in_force}
