"""The pages of proposals."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.people.service import names_of
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.proposals import commit as commits
from api.proposals import comparison, lines, making, runs
from api.proposals.commit import CommitInput
from api.proposals.schemas import (
    ChangeView,
    ComparisonView,
    ForbiddenInput,
    LineView,
    PinInput,
    RunCreate,
    RunView,
    UnusedView,
)
from api.proposals.service import demo_view
from api.proposals.timetable import HostWeek, timetable_of
from api.tables import LineKind, Person, RunState
from api.web.fields import Fields
from api.web.inputs import Input
from api.web.paging import Pages, gone_on
from api.web.problems import words_of_conflict
from api.web.templating import templates
from matching.vocabulary import Lang, NeedDomain

public = APIRouter(include_in_schema=False)
pages = Pages()


class Look(StrEnum):
    """How a proposal is looked at: person by person, as a table, or as each host's week."""

    PEOPLE = "people"
    TABLE = "table"
    HOSTS = "hosts"


class RunQuery(Input):
    """How the page is looked at, and why a line could not be held."""

    look: Look = Look.PEOPLE
    refused: Annotated[str, Field(pattern="^[a-z_]{2,40}$")] = "none"


@dataclass(frozen=True)
class RunsPage:
    """
    The latest runs.

    Parameters
    ----------
    runs
        Newest first.
    may_make
        The user may make one.
    """

    runs: tuple[RunView, ...]
    may_make: bool


@dataclass(frozen=True)
class RunPage:
    """
    One run.

    Parameters
    ----------
    run, look
        Where it stands, and how it is looked at.
    is_under_way
        It is still waiting or being calculated, so the page comes again by itself.
    decide, formula
        Who decides, and how points are made.
    assigned, left, released
        What it says of the people whose case the user may open.
    names
        Of those whose name the user may know, by id.
    hidden
        How many lines are about others.
    changes, unused
        What would help, and what nobody uses.
    hosts
        Each host's week, with the people proposed to it.
    before
        The run before this one, to compare with.
    refused
        Why the line that was tried could not be held.
    may_make, may_commit, may_ask
        What the user may do here.
    """

    run: RunView
    look: Look
    is_under_way: bool
    decide: str = ""
    formula: str = ""
    assigned: tuple[LineView, ...] = ()
    left: tuple[LineView, ...] = ()
    released: tuple[LineView, ...] = ()
    names: dict[uuid.UUID, str] | None = None
    hidden: int = 0
    changes: tuple[ChangeView, ...] = ()
    unused: tuple[UnusedView, ...] = ()
    hosts: tuple[HostWeek, ...] = ()
    before: uuid.UUID | None = None
    refused: str = ""
    may_make: bool = False
    may_commit: bool = False
    may_ask: bool = False


@dataclass(frozen=True)
class ComparisonPage:
    """Two runs side by side, with the names the user may know."""

    comparison: ComparisonView
    names: dict[uuid.UUID, str]


@pages.show("/proposals", Act.PROPOSAL_READ, "proposals/list.html")
def show_runs(context: Context) -> RunsPage:
    """Show the latest runs."""
    return RunsPage(tuple(runs.list_runs(context).runs), _may(context, Act.PROPOSAL_MAKE))


@pages.form("/proposals", Act.PROPOSAL_MAKE, again=show_runs)
def make_run(context: Context, request: Request, fields: Fields) -> Receipt:
    """Make a proposal on the records as they are now, or try something out on an earlier one."""
    receipt = making.make_run(context, fields.read(RunCreate))
    return gone_on(receipt, f"/proposals/{receipt.id}", "")


@pages.show("/proposals/{run_id}", Act.PROPOSAL_READ, "proposals/run.html")
def show_run(context: Context, run_id: uuid.UUID, query: RunQuery) -> RunPage:
    """Show a run: where it stands, or what it proposes."""
    run = runs.show_run(context, run_id)
    if run.state in {RunState.WAITING, RunState.RUNNING}:
        return RunPage(run, query.look, is_under_way=True)
    if run.status is None:
        return RunPage(run, query.look, is_under_way=False)
    told = lines.list_lines(context, run_id)
    names = _names(context, (line.person_id for line in told.lines))
    by_kind = {kind: tuple(line for line in told.lines if line.kind == kind) for kind in LineKind}
    return RunPage(
        run,
        query.look,
        is_under_way=False,
        decide=told.decide,
        formula=told.formula,
        assigned=by_kind[LineKind.ASSIGNED],
        left=by_kind[LineKind.LEFT],
        released=by_kind[LineKind.RELEASED],
        names=names,
        hidden=sum(told.hidden.values()),
        changes=tuple(each for each in lines.list_changes(context, run_id).changes if each.gain),
        unused=tuple(lines.list_unused(context, run_id).unused),
        hosts=timetable_of(by_kind[LineKind.ASSIGNED], names) if query.look == Look.HOSTS else (),
        before=_before(context, run),
        refused="" if query.refused == "none" else words_of_conflict(query.refused),
        may_make=_may(context, Act.PROPOSAL_MAKE),
        may_commit=_may(context, Act.PROPOSAL_COMMIT) and not run.is_what_if,
        may_ask=_may(context, Act.GAP_ASK),
    )


@pages.form("/proposals/{run_id}/cancel", Act.PROPOSAL_MAKE)
def cancel_run(context: Context, request: Request, fields: Fields, run_id: uuid.UUID) -> Receipt:
    """Cancel a run; the best that was found so far is kept."""
    return gone_on(runs.cancel_run(context, run_id), f"/proposals/{run_id}", "")


@pages.form("/proposals/{run_id}/commit", Act.PROPOSAL_COMMIT, again=show_run)
def commit(context: Context, request: Request, fields: Fields, run_id: uuid.UUID) -> Receipt:
    """Hold what was decided for one person; where it no longer holds, say why."""
    receipt = commits.commit(context, run_id, fields.read(CommitInput))
    outcome = receipt.details["lines"][0]
    if "held" in outcome:
        return gone_on(receipt, f"/placements/{outcome['held']}", "held")
    return gone_on(receipt, f"/proposals/{run_id}?refused={outcome['code']}", "")


@pages.form("/proposals/{run_id}/again", Act.PROPOSAL_MAKE, again=show_run)
def make_again(context: Context, request: Request, fields: Fields, run_id: uuid.UUID) -> Receipt:
    """Make a proposal on the records of now, with what was pinned to a menu or kept away from one."""
    runs.show_run(context, run_id)  # whoever cannot see the run pins nothing of it
    pins, forbidden = [], []
    for name in fields:
        choice, _, of = fields[name].partition(" ")
        if not name.startswith("line.") or not choice:
            continue
        person_id, domain, menu_id = _line(of)
        if choice == "pin":
            pins.append(PinInput(person_id=person_id, domain=domain, menu_id=menu_id))
        else:
            forbidden.append(ForbiddenInput(person_id=person_id, menu_id=menu_id))
    receipt = making.make_run(context, RunCreate(pins=tuple(pins), forbidden=tuple(forbidden)))
    return gone_on(receipt, f"/proposals/{receipt.id}", "")


@pages.show("/proposals/{run_id}/comparison/{other_run_id}", Act.PROPOSAL_READ, "proposals/comparison.html")
def show_comparison(context: Context, run_id: uuid.UUID, other_run_id: uuid.UUID) -> ComparisonPage:
    """Show how everybody fares in two runs."""
    found = comparison.compare_runs(context, run_id, other_run_id)
    return ComparisonPage(found, _names(context, (move.person_id for move in found.moves)))


@public.get("/demo")
def show_demo(request: Request) -> Response:
    """Show the demo town's proposal, which is nobody's data."""
    return templates.TemplateResponse(request, "proposals/demo.html", {"view": demo_view(Lang.JA)})


@public.get("/health")
def health() -> dict[str, str]:
    """Say that the application answers."""
    return {"status": "ok"}


def _may(context: Context, act: Act) -> bool:
    return may(act, parts_of(context.actor.roles, NO_RELATION), None)


def _names(context: Context, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    query = select(Person).where(col(Person.id).in_(set(person_ids)))
    return names_of(context, context.session.execute(query).scalars())


def _before(context: Context, run: RunView) -> uuid.UUID | None:
    """Give the newest run before this one that something came of."""
    earlier = (
        each.id
        for each in runs.list_runs(context).runs
        if each.created_at < run.created_at and each.status is not None
    )
    return next(earlier, None)


def _line(text: str) -> tuple[uuid.UUID, NeedDomain, uuid.UUID]:
    try:
        person_id, domain, menu_id = text.split(" ")
        return uuid.UUID(person_id), NeedDomain(domain), uuid.UUID(menu_id)
    except ValueError:
        raise Refused([Fault("line", "", "このページの選択肢")]) from None
