"""The municipality, its districts and its 大字・町丁目, as JSON."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import Body, Query

from api.context import Context, Receipt
from api.office import outlines, service
from api.office.schemas import DistrictInput, DistrictList, OfficeChange, OfficeView, TownBlockList
from api.policy.vocabulary import Act
from api.web.inputs import Printable
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["自治体"])

Contains = Annotated[str, Query(min_length=1, max_length=60, description="町名に含まれる文字"), Printable]
GeoJson = Annotated[bytes, Body(media_type="application/octet-stream", description="GeoJSON（RFC 7946）")]
Limit = Annotated[int, Query(ge=1, le=100)]


@router.view("/office", Act.OFFICE_READ)
def show_office(context: Context) -> OfficeView:
    """Show the municipality and its settings."""
    return service.office(context)


@router.change("/office", Act.OFFICE_EDIT, method="PATCH", status=200)
def change_office(context: Context, body: OfficeChange) -> Receipt:
    """Change the municipality's name, population or settings."""
    return service.change_office(context, body)


@router.view("/districts", Act.OFFICE_READ)
def list_districts(context: Context) -> DistrictList:
    """List the 圏域."""
    return service.list_districts(context)


@router.change("/districts", Act.OFFICE_EDIT)
def add_district(context: Context, body: DistrictInput) -> Receipt:
    """Add a 圏域."""
    return service.add_district(context, body)


@router.change("/districts/{district_id}", Act.OFFICE_EDIT, method="PATCH", status=200)
def change_district(context: Context, district_id: uuid.UUID, body: DistrictInput) -> Receipt:
    """Rename a 圏域."""
    return service.change_district(context, district_id, body)


@router.change("/districts/outlines", Act.OFFICE_EDIT, status=200)
def take_outlines(context: Context, body: GeoJson) -> Receipt:
    """Take the outlines of 圏域 for the map, from GeoJSON with their names in `properties.name`."""
    return outlines.take_outlines(context, body)


@router.view("/town-blocks", Act.OFFICE_READ)
def find_town_blocks(context: Context, contains: Contains, limit: Limit = 20) -> TownBlockList:
    """Find 大字・町丁目 by a part of their name."""
    return service.find_town_blocks(context, contains, limit)
