"""The indicators, as JSON."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from api.context import Context
from api.hosts.schemas import Day
from api.indicators import service
from api.indicators.periods import Grain
from api.indicators.schemas import IndicatorList
from api.policy.vocabulary import Act
from api.web.routing import Router

router = Router(prefix="/api/v1", tags=["指標"])


@router.view("/indicators", Act.INDICATOR_READ)
def show_indicators(
    context: Context,
    since: Annotated[Day, Query(alias="from", description="この日を含む期間から")],
    until: Annotated[Day, Query(alias="to", description="この日を含む期間まで")],
    by: Grain = Grain.MONTH,
) -> IndicatorList:
    """Show K1 to K12 by month, quarter or 年度; numbers of people are suppressed for those who plan."""
    return service.show_indicators(context, since, until, by)
