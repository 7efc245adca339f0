"""終結 and 中断: what ends, who may look for the next place, and why in private."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from api.contacts.cadence import plan_contacts
from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.hosts import seats
from api.ladder.schemas import BreakdownInput, EndInput, ExitInput
from api.ladder.seating import require_placed
from api.ladder.words import EXIT_WORDS
from api.placements import guards
from api.placements.answers import LONGEST_REST
from api.placements.events import note_event
from api.placements.notices import next_working_day
from api.placements.service import receipt
from api.placements.words import DID_NOT_FIT
from api.tables import EventKind, Exit, PersonRefusal, Placement
from api.tables.sealed import ExitDocument
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task
from matching.vocabulary import PlacementStatus, Side


class ExitView(BaseModel):
    """Why one side stopped."""

    side: Side
    reason: str
    reason_words: str
    words: str
    recorded_at: dt.datetime
    recorded_by: uuid.UUID


class ExitList(BaseModel):
    """What each side said in private."""

    exits: list[ExitView]


def end(context: Context, given: EndInput) -> Receipt:
    """終結: from today on the seats are given back."""
    placement = context.placement
    context.expect_version(placement)
    require_placed(placement)
    _leave(context, placement, PlacementStatus.ENDED, given.reason.value)
    note_event(context, placement, EventKind.ENDED)
    _keep_exits(context, placement, given)
    return receipt(context, placement)


def break_down(context: Context, given: BreakdownInput) -> Receipt:
    """中断: a fact about the fit; the plan's standby is the next to be looked at."""
    placement = context.placement
    context.expect_version(placement)
    require_placed(placement)
    if given.rest_until is not None and not (
        context.today < given.rest_until <= context.today + LONGEST_REST
    ):
        raise Refused([Fault("rest_until", given.rest_until.isoformat(), "あしたから3年以内の日")])
    _leave(context, placement, PlacementStatus.BROKEN_OFF, DID_NOT_FIT)
    note_event(context, placement, EventKind.BROKEN_OFF)
    _keep_exits(context, placement, given)
    if given.rest_until is not None:
        context.add(
            PersonRefusal(
                municipality_id=context.municipality_id,
                person_id=placement.person_id,
                host_id=placement.host_id,
                menu_id=placement.menu_id,
                side=Side.PERSON,
                reason=DID_NOT_FIT,
                until=given.rest_until,
                placement_id=placement.id,
                recorded_at=context.now,
                recorded_by=context.actor.user_id,
            )
        )
    add_task(
        context,
        TaskKind.NEXT_CANDIDATE,
        next_working_day(context.today),
        person_id=placement.person_id,
        host_id=placement.host_id,
        placement_id=placement.id,
    )
    return receipt(context, placement)


def list_exits(context: Context) -> ExitList:
    """Show what each side said in private, to the coordinator of the case."""
    placement = context.placement
    query = select(Exit).where(col(Exit.placement_id) == placement.id)
    found = context.session.execute(query.order_by(col(Exit.recorded_at), col(Exit.id))).scalars().all()
    context.note_of("exit", placement.id, placement.person_id, count=len(found))
    return ExitList(
        exits=[
            ExitView(
                side=each.side,
                reason=each.reason,
                reason_words=EXIT_WORDS[each.side][each.reason],
                words=context.open(each, each.person_id, ExitDocument).words,
                recorded_at=each.recorded_at,
                recorded_by=each.recorded_by,
            )
            for each in found
        ]
    )


def _leave(context: Context, placement: Placement, status: PlacementStatus, reason: str) -> None:
    guards.line_up(context, placement.host_id)
    given_back = seats.give_back(context.session, placement, context.today)
    last_day = max(placement.first_day, min(placement.last_day, context.today))
    values = {"status": status, "ended_reason": reason, "last_day": last_day, "expires_at": None}
    context.change(placement, values)
    context.note_of("placement_seat", placement.id, placement.person_id, given_back=given_back)
    plan_contacts(context, placement)


def _keep_exits(context: Context, placement: Placement, given: ExitInput) -> None:
    for side, reason, words in _said(given):
        row = Exit(
            municipality_id=context.municipality_id,
            placement_id=placement.id,
            person_id=placement.person_id,
            side=side,
            reason=reason,
            recorded_at=context.now,
            recorded_by=context.actor.user_id,
        )
        row.sealed = context.seal(row, placement.person_id, ExitDocument(words=words))
        context.add(row)


def _said(given: ExitInput) -> Iterator[tuple[Side, str, str]]:
    """Give what was said, side by side; words without a reason have nothing to stand with."""
    both = (
        (Side.PERSON, given.person_reason, given.person_words, "person_reason"),
        (Side.HOST, given.host_reason, given.host_words, "host_reason"),
    )
    faults = [
        Fault(name, "", "一覧からの理由") for _, reason, words, name in both if words and reason is None
    ]
    if faults:
        raise Refused(faults)
    yield from ((side, reason.value, words) for side, reason, words, _ in both if reason is not None)
