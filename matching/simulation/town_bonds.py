"""Who belongs together in みほん町, and who is already somewhere."""

from __future__ import annotations

import datetime as dt

from matching.model import Household, Party, Placement
from matching.simulation.notation import slots
from matching.vocabulary import NeedDomain, PlacementStatus

HOUSEHOLDS = (
    Household("F1", ("P001", "P002")),
    Household("F2", ("P006", "P007")),
    Household("F3", ("P008", "P009")),
    Household("F4", ("P012", "P013")),
)
"""People who live together."""

PARTIES = (
    Party("G1", ("P001", "P002")),
    Party("G2", ("P008", "P009")),
    Party("G3", ("P012", "P013")),
)
"""People who go together: two pairs of parent and child for company, and a couple for a room."""


def town_placements() -> tuple[Placement, ...]:
    """Give what already holds: for people of the tables, then for people whose search is over."""
    return (
        _placement(
            "P007", "daily_life", "M31", "火木 10:00-12:00", "settled", "2026-04-07", "K2", fetched=True
        ),
        _placement(
            "P007", "daily_life", "M32", "火木 13:00-15:30", "settled", "2026-04-07", "K2", fetched=True
        ),
        _placement("P018", "belonging", "M36", "火金 18:30-20:30", "settled", "2026-06-02", "K2"),
        _placement("P020", "belonging", "M36", "火 18:30-20:30", "accepted", "2026-09-01", "K2"),
        _placement("P021", "work", "M08", "月水金 09:30-12:00", "accepted", "2026-08-03", "K2", attention=10),
        _placement("P061", "work", "M19", "月水金 13:00-15:00", "settled", "2026-04-13", "K2"),
        _placement("P062", "belonging", "M19", "火木 13:00-15:00", "accepted", "2026-08-18", "K2"),
        _placement("P063", "work", "M08", "月水 09:30-12:00", "settled", "2026-03-02", "K2", attention=15),
        _placement("P064", "belonging", "M34", "月金 13:30-15:30", "settled", "2026-05-11", "K2"),
        _placement("P065", "belonging", "M36", "火金 18:30-20:30", "settled", "2026-06-05", "K2"),
        _placement("P066", "belonging", "M41", "火 13:30-15:30", "accepted", "2026-09-15", "K3"),
        _placement(
            "P067", "work", "M17", "月水金 09:00-11:30", "trial", "2026-11-09", "K1", until="2026-12-11"
        ),
        _placement(
            "P068", "work", "M16", "火金 08:00-10:00", "offered", "2026-11-17", "K2", until="2026-12-04"
        ),
        _placement(
            "P069", "belonging", "M29", "月水 10:00-12:00", "settled", "2026-02-02", "K2", attention=10
        ),
        _placement("P070", "belonging", "M39", "水 10:00-12:00", "visiting", "2026-11-18", "K2"),
        _placement("P071", "work", "M21", "火木 09:30-11:30", "settled", "2026-05-12", "K1"),
        _placement("P072", "learning", "M48", "月水 10:00-12:00", "accepted", "2026-09-07", "K1"),
    )


def _placement(
    person_id: str,
    domain: str,
    menu_id: str,
    times: str,
    status: str,
    since: str,
    caseload_pool_id: str,
    until: str | None = None,
    attention: int = 0,
    fetched: bool = False,
) -> Placement:
    return Placement(
        person_id=person_id,
        domain=NeedDomain(domain),
        menu_id=menu_id,
        slots=slots(times),
        status=PlacementStatus(status),
        first_day=dt.date.fromisoformat(since),
        last_day=dt.date.fromisoformat(until) if until else None,
        attention_minutes=attention,
        is_fetched=fetched,
        caseload_pool_id=caseload_pool_id,
    )
