"""The age a proposal is made with."""

from __future__ import annotations

import uuid

from api.policy.vocabulary import Role
from api.tables import Person
from tests.api.service import Service

PERSON = {
    "number": "M-1",
    "name": "見本 一郎",
    "kana": "みほん いちろう",
    "born_on": "1990-01-01",
    "protected": "no",
    "waiting_since": "2026-06-01",
    "needs": [{"domain": "work", "wish": ""}],
}


def test_who_has_grown_older_is_as_old_as_today(service: Service) -> None:
    """The age follows from the date of birth on the day of the run, not from when it was written down."""
    coordinator = service.client(Role.COORDINATOR)
    person_id = uuid.UUID(coordinator.done("POST", "/api/v1/people", PERSON)["id"])
    with service.installation.database.write(service.office) as session:
        row = session.get(Person, person_id)
        assert row is not None
        age_years, row.age_years = row.age_years, 5
    run_id = coordinator.done("POST", "/api/v1/proposals", {})["id"]
    people = coordinator.seen(f"/api/v1/proposals/{run_id}/input")["people"]
    assert [person["age_years"] for person in people] == [age_years]
