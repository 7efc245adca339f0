"""Asking a host: by a notice with a link, or by the coordinator where no notice may say anything."""

from __future__ import annotations

import datetime as dt
import functools

import jpholiday

from api.context import Context
from api.hosts.links import has_way_in
from api.placements.cards import is_plain
from api.policy.gate import cases_of
from api.policy.vocabulary import Stage
from api.tables import Host, Outbox, Person, Placement
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task

HOST_ASKED = "host_asked"
"""The template of the notice to a host."""


def ask_host(context: Context, placement: Placement, person: Person, host: Host) -> None:
    """
    Ask the host: a notice if it can see the request here, a call where that says too little.

    Of somebody under protection, or who withdrew, no notice is sent: only the coordinator talks. The users of
    a neighbour's host do not see other municipalities' requests, so the coordinator calls there too.
    """
    stage = cases_of(context, [person], host.id)[person.id].stage
    is_told = stage != Stage.SX and has_way_in(context, host.id)
    if is_told:
        context.session.add(
            Outbox(
                municipality_id=context.municipality_id,
                template=HOST_ASKED,
                host_id=host.id,
                subject_id=placement.id,
                created_at=context.now,
            )
        )
    if not is_told or is_plain(context, person):
        add_task(
            context,
            TaskKind.ASK_HOST,
            next_working_day(context.today),
            person_id=person.id,
            host_id=host.id,
            placement_id=placement.id,
        )


@functools.lru_cache(400)
def next_working_day(day: dt.date) -> dt.date:
    """Give the next day on which offices are open: no weekend, 国民の祝日, nor 29 December to 3 January."""
    day += dt.timedelta(days=1)
    while day.isoweekday() > 5 or jpholiday.is_holiday(day) or (day.month, day.day) in _TURN_OF_THE_YEAR:
        day += dt.timedelta(days=1)
    return day


_TURN_OF_THE_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
