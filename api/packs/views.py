"""What is in a pack: people by case number only, in the groups of fields the user sees."""

from __future__ import annotations

import datetime as dt
import uuid

from pydantic import BaseModel

from api.conferences.views import ConferenceView, ItemView
from api.contacts.schemas import FollowUpView
from api.plans.considered import ConsideredView


class PackItem(BaseModel):
    """付議 with what was considered and the follow-up so far; `None` where the user may not read contacts."""

    item: ItemView
    considered: list[ConsideredView]
    follow_ups: list[FollowUpView] | None


class LackView(BaseModel):
    """足りない資源: noted at this conference or an earlier one; it names nobody."""

    noted_on: dt.date
    need: str
    district: str
    when: str
    conditions: str


class UnmetView(BaseModel):
    """People without a place by need; `None` is a small number that is not told."""

    need: str
    people: int | None


class SpareView(BaseModel):
    """使われていない余力: places nobody was proposed for, by host."""

    host: str
    places: int
    slots: list[str]


class RunMade(BaseModel):
    """The latest proposal the numbers come from."""

    id: uuid.UUID
    made_on: dt.date
    words: str


class PackView(BaseModel):
    """
    A pack.

    `lacks` are of the last twelve months. `unmet` and `spare` are of the latest finished proposal, if there
    is one; `unmet_total` is `None` where it, or a part of it, is too small to be told.
    """

    conference: ConferenceView
    items: list[PackItem]
    lacks: list[LackView]
    run: RunMade | None
    unmet: list[UnmetView]
    unmet_total: int | None
    spare: list[SpareView]
