"""Names of the municipality's own users, for pages of its staff."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import col

from api.accounts.service import name_of
from api.context import Context
from api.policy.vocabulary import ROLE_WORDS, Role
from api.tables import UserAccount, UserRole


def user_names_of(context: Context, user_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give the names of users of the own municipality; others are left out."""
    query = select(UserAccount).where(
        col(UserAccount.id).in_(list(user_ids)),
        col(UserAccount.municipality_id) == context.municipality_id,
    )
    vault = context.installation.vault
    return {user.id: name_of(vault, user) for user in context.session.execute(query).scalars()}


def users_with(context: Context, *roles: Role) -> tuple[tuple[str, str], ...]:
    """Give the users who hold one of these roles and have not left, with their name and role."""
    query = (
        select(col(UserAccount.id), col(UserRole.role))
        .join(UserRole, col(UserRole.user_id) == col(UserAccount.id))
        .where(
            col(UserAccount.municipality_id) == context.municipality_id,
            col(UserAccount.is_active).is_(True),
            col(UserRole.role).in_(roles),
        )
    )
    rows = context.session.execute(query).all()
    names = user_names_of(context, {row.id for row in rows})
    found = {str(row.id): f"{names[row.id]}（{ROLE_WORDS[row.role]}）" for row in rows}
    return tuple(sorted(found.items(), key=lambda each: each[1]))
