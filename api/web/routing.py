"""The service's router: a route cannot be declared without the act it is, and runs in one transaction."""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import re
import typing
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel, TypeAdapter
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Busy, KeyMissing, KeyReused, PolicyError
from api.infra.database import is_retryable
from api.policy.table import TABLE
from api.policy.vocabulary import Act
from api.tables import IdempotencyKey
from api.web.entry import enter
from api.web.problems import ERRORS_OF_CHANGE, ERRORS_OF_VIEW

MOST_TRIES = 3
_KEY = re.compile(r"[A-Za-z0-9_-]{8,80}")

Endpoint = Callable[..., BaseModel]


class Router(APIRouter):
    """Declares routes by act; views answer with a model, changes with a receipt."""

    def view(self, path: str, act: Act, method: str = "GET") -> Callable[[Endpoint], Endpoint]:
        """Declare a route that shows something. A search is a POST, so that no name stands in an address."""
        if TABLE[act].is_change:
            raise PolicyError(f"{act} changes something and is no view")

        def declare(endpoint: Endpoint) -> Endpoint:
            answer = typing.get_type_hints(endpoint)["return"]
            self.add_api_route(
                path,
                _wrapped(endpoint, act, _show),
                methods=[method],
                response_model=answer,
                responses=ERRORS_OF_VIEW,
                name=endpoint.__name__,
                openapi_extra={"x-sanka-act": act.value},
            )
            return endpoint

        return declare

    def change(
        self, path: str, act: Act, method: str = "POST", status: int = 201
    ) -> Callable[[Endpoint], Endpoint]:
        """Declare a route that changes something: once for each Idempotency-Key, answered with a receipt."""
        if not TABLE[act].is_change:
            raise PolicyError(f"{act} changes nothing")

        def declare(endpoint: Endpoint) -> Endpoint:
            self.add_api_route(
                path,
                _wrapped(endpoint, act, functools.partial(_once, status=status)),
                methods=[method],
                status_code=status,
                response_model=Receipt,
                responses=ERRORS_OF_CHANGE,
                name=endpoint.__name__,
                openapi_extra={"x-sanka-act": act.value},
            )
            return endpoint

        return declare


Run = Callable[[Context, Request, Endpoint, dict[str, Any]], Response]


def _wrapped(endpoint: Endpoint, act: Act, run: Run) -> Callable[..., Response]:
    """Wrap an endpoint: all of it runs in one thread and one transaction, tried again if asked to."""

    def handle(request: Request, **given: Any) -> Response:
        if "request" in inspect.signature(endpoint).parameters:
            given["request"] = request
        given.pop("idempotency_key", None)
        given.pop("if_match", None)
        for attempt in range(1, MOST_TRIES + 1):
            try:
                with enter(request, act) as context:
                    return run(context, request, endpoint, given)
            except IntegrityError:
                if not TABLE[act].is_change or attempt == MOST_TRIES:
                    raise
            except DBAPIError as error:
                if not is_retryable(error):
                    raise
                if attempt == MOST_TRIES:
                    raise Busy("conflicting writers") from error
        raise AssertionError("unreachable")

    hints = typing.get_type_hints(endpoint, include_extras=True)
    keep = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("request", keep, annotation=Request)]
    for name, parameter in inspect.signature(endpoint).parameters.items():
        if name not in {"context", "request"}:
            parameters.append(parameter.replace(kind=keep, annotation=hints[name]))
    if TABLE[act].is_change:
        parameters += [
            inspect.Parameter("idempotency_key", keep, default=None, annotation=_IDEMPOTENCY_HEADER),
            inspect.Parameter("if_match", keep, default=None, annotation=_IF_MATCH_HEADER),
        ]
    handle.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    handle.__name__, handle.__doc__ = endpoint.__name__, endpoint.__doc__
    handle.sanka_act = act  # type: ignore[attr-defined]
    return handle


_IDEMPOTENCY_HEADER = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="必須。同じ操作を二度しないための鍵（8〜80字の英数字）",
        examples=["6f1c0b8e-52a4-4d5b-9d0c-0d6f7a7c1f11"],
    ),
]
_IF_MATCH_HEADER = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="変更のもとにした版 / the version the change starts from",
        examples=['"1"'],
    ),
]


def _show(context: Context, request: Request, endpoint: Endpoint, given: dict[str, Any]) -> Response:
    answer = endpoint(context, **given)
    content = _adapter(type(answer)).dump_json(answer)
    version = getattr(answer, "version", None)
    headers = {"ETag": f'"{version}"'} if isinstance(version, int) else {}
    return Response(content, media_type="application/json", headers=headers)


def _once(
    context: Context, request: Request, endpoint: Endpoint, given: dict[str, Any], *, status: int
) -> Response:
    """Do an act once for its key; the receipt is kept in the act's own transaction."""
    key = request.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        raise KeyMissing
    asked = _hash_of(request, given)
    query = select(IdempotencyKey).where(
        col(IdempotencyKey.user_id) == context.actor.user_id,
        col(IdempotencyKey.key) == key,
    )
    kept = context.session.execute(query).scalar_one_or_none()
    if kept is not None:
        if kept.request_hash != asked:
            raise KeyReused
        return _receipt_response(kept.answer, kept.status)
    receipt = endpoint(context, **given)
    assert isinstance(receipt, Receipt), "an act answers with a receipt"
    answer = receipt.model_dump_json()
    context.session.add(
        IdempotencyKey(
            user_id=context.actor.user_id,
            key=key,
            request_hash=asked,
            status=status,
            answer=answer,
            created_at=context.now,
        )
    )
    context.session.flush()
    return _receipt_response(answer, status)


def _receipt_response(answer: str, status: int) -> Response:
    version = json.loads(answer)["version"]
    headers = {"ETag": f'"{version}"'} if version is not None else {}
    return Response(answer, status_code=status, media_type="application/json", headers=headers)


def _hash_of(request: Request, given: dict[str, Any]) -> str:
    body = given.get("body")
    text = body.model_dump_json() if isinstance(body, BaseModel) else repr(body)
    parts = (request.method, request.url.path, request.headers.get("if-match", ""), text)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@functools.cache
def _adapter(kind: type[BaseModel]) -> TypeAdapter[BaseModel]:
    return TypeAdapter(kind)
