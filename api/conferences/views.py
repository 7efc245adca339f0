"""Conferences as their members and the staff see them: each item by itself, or not at all."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from api.conferences.access import Seen, find_conference, may_see, missing_seatings, seen_items
from api.conferences.candidates import WHY_WORDS, candidates
from api.conferences.contents import Content, contents_of
from api.conferences.schemas import AttemptInput
from api.conferences.words import (
    BODY_WORDS,
    CONCLUSION_WORDS,
    MODE_WORDS,
    SEATING_WORDS,
    STATE_WORDS,
)
from api.context import Context
from api.plans.views import PlanView, plan_view
from api.tables import (
    AgendaItem,
    AgendaKind,
    Basis,
    Conclusion,
    Conference,
    ConferenceMember,
    ConferenceState,
    MeetingBody,
    Mode,
    Seating,
    SupportPlan,
)
from api.tables.sealed import AgendaDocument, MemberDocument

MOST_SHOWN = 100


class MemberView(BaseModel):
    """A member: a user's id, or who comes from outside."""

    id: uuid.UUID
    user_id: uuid.UUID | None
    seating: Seating
    seating_words: str
    body: MeetingBody | None
    is_late: bool
    has_attended: bool
    organisation: str
    role: str
    name: str


class ItemView(BaseModel):
    """付議: whom it is about, what belongs to it, and what came of it."""

    id: uuid.UUID
    person_id: uuid.UUID
    person_number: str
    kind: AgendaKind
    kind_words: str
    is_urgent: bool
    plan: PlanView | None
    placement_id: uuid.UUID | None
    contents: list[Content]
    minutes: dict[str, str]
    conclusion: Conclusion | None
    conclusion_words: str | None
    concluded_at: dt.datetime | None
    next_monitoring_on: dt.date | None
    needs_follow_up: bool | None
    follow_up_method: str
    attempts: list[AttemptInput]
    version: int


class ConferenceLine(BaseModel):
    """A conference, without what is in it."""

    id: uuid.UUID
    name: str
    held_on: dt.date
    mode: Mode
    mode_words: str
    basis: Basis
    body: MeetingBody | None
    body_words: str | None
    state: ConferenceState
    state_words: str
    version: int


class ConferenceView(ConferenceLine):
    """
    A conference with its members and the items the user sees.

    `is_exportable` is false for a 支援会議: nothing of it leaves the service.
    """

    is_exportable: bool
    missing: list[str]
    members: list[MemberView]
    items: list[ItemView]


class ConferenceList(BaseModel):
    """The conferences the user may know of, the latest first."""

    conferences: list[ConferenceLine]


class CandidateView(BaseModel):
    """Something due at the conference; without consent only a 支援会議 may discuss it."""

    why: str
    why_words: str
    is_urgent: bool
    person_id: uuid.UUID
    person_number: str
    kind: AgendaKind
    kind_words: str
    has_consent: bool
    plan_id: uuid.UUID | None
    placement_id: uuid.UUID | None


class CandidateList(BaseModel):
    """What is due, the most urgent first."""

    candidates: list[CandidateView]


def list_conferences(context: Context) -> ConferenceList:
    """List conferences; of a walled one not even that it is held is told to others."""
    query = select(Conference).order_by(col(Conference.held_on).desc(), col(Conference.id))
    found = context.session.execute(query.limit(MOST_SHOWN)).scalars().all()
    shown = [each for each in found if may_see(context, each)]
    context.note_of("conference", count=len(shown))
    return ConferenceList(conferences=[ConferenceLine(**_line(each)) for each in shown])


def show_conference(context: Context, conference_id: uuid.UUID) -> ConferenceView:
    """Show a conference with what the user may see of it."""
    conference = find_conference(context, conference_id)
    members = context.session.execute(
        select(ConferenceMember)
        .where(col(ConferenceMember.conference_id) == conference.id)
        .order_by(col(ConferenceMember.created_at), col(ConferenceMember.id))
    ).scalars()
    items = context.session.execute(
        select(AgendaItem)
        .where(col(AgendaItem.conference_id) == conference.id)
        .order_by(col(AgendaItem.created_at), col(AgendaItem.id))
    ).scalars()
    seen = seen_items(context, conference, items)
    context.note(conference, ids=[str(each.item.id) for each in seen][:50], count=len(seen))
    for each in seen:
        context.note(each.item)
    return ConferenceView(
        **_line(conference),
        is_exportable=not conference.is_walled,
        missing=missing_seatings(context, conference),
        members=[_member(context, each) for each in members],
        items=[_item(context, each) for each in seen],
    )


def list_candidates(context: Context, conference_id: uuid.UUID) -> CandidateList:
    """List what is due at a conference."""
    found = candidates(context, conference_id)
    context.note_of("conference", conference_id, count=len(found))
    return CandidateList(
        candidates=[
            CandidateView(
                why=each.why,
                why_words=WHY_WORDS[each.why],
                is_urgent=each.placement_id is not None,
                person_id=each.person.id,
                person_number=each.person.number,
                kind=each.kind,
                kind_words=contents_of(each.kind).label,
                has_consent=each.has_consent,
                plan_id=each.plan_id,
                placement_id=each.placement_id,
            )
            for each in found
        ]
    )


def _line(conference: Conference) -> dict[str, Any]:
    return {
        **conference.model_dump(include=set(ConferenceLine.model_fields)),
        "mode_words": MODE_WORDS[conference.mode],
        "body_words": BODY_WORDS[conference.body] if conference.body else None,
        "state_words": STATE_WORDS[conference.state],
    }


def _member(context: Context, member: ConferenceMember) -> MemberView:
    document = context.open(member, member.conference_id, MemberDocument)
    return MemberView(
        **member.model_dump(include=_OF_MEMBER),
        seating_words=SEATING_WORDS[member.seating],
        **document.model_dump(),
    )


_OF_MEMBER = set(MemberView.model_fields) & set(ConferenceMember.model_fields)


def _item(context: Context, seen: Seen) -> ItemView:
    item = seen.item
    document = context.open(item, item.person_id, AgendaDocument)
    plan = context.session.get(SupportPlan, item.plan_id) if item.plan_id else None
    belongs = contents_of(item.kind)
    return ItemView(
        **item.model_dump(include=_OF_ITEM),
        person_number=seen.person.number,
        kind_words=belongs.label,
        is_urgent=item.placement_id is not None,
        plan=plan_view(context, plan, seen.fields) if plan else None,
        contents=list(belongs.contents),
        minutes=document.minutes,
        follow_up_method=document.follow_up_method,
        conclusion_words=CONCLUSION_WORDS[item.conclusion] if item.conclusion else None,
    )


_OF_ITEM = set(ItemView.model_fields) & set(AgendaItem.model_fields)
