"""The bridge between rows and the core's model."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.demo.rows import Filler
from api.demo.town import moved_to
from api.hosts.draws import Wanted
from api.hosts.seats import take
from api.infra.clock import day_in_japan
from api.mapping.problem import OTHERS, load_problem
from api.policy.vocabulary import Role
from api.tables import Consent, HostShare, Menu, MenuSlot, Person, Placement
from matching.bundled import data_path
from matching.model import Problem
from matching.pipeline import ProposeParams, propose
from matching.serialize import load_problem as read_problem
from matching.vocabulary import NeedDomain, PlacementStatus
from tests.api.service import Service

QUICK = ProposeParams(confirm=0)


@pytest.fixture
def town(service: Service) -> Problem:
    """The demo town, written as rows of the service's municipality."""
    coordinator = service.add_user(Role.COORDINATOR)
    with writing(service) as session:
        now = service.clock.now(session)
        problem = moved_to(read_problem(data_path("demo/town.json")), day_in_japan(now))
        Filler(session, service.installation, service.office, (coordinator,), now, problem.date).fill(problem)
    return problem


@contextmanager
def writing(service: Service, office: uuid.UUID | None = None) -> Iterator[Session]:
    """Open a transaction for a municipality."""
    with service.installation.database.write(office or service.office) as session:
        yield session


def loaded(service: Service, office: uuid.UUID | None = None) -> Problem:
    """Read a municipality's problem as a proposal would."""
    with service.installation.database.read(office or service.office) as session:
        now = service.clock.now(session)
        return load_problem(session, now, day_in_japan(now)).problem


def test_what_is_written_as_rows_is_read_as_the_same_problem(service: Service, town: Problem) -> None:
    """The demo town goes over the bridge and back without loss, and gets a proposal of the same size."""
    read = loaded(service)
    for name in ("people", "hosts", "menus", "pools", "placements", "households", "parties"):
        assert len(getattr(read, name)) == len(getattr(town, name)), name
    expected = {
        (person.age_years, person.waiting_since, person.home_mesh, repr(sorted(person.conditions.items())))
        for person in town.people
    }
    assert expected == {
        (person.age_years, person.waiting_since, person.home_mesh, repr(sorted(person.conditions.items())))
        for person in read.people
    }
    assert {host.name: dataclasses.replace(host, id="any") for host in read.hosts} == {
        host.name: dataclasses.replace(host, id="any") for host in town.hosts
    }
    made, before = propose(read, QUICK), propose(town, QUICK)
    assert len(made.assignments) == len(before.assignments) > 50
    assert made.status == before.status


def test_nothing_that_says_who_somebody_is_goes_over_the_bridge(service: Service, town: Problem) -> None:
    """No wish, no name and no case number is in the core's problem."""
    read = loaded(service)
    assert all(need.wish == "" for person in read.people for need in person.needs)
    assert any(need.wish for person in town.people for need in person.needs)
    assert not {person.id for person in town.people} & {person.id for person in read.people}
    assert "見本 1号" not in repr(read.people)


def test_who_pauses_has_ended_or_took_back_the_consent_is_no_candidate(
    service: Service, town: Problem
) -> None:
    """Cases that rest are left out; without consent a person is there and nothing is proposed."""
    with writing(service) as session:
        today = day_in_japan(service.clock.now(session))
        first, second, third = (
            session.execute(select(Person).order_by(col(Person.number))).scalars().all()[:3]
        )
        first.paused_until = today + dt.timedelta(days=1)
        second.ended_on = today
        for consent in session.execute(select(Consent).where(col(Consent.person_id) == third.id)).scalars():
            consent.withdrawn_at = service.clock.now(session)
    read = loaded(service)
    ids = {person.id for person in read.people}
    assert not {str(first.id), str(second.id)} & ids
    assert str(third.id) in ids
    assert str(third.id) not in {each.person_id for each in propose(read, QUICK).assignments}


def test_a_neighbours_people_are_counted_and_not_seen(service: Service, town: Problem) -> None:
    """At a shared host the other municipality's people take seats as nobody in particular."""
    with writing(service) as session:
        now = service.clock.now(session)
        today = day_in_japan(now)
        menu = session.execute(select(Menu).where(col(Menu.name) == town.menus[0].name)).scalar_one()
        slot = session.execute(select(MenuSlot).where(col(MenuSlot.menu_id) == menu.id)).scalars().first()
        assert slot is not None
        share = HostShare(host_id=menu.host_id, municipality_id=service.neighbour, owner_id=service.office)
        session.add(share)
    neighbours = service.add_user(Role.COORDINATOR, office=service.neighbour)
    with writing(service, service.neighbour) as session:
        person = Person(
            municipality_id=service.neighbour, number="1", age_years=30, waiting_since=today, created_at=now
        )
        session.add(person)
        session.flush()
        placement = Placement(
            municipality_id=service.neighbour,
            person_id=person.id,
            domain=NeedDomain.WORK,
            host_id=menu.host_id,
            menu_id=menu.id,
            status=PlacementStatus.OFFERED,
            first_day=today,
            last_day=today + dt.timedelta(days=60),
            created_by=neighbours,
            created_at=now,
        )
        session.add(placement)
        session.flush()
        wanted = Wanted(menu.id, (slot.id,), placement.first_day, placement.last_day)
        take(session, placement, wanted, today)
    read = loaded(service)
    others = [each for each in read.placements if each.person_id == OTHERS]
    assert [(each.menu_id, len(each.slots)) for each in others] == [(str(menu.id), 1)]
    assert str(person.id) not in repr(read)
    ours_seen_there = loaded(service, service.neighbour)
    assert {host.id for host in ours_seen_there.hosts} == {str(menu.host_id)}
    assert not ours_seen_there.people
