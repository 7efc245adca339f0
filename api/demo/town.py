"""The demo town as a municipality, with one account for every role."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

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
    """
    Give the problem as if it were made today: what was so many days ago, or ahead, still is.

    Closed days and busy seasons of hosts stay, for they belong to the calendar.
    """
    days = today - problem.date
    if not days:
        return problem
    moved = {
        name: _moved(getattr(problem, name), days) for name in ("people", "menus", "pools", "placements")
    }
    return dataclasses.replace(problem, date=today, **moved)


def _moved(value: Any, days: dt.timedelta) -> Any:
    """Move every date in a record, in the records it holds, and in lists of them."""
    if isinstance(value, dt.date):
        return value + days
    if isinstance(value, tuple):
        return tuple(_moved(each, days) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        changed = {name: new for name, part in parts.items() if (new := _moved(part, days)) != part}
        return dataclasses.replace(value, **changed) if changed else value
    return value
