"""What a member of the meeting sees of a person."""

from __future__ import annotations

import datetime as dt
import uuid

from api.policy.vocabulary import Role
from api.tables import Involvement
from tests.api.service import Service

PERSON = {
    "number": "M-1",
    "name": "見本 一郎",
    "kana": "みほん いちろう",
    "age_years": 52,
    "protected": "no",
    "waiting_since": "2026-06-01",
    "needs": [{"domain": "work", "wish": "静かな仕事"}],
}


def test_a_member_sees_what_the_person_agreed_to_share_and_nothing_else(service: Service) -> None:
    """Wishes were agreed to, the name was not: the section is there for the one and absent for the other."""
    coordinator, member = service.client(Role.COORDINATOR), service.client(Role.MEMBER)
    person_id = coordinator.done("POST", "/api/v1/people", PERSON)["id"]
    path = f"/api/v1/people/{person_id}"
    with service.installation.database.write(service.office) as session:
        today = service.clock.now(session).date()
        session.add(
            Involvement(
                municipality_id=service.office,
                person_id=uuid.UUID(person_id),
                user_id=member.user_id,
                role=Role.MEMBER,
                since=today - dt.timedelta(days=2),
            )
        )
    assert member.get(path).status_code == 404
    consent = {
        "purpose": "meeting",
        "fields": ["wishes"],
        "given_on": str(today - dt.timedelta(days=1)),
        "expires_on": str(today + dt.timedelta(days=90)),
        "how": "signed",
    }
    coordinator.done("POST", f"{path}/consents", consent)
    seen = member.seen(path)
    assert "wishes" in seen
    assert "identity" not in seen
    assert "見本 一郎" not in member.get(path).text
    coordinator.done("POST", f"{path}/consents", {**consent, "fields": ["wishes", "identity"]})
    assert member.seen(path)["identity"]["name"] == "見本 一郎"
