"""The desk's own views, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context
from api.desk.choices import ChoicesView, WhatIf, show_choices
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["支援ケース"])


@router.view("/people/{person_id}/choices", Act.OPTIONS_READ)
def list_choices(
    context: Context,
    person_id: uuid.UUID,
    pick_up: bool = False,
    twice: bool = False,
    half_day: bool = False,
    one_more: bool = False,
) -> ChoicesView:
    """Show what one person could choose from, as records are or as is supposed; nothing is held or kept."""
    return show_choices(context, WhatIf(pick_up=pick_up, twice=twice, half_day=half_day, one_more=one_more))
