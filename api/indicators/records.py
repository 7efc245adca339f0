"""The records the indicators are counted from, as frames: days, codes and opaque ids, nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Executable, select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.hosts.statements import stands
from api.infra.clock import day_in_japan
from api.tables import (
    AgendaItem,
    CapacityStatement,
    Conference,
    Contact,
    Decision,
    Menu,
    Person,
    PersonNeed,
    Placement,
    PlacementEvent,
    SupportCase,
    SupportPlan,
)
from matching.vocabulary import DeclaredMark


@dataclass(frozen=True, eq=False)
class Records:
    """
    One frame for each kind of record; a day that is not known is None.

    Parameters
    ----------
    cases
        person_id, application_on, opened_on, closed_on, close_reason.
    decisions
        person_id, decided_on: of 決定, not of 差戻し.
    plans
        kind, fixed_on.
    conclusions
        kind, concluded_on: of approved 付議, the day of the conference.
    statements
        host_id, slot_id, stated_on, order, is_offer: 申告 that say what there is, in the order they came.
    placements
        id, person_id, domain, host_id, created_on, first_day, last_day.
    events
        placement_id, kind, day.
    contacts
        side, due_on, window_to, state, done_on, result.
    needs
        person_id, domain, district_id, since, ended_on.
    """

    cases: pd.DataFrame
    decisions: pd.DataFrame
    plans: pd.DataFrame
    conclusions: pd.DataFrame
    statements: pd.DataFrame
    placements: pd.DataFrame
    events: pd.DataFrame
    contacts: pd.DataFrame
    needs: pd.DataFrame


COLUMNS = {
    "cases": ("person_id", "application_on", "opened_on", "closed_on", "close_reason"),
    "decisions": ("person_id", "decided_on"),
    "plans": ("kind", "fixed_on"),
    "conclusions": ("kind", "concluded_on"),
    "statements": ("host_id", "slot_id", "stated_on", "order", "is_offer"),
    "placements": ("id", "person_id", "domain", "host_id", "created_on", "first_day", "last_day"),
    "events": ("placement_id", "kind", "day"),
    "contacts": ("side", "due_on", "window_to", "state", "done_on", "result"),
    "needs": ("person_id", "domain", "district_id", "since", "ended_on"),
}


def records_of(**rows: list[tuple[Any, ...]]) -> Records:
    """Make the frames from rows; of what is not given there is nothing."""
    return Records(
        **{
            name: pd.DataFrame(rows.get(name, []), columns=list(columns), dtype=object)
            for name, columns in COLUMNS.items()
        }
    )


def load_records(session: Session) -> Records:
    """Read what one municipality has."""

    def rows(query: Executable) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in session.execute(query)]

    case, plan, need, placed = SupportCase, SupportPlan, PersonNeed, Placement
    return records_of(
        cases=rows(
            select(
                col(case.person_id),
                col(case.application_on),
                col(case.opened_on),
                col(case.closed_on),
                col(case.close_reason),
            )
        ),
        decisions=rows(
            select(col(Decision.person_id), col(Decision.decided_on)).where(col(Decision.result) == "decided")
        ),
        plans=rows(select(col(plan.kind), col(plan.fixed_on)).where(col(plan.fixed_on).is_not(None))),
        conclusions=rows(
            select(col(AgendaItem.kind), col(Conference.held_on))
            .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
            .where(col(AgendaItem.conclusion) == "approved")
        ),
        statements=_statements(session),
        placements=[
            (*row[:4], day_in_japan(row[4]), *row[5:])
            for row in rows(
                select(
                    col(placed.id),
                    col(placed.person_id),
                    col(placed.domain),
                    col(placed.host_id),
                    col(placed.created_at),
                    col(placed.first_day),
                    col(placed.last_day),
                )
            )
        ],
        events=rows(
            select(col(PlacementEvent.placement_id), col(PlacementEvent.kind), col(PlacementEvent.day))
        ),
        contacts=rows(
            select(
                col(Contact.side),
                col(Contact.due_on),
                col(Contact.window_to),
                col(Contact.state),
                col(Contact.done_on),
                col(Contact.result),
            )
        ),
        needs=[
            (*row[:3], day_in_japan(row[3]), row[4])
            for row in rows(
                select(
                    col(need.person_id),
                    col(need.domain),
                    col(Person.district_id),
                    col(need.created_at),
                    col(Person.ended_on),
                ).join(Person, col(Person.id) == col(need.person_id))
            )
        ],
    )


def _statements(session: Session) -> list[tuple[Any, ...]]:
    """Give what hosts of one's own said they have, in the order it was said; the latest of a slot counts."""
    with_menu = select(col(Menu.host_id))
    query = select(CapacityStatement).where(col(CapacityStatement.host_id).in_(with_menu), stands())
    query = query.order_by(col(CapacityStatement.stated_on), col(CapacityStatement.recorded_at))
    return [
        (row.host_id, row.pool_slot_id, row.stated_on, order, _is_offer(row))
        for order, row in enumerate(session.execute(query).scalars())
    ]


def _is_offer(said: CapacityStatement) -> bool:
    """Tell whether a host said it can take somebody, or may be asked."""
    return said.mark != DeclaredMark.CLOSED and 0 not in (said.places, said.amount, said.quota)


def months_ended(day: dt.date) -> dt.date:
    """Give the last day of the last month that is over."""
    return day.replace(day=1) - dt.timedelta(days=1)
