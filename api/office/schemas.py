"""What is sent and shown about the municipality, its districts and its 大字・町丁目."""

from __future__ import annotations

import uuid
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from api.web.inputs import Input, Line

Name = Annotated[Line, StringConstraints(max_length=80)]


class OfficeSettings(Input):
    """
    What a municipality decides for itself.

    Parameters
    ----------
    hold_days
        How long a 打診 holds a seat.
    business_name, meeting_name
        What the office calls its 参加支援 and its meeting, as printed and shown.
    """

    hold_days: Annotated[int, Field(ge=1, le=60)] = 21
    business_name: Line = "参加支援事業"
    meeting_name: Line = "重層的支援会議"


class OfficeChange(Input):
    """What of the municipality is to be changed; what is not sent stays, in the settings too."""

    name: Name = ""
    population: Annotated[int, Field(ge=0, le=20_000_000)] | None = None
    settings: OfficeSettings = OfficeSettings()


class OfficeView(BaseModel):
    """The municipality; its population decides which counts may be shown."""

    code: str
    name: str
    population: int | None
    settings: OfficeSettings
    version: int


class DistrictInput(Input):
    """The name of a 圏域."""

    name: Name


class DistrictView(BaseModel):
    """A 圏域."""

    id: uuid.UUID
    name: str
    version: int


class DistrictList(BaseModel):
    """All 圏域 of the municipality."""

    districts: list[DistrictView]


class TownBlockView(BaseModel):
    """A 大字・町丁目 with its representative point."""

    id: uuid.UUID
    code: str
    name: str
    lat: float
    lng: float


class TownBlockList(BaseModel):
    """The 大字・町丁目 that were looked for."""

    town_blocks: list[TownBlockView]
    has_more: bool
