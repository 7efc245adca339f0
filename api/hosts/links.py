"""
The way to a host's own page without a password: a link, also as QR, that expires and can be taken back.

A token is made of the link's id and a MAC over it with a key of the installation, so that the card can show
it again while nothing of it is stored. It leads to one host, as that host and nothing else.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import uuid

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from api.accounts.passwords import check_throttle, count_failure
from api.audit.trail import Entry, append
from api.context import Context, Receipt
from api.errors import Conflict, NotFound, NotSignedIn
from api.hosts.schemas import LinkCreate
from api.hosts.views import LinkList, LinkView
from api.infra.crypto import Place
from api.infra.database import work_for
from api.infra.installation import Installation
from api.infra.types import UtcInstant
from api.policy.sessions import start_session
from api.policy.vocabulary import Role
from api.tables import Host, HostLink, LoginSession, UserAccount, UserRole
from api.tables.sealed import UserDocument

PATH = "/host/link/"
LONGEST_VISIT = dt.timedelta(hours=2)
"""How long somebody who came by a link stays signed in; then the link is opened again."""

MOST_SHOWN = 10
NO_PASSWORD = "!"
_ACCOUNT_NAME = "リンクで開いた受入先"
_MAC_BYTES = 16


def issue_link(context: Context, given: LinkCreate) -> Receipt:
    """
    Make a new link for the host; the one before ends at once.

    Raises
    ------
    Conflict
        `link_account_closed` if an administrator closed the account that links act as.
    """
    host = context.host
    ended = _end(context, col(HostLink.host_id) == host.id)
    link = HostLink(
        municipality_id=host.municipality_id,
        host_id=host.id,
        user_id=_account(context, host),
        created_at=context.now,
        created_by=context.actor.user_id,
        expires_at=context.now + dt.timedelta(days=given.days),
    )
    context.session.add(link)
    context.session.flush()
    context.note_of("host_link", link.id, host_id=str(host.id), days=given.days, ended=ended)
    return Receipt(id=link.id)


def revoke_link(context: Context, link_id: uuid.UUID) -> Receipt:
    """End a link, and whoever came by it, at once."""
    link = context.find(HostLink, link_id, lock=True)
    if link.host_id != context.host.id:
        raise NotFound
    if not _end(context, col(HostLink.id) == link.id):
        raise Conflict("link_over")
    context.note_of("host_link", link.id, host_id=str(link.host_id))
    return Receipt(id=link.id)


def list_links(context: Context) -> LinkList:
    """Give the host's links, the newest first; the live one with its address."""
    query = select(HostLink).where(col(HostLink.host_id) == context.host.id)
    query = query.order_by(col(HostLink.created_at).desc(), col(HostLink.id)).limit(MOST_SHOWN)
    links = context.session.execute(query).scalars().all()
    context.note(context.host, links=len(links))
    return LinkList(links=[_view(context, link) for link in links])


def _view(context: Context, link: HostLink) -> LinkView:
    is_live = link.revoked_at is None and link.expires_at > context.now
    return LinkView(
        **link.model_dump(include={"id", "created_at", "expires_at", "used_at", "revoked_at"}),
        is_live=is_live,
        address=address_of(context.installation, link) if is_live else None,
    )


def address_of(installation: Installation, link: HostLink) -> str:
    """Give the address that is sent or printed."""
    return f"{installation.settings.origin}{PATH}{token_of(installation, link.municipality_id, link.id)}"


def open_link(installation: Installation, token: str, address: str, agent: str) -> str:
    """
    Start a session by a link and give the session's token.

    Raises
    ------
    NotSignedIn
        If there is no such link, or it has expired or was taken back: all alike.
    TooManyAttempts
        After too many tokens that were none of ours.
    """
    key = hashlib.sha256(f"link:{address}".encode()).hexdigest()
    with installation.database.read() as session:
        check_throttle(session, (key,), installation.clock.now(session))
    named = _named_in(installation, token)
    with installation.database.write() as session:
        now, started = installation.clock.now(session), ""
        if named is None:
            count_failure(session, (key,), now)
        else:
            started = _start(installation, session, *named, now, address, agent)
    if not started:
        raise NotSignedIn
    return started


def _start(
    installation: Installation,
    session: Session,
    municipality_id: uuid.UUID,
    link_id: uuid.UUID,
    now: dt.datetime,
    address: str,
    agent: str,
) -> str:
    """Start a session if the link is live; the trail says so either way."""
    work_for(session, municipality_id)
    query = select(HostLink).where(col(HostLink.id) == link_id)
    link = session.execute(query.with_for_update()).scalar_one_or_none()
    if link is None:
        return ""
    user = session.get(UserAccount, link.user_id)
    is_live = link.revoked_at is None and link.expires_at > now and user is not None and user.is_active
    started = ""
    if is_live:
        link.used_at = now
        ends_at = min(now + LONGEST_VISIT, link.expires_at)
        started = start_session(session, link.user_id, now, address, agent, link.id, ends_at)
    outcome = "ok" if is_live else "denied"
    details = {"host_id": str(link.host_id)}
    entry = Entry(
        "session.start", outcome, link.user_id, resource="host_link", resource_id=link.id, details=details
    )
    append(session, installation.roots.audit, now, [entry])
    return started


def has_way_in(context: Context, host_id: uuid.UUID) -> bool:
    """Tell whether anybody of the host can open its page: by an account, or by a link that is live."""
    asked = {"host_id": host_id, "office_id": context.municipality_id, "now": context.now}
    return context.session.execute(_WAY_IN, asked).first() is not None


def _is_live(now: dt.datetime | BindParameter[dt.datetime]) -> ColumnElement[bool]:
    return and_(col(HostLink.revoked_at).is_(None), col(HostLink.expires_at) > now)


_LINKS = exists(col(HostLink.id)).where(col(HostLink.user_id) == col(UserAccount.id))
_WAY_IN = select(col(UserAccount.id)).where(
    col(UserAccount.host_id) == bindparam("host_id"),
    col(UserAccount.municipality_id) == bindparam("office_id"),
    col(UserAccount.is_active),
    or_(~_LINKS, _LINKS.where(_is_live(bindparam("now", type_=UtcInstant())))),
)


def _end(context: Context, which: ColumnElement[bool]) -> int:
    """End the live links among some, with their sessions, and say how many there were."""
    query = select(HostLink).where(which, _is_live(context.now)).with_for_update()
    links = context.session.execute(query).scalars().all()
    for link in links:
        link.revoked_at, link.revoked_by = context.now, context.actor.user_id
    context.session.execute(
        update(LoginSession)
        .where(
            col(LoginSession.link_id).in_([link.id for link in links]),
            col(LoginSession.revoked_at).is_(None),
        )
        .values(revoked_at=context.now)
    )
    return len(links)


def _account(context: Context, host: Host) -> uuid.UUID:
    """Give the account the host's links act as; it is made with the first link and has no password."""
    query = select(UserAccount).join(HostLink, col(HostLink.user_id) == col(UserAccount.id))
    user = context.session.execute(query.where(col(HostLink.host_id) == host.id).limit(1)).scalar()
    if user is not None:
        if not user.is_active:
            raise Conflict("link_account_closed")
        return user.id
    user = UserAccount(
        id=uuid.uuid4(),
        municipality_id=host.municipality_id,
        sign_in_name=f"link-{host.id.hex}",
        password_hash=NO_PASSWORD,
        host_id=host.id,
        created_at=context.now,
    )
    vault = context.installation.vault
    vault.new_subject(host.municipality_id, user.id)
    place = Place(host.municipality_id, "user_account", user.id, "sealed")
    user.sealed = vault.seal(place, user.id, UserDocument(name=_ACCOUNT_NAME))
    context.session.add(user)
    context.session.flush()
    context.session.add(UserRole(user_id=user.id, role=Role.HOST))
    context.session.flush()
    return user.id


def token_of(installation: Installation, municipality_id: uuid.UUID, link_id: uuid.UUID) -> str:
    """Make the token of a link; it follows from the link's id and is kept nowhere."""
    named = municipality_id.bytes + link_id.bytes
    return base64.urlsafe_b64encode(named + _mac(installation, named)).decode()


def _named_in(installation: Installation, token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Give municipality and link a genuine token names."""
    try:
        read = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    named, mac = read[:32], read[32:]
    if len(read) != 32 + _MAC_BYTES or not hmac.compare_digest(mac, _mac(installation, named)):
        return None
    return uuid.UUID(bytes=named[:16]), uuid.UUID(bytes=named[16:])


def _mac(installation: Installation, named: bytes) -> bytes:
    return hmac.digest(installation.roots.link, named, hashlib.sha256)[:_MAC_BYTES]
