"""From a proposal to offers: every line is looked at again, and those that still hold are held."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, NotFound, Refused
from api.mapping.hosts import slot_of
from api.placements.guards import has_consent
from api.placements.holding import MOST_DAYS, Terms, hold
from api.policy.gate import open_case
from api.policy.vocabulary import Act
from api.proposals.runs import ChosenOption, chosen_option
from api.tables import MenuSlot, Person, ProposalRun
from api.web.inputs import Input
from matching.vocabulary import NeedDomain, TravelMode


class CommitLine(Input):
    """One line of the proposal: whose need, and which option (0 the first choice, then the standbys)."""

    person_id: uuid.UUID
    domain: NeedDomain
    which: Annotated[int, Field(ge=0, le=20)] = 0


class CommitInput(Input):
    """The lines that people decided on."""

    lines: Annotated[list[CommitLine], Field(min_length=1, max_length=50)]


def commit(context: Context, run_id: uuid.UUID, given: CommitInput) -> Receipt:
    """
    Hold what people decided on, each line by itself: one that no longer holds stops none of the others.

    The receipt says for each line, in the order given, which placement holds it or why not.
    """
    run = context.find(ProposalRun, run_id)
    outcomes: dict[int, dict[str, str]] = {}
    # One order for everybody, so that two who commit at once do not wait for each other in a ring.
    for number, line in sorted(enumerate(given.lines), key=lambda each: str(each[1].person_id)):
        outcomes[number] = _hold_line(context, run, line)
    lines = [outcomes[number] for number in range(len(given.lines))]
    context.note(run, held=sum("held" in line for line in lines), lines=len(lines))
    return context.receipt(run, lines=lines)


def _hold_line(context: Context, run: ProposalRun, line: CommitLine) -> dict[str, str]:
    """Hold one line in a savepoint; what did not come about leaves nothing, in the trail neither."""
    entries = len(context.entries)
    try:
        with context.session.begin_nested():
            placement_id = _offer(context, run, line)
        return {"held": str(placement_id)}
    except Conflict as error:
        code = error.code
    except NotFound:
        code = "not_found"
    except Refused:
        code = "menu_changed"
    del context.entries[entries:]
    context.note_of("proposal_run", run.id, line.person_id, outcome="denied", code=code)
    return {"code": code}


def _offer(context: Context, run: ProposalRun, line: CommitLine) -> uuid.UUID:
    person = context.find(Person, line.person_id, lock=True)
    open_case(context, person, act=Act.OFFER_MAKE)
    option = chosen_option(context, run, person.id, line.domain, line.which)
    if not has_consent(context, person):
        raise Conflict("consent_changed")
    if person.version != option.line.person_version:
        raise Conflict("person_changed")
    first_day = max(option.first_day, context.today)
    if first_day > option.last_day:
        raise Conflict("not_held")
    terms = Terms(
        menu_id=option.menu_id,
        menu_slot_ids=_slot_ids(context, option),
        first_day=first_day,
        last_day=min(option.last_day, first_day + dt.timedelta(days=MOST_DAYS - 1)),
        domain=line.domain,
        companion_pool_id=option.companion_pool_id,
        is_fetched=option.mode == TravelMode.PICK_UP,
        run_id=run.id,
    )
    placement = hold(context, person, terms)
    option.line.placement_id = placement.id
    return placement.id


def _slot_ids(context: Context, option: ChosenOption) -> frozenset[uuid.UUID]:
    """Find the rows of an option's slots; a host may have changed them since."""
    query = select(MenuSlot).where(col(MenuSlot.menu_id) == option.menu_id)
    rows = {slot_of(row): row.id for row in context.session.execute(query).scalars()}
    if not set(option.slots) <= set(rows):
        raise Conflict("menu_changed")
    return frozenset(rows[slot] for slot in option.slots)
