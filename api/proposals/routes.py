"""Runs and what came of them, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.policy.vocabulary import Act
from api.proposals import comparison, groups, lines, making, runs
from api.proposals.schemas import (
    ChangeList,
    ComparisonView,
    FrozenInput,
    GroupsView,
    LineList,
    RunCreate,
    RunList,
    RunView,
    UnusedList,
)
from api.web.routing import Router

router = Router(prefix="/api/v1/proposals", tags=["割当案"])


@router.change("", Act.PROPOSAL_MAKE)
def make_run(context: Context, body: RunCreate) -> Receipt:
    """Make a proposal: the input is frozen, and the calculation waits for a worker."""
    return making.make_run(context, body)


@router.view("", Act.PROPOSAL_READ)
def list_runs(context: Context) -> RunList:
    """List the latest runs."""
    return runs.list_runs(context)


@router.view("/{run_id}", Act.PROPOSAL_READ)
def show_run(context: Context, run_id: uuid.UUID) -> RunView:
    """Show where a run stands and what came of it; ask again to follow it."""
    return runs.show_run(context, run_id)


@router.change("/{run_id}/cancel", Act.PROPOSAL_MAKE, status=200)
def cancel_run(context: Context, run_id: uuid.UUID) -> Receipt:
    """Cancel a run; the best that was found so far is kept."""
    return runs.cancel_run(context, run_id)


@router.view("/{run_id}/lines", Act.PROPOSAL_READ)
def list_lines(context: Context, run_id: uuid.UUID) -> LineList:
    """Show what is proposed for the people whose case the user may open, and why or why not."""
    return lines.list_lines(context, run_id)


@router.view("/{run_id}/changes", Act.PROPOSAL_READ)
def list_changes(context: Context, run_id: uuid.UUID) -> ChangeList:
    """Show the smallest changes that would help most."""
    return lines.list_changes(context, run_id)


@router.view("/{run_id}/unused", Act.PROPOSAL_READ)
def list_unused(context: Context, run_id: uuid.UUID) -> UnusedList:
    """Show the margin nobody uses."""
    return lines.list_unused(context, run_id)


@router.view("/{run_id}/input", Act.PROPOSAL_INPUT)
def show_input(context: Context, run_id: uuid.UUID) -> FrozenInput:
    """Give the frozen problem, to make the proposal again or to check it elsewhere."""
    return runs.frozen_input(context, run_id)


@router.view("/{run_id}/comparison/{other_run_id}", Act.PROPOSAL_READ)
def compare_runs(context: Context, run_id: uuid.UUID, other_run_id: uuid.UUID) -> ComparisonView:
    """Compare two runs."""
    return comparison.compare_runs(context, run_id, other_run_id)


@router.view("/{run_id}/comparison/{other_run_id}/groups", Act.RETENTION_MODEL)
def compare_groups(context: Context, run_id: uuid.UUID, other_run_id: uuid.UUID) -> GroupsView:
    """Compare who gets places in two runs by group, as with and without predictions in the points."""
    return groups.compare_groups(context, run_id, other_run_id)
