"""What is sent and shown of rule books."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from pydantic import BaseModel

from api.mapping.settings import RuleChanges
from api.web.inputs import Input, Line
from matching.vocabulary import LimitKind, SolveStatus, Verdict


class BookInput(Input):
    """A draft: what differs from the shipped rules, and why."""

    changes: RuleChanges
    reason: Line


class EffectView(BaseModel):
    """
    What a draft would change today, before and after, as counts; nobody is named.

    `verdicts` and `against` count pairs of a person and a menu, `limits`, `more` and `fewer` pool slots,
    `assigned`, `gained`, `lost` and `moved` needs.
    """

    verdicts: dict[Verdict, tuple[int, int]]
    against: dict[str, tuple[int, int]]
    limits: dict[LimitKind, tuple[int, int]]
    more: int
    fewer: int
    assigned: tuple[int, int]
    gained: int
    lost: int
    moved: int
    status: tuple[SolveStatus, SolveStatus]


class BookLine(BaseModel):
    """A version as listed; `is_in_force` is true of one at most."""

    id: uuid.UUID
    version: int
    number: int
    reason: str
    made_by: uuid.UUID
    created_at: dt.datetime
    in_force_since: dt.datetime | None
    is_in_force: bool


class BookList(BaseModel):
    """All versions, newest first; without one in force the shipped rules are."""

    books: list[BookLine]


class BookView(BookLine):
    """
    A version with what it changes, beside the shipped settings, and what it would change in practice.

    `is_being_tried` while that is computed; `message` where it could not be.
    """

    changes: RuleChanges
    shipped: dict[str, Any]
    effect: EffectView | None
    is_being_tried: bool
    message: str
