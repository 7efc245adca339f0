"""The demo's conferences: planned, or held on their day with everybody there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.conferences import agenda, concluding, members, service
from api.conferences.schemas import (
    AgendaCreate,
    ConclusionInput,
    ConferenceCreate,
    MeetingAttendanceInput,
    MemberInput,
)
from api.context import Receipt
from api.demo.hand import Office
from api.demo.story import Story
from api.policy.vocabulary import Act, Role
from api.tables import AgendaItem, ConferenceMember


class Meeting:
    """
    重層的支援会議, planned by 多機関協働 with the municipality and the coordinator.

    Parameters
    ----------
    office
        Who acts.
    held_on
        On which day.
    """

    def __init__(self, office: Office, held_on: dt.date) -> None:
        self.office = office
        body = ConferenceCreate.model_validate({"held_on": held_on, "mode": "regular"})
        self.id = self._do(service.create_conference, body).id
        for role, seating in ((Role.OFFICIAL, "office"), (Role.COORDINATOR, "provider")):
            member = MemberInput.model_validate({"user_id": office.users[role], "seating": seating})
            self._do(members.add_member, self.id, member)

    def put(self, story: Story, kind: str) -> None:
        """Put a person on the agenda, with the plan that was submitted where it is about one."""
        given = {"person_id": story.id, "kind": kind}
        if kind == "first":
            given["plan_id"] = story.plan_id
        body = AgendaCreate.model_validate(given)
        self._do(agenda.put, self.id, body)

    def hold(self, minutes: dict[str, str], **conclusion: Any) -> None:
        """Hold it today: everybody comes, all is agreed, and it is closed."""
        self._do(service.open_conference, self.id)
        for member_id in self._ids(ConferenceMember):
            came = MeetingAttendanceInput(has_attended=True)
            self._do(members.record_attendees, self.id, member_id, came)
        said = [{"key": key, "words": words} for key, words in minutes.items()]
        body = ConclusionInput.model_validate({"conclusion": "approved", "minutes": said, **conclusion})
        for item_id in self._ids(AgendaItem):
            self._do(concluding.conclude, self.id, item_id, body)
        self._do(service.close_conference, self.id)

    def _ids(self, kind: type[ConferenceMember] | type[AgendaItem]) -> list[uuid.UUID]:
        query = select(col(kind.id)).where(col(kind.conference_id) == self.id)
        return list(self.office.session.execute(query.order_by(col(kind.id))).scalars())

    def _do(self, what: Callable[..., Receipt], *given: object) -> Receipt:
        return self.office.do(Role.LEAD, Act.CONFERENCE_EDIT, what, *given)
