"""What is sent and shown about households and parties."""

from __future__ import annotations

import uuid
from typing import Annotated

from pydantic import BaseModel, Field

from api.web.inputs import Input, SetOf


class MembersInput(Input):
    """Who is in it: all of them, or nobody to end it."""

    members: Annotated[SetOf[uuid.UUID], Field(max_length=20)]


class MembersView(BaseModel):
    """A household or party, with the members whose cases the user may see."""

    id: uuid.UUID
    members: list[uuid.UUID]
    version: int


class TogetherView(BaseModel):
    """The household and the party a person is in."""

    household: MembersView | None
    party: MembersView | None
