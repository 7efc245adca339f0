"""The municipality, its settings, its districts and its list of 大字・町丁目."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict
from api.office.schemas import (
    DistrictInput,
    DistrictList,
    DistrictView,
    OfficeChange,
    OfficeSettings,
    OfficeView,
    TownBlockList,
    TownBlockView,
)
from api.tables import District, Municipality, TownBlock


def settings_of(session: Session, municipality_id: uuid.UUID) -> OfficeSettings:
    """Give what a municipality decided; what it did not is as it comes."""
    found = session.execute(_SETTINGS, {"office_id": municipality_id}).scalar_one()
    return OfficeSettings.model_validate(found)


def office(context: Context) -> OfficeView:
    """Show the municipality."""
    found = _office(context.session, context.municipality_id)
    return OfficeView(
        code=found.code,
        name=found.name,
        population=found.population,
        settings=OfficeSettings.model_validate(found.settings),
        version=found.version,
    )


def change_office(context: Context, given: OfficeChange) -> Receipt:
    """Change the municipality's name, population or settings."""
    found = _office(context.session, context.municipality_id, lock=True)
    context.expect_version(found)  # type: ignore[arg-type]
    values = given.model_dump(exclude_unset=True)
    if "settings" in values:
        values["settings"] = {**found.settings, **values["settings"]}
    context.change(found, values)  # type: ignore[arg-type]
    return Receipt(id=found.id, version=found.version)


def list_districts(context: Context) -> DistrictList:
    """List the 圏域 by name."""
    found = context.session.execute(select(District).order_by(col(District.name))).scalars()
    return DistrictList(
        districts=[DistrictView(id=each.id, name=each.name, version=each.version) for each in found]
    )


def add_district(context: Context, given: DistrictInput) -> Receipt:
    """Add a 圏域."""
    _refuse_taken(context, given.name)
    district = District(municipality_id=context.municipality_id, name=given.name, created_at=context.now)
    return context.receipt(context.add(district))


def change_district(context: Context, district_id: uuid.UUID, given: DistrictInput) -> Receipt:
    """Rename a 圏域."""
    district = context.find(District, district_id, lock=True)
    context.expect_version(district)
    if given.name != district.name:
        _refuse_taken(context, given.name)
    context.change(district, {"name": given.name})
    return context.receipt(district)


def find_town_blocks(context: Context, contains: str, limit: int) -> TownBlockList:
    """Find the 大字・町丁目 whose name contains a text, letter for letter."""
    query = select(TownBlock).where(col(TownBlock.name).contains(contains, autoescape=True))
    query = query.order_by(col(TownBlock.code)).limit(limit + 1)
    found = context.session.execute(query).scalars().all()
    return TownBlockList(
        town_blocks=[
            TownBlockView(id=each.id, code=each.code, name=each.name, lat=each.lat, lng=each.lng)
            for each in found[:limit]
        ],
        has_more=len(found) > limit,
    )


def replace_town_blocks(context: Context, blocks: Sequence[TownBlock]) -> Receipt:
    """Put a new list in the place of the old one; a block that stays keeps its id."""
    office_id = context.municipality_id
    kept = {each.code: each for each in context.session.execute(select(TownBlock)).scalars()}
    gone = kept.keys() - {block.code for block in blocks}
    context.session.execute(delete(TownBlock).where(col(TownBlock.code).in_(gone)))
    for block in blocks:
        known = kept.get(block.code)
        if known is None:
            context.session.add(block)
        else:
            known.name, known.lat, known.lng = block.name, block.lat, block.lng
    context.session.flush()
    context.note_of("town_block", count=len(blocks), removed=len(gone))
    return Receipt(id=office_id, details={"rows": len(blocks), "removed": len(gone)})


def _office(session: Session, municipality_id: uuid.UUID, lock: bool = False) -> Municipality:
    if lock:
        return session.get_one(Municipality, municipality_id, with_for_update=True)
    return session.execute(_OFFICE, {"office_id": municipality_id}).scalar_one()


_OFFICE = select(Municipality).where(col(Municipality.id) == bindparam("office_id"))
_SETTINGS = select(col(Municipality.settings)).where(col(Municipality.id) == bindparam("office_id"))


def _refuse_taken(context: Context, name: str) -> None:
    if context.session.execute(select(District).where(col(District.name) == name)).first():
        raise Conflict("already_exists")
