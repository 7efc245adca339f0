"""受入先 at the coordinator's desk, as pages."""

from __future__ import annotations

import uuid

from fastapi import Request

from api.context import Context, Receipt
from api.host_cards import candidates, card, typing_in
from api.host_cards.card import HostsQuery, PageQuery, WeekQuery
from api.host_cards.typing_in import TypedSheet
from api.host_cards.views import (
    CandidatesPage,
    CardPage,
    ContactsPage,
    HistoryPage,
    HostsPage,
    LinksPage,
    MenusPage,
    SheetPage,
    WorriesPage,
)
from api.hosts import contacts, links, service, shares, statements, worries
from api.hosts.schemas import ContactCreate, LinkCreate, Pause, ShareCreate, WorryInput
from api.policy.vocabulary import Act
from api.web.fields import Fields
from api.web.paging import Pages, gone_on

pages = Pages()


@pages.show("/hosts", Act.HOST_LIST, "host_cards/list.html")
def show_hosts(context: Context, query: HostsQuery) -> HostsPage:
    """List the hosts."""
    return card.show_hosts(context, query)


@pages.show("/hosts/{host_id}", Act.HOST_READ, "host_cards/card.html")
def show_card(context: Context, host_id: uuid.UUID, query: WeekQuery) -> CardPage:
    """Show what is left in each slot."""
    return card.show_card(context, query)


@pages.form("/hosts/{host_id}/pause", Act.HOST_EDIT, again=show_card)
def pause_host(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Stop taking anybody until a day, or go on again."""
    return gone_on(service.pause_host(context, fields.read(Pause)), f"/hosts/{host_id}")


@pages.form("/hosts/{host_id}/shares", Act.HOST_SHARE, again=show_card)
def share_host(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Let a neighbour use the host's places."""
    return gone_on(shares.share_host(context, fields.read(ShareCreate)), f"/hosts/{host_id}#shares", "added")


@pages.form("/hosts/{host_id}/shares/end", Act.HOST_SHARE, again=show_card)
def end_share(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """End a share."""
    receipt = shares.end_share(context, fields.read(ShareCreate).code)
    return gone_on(receipt, f"/hosts/{host_id}#shares", "removed")


@pages.show("/hosts/{host_id}/menus", Act.HOST_READ, "host_cards/menus.html")
def show_menus(context: Context, host_id: uuid.UUID) -> MenusPage:
    """Show the menus."""
    return card.show_menus(context)


@pages.show(
    "/hosts/{host_id}/menus/{menu_id}/slots/{slot_id}/candidates",
    Act.HOST_CANDIDATES,
    "host_cards/candidates.html",
)
def show_slot_candidates(
    context: Context, host_id: uuid.UUID, menu_id: uuid.UUID, slot_id: uuid.UUID
) -> CandidatesPage:
    """Show who could use a slot."""
    return CandidatesPage(card.head_of(context, ""), candidates.show_candidates(context, menu_id, slot_id))


@pages.show("/hosts/{host_id}/statements", Act.HOST_READ, "host_cards/statements.html")
def show_statements(context: Context, host_id: uuid.UUID) -> SheetPage:
    """Show the sheet to type in what was heard."""
    return card.show_sheet(context)


@pages.form("/hosts/{host_id}/statements", Act.HOST_STATE, again=show_statements)
def type_in(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Write down what the host said by telephone or FAX."""
    return gone_on(typing_in.type_in(context, fields.read(TypedSheet)), f"/hosts/{host_id}", "recorded")


@pages.form("/hosts/{host_id}/statements/{statement_id}/taken-back", Act.HOST_STATE)
def take_back(
    context: Context, request: Request, fields: Fields, host_id: uuid.UUID, statement_id: uuid.UUID
) -> Receipt:
    """Take back what one wrote down today."""
    return gone_on(statements.take_back(context, statement_id), f"/hosts/{host_id}/history", "undone")


@pages.show("/hosts/{host_id}/sheet", Act.HOST_READ, "host_cards/sheet.html")
def show_sheet(context: Context, host_id: uuid.UUID) -> SheetPage:
    """Show the sheet to be printed and faxed."""
    return card.show_sheet(context)


@pages.show("/hosts/{host_id}/history", Act.HOST_READ, "host_cards/history.html")
def show_history(context: Context, host_id: uuid.UUID, query: PageQuery) -> HistoryPage:
    """Show what was stated."""
    return card.show_history(context, query)


@pages.show("/hosts/{host_id}/contacts", Act.HOST_CONTACT, "host_cards/contacts.html")
def show_contacts(context: Context, host_id: uuid.UUID) -> ContactsPage:
    """Show whom to call."""
    return card.show_contacts(context)


@pages.form("/hosts/{host_id}/contacts", Act.HOST_EDIT, again=show_contacts)
def add_contact(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Add a contact."""
    receipt = contacts.create_contact(context, fields.read(ContactCreate))
    return gone_on(receipt, f"/hosts/{host_id}/contacts", "added")


@pages.form("/hosts/{host_id}/contacts/{contact_id}/over", Act.HOST_EDIT)
def remove_contact(
    context: Context, request: Request, fields: Fields, host_id: uuid.UUID, contact_id: uuid.UUID
) -> Receipt:
    """Remove a contact."""
    return gone_on(contacts.remove_contact(context, contact_id), f"/hosts/{host_id}/contacts", "removed")


@pages.show("/hosts/{host_id}/worries", Act.HOST_WORRIES, "host_cards/worries.html")
def show_worries(context: Context, host_id: uuid.UUID) -> WorriesPage:
    """Show what troubled the host."""
    return card.show_worries(context)


@pages.form("/hosts/{host_id}/worries", Act.HOST_WORRY, again=show_worries)
def tell_worry(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Write down what troubles the host."""
    receipt = worries.tell_worry(context, fields.read(WorryInput))
    return gone_on(receipt, f"/hosts/{host_id}/worries", "recorded")


@pages.show("/hosts/{host_id}/links", Act.HOST_LINKS, "host_cards/links.html")
def show_links(context: Context, host_id: uuid.UUID) -> LinksPage:
    """Show the links to the host's own page."""
    return card.show_links(context)


@pages.form("/hosts/{host_id}/links", Act.HOST_LINK, again=show_links)
def issue_link(context: Context, request: Request, fields: Fields, host_id: uuid.UUID) -> Receipt:
    """Give the host a new link."""
    receipt = links.issue_link(context, fields.read(LinkCreate))
    return gone_on(receipt, f"/hosts/{host_id}/links", "added")


@pages.form("/hosts/{host_id}/links/{link_id}/end", Act.HOST_LINK)
def end_link(
    context: Context, request: Request, fields: Fields, host_id: uuid.UUID, link_id: uuid.UUID
) -> Receipt:
    """End a link."""
    return gone_on(links.revoke_link(context, link_id), f"/hosts/{host_id}/links", "removed")
