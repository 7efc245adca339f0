"""A sample person as a coordinator would send them, and ways to look at what the service holds of them."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.tables import Person
from tests.api.rows import today
from tests.api.service import Client, Service

UNKNOWN = "00000000-0000-4000-8000-000000000000"
PIN = {"lat": 35.6895, "lng": 139.6917}
REASON = {"reason": "standing_in", "text": "担当者が休みのため代わりに確認します"}

PERSON: dict[str, Any] = {
    "number": "K-001",
    "name": "見本 一郎",
    "kana": "みほん いちろう",
    "born_on": "1990-02-03",
    "protected": "no",
    "address": "見本市見本町1丁目",
    "phone": "000-0000-0001",
    "family_contact": "見本 母 000-0000-0002",
    "health": "見本の診断",
    "family": "見本の家族",
    "money": "見本の債務",
    "history": "見本の生活歴",
    "avoidance": "見本の避けたい理由",
    "outreach": "見本の訪問記録",
    "notes": "見本の覚え書き",
    "home": {"pin": PIN},
    "waiting_since": "2026-01-05",
    "availability": [{"weekday": 1, "start": "09:00", "end": "12:00"}],
    "fewest_slots": 1,
    "most_slots": 3,
    "goal": {"slots_a_week": 5, "stay_minutes": 240},
    "longest_stay_minutes": 120,
    "modes": ["walk", "bus"],
    "conditions": {"noise": "no", "place_to_rest": "yes"},
    "likes": ["cooking"],
    "avoids": ["children"],
    "staff_gender": "woman",
    "accompaniment_minutes": 30,
    "needs": [{"domain": "work", "urgency": "now", "wish": "見本の望み"}],
    "schemes": [{"domain": "work", "scheme": "就労移行支援", "possible": "no", "reason": "見本の理由"}],
}


def person_path(client: Client, **changed: Any) -> str:
    """Register the sample person, with these changes, and give the path of the case."""
    made = client.done("POST", "/api/v1/people", {**PERSON, **changed})
    return f"/api/v1/people/{made['id']}"


def id_in(path: str) -> uuid.UUID:
    """Give the id of the person a path is about."""
    return uuid.UUID(path.split("/")[4])


def row_of(service: Service, path: str) -> Person:
    """Read the row of a person."""
    with service.installation.database.read(service.office) as session:
        return session.execute(select(Person).where(col(Person.id) == id_in(path))).scalar_one()


def consent_to_meeting(service: Service, client: Client, path: str) -> None:
    """Record a consent to share the case with the meeting."""
    day = today(service).isoformat()
    fields = ["existence", "identity", "support", "wishes"]
    given = {"purpose": "meeting", "fields": fields, "given_on": day, "expires_on": day, "how": "signed"}
    client.done("POST", f"{path}/consents", given)
