"""From errors to answers, in one place: problem details under /api, one Japanese page elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException

from api.errors import (
    Conflict,
    Fault,
    NotFound,
    NotSignedIn,
    PolicyError,
    Refused,
    ServiceError,
    TooManyAttempts,
)
from api.web.entry import enter
from api.web.expectations import expectation
from api.web.problems import Problem, page_problem_of, problem_of
from api.web.templating import templates

_HTTP = {
    404: problem_of(NotFound()),
    405: Problem(
        type="no-such-method",
        title="この操作はできません",
        status=405,
        detail="最初のページに戻ってください。",
    ),
    415: Problem(
        type="not-json", title="JSON で送ってください", status=415, detail="Content-Type を確かめてください。"
    ),
}
_OTHER = Problem(
    type="failed",
    title="うまくいきませんでした",
    status=500,
    detail="少し待ってから、もう一度お試しください。",
)
_RETRY_AFTER_S = 2
_MOST_SHOWN = 40
_OF_A_LIST = {"enum", "literal_error"}

log = structlog.get_logger()


def handle_errors(app: FastAPI) -> None:
    """Answer every error in words, and none with what it was about."""

    @app.exception_handler(ServiceError)
    def service_error(request: Request, error: ServiceError) -> Response:
        if isinstance(error, PolicyError):
            log.error("policy_error", path=_route_of(request), request_id=request.state.request_id)
        return _answer(request, problem_of(error), error)

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> Response:
        if error.status_code == 400:  # a body that cannot be read, as text or as a form
            return _refuse(request, [Fault("body", "", "UTF-8 の JSON")])
        known = _HTTP.get(error.status_code)
        return _answer(request, known or _OTHER.model_copy(update={"status": error.status_code}))

    @app.exception_handler(IntegrityError)
    def already_there(request: Request, error: IntegrityError) -> Response:
        return _answer(request, problem_of(Conflict("already_exists")))

    @app.exception_handler(RequestValidationError)
    def bad_input(request: Request, error: RequestValidationError) -> Response:
        faults = [
            Fault(
                field=".".join(str(step) for step in each["loc"] if step != "body") or "body",
                given=_shown(each["type"], each.get("input")),
                expected=expectation(each),
            )
            for each in error.errors()
        ]
        return _refuse(request, faults)

    @app.exception_handler(Exception)
    def fault_of_ours(request: Request, error: Exception) -> Response:
        log.error(
            "unhandled",
            kind=type(error).__name__,
            path=_route_of(request),
            request_id=request.state.request_id,
        )
        return _answer(request, _OTHER)


def _refuse(request: Request, faults: Sequence[Fault]) -> Response:
    """Refuse input; but who may not be here is told so, and not what the input should look like."""
    act = getattr(getattr(request.scope.get("route"), "endpoint", None), "sanka_act", None)
    try:
        if act is not None:
            with enter(request, act):
                pass
    except ServiceError as refusal:
        return _answer(request, problem_of(refusal), refusal)
    return _answer(request, problem_of(Refused(faults)))


def _answer(request: Request, problem: Problem, error: ServiceError | None = None) -> Response:
    headers: dict[str, str] = {}
    if problem.status == 503:
        headers["Retry-After"] = str(_RETRY_AFTER_S)
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.retry_after_s)
    if request.url.path.startswith("/api/"):
        text = problem.model_dump_json(exclude_none=True)
        return Response(text, problem.status, headers, media_type="application/problem+json")
    if isinstance(error, NotSignedIn):
        return RedirectResponse("/sign-in", 303, headers)
    if error is not None:
        problem = page_problem_of(error)
    return templates.TemplateResponse(
        request,
        "error.html",
        {"title": problem.title, "next_step": problem.detail},
        status_code=problem.status,
        headers=headers,
    )


def _route_of(request: Request) -> str:
    """Name the route, not the address: no id and no query goes into a log."""
    found: Callable[..., object] | None = getattr(request.scope.get("route"), "endpoint", None)
    return found.__name__ if found else ""


def _shown(kind: str, given: object) -> str:
    """Show a wrong number, or what is not in a list; a text may be anything, so it is not shown."""
    if given is None or isinstance(given, int | float) or (isinstance(given, str) and kind in _OF_A_LIST):
        return str(given)[:_MOST_SHOWN]
    return ""
