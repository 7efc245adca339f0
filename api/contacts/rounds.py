"""A coordinator's own time for contacts, and the token of their calendar, which can be ended."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import uuid

from sqlalchemy import select
from sqlmodel import col

from api.contacts.schemas import RoundsInput, RoundsView
from api.context import Context, Receipt
from api.infra.installation import Installation
from api.office.service import settings_of
from api.tables import District, Rounds

CALENDAR_PATH = "/api/v1/contacts/calendar.ics"


def show_rounds(context: Context) -> RoundsView:
    """Show one's own; a coordinator who said nothing has the office's minutes and no calendar."""
    rounds, office = _own(context), settings_of(context.session, context.municipality_id)
    serial = rounds.feed_serial if rounds else None
    address = None
    if serial is not None:
        token = token_of(context.installation, context.actor.user_id, serial)
        address = f"{context.installation.settings.origin}{CALENDAR_PATH}?token={token}"
    return RoundsView(
        minutes_a_week=rounds.minutes_a_week if rounds else None,
        minutes_a_week_of_office=office.contact_minutes_a_week,
        district_ids=[uuid.UUID(each) for each in rounds.district_ids] if rounds else [],
        calendar=address,
        version=rounds.version if rounds else 0,
    )


def change_rounds(context: Context, given: RoundsInput) -> Receipt:
    """Say how many minutes a week one has, and in which 圏域 one is."""
    for district_id in given.district_ids:
        context.find(District, district_id)
    rounds = _own(context, lock=True)
    if rounds is None:
        rounds = _new(context)
    else:
        context.expect_version(rounds)
    ids = sorted(str(each) for each in given.district_ids)
    context.change(rounds, {"minutes_a_week": given.minutes_a_week, "district_ids": ids})
    return context.receipt(rounds)


def renew_calendar(context: Context) -> Receipt:
    """Make a calendar, or give it a new address; the old one ends at once."""
    rounds = _own(context, lock=True) or _new(context)
    context.change(rounds, {"feed_serial": secrets.token_hex(8)})
    return context.receipt(rounds)


def end_calendar(context: Context) -> Receipt:
    """End one's calendar at once."""
    rounds = _own(context, lock=True) or _new(context)
    context.change(rounds, {"feed_serial": None})
    return context.receipt(rounds)


def token_of(installation: Installation, user_id: uuid.UUID, serial: str) -> str:
    """Make the token of a user's calendar; it is kept nowhere, for it follows from the serial."""
    mac = hmac.digest(installation.roots.feed, user_id.bytes + serial.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(user_id.bytes + mac).decode().rstrip("=")


def user_in(token: str) -> uuid.UUID | None:
    """Give the user a token names, if it is one; whether it is genuine is another question."""
    try:
        named = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    return uuid.UUID(bytes=named[:16]) if len(named) == 48 else None


def _own(context: Context, lock: bool = False) -> Rounds | None:
    query = select(Rounds).where(col(Rounds.user_id) == context.actor.user_id)
    if lock:
        query = query.with_for_update()
    return context.session.execute(query).scalar_one_or_none()


def _new(context: Context) -> Rounds:
    rounds = Rounds(
        municipality_id=context.municipality_id, user_id=context.actor.user_id, created_at=context.now
    )
    return context.add(rounds)
