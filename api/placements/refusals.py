"""本人が選ばなかった候補: a no before anybody was asked; the pair rests until its review date."""

from __future__ import annotations

import uuid

from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.placements.answers import LONGEST_REST, REST
from api.placements.schemas import Day
from api.placements.words import PersonReason
from api.tables import Menu, PersonRefusal
from api.web.inputs import Input
from matching.vocabulary import Side


class RefusalInput(Input):
    """
    What the person does not choose, and why.

    Parameters
    ----------
    menu_id, is_whole_host
        The option; the whole host where the no is about it.
    until
        The day from which it may be proposed again; the office's own when left out.
    """

    menu_id: uuid.UUID
    reason: PersonReason
    is_whole_host: bool = False
    until: Day | None = None


def refuse(context: Context, given: RefusalInput) -> Receipt:
    """Note that the person does not choose an option; no seat was held for it."""
    menu = context.find(Menu, given.menu_id)
    if given.until is not None and not context.today < given.until <= context.today + LONGEST_REST:
        raise Refused([Fault("until", given.until.isoformat(), "あしたから3年以内の日")])
    refusal = PersonRefusal(
        municipality_id=context.municipality_id,
        person_id=context.case.person.id,
        host_id=menu.host_id,
        menu_id=None if given.is_whole_host else menu.id,
        side=Side.PERSON,
        reason=given.reason.value,
        until=given.until or context.today + REST,
        recorded_at=context.now,
        recorded_by=context.actor.user_id,
    )
    return context.receipt(context.add(refusal))
