"""心配ごと: what troubles a host, in one field; the coordinators get a task at once."""

from __future__ import annotations

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.hosts.schemas import WorryInput
from api.hosts.views import WorryList, WorryView
from api.hosts.words import URGENCY_WORDS
from api.tables import HostWorry
from api.tables.sealed import WorryDocument
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task

MOST_SHOWN = 50


def tell_worry(context: Context, given: WorryInput) -> Receipt:
    """Keep what troubles the host, sealed, and let the coordinators know."""
    host = context.host
    context.installation.vault.new_subject(host.municipality_id, host.id)
    worry = HostWorry(
        municipality_id=host.municipality_id,
        host_id=host.id,
        urgency=given.urgency,
        told_at=context.now,
        told_by=context.actor.user_id,
    )
    worry.sealed = context.seal(worry, host.id, WorryDocument(words=given.words))
    context.add(worry)
    add_task(context, TaskKind.HOST_WORRY, context.today, host_id=host.id)
    return context.receipt(worry)


def list_worries(context: Context) -> WorryList:
    """Give what troubled the host, the newest first, to the municipality's staff and the host itself."""
    host = context.host
    query = select(HostWorry).where(col(HostWorry.host_id) == host.id)
    query = query.order_by(col(HostWorry.told_at).desc(), col(HostWorry.id)).limit(MOST_SHOWN)
    worries = context.session.execute(query).scalars().all()
    context.note(host, worries=len(worries))
    return WorryList(
        worries=[
            WorryView(
                id=worry.id,
                urgency=worry.urgency,
                urgency_words=URGENCY_WORDS[worry.urgency],
                words=context.open(worry, host.id, WorryDocument).words,
                told_at=worry.told_at,
            )
            for worry in worries
        ]
    )
