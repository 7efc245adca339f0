"""The service's router: a route cannot be declared without the act it is, and runs in one transaction."""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from api.context import Context, Receipt
from api.errors import PolicyError
from api.policy.table import TABLE
from api.policy.vocabulary import Act
from api.web.once import Asked, do_once, run
from api.web.problems import ERRORS_OF_CHANGE, ERRORS_OF_RESULT, ERRORS_OF_SEARCH, ERRORS_OF_VIEW


@dataclass(frozen=True)
class File:
    """A file to be saved under a name, which is in Latin letters."""

    name: str
    content: bytes


Endpoint = Callable[..., BaseModel | File]


class Router(APIRouter):
    """Declares routes by act; views answer with a model, changes with a receipt."""

    def view(
        self, path: str, act: Act, method: str = "GET", is_result: bool = False
    ) -> Callable[[Endpoint], Endpoint]:
        """
        Declare a route that shows something. A search is a POST, so that no name stands in an address.

        The result of a job may not be there yet, and says so.
        """
        if TABLE[act].is_change:
            raise PolicyError(f"{act} changes something and is no view")

        errors = ERRORS_OF_RESULT if is_result else ERRORS_OF_VIEW

        def declare(endpoint: Endpoint) -> Endpoint:
            answer = typing.get_type_hints(endpoint)["return"]
            self.add_api_route(
                path,
                _wrapped(endpoint, act, _show),
                methods=[method],
                response_model=answer,
                responses=errors if method == "GET" else ERRORS_OF_SEARCH,
                name=endpoint.__name__,
                openapi_extra={"x-sanka-act": act.value},
            )
            return endpoint

        return declare

    def file(
        self, path: str, act: Act, media_type: str, is_result: bool = False
    ) -> Callable[[Endpoint], Endpoint]:
        """Declare a route that gives a file."""
        if TABLE[act].is_change:
            raise PolicyError(f"{act} changes something and is no view")

        def declare(endpoint: Endpoint) -> Endpoint:
            self.add_api_route(
                path,
                _wrapped(endpoint, act, functools.partial(_give, media_type=media_type)),
                methods=["GET"],
                response_class=Response,
                responses={
                    **(ERRORS_OF_RESULT if is_result else ERRORS_OF_VIEW),
                    200: {"content": {media_type: {}}},
                },
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


Answer = Callable[[Context, Request, Endpoint, dict[str, Any]], Response]


def _wrapped(endpoint: Endpoint, act: Act, answer: Answer) -> Callable[..., Response]:
    """Wrap an endpoint: all of it runs in one thread and one transaction, tried again if asked to."""

    takes_request = "request" in inspect.signature(endpoint).parameters

    def handle(request: Request, **given: Any) -> Response:
        if takes_request:
            given["request"] = request
        given.pop("idempotency_key", None)
        given.pop("if_match", None)
        return run(request, act, lambda context: answer(context, request, endpoint, given))

    hints = typing.get_type_hints(endpoint, include_extras=True)
    keep = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("request", keep, annotation=Request)]
    for name, parameter in inspect.signature(endpoint).parameters.items():
        if name not in {"context", "request"}:
            kind = _as_sent(hints[name]) if name == "body" else hints[name]
            parameters.append(parameter.replace(kind=keep, annotation=kind))
    if TABLE[act].is_change:
        parameters += [
            inspect.Parameter("idempotency_key", keep, default=None, annotation=_IDEMPOTENCY_HEADER),
            inspect.Parameter("if_match", keep, default=None, annotation=_IF_MATCH_HEADER),
        ]
    handle.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    handle.__name__, handle.__doc__ = endpoint.__name__, endpoint.__doc__
    handle.sanka_act = act  # type: ignore[attr-defined]
    return handle


def _as_sent(kind: Any) -> Any:
    """Take a JSON body as it was sent: "1" and true are no numbers, and a number is no date."""
    if not hasattr(kind, "__metadata__"):
        return Annotated[kind, WrapValidator(functools.partial(_check, TypeAdapter(kind)))]
    if kind.__origin__ is bytes:
        return kind
    members = tuple(_as_sent(member) for member in typing.get_args(kind.__origin__))
    return Annotated[(typing.Union[members], *kind.__metadata__)]  # noqa: UP007  made, not written


def _check(adapter: TypeAdapter[Any], value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isinstance(value, bytes):  # sent as something else than JSON
        return handler(value)
    try:
        return adapter.validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        faults = [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
        raise RequestValidationError(faults) from None


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
    assert isinstance(answer, BaseModel), "a view answers with a model"
    content = _adapter(type(answer)).dump_json(answer)
    version = getattr(answer, "version", None)
    headers = {"ETag": f'"{version}"'} if isinstance(version, int) else {}
    return Response(content, media_type="application/json", headers=headers)


def _give(
    context: Context, request: Request, endpoint: Endpoint, given: dict[str, Any], *, media_type: str
) -> Response:
    file = endpoint(context, **given)
    assert isinstance(file, File), "a file route answers with a file"
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=media_type, headers=headers)


def _once(
    context: Context, request: Request, endpoint: Endpoint, given: dict[str, Any], *, status: int
) -> Response:
    headers, body = request.headers, given.get("body")
    asked = Asked(headers.get("idempotency-key", ""), headers.get("if-match", ""), _text_of(body))

    def act() -> Receipt:
        receipt = endpoint(context, **given)
        assert isinstance(receipt, Receipt), "an act answers with a receipt"
        return receipt

    answer, kept_status = do_once(context, request, asked, status, act)
    version = json.loads(answer)["version"]
    etag = {"ETag": f'"{version}"'} if version is not None else {}
    return Response(answer, status_code=kept_status, media_type="application/json", headers=etag)


def _text_of(body: object) -> str:
    """Give a text that is the same for the same body; a file is known by its hash."""
    if isinstance(body, bytes):
        return hashlib.sha256(body).hexdigest()
    return body.model_dump_json() if isinstance(body, BaseModel) else repr(body)


@functools.cache
def _adapter(kind: type[BaseModel]) -> TypeAdapter[BaseModel]:
    return TypeAdapter(kind)
