"""The demo town as a municipality, with one account for every role."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass

from api.accounts.schemas import UserCreate
from api.accounts.service import add_user
from api.demo.cases import add_sample_cases
from api.demo.hand import Office
from api.demo.rows import Filler
from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.office.setup import add_municipality
from api.policy.vocabulary import ROLE_WORDS, Role
from matching.bundled import data_path
from matching.model import Problem
from matching.serialize import load_problem

CODE = "990019"
NAME = "みほん町"
POPULATION = 4_600
PASSWORD = "mihon-no-machi"


@dataclass(frozen=True)
class DemoAccount:
    """
    A way to sign in to the demo.

    Parameters
    ----------
    sign_in_name, words
        The name, and the role in Japanese.
    """

    sign_in_name: str
    words: str


def fill_demo_town(installation: Installation) -> tuple[DemoAccount, ...]:
    """Fill a fresh database with the demo town and its cases, moved to today, and give its accounts."""
    problem = load_problem(data_path("demo/town.json"))
    with installation.database.write() as session:
        now = installation.clock.now(session)
        today = day_in_japan(now)
        office = add_municipality(session, CODE, NAME, POPULATION, now)
        users: dict[str, uuid.UUID] = {}

        def account(name: str, role: Role, host_id: uuid.UUID | None = None) -> None:
            given = UserCreate(
                sign_in_name=name,
                password=PASSWORD,
                name=f"見本の{ROLE_WORDS[role]}",
                roles=[role],
                host_id=host_id,
            )
            users[name] = add_user(session, installation, office.id, given, now).id

        for role in Role:
            if role != Role.HOST:
                account(role.value, role)
        account("coordinator2", Role.COORDINATOR)
        coordinators = (users["coordinator"], users["coordinator2"])
        filler = Filler(session, installation, office.id, coordinators, now, today)
        filler.fill(moved_to(problem, today))
        account("host", Role.HOST, filler.id_of(problem.hosts[0].id))
        by_role = {role: users[role.value] for role in Role}
        add_sample_cases(Office(installation, session, office.id, by_role, now), filler.id_of)
    words = {role.value: ROLE_WORDS[role] for role in Role} | {"coordinator2": "もう一人のコーディネーター"}
    return tuple(DemoAccount(name, words[name]) for name in users)


def moved_to(problem: Problem, today: dt.date) -> Problem:
    """Give the problem as if it were made today: what was stated n days before still was."""
    days = today - problem.date
    if not days:
        return problem
    pools = tuple(
        dataclasses.replace(
            pool,
            slots=tuple(
                dataclasses.replace(part, stated_on=part.stated_on + days) if part.stated_on else part
                for part in pool.slots
            ),
        )
        for pool in problem.pools
    )
    people = tuple(
        dataclasses.replace(person, waiting_since=person.waiting_since + days) for person in problem.people
    )
    return dataclasses.replace(problem, date=today, pools=pools, people=people)
