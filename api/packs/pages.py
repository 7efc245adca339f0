"""会議資料 on the screen in the room: no names, large letters."""

from __future__ import annotations

import uuid

from api.context import Context
from api.packs import service
from api.packs.views import PackView
from api.policy.vocabulary import Act
from api.web.paging import Pages

pages = Pages()


@pages.show("/conferences/{conference_id}/screen", Act.CONFERENCE_READ, "packs/screen.html")
def show_screen(context: Context, conference_id: uuid.UUID) -> PackView:
    """Show the pack for the projector."""
    return service.show_pack(context, conference_id)
