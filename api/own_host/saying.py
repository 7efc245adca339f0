"""What a host says with one tap, put together as the acts other features know."""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from api.context import Context, Receipt
from api.errors import Conflict, Fault, Refused
from api.hosts import service, statements
from api.hosts.schemas import (
    Amount,
    BusySeasonInput,
    Day,
    HostChange,
    PeriodInput,
    SlotStatement,
    StatementsCreate,
)
from api.web.inputs import Input
from matching.vocabulary import DeclaredMark


class Tap(StrEnum):
    """Which button of a slot was pressed."""

    OPEN = DeclaredMark.OPEN.value
    ASK = DeclaredMark.ASK.value
    CLOSED = DeclaredMark.CLOSED.value
    MORE = "more"
    FEWER = "fewer"


class SlotTap(Input):
    """
    What was said of one slot.

    Parameters
    ----------
    tap
        ○, △ or ×; or one more or fewer than the page showed.
    mark, places
        What the page showed, so that the same tap sent twice says the same.
    amount
        Of a slot of minutes or seats, how much there is.
    """

    pool_slot_id: uuid.UUID
    tap: Tap | None = None
    mark: DeclaredMark | None = None
    places: Annotated[int, Field(ge=1, le=1000)] | None = None
    amount: Amount | None = None

    @property
    def said(self) -> tuple[DeclaredMark | None, int | None]:
        """The mark and the number that follow from the tap."""
        places = self.places or 1
        match self.tap:
            case Tap.MORE:
                return self.mark, min(places + 1, 1000)
            case Tap.FEWER:
                return self.mark, max(places - 1, 1)
            case Tap.CLOSED | None:
                return (DeclaredMark.CLOSED if self.tap else None), None
        return DeclaredMark(self.tap.value), self.places


class DaysInput(Input):
    """Days off, or a busy season with so many people; one day where the last is left out."""

    first_day: Day
    last_day: Day | None = None
    places: Annotated[int, Field(ge=0, le=1000)] = 0


class DaysOver(Input):
    """Which days off or busy season is taken out, by its first and last day."""

    first_day: Day
    last_day: Day


def say(context: Context, given: SlotTap) -> Receipt:
    """State one slot."""
    if given.amount is not None:
        said = SlotStatement(pool_slot_id=given.pool_slot_id, amount=given.amount)
    else:
        said = statements.with_new_mark(context, given.pool_slot_id, *given.said)
    return statements.state_at_host(context, StatementsCreate(stated_on=context.today, statements=[said]))


def say_the_same(context: Context) -> Receipt:
    """
    変更なし: say again of every slot what is in force.

    Raises
    ------
    Conflict
        `nothing_stated` if nothing is.
    """
    ids = statements.stated_slots(context)
    if not ids:
        raise Conflict("nothing_stated")
    same = [SlotStatement(pool_slot_id=each, is_same=True) for each in ids]
    return statements.state_at_host(context, StatementsCreate(stated_on=context.today, statements=same))


def add_closed(context: Context, given: DaysInput) -> Receipt:
    """Add days on which nobody can come."""
    closed = [*_closed(context), _period(context, given)]
    return service.change_host(context, HostChange(closed=tuple(closed)))


def remove_closed(context: Context, given: DaysOver) -> Receipt:
    """Take days off back."""
    kept = [each for each in _closed(context) if (each.first_day, each.last_day) != _ends(given)]
    return service.change_host(context, HostChange(closed=tuple(kept)))


def add_busy(context: Context, given: DaysInput) -> Receipt:
    """Add a busy season with fewer places, or none."""
    period = _period(context, given)
    season = BusySeasonInput(first_day=period.first_day, last_day=period.last_day, places=given.places)
    return service.change_host(context, HostChange(busy_seasons=(*_busy(context), season)))


def remove_busy(context: Context, given: DaysOver) -> Receipt:
    """Take a busy season back."""
    kept = [each for each in _busy(context) if (each.first_day, each.last_day) != _ends(given)]
    return service.change_host(context, HostChange(busy_seasons=tuple(kept)))


def _ends(given: DaysOver) -> tuple[dt.date, dt.date]:
    return given.first_day, given.last_day


def _period(context: Context, given: DaysInput) -> PeriodInput:
    last_day = given.last_day or given.first_day
    if last_day < max(given.first_day, context.today):
        raise Refused([Fault("last_day", last_day.isoformat(), "今日からあとで、最初の日より前でない日")])
    return PeriodInput(first_day=given.first_day, last_day=last_day)


def _closed(context: Context) -> list[PeriodInput]:
    return [PeriodInput.model_validate(each) for each in context.host.closed]


def _busy(context: Context) -> list[BusySeasonInput]:
    return [
        BusySeasonInput.model_validate({**each["period"], "places": each["places"]})
        for each in context.host.busy_seasons
    ]
