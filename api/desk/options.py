"""候補: the page of one person's options, and what follows from them; and the sheet the person is shown."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from api.context import Context, Receipt
from api.desk.choices import ChoicesView, ChoosableView, WhatIf, show_choices
from api.desk.heading import PersonHeading, can, heading_of
from api.desk.words import Choices, worded
from api.people.reading import read_person
from api.people.schemas import WindowInput
from api.placements import refusals, service
from api.placements.refusals import RefusalInput
from api.placements.schemas import OfferCreate
from api.placements.words import PERSON_REASON_WORDS
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from api.web.weeks import EVERY_DAY, Cell, Week, cell_of, night_of, week_of

pages = Pages()

SWITCHES = (
    ("pick_up", "送迎があれば"),
    ("twice", "週2回なら"),
    ("half_day", "半日（4時間まで）なら"),
    ("one_more", "どの枠にもあと1人分あれば"),
)


@dataclass(frozen=True)
class OptionsPage:
    """
    One person's options.

    Parameters
    ----------
    heading, choices
        Who, and what they could choose from.
    supposed, switches
        What is supposed, and what can be.
    weeks
        The week of each option by need and position: its slots over the times the person can come.
    reasons
        Why a person does not choose an option.
    may_offer, may_pin, may_ask
        What the user may do here.
    """

    heading: PersonHeading
    choices: ChoicesView
    supposed: WhatIf
    switches: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Week, ...], ...]
    reasons: Choices
    may_offer: bool
    may_pin: bool
    may_ask: bool


@pages.show("/people/{person_id}/options", Act.OPTIONS_READ, "people/options.html")
def show_options(context: Context, person_id: uuid.UUID, query: WhatIf) -> OptionsPage:
    """Show a person's options side by side, with what is supposed."""
    wishes = read_person(context).wishes
    choices = show_choices(context, query)
    own = wishes.availability if wishes and wishes.availability else ()
    parts = parts_of(context.actor.roles, NO_RELATION)
    return OptionsPage(
        heading=heading_of(context, "/options"),
        choices=choices,
        supposed=query,
        switches=SWITCHES,
        weeks=tuple(
            tuple(week_of(cells_of(option, own)) for option in need.options) for need in choices.needs
        ),
        reasons=worded(PERSON_REASON_WORDS),
        may_offer=can(context, Act.OFFER_MAKE) and not query.is_on,
        may_pin=may(Act.PROPOSAL_MAKE, parts, None) and not query.is_on,
        may_ask=may(Act.GAP_ASK, parts, None) and not query.is_on,
    )


def cells_of(option: ChoosableView, own: Sequence[WindowInput]) -> list[Cell]:
    """Draw an option's slots over the person's own times."""
    cells: list[Cell] = []
    for slot in option.slots:
        if slot.weekday is None:
            cells += [night_of(day) for day in EVERY_DAY]
            continue
        within = any(
            each.weekday == slot.weekday and each.start <= slot.start and slot.end <= each.end for each in own
        )
        cells.append(cell_of(slot.weekday - 1, slot.start, slot.end, "both" if within else "held"))
    taken = {cell.weekday for cell in cells}
    return cells + [
        cell_of(each.weekday - 1, each.start, each.end, "own")
        for each in own
        if each.weekday - 1 not in taken
    ]


@pages.form("/people/{person_id}/offers", Act.OFFER_MAKE, again=show_options)
def offer(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """打診: hold seats for the person and ask the host."""
    receipt = service.make_offer(context, fields.read(OfferCreate))
    return gone_on(receipt, f"/placements/{receipt.id}", "held")


@pages.form("/people/{person_id}/refusals", Act.OFFER_MAKE, again=show_options)
def refuse(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Note that the person does not choose an option."""
    receipt = refusals.refuse(context, fields.read(RefusalInput))
    return gone_on(receipt, f"/people/{person_id}/options", "recorded")
