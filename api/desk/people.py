"""本人: the list, the search, and a new person."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from fastapi import Request
from pydantic import StringConstraints
from sqlalchemy import select
from sqlmodel import col

from api.cases.words import STATE_WORDS
from api.context import Context, Receipt
from api.people import access, reading, service
from api.people.schemas import OpeningInput, Order, PersonCreate, Reason, SearchInput
from api.people.views import Hit, PersonLine
from api.policy.gate import cases_of
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import STAGE_WORDS, Act
from api.tables import CaseState, Person
from api.web.fields import Fields
from api.web.inputs import Input, Printable
from api.web.paging import Pages, gone_on
from matching.labels import label
from matching.vocabulary import NeedDomain, Urgency

pages = Pages()

LINES = 50
REASON_WORDS = {
    Reason.STANDING_IN: "担当の代わり",
    Reason.EMERGENCY: "急ぎの対応",
    Reason.HANDOVER: "引き継ぎ",
    Reason.RELATED_CASE: "関係するケース",
    Reason.SAME_PERSON: "同じ人かの確認",
    Reason.PROCEDURE: "手続き",
}


class PeopleQuery(Input):
    """Which people are listed, and from where on."""

    order: Order = Order.WAITING
    state: CaseState | None = None
    after: Annotated[str, StringConstraints(max_length=60), Printable] = ""


@dataclass(frozen=True)
class Line:
    """A case in the list, with how long it waits."""

    person: PersonLine
    state_words: str
    waiting_days: int


@dataclass(frozen=True)
class PeoplePage:
    """
    The user's cases.

    Parameters
    ----------
    query, lines, next
        What was asked for, and what came of it; the address of the next page, if there is one.
    states
        The states a list can be narrowed to.
    may_add, may_search
        What the user may do here.
    """

    query: PeopleQuery
    lines: tuple[Line, ...]
    next: str
    states: tuple[tuple[str, str], ...]
    may_add: bool
    may_search: bool


class Found(NamedTuple):
    """A case that was found, and whether the user may open it as it is."""

    hit: Hit
    may_read: bool


@dataclass(frozen=True)
class FoundPage:
    """Cases found by name; none before anything was asked."""

    words: str
    hits: tuple[Found, ...] | None


@dataclass(frozen=True)
class NewPersonPage:
    """What a new person is registered with."""

    today: dt.date
    domains: tuple[tuple[str, str], ...]
    urgencies: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OpeningPage:
    """Why a case of somebody else can be opened."""

    person_id: uuid.UUID
    reasons: tuple[tuple[str, str], ...]


@pages.show("/people", Act.PERSON_LIST, "people/list.html")
def show_people(context: Context, query: PeopleQuery) -> PeoplePage:
    """List the user's cases, who waits longest first."""
    page = reading.list_people(context, LINES, query.after, query.order, query.state)
    parts = parts_of(context.actor.roles, NO_RELATION)
    state = f"&state={query.state.value}" if query.state else ""
    return PeoplePage(
        query=query,
        lines=tuple(_line(context, each) for each in page.people),
        next=f"/people?order={query.order.value}{state}&after={page.next}" if page.next else "",
        states=tuple((state.value, words) for state, words in STATE_WORDS.items()),
        may_add=may(Act.PERSON_CREATE, parts, None),
        may_search=may(Act.PERSON_SEARCH, parts, None),
    )


def _line(context: Context, person: PersonLine) -> Line:
    words = STATE_WORDS[person.state] if person.state else STAGE_WORDS[person.stage]
    return Line(person, words, (context.today - person.waiting_since).days)


@pages.search("/people/search", Act.PERSON_SEARCH, "people/search.html")
def find_people(context: Context, fields: Fields | None) -> FoundPage:
    """Find cases by exact name or reading; the name stands in no address."""
    if fields is None:
        return FoundPage("", None)
    given = fields.read(SearchInput)
    hits = reading.search_people(context, given).hits
    query = select(Person).where(col(Person.id).in_([hit.id for hit in hits]))
    cases = cases_of(context, context.session.execute(query).scalars())
    found = (Found(hit, may(Act.PERSON_READ, cases[hit.id].parts, cases[hit.id].stage)) for hit in hits)
    return FoundPage(given.words, tuple(found))


@pages.show("/people/new", Act.PERSON_LIST, "people/new.html")
def show_new_person(context: Context) -> NewPersonPage:
    """Show the form for a new person."""
    context.note_of("person", shown=["new"])
    return NewPersonPage(
        today=context.today,
        domains=tuple((each.value, label(each)) for each in NeedDomain),
        urgencies=tuple((each.value, label(each)) for each in Urgency),
    )


@pages.form("/people/new", Act.PERSON_CREATE, again=show_new_person)
def add_person(context: Context, request: Request, fields: Fields) -> Receipt:
    """Register a person; whoever does so carries the case."""
    person = service.create_person(context, fields.read(PersonCreate))
    return gone_on(context.receipt(person), f"/people/{person.id}", "added")


@pages.show("/people/{person_id}/opening", Act.PERSON_OPEN_ASK, "people/opening.html")
def show_opening(context: Context, person_id: uuid.UUID) -> OpeningPage:
    """Show the form that opens somebody else's case; it says nothing of whose."""
    context.note_of("person", shown=["opening"])
    return OpeningPage(person_id, tuple((reason.value, words) for reason, words in REASON_WORDS.items()))


@pages.form("/people/{person_id}/opening", Act.PERSON_OPEN, again=show_opening)
def open_person(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Open a case that somebody else carries, for eight hours and with a reason."""
    receipt = access.open_with_reason(context, fields.read(OpeningInput))
    return gone_on(receipt, f"/people/{person_id}", "")
