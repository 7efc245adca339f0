"""The last seat: many who ask for it at once, exactly one who gets it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select, update
from sqlmodel import col

from api.tables import Placement, Seat
from tests.api.placements.records import World

THREADS = 8


def race(
    world: World, people: list[uuid.UUID], path: Callable[[uuid.UUID], tuple[str, dict[str, object]]]
) -> list[int]:
    """Let everybody ask at the same moment, and give the answers' status codes."""
    clients = [world.service.client_of(world.staff_id) for _ in people]
    start = threading.Barrier(len(people))

    def ask(number: int) -> int:
        address, body = path(people[number])
        start.wait()
        return int(clients[number].act("POST", address, body).status_code)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(ask, range(len(people))))


def test_exactly_one_of_eight_gets_the_last_seat(world: World) -> None:
    """Seven are told that it is taken, and the ledger agrees with what was taken."""
    menu, people = world.add_menu(), [world.add_person() for _ in range(THREADS)]
    body = world.body(menu)
    codes = race(world, people, lambda person: (f"/api/v1/people/{person}/offers", body))
    assert sorted(codes) == [201] + [409] * (THREADS - 1)
    used, taken = world.ledger()
    assert used == taken
    assert set(used.values()) == {1}


def test_exactly_one_of_eight_gets_the_last_bed_and_the_newcomers_limit_holds(world: World) -> None:
    """The host's limits span its menus, so they are kept in a line."""
    room = world.add_menu(is_room=True)
    people = [world.add_person() for _ in range(THREADS)]
    body: dict[str, object] = {"menu_id": str(room.menu_id), "nights": 2}
    codes = race(world, people, lambda person: (f"/api/v1/people/{person}/tonight", body))
    assert sorted(codes) == [201] + [409] * (THREADS - 1)
    menu = world.add_menu(places=9, newcomers_at_once=2)
    body = world.body(menu)
    codes = race(world, people, lambda person: (f"/api/v1/people/{person}/offers", body))
    assert sorted(codes) == [201] * 2 + [409] * (THREADS - 2)


def test_counting_first_and_taking_then_overbooks(world: World) -> None:
    """The control: the same race without the guarded UPDATE gives the last seat away eight times."""
    menu = world.add_menu()
    world.offered(world.add_person(), menu)
    (placement,) = world.rows(Placement)
    release = world.staff.act("POST", f"/api/v1/placements/{placement.id}/release", {"reason": "other"}, 1)
    assert release.status_code == 200
    database, counted = world.service.installation.database, threading.Barrier(THREADS)

    def count_and_take(_: int) -> None:
        with database.read() as session:
            free = [seat for seat in session.execute(select(Seat)).scalars() if seat.used < seat.capacity]
        counted.wait()
        with database.write() as session:
            session.execute(
                update(Seat)
                .where(col(Seat.day).in_([seat.day for seat in free]))
                .values(used=col(Seat.used) + 1)
            )

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(count_and_take, range(THREADS)))
    assert set(world.ledger()[0].values()) == {THREADS}
