"""What is shown of predictions."""

from __future__ import annotations

import datetime as dt
import uuid

from pydantic import BaseModel


class HelpView(BaseModel):
    """Something that could be arranged, and how much less would break."""

    words: str
    less: str


class RiskView(BaseModel):
    """
    One placement that goes on.

    Parameters
    ----------
    sooner
        A contact should come sooner.
    fits_my_time
        It fits into the user's own minutes of the next two weeks, the ones above it counted first.
    is_denser
        Contacts come closer together already.
    moved
        What the machine moved nearer and is still ahead, in words.
    """

    placement_id: uuid.UUID
    person_id: uuid.UUID
    number: str
    host_id: uuid.UUID
    host: str
    menu: str
    week: int
    sooner: bool
    chance: str
    reasons: list[str]
    helps: list[HelpView]
    last_contact_on: dt.date | None
    next_due_on: dt.date | None
    minutes: int
    fits_my_time: bool
    is_denser: bool
    moved: list[str]
    version: int


class RiskList(BaseModel):
    """
    Placements of the cases the user may open; who may need a contact sooner comes first.

    Parameters
    ----------
    decide
        Who decides.
    note
        What it rests on; where there is no model, why.
    can_follow
        The municipality lets contacts come closer together by it.
    minutes_there, minutes_due
        The user's own minutes for contacts in the next two weeks, and how many are due already.
    """

    decide: str
    note: str
    can_follow: bool
    minutes_there: int
    minutes_due: int
    risks: list[RiskView]
    has_more: bool = False


class UseView(BaseModel):
    """One time a prediction was acted on, and when that was put back."""

    used_on: dt.date
    did: str
    put_back_on: dt.date | None
    model_number: int
    chance: str
    reasons: list[str]


class PersonUseView(BaseModel):
    """
    How predictions were used for one person; one page, to be handed over.

    Parameters
    ----------
    number
        The case.
    looks_at, never
        What it looks at, and what it never does.
    in_scoring, in_follow_up
        What the municipality has turned on.
    now
        What it says of placements that go on.
    uses
        When it was acted on.
    """

    number: str
    note: str
    looks_at: list[str]
    never: str
    in_scoring: str
    in_follow_up: str
    now: list[RiskView]
    uses: list[UseView]


class CardSectionView(BaseModel):
    """One section of the card."""

    title: str
    lines: list[str]
    head: list[str]
    rows: list[list[str]]


class CurveWeekView(BaseModel):
    """
    The curve after so many weeks.

    Parameters
    ----------
    share, low, high
        That goes on, 0 to 1, and its band.
    at_risk
        Connections watched in the week that begins then; ``None`` at the end.
    """

    week: int
    share: float
    low: float
    high: float
    at_risk: int | None


class HostRateView(BaseModel):
    """
    What is seen at one host, drawn towards what is usual.

    Parameters
    ----------
    burden
        How many times as often as usual it spoke of a burden.
    breaks
        How many times as often as usual connections broke under like conditions; empty without a model.
    sooner
        It may need a talk sooner.
    """

    host_id: uuid.UUID
    host: str
    weeks: int
    burdens: int
    burden: str
    breaks: str
    sooner: bool


class ModelView(BaseModel):
    """
    The card of the artefact in use.

    Parameters
    ----------
    number
        Which; ``None`` before the first training.
    curve, curve_words
        The curve week by week, and what it says in a sentence.
    alarms
        What has changed since.
    hosts
        Hosts that were seen long enough, the most burdened first.
    """

    number: int | None
    note: str
    sections: list[CardSectionView]
    curve: list[CurveWeekView]
    curve_words: str
    alarms: list[str]
    hosts: list[HostRateView]
