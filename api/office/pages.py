"""設定の「役所」: the municipality, what it decided, and its 圏域."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from fastapi import Request

from api.context import Context, Receipt
from api.office import outlines, service
from api.office.schemas import DistrictInput, DistrictList, OfficeChange, OfficeView
from api.office.words import START_ITEM_WORDS
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from matching.bundled import data_path

PATH = "/settings"
pages = Pages()


@dataclass(frozen=True)
class OfficePage:
    """
    The municipality.

    Parameters
    ----------
    office
        Its name, population and settings.
    districts
        Its 圏域.
    start_items
        Checks a host can be asked for before somebody starts: code and words.
    shipped_cadence
        When both sides are contacted where the municipality says nothing else.
    may_edit
        The user may change it.
    """

    office: OfficeView
    districts: DistrictList
    start_items: tuple[tuple[str, str], ...]
    shipped_cadence: str
    may_edit: bool


@pages.show(PATH, Act.OFFICE_READ, "office/show.html")
def show_office(context: Context) -> OfficePage:
    """Show the municipality and its settings."""
    may_edit = may(Act.OFFICE_EDIT, parts_of(context.actor.roles, NO_RELATION), None)
    return OfficePage(
        office=service.office(context),
        districts=service.list_districts(context),
        start_items=tuple((item.value, words) for item, words in START_ITEM_WORDS.items()),
        shipped_cadence=_shipped_cadence(),
        may_edit=may_edit,
    )


@pages.form(PATH, Act.OFFICE_EDIT, again=show_office)
def change_office(context: Context, request: Request, fields: Fields) -> Receipt:
    """Change the municipality's name, population or settings."""
    given = fields.read(OfficeChange)
    if given.settings.cadence.strip() == _shipped_cadence().strip():
        settings = given.settings.model_copy(update={"cadence": ""})
        given = given.model_copy(update={"settings": settings})
    return gone_on(service.change_office(context, given), PATH)


@pages.form(f"{PATH}/districts", Act.OFFICE_EDIT, again=show_office)
def add_district(context: Context, request: Request, fields: Fields) -> Receipt:
    """Add a 圏域."""
    return gone_on(service.add_district(context, fields.read(DistrictInput)), f"{PATH}#districts", "added")


@pages.form(f"{PATH}/outlines", Act.OFFICE_EDIT, again=show_office)
def take_outlines(context: Context, request: Request, fields: Fields) -> Receipt:
    """Take the outlines of 圏域 for the map."""
    receipt = outlines.take_outlines(context, fields.files.get("file", b""))
    return gone_on(receipt, f"{PATH}#districts", "imported")


@pages.form(f"{PATH}/districts/{{district_id}}", Act.OFFICE_EDIT, again=show_office)
def change_district(context: Context, request: Request, fields: Fields, district_id: uuid.UUID) -> Receipt:
    """Rename a 圏域."""
    receipt = service.change_district(context, district_id, fields.read(DistrictInput))
    return gone_on(receipt, f"{PATH}#districts")


def _shipped_cadence() -> str:
    return data_path("contacts/default.toml").read_text(encoding="utf-8")
