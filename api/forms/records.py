"""The records a form is filled from, each read when a binding asks, by the views its reader has anyway."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlmodel import col

from api.cases.assessments import read_assessment
from api.cases.notes import list_notes
from api.cases.reading import read_case
from api.cases.views import AssessmentView, EpisodeView, NoteView
from api.conferences.access import find_conference, seen_items
from api.conferences.contents import KindContents, contents_of
from api.conferences.views import ConferenceView, show_conference
from api.consents.schemas import ConsentView
from api.consents.service import list_consents
from api.contacts.reading import list_of_person
from api.contacts.schemas import FollowUpView
from api.context import Context
from api.documents.copies import name_of_user
from api.errors import NotFound
from api.office.schemas import OfficeView
from api.office.service import office
from api.people.reading import read_person
from api.people.views import ContactView, PersonView
from api.plans.service import show_plan
from api.plans.views import PlanView
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import (
    AgendaItem,
    AgendaKind,
    Conference,
    ContactState,
    District,
    GapNote,
    Host,
    Menu,
    Purpose,
)
from api.tables.sealed import AgendaDocument


class Withheld(Exception):
    """The reader of the form does not see this."""


@dataclass(frozen=True)
class Looked:
    """What a conference concluded on a person, as the reader sees it."""

    conference: Conference
    item: AgendaItem
    contents: KindContents
    document: AgendaDocument


class Records:
    """
    The records around one person, plan or conference.

    Every view of a person is made for the reader by the feature it belongs to; what that leaves out is
    `Withheld` here too, so a form shows nothing that its reader could not open.

    Parameters
    ----------
    context
        Of the reader, with the case for a form about a person.
    plan_id, conference_id
        What the form is about.
    """

    def __init__(
        self,
        context: Context,
        *,
        plan_id: uuid.UUID | None = None,
        conference_id: uuid.UUID | None = None,
    ) -> None:
        self._context, self._plan_id, self._conference_id = context, plan_id, conference_id
        self._names: dict[uuid.UUID, str] = {}

    @cached_property
    def office(self) -> OfficeView:
        """The municipality."""
        return office(self._context)

    @cached_property
    def person(self) -> PersonView:
        """The person, with the sections the reader sees."""
        self._require(Act.PERSON_READ)
        return read_person(self._context)

    @property
    def contact(self) -> ContactView:
        """Address and phone; of a protected person on no form, whoever reads it."""
        if self._context.case.person.is_protected or self.person.contact is None:
            raise Withheld
        return self.person.contact

    @cached_property
    def episode(self) -> EpisodeView | None:
        """The episode the person is in, or the last one."""
        self._require(Act.CASE_READ)
        status = read_case(self._context)
        return status.current or next(iter(status.earlier), None)

    @cached_property
    def consent(self) -> ConsentView | None:
        """The consent to share with the meeting that holds."""
        self._require(Act.CONSENT_READ)
        consents = list_consents(self._context).consents
        return next((each for each in consents if each.purpose == Purpose.MEETING and each.is_valid), None)

    @cached_property
    def assessment(self) -> AssessmentView:
        """The assessment of the episode."""
        self._require(Act.ASSESSMENT_READ)
        return read_assessment(self._context)

    @cached_property
    def notes(self) -> list[NoteView]:
        """The 支援経過 of the episode, from its beginning."""
        self._require(Act.NOTE_READ)
        case_id = self.episode.id if self.episode else None
        return [each for each in reversed(list_notes(self._context).notes) if each.case_id == case_id]

    @cached_property
    def follow_ups(self) -> list[FollowUpView]:
        """The contacts that were made, from the first."""
        self._require(Act.CONTACT_READ)
        found = list_of_person(self._context).contacts
        return [each for each in found if each.state == ContactState.DONE]

    @cached_property
    def plan(self) -> PlanView:
        """The plan."""
        assert self._plan_id is not None, "the form is about no plan"
        self._require(Act.PLAN_READ)
        return show_plan(self._context, self._plan_id)

    @cached_property
    def approval(self) -> Looked | None:
        """What the last conference concluded on the plan."""
        return self._looked(col(AgendaItem.plan_id) == self.plan.id)

    @cached_property
    def closing(self) -> Looked | None:
        """What the last conference concluded on 終結 or 中断 of the person."""
        kinds = (AgendaKind.CLOSURE, AgendaKind.BREAK_OFF)
        return self._looked(
            col(AgendaItem.person_id) == self._context.case.person.id, col(AgendaItem.kind).in_(kinds)
        )

    @cached_property
    def conference(self) -> ConferenceView:
        """The conference, with the items the reader sees."""
        assert self._conference_id is not None, "the form is about no conference"
        return show_conference(self._context, self._conference_id)

    @cached_property
    def gaps(self) -> list[GapNote]:
        """What the conference found lacking; it names nobody."""
        query = select(GapNote).where(col(GapNote.conference_id) == self.conference.id)
        return list(self._context.session.execute(query.order_by(col(GapNote.id))).scalars())

    def menu_name(self, menu_id: uuid.UUID) -> str:
        """Name a menu; nothing where it is not shared any more."""
        query = select(col(Menu.name)).where(col(Menu.id) == menu_id)
        return self._context.session.execute(query).scalar_one_or_none() or ""

    def host_name(self, host_id: uuid.UUID | None) -> str:
        """Name a host."""
        query = select(col(Host.name)).where(col(Host.id) == host_id)
        return self._context.session.execute(query).scalar_one_or_none() or ""

    def district_name(self, district_id: uuid.UUID | None) -> str:
        """Name a 圏域."""
        query = select(col(District.name)).where(col(District.id) == district_id)
        return self._context.session.execute(query).scalar_one_or_none() or ""

    def user_name(self, user_id: uuid.UUID) -> str:
        """Name a colleague."""
        if user_id not in self._names:
            self._names[user_id] = name_of_user(self._context, user_id)
        return self._names[user_id]

    def _require(self, act: Act) -> None:
        case = self._context.case
        if not may(act, case.parts, case.stage):
            raise Withheld

    def _looked(self, *conditions: object) -> Looked | None:
        query = select(AgendaItem).where(
            *conditions,  # type: ignore[arg-type]
            col(AgendaItem.conclusion).is_not(None),
            col(AgendaItem.conference_id).is_not(None),
        )
        query = query.order_by(col(AgendaItem.concluded_at).desc(), col(AgendaItem.id)).limit(1)
        item = self._context.session.execute(query).scalar_one_or_none()
        if item is None or item.conference_id is None:
            return None
        try:
            conference = find_conference(self._context, item.conference_id)
        except NotFound:
            raise Withheld from None
        if not seen_items(self._context, conference, [item]):
            raise Withheld
        document = self._context.open(item, item.person_id, AgendaDocument)
        return Looked(conference, item, contents_of(item.kind), document)
