"""What is sealed turns up with those who may see it, and nowhere else: no answer, log, row or file."""

from __future__ import annotations

import io
import itertools
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from httpx2 import Response
from pydantic import ValidationError
from sqlalchemy import inspect, make_url, select, text

from api.infra.logging import set_up_logging
from api.policy.registry import DOCUMENTS
from api.policy.table import FIELDS, TABLE, visible
from api.policy.vocabulary import Act, Field, Part, Stage
from api.tables import Host
from api.tables.sealed import PersonDocument
from tests.api.service import Client, Service
from tests.contracts.routes import Bodies, Declared, routes_of
from tests.privacy.canaries import Canaries, sealed_fields

HERE = frozenset({Stage.S1, Stage.S2, Stage.S3, Stage.S4})
"""The stages the person's case is at, without a host at hand and with each of the two."""
CARRYING = {Part.CO_A, Part.MC_A}
DECIDING = CARRYING | {Part.MO}
STAFF = DECIDING | {Part.CO_R, Part.CO_T, Part.MC_T}
MORE: dict[str, set[Part]] = {
    # What a host may be told is told it, word for word.
    "ConsentDocument.shown_name": {Part.HO_O},
    "ConsentDocument.shown_text": {Part.HO_O},
    # The reason in a 狭間 check is shown with the wishes; why somebody asks to end protection, with that.
    "scheme": {Part.CO_A, Part.MC_A, Part.MO, Part.MM_A},
    "removal": {Part.CO_A, Part.MO},
    # Why a plan was decided on so is shown with what spoke for and against its places.
    "plan_decision": DECIDING,
}
FEWER: dict[str, set[Part]] = {
    # What was said of a placement in free words is for those who carry the case.
    **{f"PlacementDocument.{name}": CARRYING for name in ("person_words", "host_words", "ended_words")},
    # The person agreed that the meeting knows name and wishes, and not what helps them.
    **{f"PlanDocument.{name}": DECIDING for name in ("person_does", "provider_does", "others_do")},
    # How support began and ended, what a conference said and what was heard afterwards: no member reads it.
    **{f"CaseDocument.{name}": DECIDING for name in ("applying_agency", "early_reason", "close_words")},
    **{f"AgendaDocument.{name}": DECIDING for name in ("minutes", "follow_up_method")},
    "FollowUpDocument.words": CARRYING,
    # Who sat in a conference is known to the staff, and to those who sat there.
    **{f"MemberDocument.{name}": STAFF | {Part.MM_A} for name in ("organisation", "role", "name")},
    # Kept for the trail and for disclosure to the person; no view shows them.
    "opening": set(),
    "decision": set(),
    "password": set(),
    "UserDocument.phone": set(),
}


def allowed(name: str) -> set[Part]:
    """Tell who may see a token, from the registry of personal fields and the access table."""
    if name in FEWER:
        return FEWER[name]
    if "." not in name:
        return MORE[name]
    document, field = name.split(".")
    (entry,) = (each for each in DOCUMENTS[document] if field in each.names)
    if isinstance(entry.seen, Field):
        grants = FIELDS[entry.seen]
    else:
        assert entry.seen is not None
        grants = TABLE[entry.seen].grants
    return {part for part, stages in grants.items() if stages & HERE} | MORE.get(name, set())


def text_of(answer: Response) -> str:
    """Give all of an answer as text: address, headers, body; the parts of a workbook too."""
    body = answer.content
    if body.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(book.read(name) for name in book.namelist())
    return f"{answer.request.url} {dict(answer.headers)} {body.decode('utf-8', 'replace')}"


def views(service: Service, canaries: Canaries) -> list[tuple[Declared, str]]:
    """Give every route that shows something, for every record there is."""
    known = {name: [found] for name, found in canaries.ids.items()}
    known["person_id"].append(canaries.protected)
    known["placement_id"] += [canaries.ended, canaries.left]
    known["other_run_id"] = known["run_id"]
    found = []
    for route in routes_of(service.app):
        if route.method != "GET":
            continue
        for ids in itertools.product(*(known.get(name, [canaries.ids["person_id"]]) for name in route.ids)):
            found.append((route, route.url(dict(zip(route.ids, ids, strict=True)))))
    return found


def look_at_everything(service: Service, canaries: Canaries) -> dict[str, set[str]]:
    """Open every view as everybody, and give the fields each of them saw."""
    seen: dict[str, set[str]] = {}
    for who, client in canaries.clients.items():
        seen[who] = set()
        for route, url in views(service, canaries):
            query = {"contains": "町"} if "town-blocks" in route.path else {}
            answer = client.get(url, params=query)
            assert answer.status_code < 500, f"{url} {answer.text}"
            seen[who] |= canaries.fields_of(text_of(answer))
    return seen


def try_everything(service: Service, canaries: Canaries) -> dict[str, set[str]]:
    """Try every act as everybody, with a body that fits; give the fields that came back."""
    bodies, seen = Bodies(service.app), dict[str, set[str]]()
    routes = [route for route in routes_of(service.app) if route.method != "GET" and route.acts]
    for who, client in canaries.clients.items():
        seen[who] = set()
        for route in routes:
            if route.act in {Act.SELF_EDIT}:
                continue
            ids = {name: canaries.ids.get(name, canaries.ids["person_id"]) for name in route.ids}
            answer = client.act(route.method, route.url(ids), bodies.example(route), version=1)
            assert answer.status_code < 500, f"{route.name} {answer.text}"
            seen[who] |= canaries.fields_of(text_of(answer))
    return seen


def stored_bytes(service: Service, request: pytest.FixtureRequest) -> Iterator[tuple[str, bytes]]:
    """Give all that is stored: files of SQLite with what is not yet written back, or every column's bytes."""
    url = make_url(service.installation.settings.database_url)
    if url.get_backend_name() == "sqlite":
        files = sorted(Path(str(url.database)).parent.rglob("*.db*"))
        assert any(file.name.endswith("-wal") for file in files)
        yield from ((file.name, file.read_bytes()) for file in files)
        return
    template = request.getfixturevalue("postgresql_template")
    with template.as_admin(url.database) as connection:
        connection.execute(text("SET bytea_output = 'escape'"))
        for table in inspect(connection).get_table_names():
            rows = connection.execute(text(f'SELECT "{table}"::text FROM "{table}"')).scalars()
            yield table, "\n".join(rows).encode()


def stored_fields(
    service: Service, canaries: Canaries, request: pytest.FixtureRequest
) -> dict[str, set[str]]:
    """Give the fields whose tokens stand in what is stored, by file or table."""
    found = {
        name: canaries.fields_of(content.decode("utf-8", "replace"))
        for name, content in stored_bytes(service, request)
    }
    return {name: fields for name, fields in found.items() if fields}


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Log as the service does, into a text."""
    written = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", written)
        set_up_logging()
    yield written
    structlog.reset_defaults()


@pytest.fixture
def canaries(logged: io.StringIO, service: Service) -> Canaries:
    """A municipality in which every sealed field holds a token."""
    return Canaries(service)


def test_every_sealed_field_has_a_token(canaries: Canaries) -> None:
    """A field that is added to a sealed document without a token here fails."""
    covered = {name for name in canaries.tokens if "." in name} | {"ReasonDocument.reason"}
    assert covered == sealed_fields()
    assert {"scheme", "opening", "removal", "decision"} < canaries.tokens.keys()


def test_what_is_sealed_is_seen_by_those_who_may_and_stored_nowhere(
    canaries: Canaries,
    service: Service,
    request: pytest.FixtureRequest,
    logged: io.StringIO,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Every view and act as everybody: each token with exactly whom the table names; in no log and no row."""
    caplog.set_level(logging.DEBUG)
    seen, came_back = look_at_everything(service, canaries), try_everything(service, canaries)
    names = set(canaries.tokens)
    expected = {who: {name for name in names if who in allowed(name)} for who in seen}
    differences = {
        who: {"too much": seen[who] - expected[who], "missing": expected[who] - seen[who]}
        for who in seen
        if seen[who] != expected[who]
    }
    assert differences == {}
    assert {who: fields - expected[who] for who, fields in came_back.items() if fields - expected[who]} == {}
    written = capfd.readouterr()
    assert canaries.fields_of(logged.getvalue() + written.out + written.err + caplog.text) == set()
    assert stored_fields(service, canaries, request) == {}
    assert canaries.fields_of("\n".join(str(row.details) for row in service.audit())) == set()


def test_what_goes_wrong_tells_nothing(
    canaries: Canaries,
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    logged: io.StringIO,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Refused input, a fault of ours and a broken document name no value, in the answer or the error."""
    name, carrier = canaries.tokens["PersonDocument.name"], canaries.carrier
    for wrong in ({"name": name * 20}, {"number": f"{name}!"}, {"notes": f"{name}\x00"}, {"born_on": name}):
        answer = carrier.act("PATCH", canaries.case, wrong, version=1)
        assert answer.status_code == 422
        assert canaries.fields_of(text_of(answer)) == set()
    with pytest.raises(ValidationError) as broken:
        PersonDocument.model_validate_json(f'{{"name": "{name}", "born_on": "{name}", "more": 1}}')
    assert name not in str(broken.value)
    engine = service.installation.database.engine
    with engine.connect() as connection, pytest.raises(Exception) as failed:  # noqa: PT011
        connection.execute(text("SELECT :name FROM nowhere"), {"name": name})
    assert name not in str(failed.value)

    def fail(*given: object) -> None:
        raise ValueError(name)

    monkeypatch.setattr("api.people.reading.read_person", fail)
    quiet = Client(service.app, base_url=str(carrier.base_url), raise_server_exceptions=False)
    quiet.cookies.update(carrier.cookies)
    answer = quiet.get(canaries.case)
    assert (answer.status_code, answer.json()["type"]) == (500, "failed")
    assert canaries.fields_of(text_of(answer)) == set()
    written = capfd.readouterr()
    assert '"event": "unhandled"' in logged.getvalue()
    assert canaries.fields_of(logged.getvalue() + written.out + written.err) == set()


def test_a_planted_leak_is_found(
    canaries: Canaries,
    service: Service,
    request: pytest.FixtureRequest,
    logged: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Control: a log line with the name, a plain column with the address, a view for one role too many."""
    log = structlog.get_logger()
    log.info("opened", kind=canaries.tokens["PersonDocument.name"])
    log.info("opened", name=canaries.tokens["PersonDocument.health"])
    assert canaries.fields_of(logged.getvalue()) == {"PersonDocument.name"}
    with service.installation.database.write(service.office) as session:
        host = session.execute(select(Host)).scalars().first()
        assert host is not None
        host.name = canaries.tokens["PersonDocument.address"]
    assert {"PersonDocument.address"} in stored_fields(service, canaries, request).values()
    wider = {**FIELDS, Field.HEALTH: {**FIELDS[Field.HEALTH], Part.MO: frozenset(Stage)}}
    monkeypatch.setattr("api.policy.table.FIELDS", wider)
    monkeypatch.setattr("api.policy.gate.visible", visible.__wrapped__)  # what is kept was made without it
    canaries.clients = {Part.MO: canaries.official}
    seen = look_at_everything(service, canaries)[Part.MO]
    assert "PersonDocument.health" in seen
    assert Part.MO not in allowed("PersonDocument.health")
