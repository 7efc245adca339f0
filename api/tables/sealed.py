"""What is sealed in each table: the fields of the documents that only the vault opens."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict


class SealedDocument(BaseModel):
    """A document that is stored sealed."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class PersonDocument(SealedDocument):
    """Who a person is, and what must not leave the case."""

    name: str = ""
    kana: str = ""
    born_on: dt.date | None = None
    address: str = ""
    phone: str = ""
    family_contact: str = ""
    health: str = ""
    family: str = ""
    money: str = ""
    history: str = ""
    avoidance: str = ""
    outreach: str = ""
    notes: str = ""


class NeedDocument(SealedDocument):
    """What a person hopes for, in their own words."""

    wish: str = ""


class ReasonDocument(SealedDocument):
    """A reason or note in free text."""

    reason: str = ""


class PlacementDocument(SealedDocument):
    """What was said of an offer in free text, by whom."""

    person_words: str = ""
    host_words: str = ""
    ended_words: str = ""


class ConsentDocument(SealedDocument):
    """What one host may be told, word for word as the person read and approved it."""

    shown_name: str = ""
    shown_text: str = ""
    witness: str = ""


class ContactDocument(SealedDocument):
    """Whom to call at a host."""

    name: str = ""
    phone: str = ""
    mail: str = ""


class UserDocument(SealedDocument):
    """A user's own name and number."""

    name: str = ""
    phone: str = ""
