"""The last seat, over real connections: whoever asks at once, exactly one gets it, round after round."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from api.policy.vocabulary import Act, Role
from api.tables import Menu, PlacementSeat, Seat
from tests.api.placements.records import World
from tests.api.records import Records
from tests.api.service import Service
from tests.faults.history import History, Operation, check, ledger_faults
from tests.faults.load import Sender, senders_on
from tests.faults.processes import running

CLIENTS = 32
ROUNDS = 200 if os.environ.get("SANKA_SOAK") == "1" else 20


def test_the_last_seat_is_given_once_a_round(
    service: Service, tmp_path: Path, say: Callable[[str], None]
) -> None:
    """32 clients ask for one seat: one 201, 31 times `seat_taken`; it is given back and they ask again."""
    world, history = World(service), History()
    menu = world.add_menu(places=1)
    user_id = service.add_user(Role.COORDINATOR)
    people = [world.add_person(staff_id=user_id) for _ in range(CLIENTS)]
    body, start = world.body(menu, weeks=1), threading.Barrier(CLIENTS)

    def ask(sender: Sender, person: uuid.UUID) -> Operation:
        start.wait(60)
        return sender.ask(Act.OFFER_MAKE, "POST", f"/people/{person}/offers", body)

    with (
        running(service, tmp_path) as server,
        senders_on(world, [user_id] * CLIENTS, server.socket, history) as senders,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        for number in range(ROUNDS):
            asked = list(pool.map(ask, senders, people))
            (taken,) = [each for each in asked if each.is_acked]
            refused = [each.receipt["code"] for each in asked if each is not taken]
            assert refused == ["seat_taken"] * (CLIENTS - 1)
            with service.installation.database.read(service.office) as session:
                assert ledger_faults(session) == []
            path, version = f"/placements/{taken.receipt['id']}/release", taken.receipt["version"]
            release = senders[number % CLIENTS].ask(
                Act.PLACEMENT_EDIT, "POST", path, {"reason": "other"}, version
            )
            assert release.is_acked, release.attempts
    verdict = check(service, history, [user_id])
    say(f"last seat, {CLIENTS} clients × {ROUNDS} rounds: {verdict}")
    assert verdict.faults == ()
    assert (verdict.acked, verdict.lost) == (2 * ROUNDS, 0)


def test_counting_before_taking_overbooks(service: Service) -> None:
    """The control: on the same tables, who counts what is taken and then takes gives one seat to several."""
    world, records = World(service), Records(service)
    offered = world.add_menu(places=1)
    seat, day = offered.pool_slot_ids[0], world.monday
    with service.installation.database.read(service.office) as session:
        menu = session.get_one(Menu, offered.menu_id)
    placements = [records.placement(records.person(), menu).id for _ in range(CLIENTS)]
    world.add(Seat(pool_slot_id=seat, day=day, used=0, capacity=1))
    database, start = service.installation.database, threading.Barrier(CLIENTS)
    count = select(func.count()).where(col(PlacementSeat.pool_slot_id) == seat, col(PlacementSeat.day) == day)
    own = {"municipality_id": service.office, "pool_slot_id": seat, "day": day, "amount": 1}

    def count_and_take(placement_id: uuid.UUID) -> bool:
        with database.read(service.office) as session:
            is_free = session.execute(count).scalar_one() < 1
        start.wait(60)  # nothing keeps the others from counting now
        if is_free:
            with database.write(service.office) as session:
                session.add(PlacementSeat(placement_id=placement_id, **own))
                session.get_one(Seat, (seat, day)).used += 1
        return is_free

    with ThreadPoolExecutor(CLIENTS) as pool:
        got_it = sum(pool.map(count_and_take, placements))
    assert got_it > 1
    with database.read(service.office) as session:
        assert ledger_faults(session) != []
