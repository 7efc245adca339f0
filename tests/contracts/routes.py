"""The application's routes, and bodies that fit them."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel, JsonValue
from starlette.routing import BaseRoute

from api.policy.vocabulary import Act

SAFE = {"GET", "HEAD", "OPTIONS"}
PUBLIC = {
    ("GET", "/health"),
    ("POST", "/api/v1/session"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    # A calendar has no session; the token in its address says whose it is.
    ("GET", "/api/v1/contacts/calendar.ics"),
    # The demo town is nobody's: synthetic people on synthetic hosts.
    ("GET", "/demo"),
    # A host comes in by its link; how it reads is nobody's secret.
    ("GET", "/host/link/{token}"),
    ("GET", "/host/ruby"),
}
"""What needs nobody to be signed in; /static is a mount and no route."""


@dataclass(frozen=True)
class Declared:
    """One method of one route."""

    method: str
    path: str
    endpoint: Callable[..., Any]
    answer: Any = None

    @property
    def name(self) -> str:
        """Method and path."""
        return f"{self.method} {self.path}"

    @property
    def is_public(self) -> bool:
        """Tell whether nobody needs to be signed in."""
        return (self.method, self.path) in PUBLIC

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page for people and not a part of the API."""
        return not self.path.startswith("/api/")

    @property
    def acts(self) -> list[Act]:
        """The acts the endpoint is, which is one."""
        act = getattr(self.endpoint, "sanka_act", None)
        return [act] if isinstance(act, Act) else []

    @property
    def act(self) -> Act:
        """The one act."""
        (act,) = self.acts
        return act

    @property
    def ids(self) -> list[str]:
        """Names of the ids in the path."""
        return re.findall(r"{(\w+)(?::\w+)?}", self.path)

    @property
    def models(self) -> set[type[BaseModel]]:
        """The models of body and answer, down to the innermost."""
        found: set[type[BaseModel]] = set()
        _gather(self.answer, found)
        for parameter in inspect.signature(self.endpoint, eval_str=True).parameters.values():
            _gather(parameter.annotation, found)
        return found

    def url(self, ids: dict[str, str]) -> str:
        """Put ids into the path."""
        return re.sub(r"{(\w+)(?::\w+)?}", lambda name: ids[name[1]], self.path)


def routes_of(app: FastAPI) -> list[Declared]:
    """List every route of the application, also those of its routers."""
    return sorted(_walk(app.routes, ""), key=lambda each: (each.path, each.method))


def _walk(routes: typing.Iterable[BaseRoute], prefix: str) -> Iterator[Declared]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _walk(inner.routes, prefix + route.include_context.prefix)  # type: ignore[attr-defined]
        elif isinstance(route, APIRoute):
            for method in route.methods:
                yield Declared(method, prefix + route.path, route.endpoint, route.response_model)
        elif hasattr(route, "endpoint"):  # openapi.json
            yield Declared("GET", prefix + route.path, route.endpoint)  # type: ignore[attr-defined]


def _gather(annotation: Any, found: set[type[BaseModel]]) -> None:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        if annotation not in found:
            found.add(annotation)
            for field in annotation.model_fields.values():
                _gather(field.annotation, found)
        return
    for inner in typing.get_args(annotation):
        _gather(inner, found)


Schema = dict[str, Any]


class Bodies:
    """
    The bodies an application takes, from its OpenAPI document.

    Parameters
    ----------
    app
        The application.
    """

    def __init__(self, app: FastAPI) -> None:
        self.document: Schema = app.openapi()

    def operation(self, route: Declared) -> Schema:
        """Give what is documented of a route; nothing for what is not in the document."""
        path = re.sub(r"{(\w+):\w+}", r"{\1}", route.path)
        found: Schema = self.document["paths"].get(path, {}).get(route.method.lower(), {})
        return found

    def schema(self, route: Declared) -> Schema | None:
        """Give the schema of a route's JSON body."""
        content = self.operation(route).get("requestBody", {}).get("content", {})
        found: Schema | None = content.get("application/json", {}).get("schema")
        return found

    def example(self, route: Declared) -> JsonValue:
        """Make the smallest body that fits a route's schema; an empty one for a route without."""
        schema = self.schema(route)
        return self._example(schema) if schema else {}

    def resolved(self, schema: Schema) -> Schema:
        """Follow a reference."""
        if "$ref" not in schema:
            return schema
        found: Schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return found

    def _example(self, schema: Schema) -> JsonValue:
        schema = self.resolved(schema)
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self._example(schema[choice][0])
        if "const" in schema or "enum" in schema:
            fixed: JsonValue = schema.get("const", schema.get("enum", [None])[0])
            return fixed
        match schema.get("type"):
            case "object":
                needed, inner = schema.get("required", ()), schema.get("properties", {})
                return {name: self._example(inner[name]) for name in needed}
            case "array":
                return [self._example(schema["items"]) for _ in range(schema.get("minItems", 0))]
            case "string":
                formats = {
                    "uuid": "00000000-0000-4000-8000-000000000000",
                    "date": "2026-11-20",
                    "time": "09:00:00",
                    "date-time": "2026-11-20T09:00:00Z",
                }
                return formats.get(schema.get("format", ""), "見" * max(1, schema.get("minLength", 1)))
            case "integer" | "number":
                least: JsonValue = schema.get("minimum", 1)
                return least
            case "boolean":
                return True
        return None
