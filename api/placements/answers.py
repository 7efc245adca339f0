"""What person and host answered: a yes is noted, a no gives the seats back and lets the pair rest."""

from __future__ import annotations

import datetime as dt

from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.hosts.statements import look_over_host
from api.placements.events import note_event
from api.placements.holding import OPEN, add_words, leave, require_open
from api.placements.schemas import HostAnswer, PersonAnswer
from api.placements.service import receipt
from api.tables import EventKind, Host, Person, PersonRefusal, Placement
from matching.vocabulary import Answer, PlacementStatus, Side

REST = dt.timedelta(days=90)
"""How long a declined pair rests where no review date is given."""

LONGEST_REST = dt.timedelta(days=3 * 366)


def record_answer(context: Context, given: PersonAnswer | HostAnswer) -> Receipt:
    """Record what a side said, as the coordinator heard it."""
    placement = context.placement
    context.expect_version(placement)
    require_open(context, placement, *OPEN)
    _check(context, given)
    column = "person" if given.side == Side.PERSON else "host"
    add_words(context, placement, **{f"{column}_words": given.words})
    if given.is_yes:
        values = {"host_condition": None} if given.side == Side.HOST else {}
        context.change(placement, {f"{column}_answer": Answer.YES, **values})
        note_event(context, placement, EventKind.SAID_YES, given.side)
        return receipt(context, placement)
    assert given.reason is not None
    decline(context, placement, given.side, given.reason.value, given.until, given.is_whole_host)
    if given.pause_person_until is not None:
        person = context.find(Person, placement.person_id, lock=True)
        context.change(person, {"paused_until": given.pause_person_until})
    if given.pause_host_until is not None:
        _pause_host(context, placement, given.pause_host_until)
    return receipt(context, placement)


def decline(
    context: Context,
    placement: Placement,
    side: Side,
    reason: str,
    until: dt.date | None = None,
    is_whole_host: bool = False,
) -> None:
    """End a placement for a no: the seats go back, and the pair rests until its review date."""
    column = "person_answer" if side == Side.PERSON else "host_answer"
    values = {column: Answer.NO, "declined_by": side, "declined_reason": reason}
    leave(context, placement, PlacementStatus.BROKEN_OFF, **values)
    note_event(context, placement, EventKind.SAID_NO, side)
    context.add(
        PersonRefusal(
            municipality_id=context.municipality_id,
            person_id=placement.person_id,
            host_id=placement.host_id,
            menu_id=None if is_whole_host else placement.menu_id,
            side=side,
            reason=reason,
            until=until or context.today + REST,
            placement_id=placement.id,
            recorded_at=context.now,
            recorded_by=context.actor.user_id,
        )
    )


def _check(context: Context, given: PersonAnswer | HostAnswer) -> None:
    faults = []
    if given.is_yes != (given.reason is None):
        expected = "「はい」なら空" if given.is_yes else "断りの理由（一覧から）"
        faults.append(Fault("reason", given.reason or "", expected))
    for name in ("until", "pause_person_until", "pause_host_until"):
        day = getattr(given, name)
        if day is not None and given.is_yes:
            faults.append(Fault(name, day.isoformat(), "「はい」なら空"))
        elif day is not None and not context.today < day <= context.today + LONGEST_REST:
            faults.append(Fault(name, day.isoformat(), "あしたから3年以内の日"))
    if given.is_yes and given.is_whole_host:
        faults.append(Fault("is_whole_host", "true", "「はい」なら空"))
    if faults:
        raise Refused(faults)


def _pause_host(context: Context, placement: Placement, until: dt.date) -> None:
    if context.find(Host, placement.host_id).municipality_id != context.municipality_id:
        raise Refused([Fault("pause_host_until", until.isoformat(), "自分の市区町村の受入先のときだけ")])
    host = context.find(Host, placement.host_id, lock=True)
    context.change(host, {"paused_until": until})
    look_over_host(context, host)
