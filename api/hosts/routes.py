"""Hosts, their menus, pools, contacts and statements, and the municipality's own pools, as JSON."""

from __future__ import annotations

import uuid
from typing import Annotated

from fastapi import Path, Query

from api.context import Context, Receipt
from api.hosts import (
    contacts,
    history,
    links,
    lists,
    margins,
    menus,
    queries,
    service,
    shares,
    statements,
    worries,
)
from api.hosts.schemas import (
    ContactChange,
    ContactCreate,
    HostChange,
    HostCreate,
    LinkCreate,
    MenuChange,
    MenuCreate,
    Pause,
    PoolCreate,
    ShareCreate,
    SlotInput,
    StatementsCreate,
    WorryInput,
)
from api.hosts.views import (
    ContactList,
    HostList,
    HostView,
    LinkList,
    MarginList,
    PoolList,
    StatementList,
    WorryList,
)
from api.policy.vocabulary import Act
from api.web.routing import Router
from matching.vocabulary import HostKind, NeedDomain

router = Router(prefix="/api/v1", tags=["受入先"])

Page = Annotated[int, Query(ge=1, le=10_000)]
Weeks = Annotated[int, Query(ge=1, le=52)]
Code = Annotated[str, Path(pattern=r"^[0-9]{6}$", description="全国地方公共団体コード")]


@router.change("/hosts", Act.HOST_CREATE)
def create_host(context: Context, body: HostCreate) -> Receipt:
    """Register a host, with simple menus and contacts if they are known."""
    return service.create_host(context, body)


@router.view("/hosts", Act.HOST_LIST)
def list_hosts(
    context: Context,
    page: Page = 1,
    kind: HostKind | None = None,
    district_id: uuid.UUID | None = None,
    domain: NeedDomain | None = None,
) -> HostList:
    """List hosts, own and shared ones, with the day of their newest statement."""
    return lists.list_hosts(context, page, kind, district_id, domain)


@router.view("/hosts/{host_id}", Act.HOST_READ)
def show_host(context: Context, host_id: uuid.UUID) -> HostView:
    """Show a host with its menus, pools and statements in force."""
    return queries.show_host(context)


@router.change("/hosts/{host_id}", Act.HOST_EDIT, method="PATCH", status=200)
def change_host(context: Context, host_id: uuid.UUID, body: HostChange) -> Receipt:
    """Change a host; its own user changes what it knows best."""
    return service.change_host(context, body)


@router.change("/hosts/{host_id}/pause", Act.HOST_EDIT, status=200)
def pause_host(context: Context, host_id: uuid.UUID, body: Pause) -> Receipt:
    """Stop taking anybody until a day, or take that back."""
    return service.pause_host(context, body)


@router.change("/hosts/{host_id}/menus", Act.HOST_MENU)
def create_menu(context: Context, host_id: uuid.UUID, body: MenuCreate) -> Receipt:
    """Add a menu; without draws it gets places of its own."""
    return menus.create_menu(context, body)


@router.change("/hosts/{host_id}/menus/{menu_id}", Act.HOST_MENU, method="PATCH", status=200)
def change_menu(context: Context, host_id: uuid.UUID, menu_id: uuid.UUID, body: MenuChange) -> Receipt:
    """Change a menu, or close or open it."""
    return menus.change_menu(context, menu_id, body)


@router.change("/hosts/{host_id}/menus/{menu_id}/slots", Act.HOST_MENU)
def add_slot(context: Context, host_id: uuid.UUID, menu_id: uuid.UUID, body: SlotInput) -> Receipt:
    """Add a slot to a menu."""
    return menus.add_slot(context, menu_id, body)


@router.change("/hosts/{host_id}/menus/{menu_id}/slots/{slot_id}", Act.HOST_MENU, method="DELETE", status=200)
def remove_slot(context: Context, host_id: uuid.UUID, menu_id: uuid.UUID, slot_id: uuid.UUID) -> Receipt:
    """Take a slot out of a menu, if nobody was ever placed in it."""
    return menus.remove_slot(context, menu_id, slot_id)


@router.change("/hosts/{host_id}/pools", Act.HOST_MENU)
def create_host_pool(context: Context, host_id: uuid.UUID, body: PoolCreate) -> Receipt:
    """Add a pool to a host."""
    return menus.create_pool(context, body, context.host)


@router.view("/hosts/{host_id}/contacts", Act.HOST_CONTACT)
def list_contacts(context: Context, host_id: uuid.UUID) -> ContactList:
    """List whom to call at a host."""
    return contacts.list_contacts(context)


@router.change("/hosts/{host_id}/contacts", Act.HOST_EDIT)
def create_contact(context: Context, host_id: uuid.UUID, body: ContactCreate) -> Receipt:
    """Add a contact."""
    return contacts.create_contact(context, body)


@router.change("/hosts/{host_id}/contacts/{contact_id}", Act.HOST_EDIT, method="PATCH", status=200)
def change_contact(
    context: Context, host_id: uuid.UUID, contact_id: uuid.UUID, body: ContactChange
) -> Receipt:
    """Change a contact."""
    return contacts.change_contact(context, contact_id, body)


@router.change("/hosts/{host_id}/contacts/{contact_id}", Act.HOST_EDIT, method="DELETE", status=200)
def remove_contact(context: Context, host_id: uuid.UUID, contact_id: uuid.UUID) -> Receipt:
    """Remove a contact."""
    return contacts.remove_contact(context, contact_id)


@router.change("/hosts/{host_id}/statements", Act.HOST_STATE)
def state_capacity(context: Context, host_id: uuid.UUID, body: StatementsCreate) -> Receipt:
    """State how many a host can take in one or many slots."""
    return statements.state_at_host(context, body)


@router.view("/hosts/{host_id}/statements", Act.HOST_READ)
def list_statements(context: Context, host_id: uuid.UUID, page: Page = 1) -> StatementList:
    """Show what was stated, by whom and when."""
    return history.list_statements(context, page)


@router.change("/hosts/{host_id}/statements/{statement_id}/taken-back", Act.HOST_STATE, status=200)
def take_back_statement(context: Context, host_id: uuid.UUID, statement_id: uuid.UUID) -> Receipt:
    """Take back what one stated today; the word before it is in force again."""
    return statements.take_back(context, statement_id)


@router.view("/hosts/{host_id}/links", Act.HOST_LINKS)
def list_links(context: Context, host_id: uuid.UUID) -> LinkList:
    """List the links to the host's own page."""
    return links.list_links(context)


@router.change("/hosts/{host_id}/links", Act.HOST_LINK)
def issue_link(context: Context, host_id: uuid.UUID, body: LinkCreate) -> Receipt:
    """Give the host a new link to its own page; the one before ends."""
    return links.issue_link(context, body)


@router.change("/hosts/{host_id}/links/{link_id}/end", Act.HOST_LINK, status=200)
def revoke_link(context: Context, host_id: uuid.UUID, link_id: uuid.UUID) -> Receipt:
    """End a link, and whoever came by it."""
    return links.revoke_link(context, link_id)


@router.view("/hosts/{host_id}/worries", Act.HOST_WORRIES)
def list_worries(context: Context, host_id: uuid.UUID) -> WorryList:
    """Show what troubled the host."""
    return worries.list_worries(context)


@router.change("/hosts/{host_id}/worries", Act.HOST_WORRY)
def tell_worry(context: Context, host_id: uuid.UUID, body: WorryInput) -> Receipt:
    """Tell what troubles the host."""
    return worries.tell_worry(context, body)


@router.view("/hosts/{host_id}/margins", Act.HOST_READ)
def show_margins(context: Context, host_id: uuid.UUID, weeks: Weeks = 12) -> MarginList:
    """Show what is left of each slot in each week, and the limit that binds."""
    return margins.show_margins(context, weeks)


@router.change("/hosts/{host_id}/shares", Act.HOST_SHARE)
def share_host(context: Context, host_id: uuid.UUID, body: ShareCreate) -> Receipt:
    """Let a neighbouring municipality see and use a host's places."""
    return shares.share_host(context, body)


@router.change("/hosts/{host_id}/shares/{code}/end", Act.HOST_SHARE, status=200)
def end_share(context: Context, host_id: uuid.UUID, code: Code) -> Receipt:
    """End a share."""
    return shares.end_share(context, code)


@router.view("/pools", Act.POOL_LIST)
def list_own_pools(context: Context) -> PoolList:
    """List the municipality's own pools: vehicles, companions, caseloads."""
    return queries.list_own_pools(context)


@router.change("/pools", Act.POOL_EDIT)
def create_own_pool(context: Context, body: PoolCreate) -> Receipt:
    """Add a pool of the municipality's own."""
    return menus.create_pool(context, body, None)


@router.change("/pools/{pool_id}/statements", Act.POOL_EDIT)
def state_own_pool(context: Context, pool_id: uuid.UUID, body: StatementsCreate) -> Receipt:
    """State how much there is of a pool of the municipality's own."""
    return statements.state_at_pool(context, pool_id, body)
