"""住まいの場所: a 町字 or a point on a map becomes a 500 m square; the point is not kept."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import Request
from pydantic import StringConstraints

from api.context import Context, Receipt
from api.desk.heading import PersonHeading, heading_of
from api.desk.words import Choices
from api.errors import Fault, Refused
from api.office.service import find_town_blocks
from api.people import reading, service
from api.people.schemas import PersonChange
from api.people.views import PlaceView
from api.policy.vocabulary import Act, Field
from api.web.fields import Fields
from api.web.inputs import Input
from api.web.paging import Pages, gone_on
from matching.vocabulary import Answer

MOST_BLOCKS = 60
"""Of a list that is chosen from; beyond it one looks for a part of the name."""

pages = Pages()


class Sought(Input):
    """A part of the name of a 町字."""

    block: Annotated[str, StringConstraints(max_length=40, strip_whitespace=True)] = ""


@dataclass(frozen=True)
class HomePage:
    """
    Where somebody lives.

    Parameters
    ----------
    heading, version
        Who, and the version of the record.
    place
        The square that is recorded; none for who may not see it.
    protected
        Only who is known not to be protected has a square.
    may_write
        The user may record one.
    sought, blocks, has_more
        The part of a name that was looked for, the 町字 that hold it, and whether there are more.
    """

    heading: PersonHeading
    version: int
    place: PlaceView | None
    protected: Answer
    may_write: bool
    sought: str
    blocks: Choices
    has_more: bool


@pages.show("/people/{person_id}/home", Act.PERSON_READ, "people/home.html")
def show_home(context: Context, person_id: uuid.UUID, query: Sought) -> HomePage:
    """Show which square is recorded, and how to record one."""
    person = reading.read_person(context)
    may_write = Field.SQUARE in context.case.writable
    protected = context.case.person.protected
    found = (
        find_town_blocks(context, query.block, MOST_BLOCKS) if may_write and protected == Answer.NO else None
    )
    return HomePage(
        heading=heading_of(context, "/home"),
        version=person.version,
        place=person.square,
        protected=protected,
        may_write=may_write,
        sought=query.block,
        blocks=tuple((str(each.id), each.name) for each in found.town_blocks) if found else (),
        has_more=found is not None and found.has_more,
    )


@pages.form("/people/{person_id}/home", Act.PERSON_EDIT, again=show_home)
def save_home(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Record the square of a 町字 or of a point."""
    given = fields.read(PersonChange)
    if given.home is None:
        raise Refused([Fault("home.town_block_id", "", "町字か、緯度と経度")])
    return gone_on(service.change_person(context, given), f"/people/{person_id}/home")


@pages.form("/people/{person_id}/home/removal", Act.PERSON_EDIT, again=show_home)
def remove_home(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Take the square out of the record."""
    receipt = service.change_person(context, PersonChange(home=None))
    return gone_on(receipt, f"/people/{person_id}/home", "removed")


@pages.form("/people/{person_id}/home/unprotected", Act.PERSON_EDIT, again=show_home)
def note_unprotected(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Record that somebody was asked and is not protected; who is protected stays so."""
    if context.case.person.protected != Answer.UNKNOWN:
        raise Refused([Fault("protected", "", "まだ聞いていない人だけ")])
    receipt = service.change_person(context, PersonChange(protected=Answer.NO))
    return gone_on(receipt, f"/people/{person_id}/home", "recorded")
