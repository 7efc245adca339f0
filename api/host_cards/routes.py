"""Who could use a slot, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context
from api.host_cards import candidates
from api.host_cards.views import CandidatesView
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["受入先"])


@router.view("/hosts/{host_id}/menus/{menu_id}/slots/{slot_id}/candidates", Act.HOST_CANDIDATES)
def show_candidates(
    context: Context, host_id: uuid.UUID, menu_id: uuid.UUID, slot_id: uuid.UUID
) -> CandidatesView:
    """Show who could use a slot, and why others could not."""
    return candidates.show_candidates(context, menu_id, slot_id)
