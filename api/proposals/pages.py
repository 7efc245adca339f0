"""The pages of proposals."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.context import Context, Receipt
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.proposals import lines, making, runs
from api.proposals.schemas import ChangeView, LineView, RunCreate, RunView, UnusedView
from api.proposals.service import demo_view
from api.tables import LineKind, RunState
from api.web.paging import Pages
from api.web.templating import templates
from matching.vocabulary import Lang

public = APIRouter(include_in_schema=False)
pages = Pages()


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
    run
        Where it stands.
    is_under_way
        It is still waiting or being calculated, so the page comes again by itself.
    decide, formula
        Who decides, and how points are made.
    assigned, left, released
        What it says of the people whose case the user may open.
    hidden
        How many lines are about others.
    changes, unused
        What would help, and what nobody uses.
    """

    run: RunView
    is_under_way: bool
    decide: str = ""
    formula: str = ""
    assigned: tuple[LineView, ...] = ()
    left: tuple[LineView, ...] = ()
    released: tuple[LineView, ...] = ()
    hidden: int = 0
    changes: tuple[ChangeView, ...] = ()
    unused: tuple[UnusedView, ...] = ()


@pages.show("/proposals", Act.PROPOSAL_READ, "proposals/list.html")
def show_runs(context: Context) -> RunsPage:
    """Show the latest runs."""
    parts = parts_of(context.actor.roles, NO_RELATION)
    return RunsPage(tuple(runs.list_runs(context).runs), may(Act.PROPOSAL_MAKE, parts, None))


@pages.form("/proposals", Act.PROPOSAL_MAKE)
def make_run(context: Context, request: Request, fields: Mapping[str, str]) -> Receipt:
    """Make a proposal on the records as they are now."""
    receipt = making.make_run(context, RunCreate())
    return receipt.model_copy(update={"details": {"then": f"/proposals/{receipt.id}"}})


@pages.show("/proposals/{run_id}", Act.PROPOSAL_READ, "proposals/run.html")
def show_run(context: Context, run_id: uuid.UUID) -> RunPage:
    """Show a run: where it stands, or what it proposes."""
    run = runs.show_run(context, run_id)
    if run.state in {RunState.WAITING, RunState.RUNNING}:
        return RunPage(run, is_under_way=True)
    if run.status is None:
        return RunPage(run, is_under_way=False)
    told = lines.list_lines(context, run_id)
    by_kind = {kind: tuple(line for line in told.lines if line.kind == kind) for kind in LineKind}
    return RunPage(
        run,
        is_under_way=False,
        decide=told.decide,
        formula=told.formula,
        assigned=by_kind[LineKind.ASSIGNED],
        left=by_kind[LineKind.LEFT],
        released=by_kind[LineKind.RELEASED],
        hidden=sum(told.hidden.values()),
        changes=tuple(each for each in lines.list_changes(context, run_id).changes if each.gain),
        unused=tuple(lines.list_unused(context, run_id).unused),
    )


@pages.form("/proposals/{run_id}/cancel", Act.PROPOSAL_MAKE)
def cancel_run(context: Context, request: Request, fields: Mapping[str, str], run_id: uuid.UUID) -> Receipt:
    """Cancel a run; the best that was found so far is kept."""
    receipt = runs.cancel_run(context, run_id)
    return receipt.model_copy(update={"details": {"then": f"/proposals/{run_id}"}})


@public.get("/demo")
def show_demo(request: Request) -> Response:
    """Show the demo town's proposal, which is nobody's data."""
    return templates.TemplateResponse(request, "proposals/demo.html", {"view": demo_view(Lang.JA)})


@public.get("/health")
def health() -> dict[str, str]:
    """Say that the application answers."""
    return {"status": "ok"}
