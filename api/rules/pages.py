"""設定の「ルール集」: drafting rules, points and travel, and seeing what they would change."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from api.context import Context, Receipt
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.rules import service
from api.rules.schemas import BookInput, BookList, BookView, EffectView
from api.rules.words import MODE_WORDS, RULE_WORDS, WEIGHT_WORDS
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from matching.labels import label
from matching.vocabulary import LimitKind, NeedDomain, ServiceGroup, TravelMode, Urgency, Verdict

pages = Pages()


@dataclass(frozen=True)
class BooksPage:
    """
    All versions, and an empty draft to fill in.

    Parameters
    ----------
    books
        Newest first.
    shipped
        The shipped settings, as numbers and lists.
    changes
        What differs in the version in force, from which a new draft starts.
    words
        What everything that can be changed is called.
    may_edit
        The user may draft.
    """

    books: BookList
    shipped: dict[str, Any]
    changes: dict[str, Any]
    words: Words
    may_edit: bool


@dataclass(frozen=True)
class BookPage:
    """
    One version.

    Parameters
    ----------
    book
        With what it changes and what it would change in practice.
    changes
        What it changes, as numbers and lists.
    counts
        Groups of what would change: title, and rows of words with before and after.
    words
        What everything that can be changed is called.
    may_edit
        The user may change it or put it in force.
    """

    book: BookView
    changes: dict[str, Any]
    counts: tuple[Counts, ...]
    words: Words
    may_edit: bool


@dataclass(frozen=True)
class Words:
    """What can be changed, with the words for it; pairs of code and words."""

    weights: tuple[tuple[str, str], ...] = tuple(WEIGHT_WORDS.items())
    urgency: tuple[tuple[str, str], ...] = tuple((each.value, label(each)) for each in Urgency)
    limits: tuple[tuple[str, str], ...] = tuple((each.value, label(each)) for each in LimitKind)
    groups: tuple[tuple[str, str], ...] = tuple((each.value, label(each)) for each in ServiceGroup)
    needs: tuple[tuple[str, str], ...] = tuple((each.value, label(each)) for each in NeedDomain)
    modes: tuple[tuple[str, str], ...] = tuple((each.value, label(each)) for each in TravelMode)
    mode_params: tuple[tuple[str, str], ...] = tuple(MODE_WORDS.items())


@dataclass(frozen=True)
class Counts:
    """A table of counts before and after."""

    title: str
    rows: tuple[tuple[str, int, int], ...]


@pages.show("/settings/rules", Act.RULES_READ, "rules/list.html")
def show_books(context: Context) -> BooksPage:
    """Show all versions, and a form for a new one that starts from the version in force."""
    books = service.list_books(context)
    in_force = next((each.id for each in books.books if each.is_in_force), None)
    changes = service.show_book(context, in_force).changes if in_force else service.NO_CHANGES
    return BooksPage(books, service.shipped(), _plain(changes), Words(), _may_edit(context))


@pages.form("/settings/rules", Act.RULES_EDIT, again=show_books)
def draft_book(context: Context, request: Request, fields: Fields) -> Receipt:
    """Draft a version; it is tried out at once."""
    receipt = service.draft_book(context, fields.read(BookInput))
    return gone_on(receipt, f"/settings/rules/{receipt.id}", "rules_drafted")


@pages.show("/settings/rules/{book_id}", Act.RULES_READ, "rules/show.html")
def show_book(context: Context, book_id: uuid.UUID) -> BookPage:
    """Show a version, and what it would change."""
    book = service.show_book(context, book_id)
    counts = tuple(_counts(book.effect)) if book.effect else ()
    return BookPage(book, _plain(book.changes), counts, Words(), _may_edit(context))


@pages.form("/settings/rules/{book_id}", Act.RULES_EDIT, again=show_book)
def edit_book(context: Context, request: Request, fields: Fields, book_id: uuid.UUID) -> Receipt:
    """Change a draft."""
    receipt = service.edit_book(context, book_id, fields.read(BookInput))
    return gone_on(receipt, f"/settings/rules/{book_id}", "rules_drafted")


@pages.form("/settings/rules/{book_id}/trial", Act.RULES_EDIT, again=show_book)
def try_again(context: Context, request: Request, fields: Fields, book_id: uuid.UUID) -> Receipt:
    """Try a draft out on the records as they are now."""
    return gone_on(service.try_again(context, book_id), f"/settings/rules/{book_id}", "")


@pages.form("/settings/rules/{book_id}/in-force", Act.RULES_EDIT, again=show_book)
def put_in_force(context: Context, request: Request, fields: Fields, book_id: uuid.UUID) -> Receipt:
    """Put a draft in force."""
    return gone_on(service.put_in_force(context, book_id), "/settings/rules", "rules_in_force")


def _may_edit(context: Context) -> bool:
    return may(Act.RULES_EDIT, parts_of(context.actor.roles, NO_RELATION), None)


def _plain(changes: Any) -> dict[str, Any]:
    return changes.model_dump(mode="json")


def _counts(effect: EffectView) -> Iterator[Counts]:
    before, after = effect.assigned
    yield Counts(
        "割当案",
        (
            ("参加先が提案されるニーズ", before, after),
            ("新しく提案される", 0, effect.gained),
            ("提案されなくなる", 0, effect.lost),
            ("別の受入先になる", 0, effect.moved),
        ),
    )
    yield Counts(
        "人と支援メニューの組の判定",
        tuple((label(verdict), *effect.verdicts.get(verdict, (0, 0))) for verdict in Verdict),
    )
    yield Counts(
        "不適合の理由（変わるものだけ）",
        tuple(
            (RULE_WORDS.get(rule, rule), *pair) for rule, pair in effect.against.items() if pair[0] != pair[1]
        ),
    )
    yield Counts(
        "枠の人数を決めている制約",
        tuple((label(kind), *pair) for kind, pair in effect.limits.items()),
    )
    yield Counts("受入余力", (("人数が増える枠", 0, effect.more), ("人数が減る枠", 0, effect.fewer)))
