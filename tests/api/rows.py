"""Rows put straight into the database, for tests of what stands beside people and hosts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from api.infra.clock import day_in_japan
from api.policy.vocabulary import Role
from api.tables import Host, Involvement, Person, PersonNeed
from matching.vocabulary import Answer, HostKind, NeedDomain
from tests.api.service import Service


def add_person(
    service: Service,
    *carriers: uuid.UUID,
    needs: Iterable[NeedDomain] = (NeedDomain.WORK,),
    protected: Answer = Answer.NO,
    office: uuid.UUID | None = None,
    role: Role = Role.COORDINATOR,
) -> uuid.UUID:
    """Add a person whose case these users carry."""
    office, person_id = office or service.office, uuid.uuid4()
    service.installation.vault.new_subject(office, person_id)
    with service.installation.database.write(office) as session:
        now = service.clock.now(session)
        today = day_in_japan(now)
        own = {"municipality_id": office}
        session.add(
            Person(
                id=person_id,
                number=f"M-{person_id.hex[:8]}",
                age_years=30,
                protected=protected,
                waiting_since=today - dt.timedelta(days=30),
                created_at=now,
                **own,
            )
        )
        session.flush()
        for domain in needs:
            session.add(PersonNeed(person_id=person_id, domain=domain, created_at=now, **own))
        for user_id in carriers:
            session.add(Involvement(person_id=person_id, user_id=user_id, role=role, since=today, **own))
    return person_id


def add_host(service: Service, office: uuid.UUID | None = None) -> uuid.UUID:
    """Add a host."""
    office, host_id = office or service.office, uuid.uuid4()
    with service.installation.database.write(office) as session:
        session.add(
            Host(
                id=host_id,
                municipality_id=office,
                name="みほん農園",
                kind=HostKind.FARM,
                created_at=service.clock.now(session),
            )
        )
    return host_id


def today(service: Service) -> dt.date:
    """Give the date in Japan at the service."""
    with service.installation.database.read() as session:
        return day_in_japan(service.clock.now(session))
