"""The router of pages: as in the API, none can be declared without the act it is; forms are parsed here."""

from __future__ import annotations

import inspect
import json
import typing
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.calendar import date_text, wareki
from api.context import Context
from api.infra.clock import fiscal_year
from api.infra.crypto import Place
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import TABLE, may
from api.policy.vocabulary import ROLE_WORDS, Act
from api.tables import Municipality, UserAccount
from api.tables.sealed import UserDocument
from api.web.once import Asked, do_once, run
from api.web.templating import templates
from matching.vocabulary import Lang

NAVIGATION = (("今日", "/", Act.TASK_READ), ("割当案", "/proposals", Act.PROPOSAL_READ))
SEE_OTHER = 303

Endpoint = Callable[..., Any]


@dataclass(frozen=True)
class Frame:
    """
    What stands around every page of a signed-in user.

    Parameters
    ----------
    municipality, fiscal_year, date
        For whom and when.
    name, roles
        The user.
    navigation
        Words and addresses of what the user may open.
    key
        A fresh key for the page's form.
    """

    municipality: str
    fiscal_year: str
    date: str
    name: str
    roles: str
    navigation: tuple[tuple[str, str], ...]
    key: str


def frame_of(context: Context) -> Frame:
    """Make the frame for the context's user."""
    session, actor = context.session, context.actor
    office, user = session.get(Municipality, actor.municipality_id), session.get(UserAccount, actor.user_id)
    assert office is not None
    assert user is not None
    place = Place(user.municipality_id, "user_account", user.id, "sealed")
    parts = parts_of(actor.roles, NO_RELATION)
    return Frame(
        municipality=office.name,
        fiscal_year=wareki(context.today.replace(year=fiscal_year(context.today), month=4, day=1)).partition(
            "年"
        )[0]
        + "年度",
        date=date_text(context.today, Lang.JA),
        name=context.installation.vault.open(place, user.id, user.sealed, UserDocument).name,
        roles="・".join(ROLE_WORDS[role] for role in sorted(actor.roles)),
        navigation=tuple((words, path) for words, path, act in NAVIGATION if may(act, parts, None)),
        key=uuid.uuid4().hex,
    )


async def form_fields(request: Request) -> Mapping[str, str]:
    """Give the text fields of a form."""
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


class Pages(APIRouter):
    """Declares pages by act."""

    def show(self, path: str, act: Act, template: str) -> Callable[[Endpoint], Endpoint]:
        """Declare a page: the endpoint gives its view."""

        def declare(endpoint: Endpoint) -> Endpoint:
            def handle(request: Request, **ids: Any) -> Response:
                def answer(context: Context) -> Response:
                    page = {"view": endpoint(context, **ids), "frame": frame_of(context)}
                    return templates.TemplateResponse(request, template, page)

                return run(request, act, answer)

            self._declare(path, act, endpoint, handle, "GET")
            return endpoint

        return declare

    def form(self, path: str, act: Act) -> Callable[[Endpoint], Endpoint]:
        """Declare what a form does: once for its key; the endpoint gives its receipt and where to go on."""

        def declare(endpoint: Endpoint) -> Endpoint:
            def handle(
                request: Request, fields: Annotated[Mapping[str, str], Depends(form_fields)], **ids: Any
            ) -> Response:
                version = fields.get("version", "")
                asked = Asked(fields.get("key", ""), version, repr(sorted(fields.items())))

                def answer(context: Context) -> Response:
                    kept, _ = do_once(
                        context, request, asked, SEE_OTHER, lambda: endpoint(context, request, fields, **ids)
                    )
                    return RedirectResponse(json.loads(kept)["details"]["then"], SEE_OTHER)

                return run(request, act, answer, version)

            self._declare(path, act, endpoint, handle, "POST")
            return endpoint

        return declare

    def _declare(self, path: str, act: Act, endpoint: Endpoint, handle: Any, method: str) -> None:
        if TABLE[act].is_change != (method == "POST"):
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
