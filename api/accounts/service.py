"""Signing in and out, and the municipality's users."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.accounts.passwords import (
    check_throttle,
    clear_failures,
    count_failure,
    hash_password,
    is_password,
    throttle_keys,
)
from api.accounts.schemas import PasswordChange, SignedIn, SignIn, UserChange, UserCreate, UserList, UserView
from api.audit.trail import Entry, append
from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, NotSignedIn, Refused
from api.infra.crypto import Place
from api.infra.database import work_for
from api.infra.installation import Installation
from api.infra.vault import Vault
from api.policy.sessions import end_all_sessions, end_session, start_session
from api.policy.table import NEVER_TOGETHER
from api.policy.vocabulary import ROLE_WORDS, Role
from api.tables import Host, Municipality, UserAccount, UserRole
from api.tables.sealed import UserDocument


def sign_in(installation: Installation, given: SignIn, address: str, agent: str) -> str:
    """
    Start a session and give its token. Unknown names and wrong passwords look and last alike.

    Raises
    ------
    NotSignedIn
        If name and password do not belong together, or the user may not sign in.
    TooManyAttempts
        After too many failures.
    """
    keys = throttle_keys(given.sign_in_name, address)
    with installation.database.read() as session:
        check_throttle(session, keys, installation.clock.now(session))
        user = _by_name(session, given.sign_in_name)
    holds = is_password(given.password, user.password_hash if user else None)
    with installation.database.write() as session:
        now = installation.clock.now(session)
        is_in = holds and user is not None and user.is_active
        token = ""
        if is_in and user is not None:
            clear_failures(session, keys[0])
            token = start_session(session, user.id, now, address, agent)
        else:
            count_failure(session, keys, now)
        if user is not None:
            work_for(session, user.municipality_id)
            outcome = "ok" if is_in else "denied"
            entry = Entry("session.start", outcome, user.id, resource="user_account", resource_id=user.id)
            append(session, installation.roots.audit, now, [entry])
    if not is_in:
        raise NotSignedIn
    return token


def sign_out(context: Context, token: str, **details: str) -> Receipt:
    """End the session."""
    end_session(context.session, token, context.now)
    context.note_of("user_account", context.actor.user_id)
    return Receipt(id=context.actor.user_id, details=details)


def signed_in(context: Context) -> SignedIn:
    """Say who is signed in."""
    user = _own_user(context, context.actor.user_id)
    municipality = context.session.get(Municipality, context.municipality_id)
    assert municipality is not None
    return SignedIn(
        id=user.id,
        name=name_of(context.installation.vault, user),
        roles=sorted(context.actor.roles),
        municipality=municipality.name,
        host_id=user.host_id,
    )


def change_own_password(context: Context, given: PasswordChange) -> Receipt:
    """Change the password and end every other session."""
    user = _own_user(context, context.actor.user_id, lock=True)
    if not is_password(given.old_password, user.password_hash):
        raise Refused([Fault("old_password", "", "いまのパスワード")])
    user.password_hash = hash_password(given.new_password)
    user.version += 1
    end_all_sessions(context.session, user.id, context.now)
    context.note_of("user_account", user.id, version=user.version, fields=["password"])
    return Receipt(id=user.id, version=user.version)


def list_users(context: Context) -> UserList:
    """List the municipality's users."""
    query = select(UserAccount).where(col(UserAccount.municipality_id) == context.municipality_id)
    users = context.session.execute(query.order_by(col(UserAccount.sign_in_name))).scalars().all()
    roles = _roles_of(context.session, [user.id for user in users])
    vault = context.installation.vault
    vault.fetch(context.municipality_id, [user.id for user in users])
    context.note_of("user_account", count=len(users))
    return UserList(
        users=[
            UserView(
                id=user.id,
                sign_in_name=user.sign_in_name,
                name=name_of(vault, user),
                roles=sorted(roles.get(user.id, set())),
                is_active=user.is_active,
                host_id=user.host_id,
                version=user.version,
            )
            for user in users
        ]
    )


def hosts_with_users(context: Context) -> tuple[tuple[str, str], ...]:
    """Give the hosts whose users can be registered: id and name."""
    query = select(col(Host.id), col(Host.name)).where(col(Host.municipality_id) == context.municipality_id)
    return tuple(
        (str(host_id), name) for host_id, name in context.session.execute(query.order_by(col(Host.name)))
    )


def create_user(context: Context, given: UserCreate) -> Receipt:
    """Register a user."""
    if given.host_id is not None:
        context.find(Host, given.host_id)
    user = add_user(context.session, context.installation, context.municipality_id, given, context.now)
    context.note_of("user_account", user.id, version=1, roles=sorted(set(given.roles)))
    return Receipt(id=user.id, version=1)


def change_user(context: Context, user_id: uuid.UUID, given: UserChange) -> Receipt:
    """Change a user; one's own roles are changed by somebody else. Open sessions of the user end."""
    user = _own_user(context, user_id, lock=True)
    if user.id == context.actor.user_id and (given.roles is not None or given.is_active is not None):
        raise Conflict("own_role")
    context.expect_version(user)  # type: ignore[arg-type]
    fields: list[str] = []
    if given.name is not None:
        document = UserDocument(name=given.name)
        user.sealed = context.installation.vault.seal(_place(user), user.id, document)
        fields.append("name")
    if given.roles is not None:
        check_roles(frozenset(given.roles), user.host_id)
        context.session.execute(delete(UserRole).where(col(UserRole.user_id) == user.id))
        context.session.add_all(UserRole(user_id=user.id, role=role) for role in sorted(set(given.roles)))
        fields.append("roles")
    if given.is_active is not None:
        user.is_active = given.is_active
        fields.append("is_active")
    if given.password is not None:
        user.password_hash = hash_password(given.password)
        fields.append("password")
    user.version += 1
    end_all_sessions(context.session, user.id, context.now)
    context.note_of("user_account", user.id, version=user.version, fields=fields)
    return Receipt(id=user.id, version=user.version)


def add_user(
    session: Session,
    installation: Installation,
    municipality_id: uuid.UUID,
    given: UserCreate,
    now: dt.datetime,
) -> UserAccount:
    """
    Add a user to a municipality.

    Raises
    ------
    Refused
        If the roles do not go together, or a host's user has no host.
    Conflict
        If the name is taken.
    """
    check_roles(frozenset(given.roles), given.host_id)
    if _by_name(session, given.sign_in_name) is not None:
        raise Conflict("already_exists")
    user = UserAccount(
        municipality_id=municipality_id,
        sign_in_name=given.sign_in_name,
        password_hash=hash_password(given.password),
        host_id=given.host_id,
        created_at=now,
    )
    installation.vault.new_subject(municipality_id, user.id)
    user.sealed = installation.vault.seal(_place(user), user.id, UserDocument(name=given.name))
    session.add(user)
    session.flush()
    session.add_all(UserRole(user_id=user.id, role=role) for role in sorted(set(given.roles)))
    session.flush()
    return user


def check_roles(roles: frozenset[Role], host_id: uuid.UUID | None) -> None:
    """Refuse roles that are two sides of one check, and a host's user without a host."""
    for pair in NEVER_TOGETHER:
        if pair <= roles:
            words = "・".join(ROLE_WORDS[role] for role in sorted(pair))
            raise Refused(
                [Fault("roles", words, "一人が兼ねられる役割（確認する側とされる側は兼ねられません）")]
            )
    if (Role.HOST in roles) != (host_id is not None):
        raise Refused([Fault("host_id", str(host_id), "受入先の利用者だけに、その受入先")])


def name_of(vault: Vault, user: UserAccount) -> str:
    """Give a user's name."""
    return vault.open(_place(user), user.id, user.sealed, UserDocument).name


def _own_user(context: Context, user_id: uuid.UUID, lock: bool = False) -> UserAccount:
    user = context.session.get(UserAccount, user_id, with_for_update=lock)
    if user is None or user.municipality_id != context.municipality_id:
        raise NotFound
    return user


def _by_name(session: Session, name: str) -> UserAccount | None:
    return session.execute(
        select(UserAccount).where(col(UserAccount.sign_in_name) == name)
    ).scalar_one_or_none()


def _roles_of(session: Session, user_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[Role]]:
    found: dict[uuid.UUID, set[Role]] = {}
    query = select(UserRole).where(col(UserRole.user_id).in_(list(user_ids)))
    for row in session.execute(query).scalars():
        found.setdefault(row.user_id, set()).add(row.role)
    return found


def _place(user: UserAccount) -> Place:
    return Place(user.municipality_id, "user_account", user.id, "sealed")
