"""Packs: as JSON, and as numbered copies in PDF and Excel."""

from __future__ import annotations

import uuid

from api.context import Context
from api.documents.workbook import MEDIA_TYPE as XLSX
from api.packs import service
from api.packs.views import PackView
from api.policy.vocabulary import Act
from api.web.routing import File, Router

router = Router(prefix="/api/v1/conferences/{conference_id}", tags=["会議"])


@router.view("/pack", Act.CONFERENCE_READ)
def show_pack(context: Context, conference_id: uuid.UUID) -> PackView:
    """Show everything the conference looks at, by case number."""
    return service.show_pack(context, conference_id)


@router.file("/pack.pdf", Act.CONFERENCE_COPY, "application/pdf")
def give_pack_as_pdf(context: Context, conference_id: uuid.UUID) -> File:
    """Give a copy of the pack as PDF/UA-1."""
    return service.copy_of(context, conference_id, "pdf")


@router.file("/pack.xlsx", Act.CONFERENCE_COPY, XLSX)
def give_pack_as_workbook(context: Context, conference_id: uuid.UUID) -> File:
    """Give a copy of the pack's tables as an Excel workbook."""
    return service.copy_of(context, conference_id, "xlsx")
