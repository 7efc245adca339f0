"""連絡先: whom to call at a host; sealed, and never shared with a neighbour."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import NotFound
from api.hosts.schemas import ContactChange, ContactCreate
from api.hosts.views import ContactList, HostContactView
from api.tables import Host, HostContact
from api.tables.sealed import ContactDocument


def create_contact(context: Context, given: ContactCreate) -> Receipt:
    """Add a contact to the host."""
    return context.receipt(add_contact(context, context.host, given))


def add_contact(context: Context, host: Host, given: ContactCreate) -> HostContact:
    """Add a contact, sealed with the host's key."""
    context.installation.vault.new_subject(host.municipality_id, host.id)
    contact = HostContact(
        id=uuid.uuid4(), municipality_id=host.municipality_id, host_id=host.id, created_at=context.now
    )
    contact.sealed = context.seal(contact, host.id, ContactDocument(**given.model_dump()))
    return context.add(contact)


def list_contacts(context: Context) -> ContactList:
    """List the host's contacts, for the municipality that registered it and for the host itself."""
    host = context.host
    if host.municipality_id != context.municipality_id:
        raise NotFound
    query = select(HostContact).where(col(HostContact.host_id) == host.id)
    contacts = context.session.execute(query.order_by(col(HostContact.created_at))).scalars().all()
    context.note(host, contacts=len(contacts))
    return ContactList(
        contacts=[
            HostContactView(
                id=contact.id,
                version=contact.version,
                **context.open(contact, host.id, ContactDocument).model_dump(),
            )
            for contact in contacts
        ]
    )


def change_contact(context: Context, contact_id: uuid.UUID, given: ContactChange) -> Receipt:
    """Change a contact."""
    contact = _contact_of(context, contact_id)
    context.expect_version(contact)
    new = given.model_dump(exclude_none=True)
    document = context.open(contact, context.host.id, ContactDocument).model_copy(update=new)
    sealed = context.seal(contact, context.host.id, document)
    contact.sealed = sealed
    context.change(contact, {}, also=sorted(new))
    return context.receipt(contact)


def remove_contact(context: Context, contact_id: uuid.UUID) -> Receipt:
    """Remove a contact."""
    contact = _contact_of(context, contact_id)
    context.expect_version(contact)
    context.session.delete(contact)
    context.note(contact)
    return Receipt(id=contact.id)


def _contact_of(context: Context, contact_id: uuid.UUID) -> HostContact:
    contact = context.find(HostContact, contact_id, lock=True)
    if contact.host_id != context.host.id:
        raise NotFound
    return contact
