"""The key store: one key a subject, gone when erased, closed when it cannot be reached."""

from __future__ import annotations

import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from api.errors import KeyLost
from api.infra.crypto import Place
from api.infra.database import Database
from api.infra.keystore import KEPT_S, KeyStore
from api.infra.vault import Vault
from api.policy.vocabulary import Role
from api.tables.sealed import PersonDocument
from tests.api.service import Service

OFFICE, OTHER_OFFICE = uuid.UUID(int=1), uuid.UUID(int=2)
WRAPPING = b"w" * 32


@pytest.fixture
def url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database for keys, of each kind."""
    found: str = f"sqlite:///{tmp_path / 'keys.db'}"
    return found if backend == "sqlite" else request.getfixturevalue("database_url")


def test_one_subject_gets_one_key_however_many_ask(url: str) -> None:
    """Made by eight at once, as if by two processes, the key is the same for all and stays so."""
    stores = [KeyStore(Database(url), WRAPPING) for _ in range(2)]
    subject = uuid.uuid4()

    def made(number: int) -> bytes:
        store = stores[number % 2]
        store.make(OFFICE, subject)
        return store.key_of(OFFICE, subject)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(made, range(8)))) == 1
    assert made(0) == made(1)
    for store in stores:
        store.close()


def test_an_erased_key_opens_nothing_any_more(url: str) -> None:
    """What was sealed with it stays shut, here at once and elsewhere within a minute."""
    here, there = (Vault(KeyStore(Database(url), WRAPPING)) for _ in range(2))
    subject = uuid.uuid4()
    place = Place(OFFICE, "person", subject, "sealed")
    here.new_subject(OFFICE, subject)
    sealed = here.seal(place, subject, PersonDocument(name="見本 一郎"))
    assert there.open(place, subject, sealed, PersonDocument).name == "見本 一郎"
    here.keys.erase(subject)
    with pytest.raises(KeyLost):
        here.open(place, subject, sealed, PersonDocument)
    with pytest.MonkeyPatch.context() as later:
        later.setattr(time, "monotonic", lambda now=time.monotonic: now() + KEPT_S + 1)
        with pytest.raises(KeyLost):
            there.open(place, subject, sealed, PersonDocument)
    for vault in (here, there):
        vault.keys.close()


def test_keys_are_found_right_after_the_machine_has_started(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that counts from the start of the machine may be younger than a key is kept."""
    first, second = (KeyStore(Database(url), WRAPPING) for _ in range(2))
    monkeypatch.setattr(time, "monotonic", lambda: 1.0)
    subject = uuid.uuid4()
    first.make(OFFICE, subject)
    assert second.key_of(OFFICE, subject) == first.key_of(OFFICE, subject)
    first.close()
    second.close()


def test_keys_are_of_use_with_their_wrapping_and_municipality_only(url: str) -> None:
    """With another secret, or for another municipality, a key is none."""
    subject = uuid.uuid4()
    own, neighbour = (KeyStore(Database(url), WRAPPING) for _ in range(2))
    foreign = KeyStore(Database(url), b"x" * 32)
    own.make(OFFICE, subject)
    with pytest.raises(KeyLost):
        neighbour.key_of(OTHER_OFFICE, subject)
    with pytest.raises(KeyLost):
        foreign.key_of(OFFICE, subject)
    for store in (own, neighbour, foreign):
        store.close()


def test_no_key_is_stored_in_the_clear(url: str) -> None:
    """The key store alone reads nothing: its keys are wrapped."""
    store = KeyStore(Database(url), WRAPPING)
    subject = uuid.uuid4()
    store.make(OFFICE, subject)
    key = store.key_of(OFFICE, subject)
    database = Database(url)
    with database.engine.connect() as connection:
        wrapped = connection.execute(text("SELECT wrapped FROM subject_key")).scalar_one()
    assert key not in bytes(wrapped)
    database.close()
    store.close()


def test_without_the_key_store_nothing_is_shown(service: Service) -> None:
    """If it cannot be reached the answer is an error in words, with no name in it; afterwards all is well."""
    admin = service.client(Role.ADMIN)
    keys = service.installation.vault.keys
    with keys._database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE subject_key RENAME TO gone"))
    keys._kept.clear()
    broken = service.client_of(admin.user_id)
    broken._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    answer = broken.get("/api/v1/users")
    assert answer.status_code == 500
    assert "見本" not in answer.text
    assert set(answer.json()) == {"type", "title", "status", "detail"}
    with keys._database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO subject_key"))
    assert admin.seen("/api/v1/users")["users"]
