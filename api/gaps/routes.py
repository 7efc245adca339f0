"""Resource gaps, as JSON and as a workbook."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import Query

from api.context import Context, Receipt
from api.documents.workbook import MEDIA_TYPE as XLSX
from api.gaps import export, making, service, smallest, worklist
from api.gaps.schemas import (
    AnalysisCreate,
    AnalysisList,
    AnalysisView,
    AskChange,
    AskCreate,
    AskList,
    AskStep,
    ChangeAsk,
    GapsShown,
    HostsToAsk,
    MonthList,
)
from api.policy.vocabulary import Act
from api.web.routing import File, Router

router = Router(prefix="/api/v1/gaps", tags=["資源ギャップ"])

Development = Annotated[str, Query(max_length=200, description="分析の中の案の番号")]


@router.change("", Act.GAP_MAKE)
def make_analysis(context: Context, body: AnalysisCreate) -> Receipt:
    """Analyse the latest proposal: unmet needs, unused places, and what is worth developing."""
    return making.make_analysis(context, body)


@router.view("", Act.GAP_READ)
def list_analyses(context: Context) -> AnalysisList:
    """List the latest analyses."""
    return service.list_analyses(context)


@router.view("/months", Act.GAP_READ)
def list_months(context: Context) -> MonthList:
    """Show the frozen months, and what to expect where there is enough history."""
    return service.list_months(context)


@router.view("/asks", Act.GAP_READ)
def list_asks(context: Context) -> AskList:
    """Show the worklist: whom to ask for what by when, and how far it came."""
    return worklist.list_asks(context)


@router.change("/asks/{ask_id}", Act.GAP_ASK, method="PATCH", status=200)
def change_ask(context: Context, ask_id: uuid.UUID, body: AskChange) -> Receipt:
    """Change who asks, and by when."""
    return worklist.change_ask(context, ask_id, body)


@router.change("/asks", Act.GAP_ASK)
def add_ask_of_change(context: Context, body: ChangeAsk) -> Receipt:
    """Put a host on the worklist for a smallest change of a proposal or of a person's options."""
    return smallest.add_ask_of_change(context, body)


@router.change("/asks/{ask_id}/steps", Act.GAP_ASK, status=200)
def step_ask(context: Context, ask_id: uuid.UUID, body: AskStep) -> Receipt:
    """Record how far it came: 打診, 見学, 体験, 受入, or 見合わせ with its reason."""
    return worklist.step_ask(context, ask_id, body)


@router.view("/{analysis_id}", Act.GAP_READ)
def show_analysis(context: Context, analysis_id: uuid.UUID) -> AnalysisView:
    """Show where an analysis stands; ask again to follow it."""
    return service.show_analysis(context, analysis_id)


@router.view("/{analysis_id}/found", Act.GAP_READ, is_result=True)
def show_gaps(context: Context, analysis_id: uuid.UUID) -> GapsShown:
    """Show what an analysis found; numbers of people are suppressed for those who plan."""
    return service.show_gaps(context, analysis_id)


@router.view("/{analysis_id}/candidates", Act.GAP_READ, is_result=True)
def list_hosts_to_ask(context: Context, analysis_id: uuid.UUID, development: Development = "") -> HostsToAsk:
    """Give hosts that could be asked for a development, with a draft of what to ask for."""
    return service.list_hosts_to_ask(context, analysis_id, development)


@router.file("/{analysis_id}/workbook", Act.GAP_READ, XLSX, is_result=True)
def export_gaps(context: Context, analysis_id: uuid.UUID) -> File:
    """Give a numbered copy of all of it as an Excel workbook."""
    return export.export_gaps(context, analysis_id, "xlsx")


@router.file("/{analysis_id}/paper", Act.GAP_READ, "application/pdf", is_result=True)
def export_gaps_as_pdf(context: Context, analysis_id: uuid.UUID) -> File:
    """Give a numbered copy of all of it as PDF/UA-1."""
    return export.export_gaps(context, analysis_id, "pdf")


@router.change("/{analysis_id}/cancel", Act.GAP_MAKE, status=200)
def cancel_analysis(context: Context, analysis_id: uuid.UUID) -> Receipt:
    """Cancel an analysis; what is known so far is kept."""
    return making.cancel_analysis(context, analysis_id)


@router.change("/{analysis_id}/asks", Act.GAP_ASK)
def add_ask(context: Context, analysis_id: uuid.UUID, body: AskCreate) -> Receipt:
    """Put a host on the worklist for a development."""
    return worklist.add_ask(context, analysis_id, body)
