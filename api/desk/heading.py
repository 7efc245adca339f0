"""What stands at the top of every page about one person: who it is, and the other pages about them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import NamedTuple

from api.context import Context
from api.people.writing import age_on
from api.policy.table import may
from api.policy.vocabulary import STAGE_WORDS, Act, Field
from api.tables.sealed import PersonDocument

_PAGES = (
    ("カード", "", Act.PERSON_READ),
    ("候補", "/options", Act.OPTIONS_READ),
    ("プラン", "/plans", Act.PLAN_READ),
    ("受入", "/placements", Act.PLACEMENT_READ),
    ("フォロー", "/contacts", Act.CONTACT_READ),
    ("支援経過", "/notes", Act.NOTE_READ),
    ("アセスメント", "/assessment", Act.ASSESSMENT_READ),
    ("同意", "/consents", Act.CONSENT_READ),
)


class Tab(NamedTuple):
    """One of the pages about a person."""

    words: str
    path: str
    is_here: bool


@dataclass(frozen=True)
class PersonHeading:
    """
    Who a page is about.

    Parameters
    ----------
    id, number
        The person.
    name, age
        Empty and none for who may not know.
    stage_words, waiting_days, paused_until, ended_on
        How far it has come, and since when.
    tabs
        The pages about them that the user may open.
    """

    id: uuid.UUID
    number: str
    name: str
    age: int | None
    stage_words: str
    waiting_days: int
    paused_until: dt.date | None
    ended_on: dt.date | None
    tabs: tuple[Tab, ...]


def heading_of(context: Context, here: str = "") -> PersonHeading:
    """Make the heading for the person the gate opened; `here` is the end of the page's address."""
    case, name, age = context.case, "", None
    person = case.person
    if Field.IDENTITY in case.visible:
        document = context.open(person, person.id, PersonDocument)
        name, age = document.name, age_on(person, document, context.today)
        context.note(person, shown=["heading"])
    return PersonHeading(
        id=person.id,
        number=person.number,
        name=name,
        age=age,
        stage_words=STAGE_WORDS[case.stage],
        waiting_days=(context.today - person.waiting_since).days,
        paused_until=person.paused_until,
        ended_on=person.ended_on,
        tabs=tuple(
            Tab(words, f"/people/{person.id}{end}", end == here)
            for words, end, act in _PAGES
            if can(context, act)
        ),
    )


def can(context: Context, act: Act) -> bool:
    """Tell whether the user may do an act on the case at hand."""
    return may(act, context.case.parts, context.case.stage)
