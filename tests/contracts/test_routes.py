"""Every route names its act, bounds its input, and is closed to strangers and other sites."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from pydantic import BaseModel
from sqlmodel import SQLModel

from api.policy.table import TABLE
from api.policy.vocabulary import Role
from api.tables import Person
from api.web.inputs import Input
from tests.api.service import ORIGIN, Service
from tests.contracts.routes import PUBLIC, SAFE, Bodies, Declared, Schema, routes_of

ID = "00000000-0000-4000-8000-000000000000"
BOUNDS = {
    "string": (("maxLength",), ("format",), ("enum",), ("const",)),
    "integer": (("minimum", "maximum"), ("enum",), ("const",)),
    "number": (("minimum", "maximum"),),
    "array": (("maxItems",), ("uniqueItems",)),
}
"""What bounds a value of each type: one of these must stand in its schema."""


class Open(BaseModel):
    """A model that takes anything."""

    anything: str


class Unbounded(Input):
    """A model without bounds."""

    number: int
    words: list[str]
    named: dict[str, int]


def planted(body: Open, more: Unbounded, row: Person) -> None:
    """Break every rule at once."""
    raise AssertionError


def act_faults(app: FastAPI) -> list[str]:
    """Find routes that name no act, or one that does not fit their method or their documentation."""
    bodies, faults = Bodies(app), []
    for route in routes_of(app):
        if route.is_public:
            continue
        if not route.acts:
            faults.append(f"{route.name}: names no act; declare it with Router.view or Router.change")
            continue
        is_change = TABLE[route.act].is_change
        if is_change == (route.method in SAFE) and route.method != "POST":
            faults.append(f"{route.name}: {route.act} does not fit the method")
        documented = bodies.operation(route)
        if route.is_page and not documented:
            continue
        if documented.get("x-sanka-act") != route.act.value:
            faults.append(f"{route.name}: OpenAPI does not name its act {route.act}")
        headers = {each["name"] for each in documented.get("parameters", ()) if each["in"] == "header"}
        if is_change != ("Idempotency-Key" in headers):
            faults.append(f"{route.name}: a change takes an Idempotency-Key, a view none")
    return faults


def input_faults(app: FastAPI) -> list[str]:
    """Find what can be sent without a bound, or beside what is known."""
    bodies, faults = Bodies(app), []
    for route in routes_of(app):
        operation = bodies.operation(route)
        for each in operation.get("parameters", ()):
            if each["in"] != "header":
                faults += _unbounded(bodies, f"{route.name} {each['name']}", each["schema"], set())
        schema = bodies.schema(route)
        if schema is not None:
            faults += _unbounded(bodies, route.name, schema, set())
    return faults


def _unbounded(bodies: Bodies, where: str, schema: Schema, seen: set[str]) -> Iterator[str]:
    if "$ref" in schema:
        if schema["$ref"] in seen:
            return
        seen = seen | {schema["$ref"]}
        where = f"{where} → {schema['$ref'].rsplit('/', 1)[1]}"
        schema = bodies.resolved(schema)
    for choice in ("anyOf", "oneOf", "allOf"):
        for inner in schema.get(choice, ()):
            yield from _unbounded(bodies, where, inner, seen)
    kind = schema.get("type", "")
    if (
        kind in BOUNDS
        and not _ends(schema)
        and not any(all(name in schema for name in bound) for bound in BOUNDS[kind])
    ):
        yield f"{where}: a {kind} without a bound ({' or '.join(' and '.join(b) for b in BOUNDS[kind])})"
    if kind == "array":
        yield from _unbounded(bodies, f"{where}[]", schema.get("items", {}), seen)
    if kind == "object":
        more = schema.get("additionalProperties", True)
        if more is True:
            yield f"{where}: takes unknown fields; derive it from api.web.inputs.Input"
        if isinstance(more, dict):
            yield from _unbounded(bodies, f"{where}{{}}", more, seen)
            keys = schema.get("propertyNames")
            if keys is None:
                yield f"{where}: takes any keys; give them a type with a bound"
            else:
                yield from _unbounded(bodies, f"{where} keys", keys, seen)
        for name, inner in schema.get("properties", {}).items():
            yield from _unbounded(bodies, f"{where}.{name}", inner, seen)


def _ends(schema: Schema) -> bool:
    """Tell whether a pattern leaves no length open."""
    pattern = schema.get("pattern", "")
    return pattern.startswith("^") and pattern.endswith("$") and not re.search(r"[*+]|,\}", pattern)


def table_faults(app: FastAPI) -> list[str]:
    """Find tables that are sent or shown."""
    return [
        f"{route.name}: {model.__name__} is a table and never a request or response model"
        for route in routes_of(app)
        for model in route.models
        if issubclass(model, SQLModel)
    ]


def closed(service: Service) -> list[Declared]:
    """List the routes somebody has to be signed in for."""
    return [route for route in routes_of(service.app) if not route.is_public]


def test_every_route_names_exactly_one_act(service: Service) -> None:
    """A route without an act, or with one that does not fit, is found; the list of public ones is short."""
    assert act_faults(service.app) == []
    assert PUBLIC - {(route.method, route.path) for route in routes_of(service.app)} == set()
    assert len(closed(service)) > 8


def test_every_input_is_bounded_and_nothing_unknown_is_taken(service: Service) -> None:
    """Text, numbers and lists have bounds, models forbid other fields, tables are neither sent nor shown."""
    assert input_faults(service.app) == []
    assert table_faults(service.app) == []


def test_a_route_that_breaks_the_rules_is_found() -> None:
    """Control: a route without an act, with an open model, with a table."""
    app = FastAPI()

    app.add_api_route("/api/v1/planted", planted, methods=["POST"], response_model=None)
    app.add_api_route("/api/v1/shown", lambda: None, methods=["GET"], response_model=Person)
    assert [fault for fault in act_faults(app) if "/planted" in fault and "no act" in fault]
    found = "\n".join(input_faults(app))
    assert "Open: takes unknown fields" in found
    for name in (
        "Open.anything",
        "Unbounded.number",
        "Unbounded.words",
        "Unbounded.words[]",
        "Unbounded.named",
    ):
        assert f"{name}: " in found
    assert len(table_faults(app)) == 2


def test_nobody_gets_anywhere_without_signing_in(service: Service) -> None:
    """Everywhere else the API answers 401, whatever the body; a page leads to the sign-in."""
    client, bodies = service.client_of(None), Bodies(service.app)
    client.follow_redirects = False
    for route in closed(service):
        url = route.url(dict.fromkeys(route.ids, ID))
        if route.method in SAFE:
            answers = [client.get(url)]
        else:
            bad = ({"unknown": "field"}, "no document", None)
            answers = [client.act(route.method, url, body) for body in (bodies.example(route), *bad)]
        for answer in answers:
            if route.is_page:
                assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in"), route.name
            else:
                assert (answer.status_code, answer.json()["type"]) == (401, "not-signed-in"), route.name


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", f"{ORIGIN}.example", None])
def test_no_change_comes_from_another_site(service: Service, origin: str | None) -> None:
    """Without the service's own Origin every change and search is refused, whoever asks."""
    client, bodies = service.client(Role.COORDINATOR), Bodies(service.app)
    del client.headers["Origin"]
    if origin is not None:
        client.headers["Origin"] = origin
    for route in closed(service):
        if route.method not in SAFE:
            for body in (bodies.example(route), {"unknown": "field"}):
                answer = client.act(route.method, route.url(dict.fromkeys(route.ids, ID)), body)
                assert answer.status_code == 403, route.name
    assert client.get("/api/v1/me").status_code == 200


def test_what_is_no_form_of_ours_is_refused(service: Service) -> None:
    """A body another site could send without asking (text, a form) changes nothing."""
    client = service.client(Role.ADMIN)
    for kind, body in (("text/plain", '{"name": "x"}'), ("application/x-www-form-urlencoded", "name=x")):
        headers = {"Content-Type": kind, "Idempotency-Key": "some-key-1"}
        answer = client.post("/api/v1/users", content=body, headers=headers)
        assert answer.status_code in {415, 422}
    assert len(client.seen("/api/v1/users")["users"]) == 1
