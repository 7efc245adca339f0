"""The checker itself: an honest history passes, and each thing that could be wrong in one is found."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from api.policy.vocabulary import Act
from api.tables import AuditHead, CapacityStatement, Person, Placement, Seat
from matching.vocabulary import PlacementStatus
from tests.api.placements.records import World
from tests.api.service import Client, Service
from tests.faults.history import NUMBERS, Attempt, History, Operation, Verdict, check
from tests.faults.load import Load, Sender, make_desks

NOW = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


class InProcess:
    """
    The way to a service in this process.

    Parameters
    ----------
    client
        A signed-in client.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def send_request(self, method: str, path: str, body: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """Send a request once."""
        answer = self._client.request(method, path, content=body, headers=dict(headers))
        return answer.status_code, answer.text


class Honest:
    """
    What one coordinator did, and how it was written down.

    Parameters
    ----------
    service
        Where it was done.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.history = History()
        self.world = World(service)
        (self.desk,) = make_desks(self.world, 1, people=1)
        self.client = service.client_of(self.desk.user_id)
        load = self.load(self.history)
        load.register_person()
        load.agree_and_withdraw()
        load.state_capacity()
        load.offer_and_release()
        self.offer = self.world.body(self.desk.seats)
        path = f"/people/{self.desk.agreed[0]}/offers"
        sender = Sender(InProcess(self.client), self.history, {})
        assert sender.ask(Act.OFFER_MAKE, "POST", path, self.offer).is_acked
        assert not sender.ask(Act.OFFER_MAKE, "POST", path, self.offer).is_acked

    def load(self, history: History) -> Load:
        """Give a client that writes into a history."""
        return Load(self.world, self.desk, Sender(InProcess(self.client), history, {}), seed=1)

    def operation(self, act: Act) -> Operation:
        """Give the first operation of a kind."""
        return next(each for each in self.history.operations if each.act == act)

    def verdict(self) -> Verdict:
        """Check it."""
        return check(self.service, self.history, [self.desk.user_id])


@pytest.fixture
def honest(service: Service) -> Honest:
    """A short history without a fault."""
    return Honest(service)


def test_an_honest_history_passes(honest: Honest) -> None:
    """Every act is there once; what was refused is told from what was done."""
    verdict = honest.verdict()
    assert verdict.faults == ()
    assert (verdict.acked, verdict.refused, verdict.unknown, verdict.lost) == (7, 1, 0, 0)
    assert str(verdict).startswith("7 acked / 0 lost; ")
    name = "sqlite 3" if honest.service.installation.database.is_sqlite else "postgresql"
    assert name in str(verdict)
    assert "synchronous" in str(verdict)


def test_an_answer_that_never_came_may_be_kept_once_or_not_at_all(honest: Honest) -> None:
    """Never answered, it is one of the two; twice would be found."""
    operation = honest.operation(Act.HOST_STATE)
    operation.attempts[:] = [Attempt(NOW, NOW)]
    assert (honest.verdict().unknown, honest.verdict().faults) == (1, ())
    honest.load(History()).state_capacity()
    assert any("never acknowledged" in fault for fault in honest.verdict().faults)


def test_an_answer_lost_after_the_commit_is_counted(honest: Honest) -> None:
    """An act that was kept before it was sent again is told from one that was not."""
    operation = honest.operation(Act.HOST_STATE)
    (done,) = operation.attempts
    later = done.ended + dt.timedelta(seconds=1)
    operation.attempts[:] = [Attempt(done.began, done.ended), Attempt(later, later, done.status, done.answer)]
    verdict = honest.verdict()
    assert (verdict.resolved, verdict.replayed, verdict.faults) == (1, 1, ())


def lose(honest: Honest) -> None:
    """Take back an act that was acknowledged: a release."""
    with honest.service.installation.database.write(honest.service.office) as session:
        session.execute(
            update(Placement)
            .where(col(Placement.status) == PlacementStatus.ENDED)
            .values(status=PlacementStatus.VISITING)
        )


def do_twice(honest: Honest) -> None:
    """Do an act again under another key, of which the client knows nothing."""
    honest.load(History()).state_capacity()


def keep_what_was_refused(honest: Honest) -> None:
    """Tell the client that an act was refused, and keep it."""
    operation = honest.operation(Act.HOST_STATE)
    operation.attempts[:] = [Attempt(NOW, NOW, 409, "{}")]


def answer_differently(honest: Honest) -> None:
    """Answer the same key with another receipt."""
    operation = honest.operation(Act.HOST_STATE)
    other = json.dumps({**operation.receipt, "version": 99})
    operation.attempts.append(Attempt(NOW, NOW, 201, other))


def fail(honest: Honest) -> None:
    """Answer that something went wrong."""
    honest.operation(Act.HOST_STATE).attempts.insert(0, Attempt(NOW, NOW, 500, "{}"))


def overbook(honest: Honest) -> None:
    """Let a seat be used above its capacity."""
    with honest.service.installation.database.write(honest.service.office) as session:
        session.execute(update(Seat).where(col(Seat.used) == 1).values(capacity=0))


def count_wrongly(honest: Honest) -> None:
    """Let the ledger count a seat nobody has."""
    with honest.service.installation.database.write(honest.service.office) as session:
        session.execute(update(Seat).where(col(Seat.used) == 1).values(used=0))


def break_chain(honest: Honest) -> None:
    """Let the trail end elsewhere."""
    with honest.service.installation.database.write(honest.service.office) as session:
        session.execute(update(AuditHead).values(seq=col(AuditHead.seq) - 1))


def act_without_trail(honest: Honest) -> None:
    """Write a record past the trail."""
    with honest.service.installation.database.write(honest.service.office) as session:
        kept = session.execute(
            select(CapacityStatement).where(col(CapacityStatement.stated_by) == honest.desk.user_id)
        ).scalar_one()
        session.add(CapacityStatement(**kept.model_dump(exclude={"id"})))


def lose_key(honest: Honest) -> None:
    """Erase the key of a person's record."""
    with honest.service.installation.database.read(honest.service.office) as session:
        query = select(col(Person.id)).where(col(Person.number).startswith(NUMBERS))
        person_id = session.execute(query).scalar_one()
    honest.service.installation.vault.keys.erase(person_id)


PLANTED = (
    (lose, "is lost"),
    (do_twice, "never acknowledged"),
    (keep_what_was_refused, "was refused, and a receipt is kept"),
    (answer_differently, "two answers to one key"),
    (fail, "answered 500"),
    (overbook, "1 used of 0"),
    (count_wrongly, "0 used, 1 by placements"),
    (break_chain, "控えと合いません"),
    (act_without_trail, "has no audit row"),
    (lose_key, "cannot be read"),
)


@pytest.mark.parametrize(("plant", "fault"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_what_is_planted_is_found(honest: Honest, plant: Callable[[Honest], None], fault: str) -> None:
    """The controls: each fault alone is found and named."""
    plant(honest)
    verdict = honest.verdict()
    assert any(fault in each for each in verdict.faults), verdict.faults
    assert (verdict.lost > 0) == (plant is lose)
