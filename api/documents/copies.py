"""The mark of a copy: who took it, when, under which number, so that a paper that is found can be traced."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col

from api.context import Context
from api.infra.clock import TOKYO
from api.infra.crypto import Place
from api.tables import Municipality, UserAccount
from api.tables.sealed import UserDocument

CONFIDENTIAL = "取扱注意"


@dataclass(frozen=True)
class CopyMark:
    """
    What stands at the foot of every page of a copy.

    Parameters
    ----------
    number
        The copy's number in the municipality, from 1; 0 where nothing recorded stands on it.
    municipality, viewer
        For whom, and who took it.
    at
        When, in UTC.
    """

    number: int
    municipality: str
    viewer: str
    at: dt.datetime

    @property
    def number_words(self) -> str:
        """The number as it is printed: 写し第000123号."""
        return f"写し第{self.number:06}号"

    @property
    def time_words(self) -> str:
        """The minute in Japan: 2026-11-20 13:30."""
        return f"{self.at.astimezone(TOKYO):%Y-%m-%d %H:%M}"

    @property
    def line(self) -> str:
        """All of it in one line."""
        taken = f"{self.time_words} 出力　{self.viewer}（{self.municipality}）"
        return "　".join((CONFIDENTIAL, *([self.number_words] if self.number else []), taken))


def take_copy(context: Context) -> CopyMark:
    """
    Count a copy, and say what is printed on it. The caller puts the number into the trail with what it is of.

    Numbers have no gap and no double: the row stays locked until the act is kept, so take one late.
    """
    count = (
        update(Municipality)
        .where(col(Municipality.id) == context.municipality_id)
        .values(copies=col(Municipality.copies) + 1)
        .returning(col(Municipality.copies), col(Municipality.name))
    )
    number, name = context.session.execute(count).one()
    return CopyMark(number, name, name_of_user(context, context.actor.user_id), context.now)


def mark_of_blank(context: Context) -> CopyMark:
    """Say what is printed on paper on which nothing is recorded yet: it is no copy and is not counted."""
    office = context.session.get(Municipality, context.municipality_id)
    assert office is not None
    return CopyMark(0, office.name, name_of_user(context, context.actor.user_id), context.now)


def name_of_user(context: Context, user_id: uuid.UUID) -> str:
    """Give the name a colleague stands under in a record; empty for one who is no longer there."""
    user = context.session.get(UserAccount, user_id)
    if user is None or user.municipality_id != context.municipality_id:
        return ""
    place = Place(user.municipality_id, "user_account", user.id, "sealed")
    return context.installation.vault.open(place, user.id, user.sealed, UserDocument).name
