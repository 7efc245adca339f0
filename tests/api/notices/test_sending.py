"""Notices reach hosts at least once, say nothing of anybody, and become calls where no mail can be sent."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

import pytest

from api.errors import BadSettings
from api.infra.installation import Installation
from api.infra.settings import load_settings
from api.notices.sending import MOST_TRIES, send_notices
from api.policy.vocabulary import Role
from api.tables import Outbox, Person, Placement, Task
from api.tables.sealed import PersonDocument
from matching.vocabulary import Answer
from tests.api.notices.mail_server import MailServer, mail_server
from tests.api.placements.records import Offered, World
from tests.api.service import SECRET, Service
from tests.faults.processes import ROOT, environment_of

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
NAME = "canary-5f21"
ADDRESS = "mihon@example.jp"


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server."""
    with mail_server() as running:
        yield running


class Office(World):
    """A world with a host that can be written to."""

    def __init__(self, service: Service, server: MailServer) -> None:
        super().__init__(service)
        settings = service.installation.settings.model_copy(
            update={
                "mail_host": "127.0.0.1",
                "mail_port": server.port,
                "mail_security": "none",
                "mail_from": "sanka@example.jp",
            }
        )
        self.with_mail: Installation = dataclasses.replace(service.installation, settings=settings)
        self.menu: Offered = self.add_menu(places=9)
        service.add_user(Role.HOST, host_id=self.menu.host_id)

    def add_address(self, mail: str = ADDRESS) -> None:
        """Give the host a contact with a mail address."""
        vault, office = self.service.installation.vault, self.service.office
        vault.new_subject(office, self.menu.host_id)
        body = {"name": "見本 花子", "mail": mail}
        self.staff.done("POST", f"/api/v1/hosts/{self.menu.host_id}/contacts", body)

    def ask(self) -> uuid.UUID:
        """Ask the host for a place, and give the person."""
        person = self.add_person(document=PersonDocument(name=NAME))
        self.offered(person, self.menu, client=self.service.client_of(self.staff_id))
        return person

    def go(self, installation: Installation | None = None) -> int:
        """Make the round of the worker."""
        return send_notices(installation or self.with_mail, self.service.office)

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.service.clock.step += dt.timedelta(**time)

    @property
    def states(self) -> list[str]:
        """How the notices stand."""
        return sorted(row.state.value for row in self.rows(Outbox))

    @property
    def calls(self) -> int:
        """How many calls there are to be made for want of a mail."""
        return len([task for task in self.rows(Task) if task.kind == "tell_host"])


@pytest.fixture
def office(service: Service, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office that asks hosts by notices alone."""
    monkeypatch.setattr("api.placements.notices.is_plain", lambda context, person: False)
    return Office(service, server)


def text_of(mail: Message) -> str:
    """Give all a mail says, head and body."""
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    heads = " ".join(str(make_header(decode_header(value))) for value in mail.values())
    return f"{heads}\n{body.decode()}"


def test_a_notice_is_mailed_once_and_says_nothing_of_anybody(office: Office, server: MailServer) -> None:
    """To the host's address, with the way to its page; no name, no id of a person or placement."""
    office.add_address()
    person = office.ask()
    assert office.go() == 1
    office.wait(days=1)
    assert office.go() == 0
    (mail,) = server.taken
    text = text_of(mail)
    assert (mail["To"], mail["From"], mail["Auto-Submitted"]) == (
        ADDRESS,
        "sanka@example.jp",
        "auto-generated",
    )
    assert "受け入れのお願いが届いています" in text
    assert "http://127.0.0.1:8000/host\n" in text
    placement = str(office.rows(Outbox)[0].subject_id)
    for secret in (NAME, str(person), person.hex, placement, "見本 花子", "link/"):
        assert secret not in text
    assert "みほん農園" in text, "the control"
    assert office.states == ["sent"]
    (entry,) = [row for row in office.service.audit() if row.act == "notice.send"]
    assert entry.details == {"state": "sent", "attempts": 1, "template": "host_asked"}


def test_without_a_mail_server_or_an_address_it_is_a_call_for_the_coordinator(
    office: Office, server: MailServer
) -> None:
    """On 今日 of who carries the case; once for a request, and never silently."""
    office.ask()
    assert office.go() == 1
    assert (office.states, office.calls, server.asked) == (["by_phone"], 1, 0)
    office.add_address()
    office.ask()
    assert office.go(office.service.installation) == 1
    assert (office.states, office.calls, server.asked) == (["by_phone", "by_phone"], 2, 0)
    today = office.service.client_of(office.staff_id).get("/").text
    assert "メールで知らせられません" in today
    assert office.go() == 0


def test_a_server_that_is_away_is_asked_again_and_later_it_is_a_call(
    office: Office, server: MailServer
) -> None:
    """The waits double; after the last try somebody has to call."""
    office.add_address()
    office.ask()
    server.mood = "away"
    assert office.go() == 0
    assert office.go() == 0
    assert server.asked == 1, "not before two minutes have passed"
    for attempt in range(2, MOST_TRIES + 1):
        wait = 2 * 2 ** (attempt - 2)
        office.wait(minutes=wait - 0.5)
        office.go()
        assert server.asked == attempt - 1, "a little too early"
        office.wait(minutes=0.6)
        office.go()
        assert server.asked == attempt
    assert office.states == ["waiting"]
    office.wait(hours=5)
    assert office.go() == 1
    assert (office.states, office.calls, server.asked) == (["by_phone"], 1, MOST_TRIES)


def test_one_address_that_is_refused_holds_up_no_other(office: Office, server: MailServer) -> None:
    """The next notice is tried in the same round; one whose server came back is sent."""
    office.add_address()
    office.ask()
    office.ask()
    server.mood = "refuses"
    assert office.go() == 0
    assert server.asked == 2
    server.mood = "takes"
    office.wait(minutes=3)
    assert office.go() == 2
    assert office.states == ["sent", "sent"]


def test_what_is_no_longer_true_is_not_sent(office: Office, server: MailServer) -> None:
    """A request that was answered, ended, or is of somebody under protection since."""
    office.add_address()
    answered, protected = office.ask(), office.ask()
    placements = {row.person_id: row for row in office.rows(Placement)}
    office.set(Placement, placements[answered].id, host_answer=Answer.YES)
    office.set(Person, protected, protected=Answer.YES)
    ended = office.ask()
    kept = {row.person_id: row for row in office.rows(Placement)}[ended]
    body = {"reason": "mistake"}
    office.staff.done("POST", f"/api/v1/placements/{kept.id}/release", body, kept.version)
    assert office.go() == 3
    assert (office.states, server.asked, office.calls) == (["outdated"] * 3, 0, 0)
    office.ask()
    assert office.go() == 1, "the control"


def test_a_worker_that_is_killed_while_it_sends_leaves_a_notice_that_is_sent(
    office: Office, server: MailServer, tmp_path: Path
) -> None:
    """kill -9 after the server took the mail and before it was noted: it comes twice, with one Message-ID."""
    office.add_address()
    office.ask()
    server.mood = "hangs"
    settings = office.with_mail.settings
    environment = {
        **environment_of(office.service),
        "SANKA_MAIL_HOST": "127.0.0.1",
        "SANKA_MAIL_PORT": str(server.port),
        "SANKA_MAIL_SECURITY": "none",
        "SANKA_MAIL_FROM": settings.mail_from,
    }
    with (tmp_path / "log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-c", _SEND, str(office.service.office)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        assert server.has_mail.wait(60), (tmp_path / "log").read_text()
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
    assert office.states == ["waiting"]
    server.mood = "takes"
    assert office.go() == 0, "the try is noted, so that nobody sends it at the same time"
    office.wait(minutes=3)
    assert office.go() == 1
    assert office.states == ["sent"]
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"] != ""


_SEND = """
import sys, uuid
from api.infra.installation import open_installation
from api.infra.settings import load_settings
from api.notices.sending import send_notices
send_notices(open_installation(load_settings()), uuid.UUID(sys.argv[1]))
"""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"mail_host": "mail.example.jp"}, "SANKA_MAIL_FROM"),
        (
            {"mail_host": "mail.example.jp", "mail_from": "a@b.jp", "mail_security": "none"},
            "SANKA_MAIL_SECURITY",
        ),
    ],
)
def test_a_mail_server_that_is_half_set_up_stops_the_start(wrong: dict[str, str], said: str) -> None:
    """Without a sender, or unencrypted to another machine."""
    with pytest.raises(BadSettings) as found:
        load_settings(secret=SECRET, **wrong)
    assert said in str(found.value)
    load_settings(secret=SECRET, mail_host="mail.example.jp", mail_from="sanka@example.jp")
