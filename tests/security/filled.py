"""A service with something of everything, and somebody of every role: what requests are generated for."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select

from api.policy.vocabulary import Role, Stage
from api.tables import GapAnalysis, Placement, ProposalRun
from api.worker import run_worker
from tests.api.placements.records import Offered
from tests.api.placements.records import World as Placements
from tests.api.records import Records, ids_of
from tests.api.service import Client, Service

STAGES = (Stage.S0, Stage.S1, Stage.S3, Stage.S4, Stage.SX)
NOBODY = "nobody"


class Filled:
    """
    A filled service.

    Parameters
    ----------
    service
        An empty one.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        records = Records(service)
        placements = Placements(service)
        self.offered: list[Offered] = [
            placements.add_menu(places=3, weekdays=(1, 3)),
            placements.add_menu(places=2, is_room=True),
        ]
        farm = records.add(records.host("みほん商店"))
        menu = records.menu(farm)
        cases: list[Placement] = [records.at_stage(stage, farm, menu) for stage in STAGES]
        ready = [placements.add_person(staff_id=placements.staff_id) for _ in range(2)]
        receipt = placements.offered(ready[0], self.offered[0])
        self.clients: dict[str, Client] = {NOBODY: service.client_of(None)}
        for role in Role:
            host_id = farm.id if role == Role.HOST else None
            client = self.clients[role.value] = service.client(role, host_id=host_id)
            if role in {Role.COORDINATOR, Role.LEAD, Role.MEMBER}:
                for person_id in (*(placement.person_id for placement in cases), *ready):
                    records.involve(person_id, client.user_id, role)
        self.ids: dict[str, list[str]] = {}
        for placement in cases:
            for name, found in ids_of(records, placement).items():
                self.ids.setdefault(name, []).append(found)
        self.ids["person_id"] += map(str, ready)
        self.ids["placement_id"].append(str(receipt["id"]))
        for offered in self.offered:
            self.ids["host_id"].append(str(offered.host_id))
            self.ids["menu_id"].append(str(offered.menu_id))
            self.ids["slot_id"] += map(str, offered.slot_ids)
            self.ids["pool_slot_id"] += map(str, offered.pool_slot_ids)
        self.ids["run_id"] = [self._run()]
        self.ids["other_run_id"] = self.ids["base_run_id"] = self.ids["run_id"]
        self.ids["menu_slot_ids"] = self.ids["slot_id"]
        self.ids["companion_pool_id"] = self.ids["pool_id"]
        self.ids["members"] = self.ids["person_id"]
        self.ids["apart_from_persons"] = self.ids["person_id"]
        self.ids["apart_from_hosts"] = self.ids["host_id"]

    def _run(self) -> str:
        """Make a real run, and put it where those without an input stand for any id elsewhere."""
        made = self.clients[Role.COORDINATOR].done("POST", "/api/v1/proposals", {"time_limit_s": 2})
        assert run_worker(self.service.installation, once=True, duties=()) == 1
        with self.service.installation.database.write(self.service.office) as session:
            for analysis in session.execute(select(GapAnalysis)).scalars():
                analysis.run_id = uuid.UUID(made["id"])
            session.flush()
            for run in session.execute(select(ProposalRun)).scalars():
                if str(run.id) != made["id"]:
                    session.delete(run)
        return str(made["id"])

    def id_for(self, name: str, number: int) -> str | None:
        """Give one of the ids that may stand under a name."""
        known = self.ids.get(name)
        return known[number % len(known)] if known else None

    def real(self, value: Any, number: int, name: str = "") -> Any:
        """Put ids of real records where a body has well-formed ones, so that it gets further."""
        if isinstance(value, dict):
            return {key: self.real(inner, number, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.real(inner, number + step, name) for step, inner in enumerate(value)]
        return self.id_for(name, number) or value if _is_id(value) else value


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) >= 32 and bool(uuid.UUID(value))
    except ValueError:
        return False
