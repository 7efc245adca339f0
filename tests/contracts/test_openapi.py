"""The API's document is complete, its samples can be sent, and what is kept of it is what is served."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api.main import TAGS, bare_app
from api.openapi import SCHEME, openapi_text
from api.policy.table import TABLE
from api.policy.vocabulary import Act
from api.samples import SAMPLES
from api.web.problems import DESCRIPTIONS
from tests.contracts.routes import routes_of

ROOT = Path(__file__).parents[2]
EVERY = {"500", "503"}
VIEW = EVERY | {"401", "404", "422"}
CHANGE = VIEW | {"400", "403", "409", "412", "428", "507"}
FEEDS = {"/api/v1/contacts/calendar.ics"}
"""Read by calendars with a token of their own in place of a session."""
RESULTS = {f"/api/v1/gaps/{{analysis_id}}/{what}" for what in ("found", "candidates", "workbook", "paper")}
"""What a job makes, and may not have made yet."""
SIGN_IN = EVERY | {"401", "403", "422", "429"}
WITH_BODY = {"413"}

Operation = dict[str, Any]


def operations_of(document: dict[str, Any]) -> Iterator[tuple[str, str, Operation]]:
    """Give method, path and what is documented of each operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def gaps(document: dict[str, Any]) -> list[str]:
    """Find what is not said of an operation."""
    found = []
    responses = document["components"]["responses"]
    for method, path, operation in operations_of(document):
        where = f"{method} {path}"
        act = operation.get("x-sanka-act")
        open_to = VIEW if path in FEEDS else SIGN_IN
        expected = open_to if act is None else CHANGE if TABLE[Act(act)].is_change else VIEW
        if act is not None and not TABLE[Act(act)].is_change and method != "get":
            expected = expected | {"403"}
        if "requestBody" in operation:
            expected = expected | WITH_BODY
        if path in RESULTS:
            expected = expected | {"409"}
        errors = {status for status in operation["responses"] if status >= "400"}
        if errors != expected:
            found.append(f"{where}: errors {sorted(errors)} and not {sorted(expected)}")
        for status in errors:
            name = operation["responses"][status].get("$ref", "").rpartition("/")[2]
            schema = responses.get(name, {}).get("content", {}).get("application/problem+json", {})
            if schema.get("schema") != {"$ref": "#/components/schemas/Problem"}:
                found.append(f"{where}: {status} is no problem")
        if operation.get("security") != (None if act is None else [{SCHEME: []}]):
            found.append(f"{where}: does not say who may come")
        if set(operation.get("tags", ())) - TAGS.keys() or len(operation.get("tags", ())) != 1:
            found.append(f"{where}: its tag has no words")
        if not operation["summary"] or operation["summary"].istitle():
            found.append(f"{where}: its summary is not a sentence")
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is not None and not content.get("examples"):
            found.append(f"{where}: no sample body")
    return found


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The application without anything to work on."""
    return bare_app()


def test_every_operation_says_all_there_is_to_know(app: FastAPI) -> None:
    """Each status, the shape of errors, who may come, a tag, a sentence and a sample body."""
    assert gaps(app.openapi()) == []
    schemas = app.openapi()["components"]["schemas"]
    assert {"Problem", "FaultView", "Receipt"} <= schemas.keys()
    assert [name for name in schemas if "__" in name] == []
    assert set(DESCRIPTIONS) == {int(status) for status in CHANGE | SIGN_IN | WITH_BODY}


def test_every_route_of_the_api_is_in_the_document(app: FastAPI) -> None:
    """What can be called is documented, each under a name of its own."""
    document = app.openapi()
    said = {(method.upper(), path) for method, path, _ in operations_of(document)}
    assert said == {(route.method, route.path) for route in routes_of(app) if not route.is_page} - {
        ("GET", "/api/v1/openapi.json"),
        ("HEAD", "/api/v1/openapi.json"),
    }
    names = [operation["operationId"] for _, _, operation in operations_of(document)]
    assert len(names) == len(set(names)) > 80


def test_the_samples_can_be_sent(app: FastAPI) -> None:
    """Each sample body is taken by the model it is shown with, and each is shown."""
    models = {model.__name__: model for route in routes_of(app) for model in route.models}
    for name, sample in SAMPLES.items():
        TypeAdapter(models[name]).validate_json(json.dumps(sample), strict=False)
    shown = {
        name
        for _, _, operation in operations_of(app.openapi())
        for name in operation.get("requestBody", {})
        .get("content", {})
        .get("application/json", {})
        .get("examples", ())
    }
    assert shown == SAMPLES.keys()


def test_the_kept_document_is_the_one_that_is_served(app: FastAPI) -> None:
    """docs/openapi.json is what the service answers to anybody, byte for byte; it holds no data."""
    kept = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert kept == openapi_text(app), "run make data"
    served = TestClient(app).get("/api/v1/openapi.json")
    assert served.json() == json.loads(kept)


def test_a_gap_is_found(app: FastAPI) -> None:
    """Control: a route without documentation has every gap there is."""
    gapped = bare_app()
    gapped.openapi_schema = None
    gapped.post("/api/v1/planted", tags=["planted"])(lambda body: None)
    document = json.loads(json.dumps(gapped.openapi()))
    document["paths"]["/api/v1/me"]["get"]["responses"]["404"] = {"description": ""}
    del document["paths"]["/api/v1/me"]["get"]["security"]
    found = "\n".join(gaps(document))
    for words in ("planted: errors", "its tag", "me: 404 is no problem", "me: does not say who may come"):
        assert words in found
