"""Typing in what a host said by telephone or on the sheet it faxed back."""

from __future__ import annotations

import uuid
from typing import Annotated

from pydantic import Field

from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.hosts import statements
from api.hosts.schemas import Day, SlotStatement, StatementsCreate
from api.tables import Heard
from api.web.inputs import Input
from matching.vocabulary import DeclaredMark


class TypedRow(Input):
    """A row of the sheet; without a mark it was left empty."""

    pool_slot_id: uuid.UUID
    mark: DeclaredMark | None = None
    places: Annotated[int, Field(ge=0, le=1000)] | None = None


class TypedSheet(Input):
    """
    A sheet as it came back.

    Parameters
    ----------
    stated_on, heard
        When the host said it, and how it was heard.
    is_same
        「変更なし」 was ticked: every row that was stated before is said again.
    """

    stated_on: Day
    heard: Heard
    is_same: bool = False
    rows: Annotated[list[TypedRow], Field(max_length=200)] = Field(default_factory=list)


def type_in(context: Context, given: TypedSheet) -> Receipt:
    """
    State for the host what it said, marked with how it was heard.

    Raises
    ------
    Refused
        If no row has a mark.
    """
    said = [
        statements.with_new_mark(context, row.pool_slot_id, row.mark, row.places)
        for row in given.rows
        if row.mark is not None
    ]
    if given.is_same:
        marked = {row.pool_slot_id for row in said}
        same = statements.stated_slots(context)
        said += [SlotStatement(pool_slot_id=each, is_same=True) for each in same if each not in marked]
    if not said:
        raise Refused([Fault("rows", "", "1つ以上の枠に ○・△・×（変わらないなら「変更なし」）")])
    body = StatementsCreate(stated_on=given.stated_on, heard=given.heard, statements=said)
    return statements.state_at_host(context, body)
