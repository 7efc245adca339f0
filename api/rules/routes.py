"""Rule books, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.rules import service
from api.rules.schemas import BookInput, BookList, BookView
from api.web.routing import Router

router = Router(prefix="/api/v1/rule-books", tags=["ルール集"])


@router.view("", Act.RULES_READ)
def list_books(context: Context) -> BookList:
    """List all versions of the municipality's rules."""
    return service.list_books(context)


@router.view("/{book_id}", Act.RULES_READ)
def show_book(context: Context, book_id: uuid.UUID) -> BookView:
    """Show a version, and what it would change."""
    return service.show_book(context, book_id)


@router.change("", Act.RULES_EDIT)
def draft_book(context: Context, body: BookInput) -> Receipt:
    """Draft a version; what it would change is computed by a worker."""
    return service.draft_book(context, body)


@router.change("/{book_id}", Act.RULES_EDIT, method="PATCH", status=200)
def edit_book(context: Context, book_id: uuid.UUID, body: BookInput) -> Receipt:
    """Change a draft."""
    return service.edit_book(context, book_id, body)


@router.change("/{book_id}/trial", Act.RULES_EDIT, status=200)
def try_again(context: Context, book_id: uuid.UUID) -> Receipt:
    """Try a draft out again, on the records as they are now."""
    return service.try_again(context, book_id)


@router.change("/{book_id}/in-force", Act.RULES_EDIT, status=200)
def put_in_force(context: Context, book_id: uuid.UUID) -> Receipt:
    """Put a draft in force that was tried out."""
    return service.put_in_force(context, book_id)
