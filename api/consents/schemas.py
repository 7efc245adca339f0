"""What is sent and shown about consents."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.policy import vocabulary
from api.tables import How, MeetingBody, Purpose
from api.web.inputs import Input, Line, SetOf, Text


class HostField(StrEnum):
    """What a host may be told: the name the person chose, the text they approved, the times, whom to call."""

    NAME = "name"
    SUPPORT_TEXT = "support_text"
    SCHEDULE = "schedule"
    CONTACT = "contact"


class ConsentInput(Input):
    """
    What every consent says.

    Parameters
    ----------
    given_on, expires_on
        Not in the future; at most a year, the last day included.
    how, witness
        Spoken or given by someone for the person, it needs a witness.
    """

    given_on: dt.date
    expires_on: dt.date
    how: How
    witness: Line | None = None


class MeetingConsent(ConsentInput):
    """A consent to share groups of fields with the 重層的支援会議, and with other bodies it is held with."""

    purpose: Literal[Purpose.MEETING]
    fields: Annotated[SetOf[vocabulary.Field], Field(min_length=1)]
    bodies: SetOf[MeetingBody] = frozenset()


class HostConsent(ConsentInput):
    """
    A consent to tell one host.

    Parameters
    ----------
    shown_name, shown_text
        What the host reads, as the person chose and approved it: necessary for the fields that name them.
    """

    purpose: Literal[Purpose.HOST]
    host_id: uuid.UUID
    fields: Annotated[SetOf[HostField], Field(min_length=1)]
    shown_name: Line | None = None
    shown_text: Annotated[Text, StringConstraints(min_length=1, strip_whitespace=True)] | None = None


class HouseholdConsent(ConsentInput):
    """A consent that one plan is shared with those the person lives with."""

    purpose: Literal[Purpose.HOUSEHOLD]


AnyConsent = MeetingConsent | HostConsent | HouseholdConsent
ConsentCreate = Annotated[AnyConsent, Field(discriminator="purpose")]


class ConsentView(BaseModel):
    """A consent; names in it only for those who may know the person's name."""

    id: uuid.UUID
    purpose: Purpose
    host_id: uuid.UUID | None
    fields: list[str]
    bodies: list[str]
    given_on: dt.date
    expires_on: dt.date
    is_valid: bool
    how: How
    witness: str | None
    shown_name: str | None
    shown_text: str | None
    recorded_by: uuid.UUID
    withdrawn_at: dt.datetime | None
    withdrawn_by: uuid.UUID | None
    version: int


class ConsentList(BaseModel):
    """All consents of a person, the latest first."""

    consents: list[ConsentView]
