"""A municipality with the demo town's records, and runs on it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import pytest

from api.demo.rows import Filler
from api.demo.town import moved_to
from api.infra.clock import day_in_japan
from api.policy.vocabulary import Role
from api.worker import run_worker
from matching.bundled import data_path
from matching.model import Problem
from matching.serialize import load_problem
from tests.api.service import Client, Service

PATH = "/api/v1/proposals"
MOST_PEOPLE = 35


@dataclass
class Town:
    """
    The demo town at a service.

    Parameters
    ----------
    service
        The service.
    coordinator, other
        Two coordinators who carry half of the cases each.
    filler
        Knows the row of each record.
    """

    service: Service
    coordinator: Client
    other: Client
    filler: Filler

    def id_of(self, name: str) -> str:
        """Give the row's id of a record of the demo town."""
        return str(self.filler.id_of(name))

    def ask(self, **body: Any) -> str:
        """Ask for a run."""
        receipt = self.coordinator.done("POST", PATH, body)
        return str(receipt["id"])

    def run(self, **body: Any) -> str:
        """Ask for a run and let a worker do it."""
        run_id = self.ask(**body)
        assert self.work() == 1
        return run_id

    def work(self) -> int:
        """Let a worker do what there is."""
        return run_worker(self.service.installation, once=True, duties=())

    def seen(self, run_id: str, part: str = "") -> dict[str, Any]:
        """See a run, or a part of it, as the first coordinator."""
        return self.coordinator.seen(f"{PATH}/{run_id}{part}")


@pytest.fixture
def town(service: Service) -> Town:
    """The demo town, filled into the first municipality."""
    return fill_town(service)


def fill_town(service: Service) -> Town:
    """Fill the demo town into the first municipality of a service."""
    clients = [service.client(Role.COORDINATOR) for _ in range(2)]
    with service.installation.database.write(service.office) as session:
        now = service.clock.now(session)
        today = day_in_japan(now)
        carriers = tuple(client.user_id for client in clients)
        filler = Filler(session, service.installation, service.office, carriers, now, today)
        filler.fill(moved_to(_small(load_problem(data_path("demo/town.json"))), today))
    return Town(service, clients[0], clients[1], filler)


def _small(problem: Problem) -> Problem:
    """Give the town with some of its people, to be quick."""
    people = problem.people[:MOST_PEOPLE]
    known = {person.id for person in people}
    return dataclasses.replace(
        problem,
        people=tuple(
            dataclasses.replace(
                person, caring=tuple(duty for duty in person.caring if duty.person_id in known)
            )
            for person in people
        ),
        households=tuple(each for each in problem.households if known.issuperset(each.member_ids)),
        parties=tuple(each for each in problem.parties if known.issuperset(each.member_ids)),
    )
