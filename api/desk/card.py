"""本人のカード: everything of one person on one page, with the next step as the one thing to do."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from fastapi import Request

from api.cases import notes, reading, steps
from api.cases.blocked import ASIDE
from api.cases.schemas import CaseStepInput
from api.cases.views import CaseStatus, StepAhead
from api.cases.words import REASON_WORDS, Needed
from api.consents.service import list_consents
from api.contacts.reading import list_of_person
from api.context import Context, Receipt
from api.desk.heading import PersonHeading, can, heading_of
from api.desk.words import FIELD_NAMES, PURPOSE_WORDS, host_names_of
from api.people import protection, service
from api.people import reading as people
from api.people.access import reveal_contact
from api.people.schemas import OpeningInput, PauseInput, ReasonInput
from api.people.views import PersonView
from api.placements.views import PlacementView, list_placements
from api.policy.vocabulary import Act, Field
from api.tables import ContactState
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from api.web.weeks import Week, cell_of, week_of
from matching.labels import label

pages = Pages()

MOST_ENTRIES = 40
WHERE = {
    Needed.CONSENT: ("同意を記録する", "consents"),
    Needed.EARLY_REASON: ("受付に書く", "reception"),
    Needed.APPLICATION: ("受付に書く", "reception"),
    Needed.APPLYING_AGENCY: ("受付に書く", "reception"),
    Needed.APPLICATION_CONSENT: ("受付に書く", "reception"),
    Needed.ASSESSMENT: ("アセスメントを書く", "assessment"),
    Needed.GAP_CHECK: ("狭間の確認を書く", "needs"),
    Needed.PLAN_SUBMITTED: ("プランを書く", "plans"),
    Needed.PLAN_AGREED: ("プランを見る", "plans"),
    Needed.PLAN_DECIDED: ("プランを見る", "plans"),
    Needed.RENEWED_PLAN_AGREED: ("プランを見る", "plans"),
    Needed.RENEWED_PLAN_DECIDED: ("プランを見る", "plans"),
    Needed.CLOSURE_AGREED: ("会議に付議を求める", "plans"),
    Needed.BREAK_OFF_AGREED: ("会議に付議を求める", "plans"),
    Needed.CONTACT_TRIED: ("支援経過に書く", "notes"),
    Needed.FOLLOW_UP_DONE: ("フォローを記録する", "contacts"),
}
"""Where a missing record is made: the words of the link and the end of its address."""


class Entry(NamedTuple):
    """One thing of the timeline."""

    when: str
    title: str
    text: str
    is_ahead: bool


@dataclass(frozen=True)
class CardPage:
    """
    A person's card.

    Parameters
    ----------
    heading, person
        Who, with the sections the user sees.
    case
        Where support stands; none for who may not know.
    next, others
        The step that leads on, and the other ones; where each missing record is made.
    entries
        What happened and what is due, the latest first.
    placements, week, household
        Offers and placements that are not over, the times the person can come, and who lives with them.
    may_edit, may_step, may_pause, may_reveal, may_protect
        What the user may do here.
    """

    heading: PersonHeading
    person: PersonView
    case: CaseStatus | None
    next: StepAhead | None
    others: tuple[StepAhead, ...]
    where: dict[Needed, tuple[str, str]]
    close_reasons: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    placements: tuple[PlacementView, ...]
    week: Week | None
    household: tuple[tuple[uuid.UUID, str], ...]
    hosts: dict[uuid.UUID, str]
    fields: dict[str, str]
    today: dt.date
    may_edit: bool
    may_receive: bool
    may_step: bool
    may_offer: bool
    may_reveal: bool
    may_protect: bool


@pages.show("/people/{person_id}", Act.PERSON_READ, "people/card.html")
def show_card(context: Context, person_id: uuid.UUID) -> CardPage:
    """Show everything of one person that the user may see."""
    heading, person = heading_of(context), people.read_person(context)
    case = reading.read_case(context) if can(context, Act.CASE_READ) else None
    ahead = list(case.current.next_steps) if case and case.current else []
    leading = next((each for each in ahead if each.is_mine and each.step not in ASIDE), None)
    found = list_placements(context, None, person_id).placements if can(context, Act.PLACEMENT_READ) else []
    protected = person.protection
    return CardPage(
        heading=heading,
        person=person,
        case=case,
        next=leading,
        others=tuple(each for each in ahead if each is not leading and each.is_mine),
        where=WHERE,
        close_reasons=tuple((code.value, words) for code, words in REASON_WORDS.items()),
        entries=tuple(sorted(_entries(context, case), key=lambda entry: entry.when, reverse=True))[
            :MOST_ENTRIES
        ],
        placements=tuple(each for each in found if each.ended_reason is None and not each.has_lapsed),
        week=_week(person),
        household=_household(context),
        hosts=host_names_of(context, protected.apart_from_hosts) if protected else {},
        fields=FIELD_NAMES,
        today=context.today,
        may_edit=can(context, Act.PERSON_EDIT),
        may_receive=can(context, Act.CASE_EDIT),
        may_step=can(context, Act.CASE_STEP),
        may_offer=can(context, Act.OPTIONS_READ),
        may_reveal=can(context, Act.PERSON_REVEAL) and person.contact is None,
        may_protect=can(context, Act.PROTECTION_ON),
    )


def _week(person: PersonView) -> Week | None:
    """Draw the times the person can come, where they said so."""
    if person.wishes is None or not person.wishes.availability:
        return None
    return week_of(
        cell_of(window.weekday - 1, window.start, window.end, "own") for window in person.wishes.availability
    )


def _household(context: Context) -> tuple[tuple[uuid.UUID, str], ...]:
    """Give the others of the household whose case the user may open."""
    if not can(context, Act.CASE_READ) or Field.FAMILY not in context.case.visible:
        return ()
    members = reading.household_cases(context).members
    own = context.case.person.id
    return tuple((each.person_id, each.number) for each in members if each.person_id != own)


def _entries(context: Context, case: CaseStatus | None) -> Iterator[Entry]:
    for episode in [each for each in (case.current, *case.earlier) if each] if case else []:
        for step in episode.history:
            yield Entry(step.taken_on.isoformat(), step.words, episode.number, False)
    if can(context, Act.NOTE_READ):
        for note in notes.list_notes(context).notes[:MOST_ENTRIES]:
            title = f"{note.kind_words}（{note.result_words}）"
            yield Entry(note.noted_on.isoformat(), title, note.words, False)
    if can(context, Act.CONSENT_READ):
        for consent in list_consents(context).consents:
            words = PURPOSE_WORDS[consent.purpose]
            yield Entry(consent.given_on.isoformat(), f"同意: {words}", "", False)
            if consent.withdrawn_at is not None:
                yield Entry(f"{consent.withdrawn_at:%Y-%m-%d}", f"同意の撤回: {words}", "", False)
    if can(context, Act.CONTACT_READ):
        for contact in list_of_person(context).contacts:
            is_ahead = contact.state == ContactState.DUE
            day = contact.done_on or contact.due_on
            if contact.state != ContactState.SKIPPED:
                title = f"フォロー（{contact.kind_words}・{label(contact.side)}）"
                yield Entry(day.isoformat(), title, contact.result_words or "", is_ahead)


@pages.form("/people/{person_id}/steps", Act.CASE_STEP, again=show_card)
def take_step(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Take a step of the case; where a record is missing it is refused."""
    receipt = steps.take_step(context, fields.read(CaseStepInput))
    return gone_on(receipt, f"/people/{person_id}", "recorded")


@pages.form("/people/{person_id}/pause", Act.PERSON_EDIT, again=show_card)
def pause(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Look for no place until a date, or go on."""
    return gone_on(service.pause_person(context, fields.read(PauseInput)), f"/people/{person_id}")


@pages.form("/people/{person_id}/reveal", Act.PERSON_REVEAL, again=show_card)
def reveal(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Open address and phone of a person under protection for fifteen minutes, with a reason."""
    return gone_on(reveal_contact(context, fields.read(OpeningInput)), f"/people/{person_id}#contact", "")


@pages.form("/people/{person_id}/protection", Act.PROTECTION_ON, again=show_card)
def protect(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Switch protection on, at once."""
    return gone_on(protection.protect(context), f"/people/{person_id}", "recorded")


@pages.form("/people/{person_id}/protection/removal", Act.PROTECTION_ASK_OFF, again=show_card)
def ask_removal(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Ask to end protection; it stays on until somebody else approves."""
    return gone_on(protection.ask_removal(context, fields.read(ReasonInput)), f"/people/{person_id}", "sent")
