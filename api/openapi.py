"""What the API says of itself: /api/v1/openapi.json, complete and with samples to try."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.samples import SAMPLES
from api.web.entry import COOKIE
from api.web.once import KEY
from api.web.problems import DESCRIPTIONS

Schema = dict[str, Any]

SCHEME = "session"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_METHODS = ("get", "post", "patch", "delete")
_TOO_LARGE = "413"
_LOCAL_TIME = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"


def describe(app: FastAPI) -> None:
    """Let the application describe itself in full."""

    def openapi() -> Schema:
        if app.openapi_schema is None:
            found = get_openapi(
                title=app.title,
                version=app.version,
                summary=app.summary,
                tags=app.openapi_tags,
                routes=app.routes,
            )
            app.openapi_schema = _complete(found)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def openapi_text(app: FastAPI) -> str:
    """Give the document as it is kept in docs/openapi.json."""
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _complete(document: Schema) -> Schema:
    components = document["components"]
    _say_time(components["schemas"])
    components["securitySchemes"] = {
        SCHEME: {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": "POST /api/v1/session でサインインすると付く。変更には Origin も要る。",
        }
    }
    components["responses"] = {
        _name_of(str(status)): {"description": words, "content": _PROBLEM}
        for status, words in DESCRIPTIONS.items()
    }
    for operation in _operations(document):
        _say_once(operation)
        for parameter in operation.get("parameters", ()):
            if parameter["name"] == "Idempotency-Key":  # asked for in words of our own, after the gate
                parameter |= {"required": True, "schema": {"type": "string", "pattern": f"^{KEY}$"}}
        if "x-sanka-act" in operation:
            operation["security"] = [{SCHEME: []}]
        if "requestBody" in operation:
            operation["responses"].setdefault(_TOO_LARGE, {})
            _add_samples(operation["requestBody"]["content"].get("application/json"))
        for status in operation["responses"]:
            if status >= "400":
                operation["responses"][status] = {"$ref": f"#/components/responses/{_name_of(status)}"}
    return document


def _say_time(schema: Any) -> None:
    """A time of day here has no offset, which `format: time` asks for."""
    if isinstance(schema, dict):
        if schema.get("format") == "time":
            del schema["format"]
            schema["pattern"] = _LOCAL_TIME
        schema = list(schema.values())
    if isinstance(schema, list):
        for inner in schema:
            _say_time(inner)


def _operations(document: Schema) -> Iterator[Schema]:
    for path in document["paths"].values():
        yield from (path[method] for method in _METHODS if method in path)


def _say_once(operation: Schema) -> None:
    """A route's first sentence is its summary; what follows is its description."""
    first, _, rest = operation.get("description", "").partition("\n")
    operation["summary"] = first.rstrip(".")
    operation.pop("description", None)
    if rest.strip():
        operation["description"] = rest.strip()


def _add_samples(content: Schema | None) -> None:
    if content is None:
        return
    schema = content["schema"]
    kinds = schema.get("oneOf") or schema.get("anyOf") or [schema]
    names = [each["$ref"].rpartition("/")[2] for each in kinds]
    content["examples"] = {name: {"value": SAMPLES[name]} for name in names}


def _name_of(status: str) -> str:
    return f"Problem{status}"
