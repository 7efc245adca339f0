"""What is sent and shown about the municipality, its districts and its 大字・町丁目."""

from __future__ import annotations

import uuid
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from api.tables import StartItem
from api.web.inputs import Input, Line, Minutes
from matching.contacts.cadence import Cadence
from matching.errors import InvalidProblem
from matching.retention.settings import RetentionSettings

Name = Annotated[Line, StringConstraints(max_length=80)]


def _cadence(text: str) -> str:
    if text:
        try:
            Cadence.from_toml(text)
        except InvalidProblem as wrong:
            raise ValueError(f"{wrong.record}: {wrong.field}: {wrong.expected}") from None
    return text


def _retention(text: str) -> str:
    if text:
        try:
            RetentionSettings.from_toml(text)
        except InvalidProblem as wrong:
            raise ValueError(f"{wrong.record}: {wrong.field}: {wrong.expected}") from None
    return text


class OfficeSettings(Input):
    """
    What a municipality decides for itself.

    Parameters
    ----------
    hold_days
        How long a 打診 holds a seat.
    contact_attempts
        How many times one has tried in vain to reach a person before support may be broken off.
    recall_days
        How many days ahead a host says that it needs a place for its regular users.
    plan_months, most_plan_months
        How long a plan is for where nothing else is said, and at most.
    contact_minutes_a_week
        What a coordinator has for contacts where they said nothing else.
    contact_way_minutes, contact_far_minutes
        The way there and back, in a coordinator's own district and elsewhere.
    start_items
        What has to be settled with a host before anybody starts there.
    urgent_days
        Within how many days a placement before its decision comes before a conference.
    cadence
        When both sides are contacted, as in ``data/contacts/default.toml``; empty for that.
    retention
        How is learned from what follows placements, as in ``data/retention/default.toml``; empty for that.
    retention_in_scoring, retention_in_follow_up
        The switches: whether predictions count in a proposal's points, and may bring contacts closer.
    business_name, meeting_name, secret_meeting_name
        What the office calls its 参加支援 and its meetings (with consent, and without), as printed and shown.
    """

    hold_days: Annotated[int, Field(ge=1, le=60)] = 21
    contact_attempts: Annotated[int, Field(ge=1, le=20)] = 1
    recall_days: Annotated[int, Field(ge=0, le=90)] = 14
    contact_minutes_a_week: Annotated[int, Field(ge=0, le=2_400)] = 480
    contact_way_minutes: Minutes = 20
    contact_far_minutes: Minutes = 40
    start_items: Annotated[list[StartItem], Field(max_length=8)] = Field(default_factory=lambda: [*StartItem])
    urgent_days: Annotated[int, Field(ge=1, le=60)] = 14
    cadence: Annotated[str, StringConstraints(max_length=8_000), AfterValidator(_cadence)] = ""
    retention: Annotated[str, StringConstraints(max_length=8_000), AfterValidator(_retention)] = ""
    retention_in_scoring: bool = False
    retention_in_follow_up: bool = False
    business_name: Line = "参加支援事業"
    meeting_name: Line = "重層的支援会議"
    secret_meeting_name: Line = "支援会議"
    plan_months: Annotated[int, Field(ge=1, le=60)] = 6
    most_plan_months: Annotated[int, Field(ge=1, le=60)] = 12


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
