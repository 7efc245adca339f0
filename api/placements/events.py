"""経過: what happened to a placement, one row for each thing, which nobody changes afterwards."""

from __future__ import annotations

import datetime as dt
import uuid

from api.context import Context
from api.tables import EventKind, Placement, PlacementEvent
from api.tables.tenancy import add_rows
from matching.vocabulary import Side


def note_event(
    context: Context,
    placement: Placement,
    kind: EventKind,
    side: Side | None = None,
    day: dt.date | None = None,
) -> None:
    """Note what happened, of which side, and the day it is about where that is not today."""
    row = {
        "id": uuid.uuid4(),
        "municipality_id": context.municipality_id,
        "placement_id": placement.id,
        "person_id": placement.person_id,
        "kind": kind,
        "side": side,
        "day": day or context.today,
        "at": context.now,
        "recorded_by": context.actor.user_id,
    }
    add_rows(context.session, PlacementEvent, [row])
