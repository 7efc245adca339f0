"""What a coordinator sees of a host, and of who could use one of its slots."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from pydantic import BaseModel

from api.hosts.views import (
    ContactList,
    HostLine,
    HostView,
    LinkList,
    MenuView,
    PoolSlotView,
    SlotMargins,
    SlotView,
    StatementList,
    WorryList,
)
from api.web.weeks import Week
from matching.vocabulary import NeedDomain, Verdict


@dataclass(frozen=True)
class Tab:
    """One of the pages of a host, if the user may open it."""

    words: str
    path: str
    is_here: bool


@dataclass(frozen=True)
class Head:
    """
    What stands at the top of each of a host's pages.

    Parameters
    ----------
    may_state, may_edit, may_share
        What the user may do here, so that no button is shown that would be refused.
    """

    id: uuid.UUID
    name: str
    kind_words: str
    municipality: str
    today: dt.date
    tabs: tuple[Tab, ...]
    is_own: bool
    may_state: bool
    may_edit: bool
    may_share: bool
    may_see_candidates: bool
    version: int


@dataclass(frozen=True)
class HostRow:
    """A host in the list, with its district's name."""

    line: HostLine
    district: str
    days_ago: int | None


@dataclass(frozen=True)
class HostsPage:
    """The list of hosts, and what it can be narrowed to."""

    today: dt.date
    hosts: tuple[HostRow, ...]
    total: int
    page: int
    pages: int
    kinds: tuple[tuple[str, str], ...]
    districts: tuple[tuple[str, str], ...]
    domains: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SlotRow:
    """
    A slot of a pool: what it rests on, and what is left of it.

    Parameters
    ----------
    slot, margins
        The slot with the word in force, and its margins by week.
    days_ago
        How old the word is.
    regular
        The host's own users it was stated with.
    """

    slot: PoolSlotView
    margins: SlotMargins
    days_ago: int | None


@dataclass(frozen=True)
class PoolPart:
    """A pool with its slots; as a week where they have times."""

    name: str
    unit: str
    menus: str
    week: Week | None
    slots: tuple[SlotRow, ...]


@dataclass(frozen=True)
class CardPage:
    """受入先のカード: what is left in each slot of a week, what it rests on, how old that is."""

    head: Head
    host: HostView
    district: str
    monday: dt.date
    week: int
    weeks: int
    pools: tuple[PoolPart, ...]
    used_pools: tuple[str, ...]
    open_worries: int


@dataclass(frozen=True)
class MenusPage:
    """The host's menus with their slots."""

    head: Head
    menus: tuple[MenuView, ...]


@dataclass(frozen=True)
class SheetRow:
    """A slot on the sheet, by its number there."""

    number: int
    menus: str
    slot: PoolSlotView


@dataclass(frozen=True)
class SheetPage:
    """The sheet ○△× that is faxed, and that is typed in again in the same order."""

    head: Head
    month: str
    rows: tuple[SheetRow, ...]
    heard: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HistoryPage:
    """What was stated, by whom and how."""

    head: Head
    history: StatementList
    slots: dict[uuid.UUID, str]
    page: int


@dataclass(frozen=True)
class ContactsPage:
    """Whom to call."""

    head: Head
    contacts: ContactList


@dataclass(frozen=True)
class WorriesPage:
    """What troubled the host."""

    head: Head
    worries: WorryList
    urgencies: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LinksPage:
    """The links to the host's own page; the live one as a picture to be scanned."""

    head: Head
    links: LinkList
    qr: str


class SlotCandidateView(BaseModel):
    """
    Somebody who could use the slot, or what stands in the way.

    Parameters
    ----------
    number, waiting_since, domain, need
        The case and its need.
    verdict
        適合, 要確認 or 不適合, by the rules of the whole menu and the times of this slot.
    way
        How they would get there.
    reasons
        What is to be asked, or what is against it.
    """

    person_id: uuid.UUID
    number: str
    waiting_since: dt.date
    domain: NeedDomain
    need: str
    verdict: Verdict
    way: str
    reasons: list[str]


class CandidatesView(BaseModel):
    """
    Who could use one slot of a menu, of the cases the user may open.

    Parameters
    ----------
    hidden
        How many others it would fit whose cases the user may not open.
    """

    menu_id: uuid.UUID
    menu: str
    slot: SlotView
    candidates: list[SlotCandidateView]
    hidden: int


@dataclass(frozen=True)
class CandidatesPage:
    """Who could use one slot, under the host's head."""

    head: Head
    view: CandidatesView
