"""The demo's sample cases stand in every state, made by the acts of a real case and by nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.audit.verify import verify_chain
from api.cases.words import STATE_WORDS
from api.demo.town import fill_demo_town
from api.infra.clock import day_in_japan
from api.infra.database import work_for
from api.infra.installation import Installation, open_installation
from api.infra.settings import Settings
from api.tables import (
    Audit,
    Conference,
    ConferenceState,
    Contact,
    ContactState,
    Municipality,
    Person,
    PlanState,
    SupportCase,
    SupportPlan,
)
from tests.api.service import SECRET, MovableClock

WANTED = {"受付", "アセスメント", "会議付議", "支援決定待ち", "支援中", "フォロー中"}


def filled(url: str, folder: Path, step: dt.timedelta = dt.timedelta()) -> Installation:
    """Fill an empty database with the demo town, as if it were another day."""
    clock = MovableClock()
    clock.step = step
    settings = Settings(secret=SECRET, database_url=url, keys_url=f"sqlite:///{folder / 'keys' / 'keys.db'}")
    installation = open_installation(settings, clock)
    fill_demo_town(installation)
    return installation


def opened(installation: Installation, session: Session) -> dt.date:
    """Let a session work for the demo town, and give today."""
    work_for(session, session.execute(select(col(Municipality.id))).scalar_one())
    return day_in_japan(installation.clock.now(session))


def test_there_is_a_case_in_every_state(database_url: str, tmp_path: Path) -> None:
    """With a conference ahead, decided and undecided plans, and contacts of both sides done and due."""
    installation = filled(database_url, tmp_path)
    with installation.database.read() as session:
        today = opened(installation, session)
        cases = session.execute(select(SupportCase)).scalars().all()
        assert {STATE_WORDS[each.state] for each in cases} == WANTED
        ahead = [each.held_on for each in session.execute(select(Conference)).scalars() if is_ahead(each)]
        assert [today < day <= today + dt.timedelta(days=14) for day in ahead] == [True]
        plans = session.execute(select(SupportPlan)).scalars().all()
        assert {each.state for each in plans} >= {PlanState.SUBMITTED, PlanState.FIXED}
        contacts = session.execute(select(Contact)).scalars().all()
        assert {(each.side, each.state) for each in contacts} >= {
            (side, state) for side in ("person", "host") for state in (ContactState.DUE, ContactState.DONE)
        }
        acted = session.execute(select(Audit).where(col(Audit.request_id) == "demo")).scalars().all()
        about = {each.person_id for each in acted} - {None}
        assert {each.person_id for each in cases} <= about
        assert [each.at for each in acted] == sorted(each.at for each in acted), "in the order of their days"
        assert not verify_chain(session, installation.roots.audit).faults
        people = session.execute(select(Person).where(col(Person.id).in_(about))).scalars()
        assert all(each.number.startswith("P0") for each in people)
    installation.close()


def is_ahead(conference: Conference) -> bool:
    """Tell whether a conference is still to be held."""
    return conference.state == ConferenceState.PLANNED


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("days", [33, 158])
def test_the_cases_can_be_made_on_any_day(database_url: str, tmp_path: Path, days: int) -> None:
    """Also over the turn of the year and in 大型連休: no act is refused then."""
    installation = filled(database_url, tmp_path, dt.timedelta(days=days))
    with installation.database.read() as session:
        opened(installation, session)
        states = {STATE_WORDS[each.state] for each in session.execute(select(SupportCase)).scalars()}
    installation.close()
    assert states == WANTED
