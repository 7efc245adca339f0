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


class PlanDocument(SealedDocument):
    """What a plan says in words: goals as the person put them, and who does what."""

    long_goal: str = ""
    short_goals: list[str] = []
    wishes: str = ""
    person_does: str = ""
    provider_does: str = ""
    others_do: str = ""


class MemberDocument(SealedDocument):
    """Who from outside sits in a conference."""

    organisation: str = ""
    role: str = ""
    name: str = ""


class AgendaDocument(SealedDocument):
    """What was said of a person at a conference, by the content that belongs to the 開催区分."""

    minutes: dict[str, str] = {}
    follow_up_method: str = ""


class CaseDocument(SealedDocument):
    """Who applied for the person, why support began early, and how it ended, in words."""

    applying_agency: str = ""
    early_reason: str = ""
    close_words: str = ""


class NoteDocument(SealedDocument):
    """What was done and heard."""

    words: str = ""


class AssessmentDocument(SealedDocument):
    """What the person hopes for and is good at, what did not suit before, and what we make of it."""

    wishes: str = ""
    strengths: str = ""
    did_not_suit: str = ""
    remarks: str = ""


class HostAssessmentDocument(SealedDocument):
    """What the work at a host is, what worries, and what was settled before anybody starts there."""

    work: str = ""
    concerns: str = ""
    insurance: str = ""
    emergency_contact: str = ""
    cost_bearer: str = ""
    labour_view: str = ""


class IncidentDocument(SealedDocument):
    """What a host reports, in its words."""

    words: str = ""


class ExitDocument(SealedDocument):
    """What a side said in private of why it stopped."""

    words: str = ""


class FollowUpDocument(SealedDocument):
    """What was heard when a side was contacted, in words."""

    words: str = ""


class WorryDocument(SealedDocument):
    """What troubles a host, in its words."""

    words: str = ""
