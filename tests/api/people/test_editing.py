"""Nothing written is lost, nothing said is readable where it lies, and the trail tells no values."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.context import Context
from api.policy.vocabulary import Role
from api.tables import METADATA
from matching.geo.mesh import mesh_bounds
from tests.api.people.samples import PERSON, person_path, row_of
from tests.api.service import Client, Service

FIELDS = {
    "phone": "contact",
    "health": "health",
    "money": "family",
    "most_slots": "wishes",
    "accompaniment_minutes": "support",
}
SEALED = ("name", "kana", "born_on", "address", "phone", "family_contact", "health", "family", "money")
SEALED += ("history", "avoidance", "outreach", "notes")
_numbers = itertools.count()
on_one_service = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Editor:
    """A coordinator with a form that holds every field as it was when the form was read."""

    def __init__(self, client: Client, path: str) -> None:
        self.client, self.path = client, path
        self.read()

    def read(self) -> None:
        """Read the form anew."""
        seen = self.client.seen(self.path)
        self.version = seen["version"]
        self.form = {name: seen[section][name] for name, section in FIELDS.items()}

    def save(self, field: str, value: Any) -> None:
        """Set one field and send the whole form, as a page does; if somebody was first, read it anew."""
        while True:
            self.form[field] = value
            answer = self.client.act("PATCH", self.path, self.form, self.version)
            if answer.is_success:
                self.version = answer.json()["version"]
                return
            assert answer.status_code == 412
            self.read()


def play(service: Service, path: str, clients: list[Client], edits: list[tuple[int, str, int]]) -> None:
    """Let editors save in turn, and check that the last value saved of every field is there."""
    editors = [Editor(client, path) for client in clients]
    saved: dict[str, Any] = {}
    for who, field, number in edits:
        value = number if field in {"most_slots", "accompaniment_minutes"} else f"見本 {number}"
        editors[who].save(field, value)
        saved[field] = value
    seen = clients[0].seen(path)
    assert {field: seen[FIELDS[field]][field] for field in saved} == saved


def two_coordinators(service: Service) -> tuple[list[Client], str]:
    """Give two coordinators of one new case."""
    clients = [service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)]
    path = person_path(clients[0], number=f"K-{next(_numbers)}")
    given = {"user_id": str(clients[1].user_id), "role": "coordinator"}
    clients[0].done("POST", f"{path}/involvements", given)
    return clients, path


@on_one_service
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(sorted(FIELDS)), st.integers(1, 14)), max_size=8
    )
)
def test_two_editors_lose_nothing(service: Service, edits: list[tuple[int, str, int]]) -> None:
    """However two people's edits fall, every value that was accepted last is there (A2)."""
    clients, path = two_coordinators(service)
    play(service, path, clients, edits)


def test_without_versions_they_would(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where versions are not checked, the second form takes back the first one's value."""
    clients, path = two_coordinators(service)
    monkeypatch.setattr(Context, "expect_version", lambda self, record: None)
    with pytest.raises(AssertionError):
        play(service, path, clients, [(0, "phone", 1), (1, "health", 2)])


@on_one_service
@given(north=st.floats(0.01, 0.99), east=st.floats(0.01, 0.99))
def test_moving_within_the_square_changes_no_byte(service: Service, north: float, east: float) -> None:
    """Wherever in its square a home is, every answer about it is the same (B5)."""
    client = service.client(Role.COORDINATOR)
    number = f"K-{next(_numbers)}"
    path = person_path(client, number=number)
    views = (path, f"/api/v1/people?after={number}")

    def seen() -> list[bytes]:
        return [client.get(each).content for each in views]

    before = seen()
    south, west, north_edge, east_edge = mesh_bounds("533945253")
    pin = {"lat": south + north * (north_edge - south), "lng": west + east * (east_edge - west)}
    moved = client.act("PATCH", path, {"home": {"pin": pin}}, 1)
    assert (moved.json()["version"], seen()) == (1, before)
    beyond = {"lat": pin["lat"] + (north_edge - south), "lng": pin["lng"]}
    client.done("PATCH", path, {"home": {"pin": beyond}}, version=1)
    assert seen() != before


def stored(service: Service, folder: Path) -> bytes:
    """Give everything that lies in the database: every row, and on SQLite every byte of its files."""
    with service.installation.database.read(service.office) as session:
        rows = [
            tuple(row)
            for table in METADATA.sorted_tables
            for row in session.connection().execute(table.select())
        ]
    text = "\n".join(
        bytes(cell).decode("latin1")
        if isinstance(cell, bytes)
        else json.dumps(cell, default=str, ensure_ascii=False)
        for row in rows
        for cell in row
    ).encode()
    return text + b"".join(file.read_bytes() for file in folder.glob("sanka*.db*"))


def test_what_is_said_of_a_person_is_not_readable(service: Service, tmp_path: Path) -> None:
    """Name, contact, texts, wishes, reasons and the pin lie in no row or file; the number does."""
    client = service.client(Role.COORDINATOR)
    path = person_path(client)
    client.done("PATCH", path, {"phone": "000-1111-2222", "notes": "見本の二つ目の覚え書き"}, version=1)
    client.done("POST", f"{path}/protection")
    client.done("POST", f"{path}/protection/removal", {"text": "見本の解除の理由です。十字以上"}, version=3)
    client.post("/api/v1/people/search", json={"words": "見本 一郎"})
    lies = stored(service, tmp_path)
    private = [PERSON[name] for name in SEALED]
    private += [
        "見本の望み",
        "見本の理由",
        "000-1111-2222",
        "見本の二つ目の覚え書き",
        "見本の解除の理由",
        "139.6917",
    ]
    for words in private:
        assert words.encode() not in lies, words
    assert PERSON["number"].encode() in lies
    assert "就労移行支援".encode() in lies


def test_the_trail_names_fields_and_no_values(service: Service) -> None:
    """An edit is in the trail by the names of its fields, a view by its sections, a search by ids alone."""
    client = service.client(Role.COORDINATOR)
    path = person_path(client)
    client.done("PATCH", path, {"phone": "1", "most_slots": 6, "kana": PERSON["kana"]}, version=1)
    client.seen(path)
    client.post("/api/v1/people/search", json={"words": "見本 一郎"})
    trail = service.audit()
    details = {row.act: row.details for row in trail}
    assert details["person.edit"] == {"fields": ["most_slots", "phone"]}
    assert "contact" in details["person.read"]["sections"]
    assert details["person.search"] == {"ids": [str(row_of(service, path).id)]}
    assert "見本" not in json.dumps([row.details for row in trail], ensure_ascii=False)
    assert service.check_audit().faults == ()
