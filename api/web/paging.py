"""The router of pages: as in the API, none can be declared without the act it is; forms are parsed here."""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from api.context import Context, Receipt
from api.errors import Conflict, KeyMissing, KeyReused, Refused, Stale, VersionMissing
from api.policy.table import TABLE
from api.policy.vocabulary import Act
from api.web.fields import Fields
from api.web.frame import Typed, frame_of
from api.web.once import Asked, do_once, run
from api.web.problems import page_problem_of
from api.web.templating import templates

SEE_OTHER = 303
SHOWN_AGAIN = (Refused, Conflict, Stale, KeyReused, KeyMissing, VersionMissing)
"""What a form's page is shown again for, with all that was typed."""

Endpoint = Callable[..., Any]


@dataclass(frozen=True)
class Shown:
    """A declared page: how its view is made, what it is as an act, and what draws it."""

    endpoint: Endpoint
    act: Act
    template: str
    query: type[BaseModel] | None


async def form_fields(request: Request) -> Fields:
    """Give the text fields of a form."""
    async with request.form() as form:
        items = form.multi_items()
        files = {name: await value.read() for name, value in items if not isinstance(value, str)}
    return Fields(((name, value) for name, value in items if isinstance(value, str)), files)


def gone_on(receipt: Receipt, then: str, done: str = "saved") -> Receipt:
    """
    Say where a form goes on, and what is said there.

    Parameters
    ----------
    receipt
        What the act gave.
    then
        The path of the next page.
    done
        A key of `DONE` of api/web/templating, or nothing.
    """
    if done:
        path, hash_mark, place = then.partition("#")
        then = f"{path}{'&' if '?' in path else '?'}done={done}{hash_mark}{place}"
    return receipt.model_copy(update={"details": {"then": then}})


class Pages(APIRouter):
    """Declares pages by act."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[Endpoint, Shown] = {}

    def show(self, path: str, act: Act, template: str) -> Callable[[Endpoint], Endpoint]:
        """
        Declare a page: the endpoint gives its view.

        A parameter ``query`` of the endpoint, an `Input`, is read from behind the question mark.
        """

        def declare(endpoint: Endpoint) -> Endpoint:
            query = typing.get_type_hints(endpoint).get("query")
            shown = self._shown[endpoint] = Shown(endpoint, act, template, query)

            def handle(request: Request, **ids: Any) -> Response:
                return _answer(request, shown, ids, Typed())

            self._declare(path, act, endpoint, handle, "GET", is_change=False)
            return endpoint

        return declare

    def search(self, path: str, act: Act, template: str) -> Callable[[Endpoint], Endpoint]:
        """Declare a page that is asked for by a form, so that no name stands in an address."""

        def declare(endpoint: Endpoint) -> Endpoint:
            def handle(
                request: Request, fields: Annotated[Fields, Depends(form_fields)], **ids: Any
            ) -> Response:
                def answer(context: Context) -> Response:
                    typed = Typed(fields=fields)
                    try:
                        view = endpoint(context, fields, **ids)
                    except Refused as error:
                        typed.problem, typed.form_name = page_problem_of(error), _form_name(fields)
                        view = endpoint(context, None, **ids)
                    return _drawn(request, context, template, view, typed)

                return run(request, act, answer)

            self._declare(path, act, endpoint, handle, "POST", is_change=False)
            return endpoint

        return declare

    def form(self, path: str, act: Act, again: Endpoint | None = None) -> Callable[[Endpoint], Endpoint]:
        """
        Declare what a form does: once for its key; the endpoint gives its receipt and where to go on.

        Parameters
        ----------
        path, act
            Where it is sent, and what it is.
        again
            The page that is shown again, with what was typed, if the form is refused; the path has its ids.
        """

        def declare(endpoint: Endpoint) -> Endpoint:
            def handle(
                request: Request, fields: Annotated[Fields, Depends(form_fields)], **ids: Any
            ) -> Response:
                version = fields.get("version", "")
                asked = Asked(fields.get("key", ""), version, fields.text)

                def answer(context: Context) -> Response:
                    kept, _ = do_once(
                        context, request, asked, SEE_OTHER, lambda: endpoint(context, request, fields, **ids)
                    )
                    return RedirectResponse(json.loads(kept)["details"]["then"], SEE_OTHER)

                try:
                    return run(request, act, answer, version)
                except SHOWN_AGAIN as error:
                    if again is None:
                        raise
                    shown = self._shown[again]
                    own = {name: ids[name] for name in ids if name in inspect.signature(again).parameters}
                    typed = Typed(fields=fields, problem=page_problem_of(error), form_name=_form_name(fields))
                    return _answer(request, shown, own, typed)

            self._declare(path, act, endpoint, handle, "POST", is_change=True)
            return endpoint

        return declare

    def _declare(
        self, path: str, act: Act, endpoint: Endpoint, handle: Any, method: str, is_change: bool
    ) -> None:
        if TABLE[act].is_change != is_change:
            raise AssertionError(f"{act} does not go with {method}")
        hints = typing.get_type_hints(endpoint)
        own = [each for each in inspect.signature(handle).parameters.values() if each.name != "ids"]
        ids = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=hints[name])
            for name in inspect.signature(endpoint).parameters
            if name.endswith("_id")
        ]
        handle.__signature__ = inspect.Signature([*own, *ids])
        handle.__name__, handle.__doc__ = endpoint.__name__, endpoint.__doc__
        handle.sanka_act = act
        self.add_api_route(path, handle, methods=[method], include_in_schema=False, name=endpoint.__name__)


def _answer(request: Request, shown: Shown, ids: dict[str, Any], typed: Typed) -> Response:
    """Show a page in a transaction of its own."""

    def answer(context: Context) -> Response:
        given = dict(ids)
        if shown.query is not None:  # after the gate: who may not see the page is told nothing of its query
            asked = [(name, value) for name, value in request.query_params.multi_items() if name != "done"]
            given["query"] = Fields(asked if request.method == "GET" else ()).read(shown.query)
        return _drawn(request, context, shown.template, shown.endpoint(context, **given), typed)

    return run(request, shown.act, answer)


def _drawn(request: Request, context: Context, template: str, view: object, typed: Typed) -> Response:
    page = {"view": view, "frame": frame_of(context, request.url.path), "typed": typed}
    status = typed.problem.status if typed.problem else 200
    return templates.TemplateResponse(request, template, page, status_code=status)


def _form_name(fields: Fields) -> str:
    """Give the name of the form that was sent: it stands behind its key."""
    return fields.get("key", "").partition("-")[2]
