"""The host's own page, as JSON."""

from __future__ import annotations

import uuid

from api.context import Context
from api.own_host import home
from api.own_host.views import DaysView, HomeView
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["受入先"])


@router.view("/hosts/{host_id}/home", Act.HOST_HOME)
def show_home(context: Context, host_id: uuid.UUID) -> HomeView:
    """Show a host what its own page shows."""
    return home.show_home(context)


@router.view("/hosts/{host_id}/days", Act.HOST_READ)
def show_days(context: Context, host_id: uuid.UUID) -> DaysView:
    """Show when a host takes nobody, or fewer."""
    return home.show_days(context)
