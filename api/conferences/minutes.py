"""議事録 during the meeting: what is said on each content, kept before anything is concluded."""

from __future__ import annotations

import uuid
from typing import Annotated

from pydantic import Field

from api.conferences.access import find_conference, require_open
from api.conferences.agenda import find_item
from api.conferences.contents import contents_of
from api.conferences.schemas import MinuteInput
from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.tables.sealed import AgendaDocument
from api.web.inputs import Input


class MinutesInput(Input):
    """What was said so far, by the contents of the 開催区分."""

    minutes: Annotated[list[MinuteInput], Field(max_length=20)]


def write_minutes(
    context: Context, conference_id: uuid.UUID, item_id: uuid.UUID, given: MinutesInput
) -> Receipt:
    """
    Keep what was said so far on an item.

    Raises
    ------
    Conflict
        `conference_not_open` or `item_concluded`.
    Refused
        If a key is none of the 開催区分.
    """
    conference = find_conference(context, conference_id, lock=True)
    item = find_item(context, conference, item_id)
    context.expect_version(item)
    require_open(conference)
    if item.conclusion is not None:
        raise Conflict("item_concluded")
    keys = {content.key for content in contents_of(item.kind).contents}
    unknown = [each.key for each in given.minutes if each.key not in keys]
    if unknown:
        raise Refused([Fault("minutes", key, " / ".join(sorted(keys))) for key in unknown])
    document = context.open(item, item.person_id, AgendaDocument)
    words = {**document.minutes, **{each.key: each.words for each in given.minutes}}
    item.sealed = context.seal(item, item.person_id, document.model_copy(update={"minutes": words}))
    context.change(item, {}, also=["minutes"])
    return context.receipt(item)
