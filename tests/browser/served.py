"""Records in the served town, made through its API by the accounts of the demo as pages would make them."""

from __future__ import annotations

import datetime as dt
import itertools
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from playwright.sync_api import APIRequestContext

from api.infra.clock import day_in_japan
from api.samples import SAMPLES
from tests.api.conferences.records import Town
from tests.api.placements.records import Offered

LONGEST_JOB_S = 120
"""How long a proposal or an analysis of the demo town may take on a busy machine."""

_numbers = itertools.count(1)


class Hand:
    """
    Somebody who is signed in, and sends acts of the API.

    Parameters
    ----------
    asking
        A request context of the browser with the account's cookies.
    origin
        Of the service.
    """

    def __init__(self, asking: APIRequestContext, origin: str) -> None:
        self._asking = asking
        self._origin = origin
        own = self.seen("/api/v1/me")
        self.user_id, self.host_id = uuid.UUID(own["id"]), own["host_id"]

    def done(self, method: str, path: str, body: Any = None, version: int | None = None) -> dict[str, Any]:
        """Send an act that has to succeed, and give its receipt."""
        headers = {"Idempotency-Key": uuid.uuid4().hex, "Origin": self._origin}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = self._asking.fetch(path, method=method, data=body or {}, headers=headers)
        assert answer.ok, f"{method} {path}: {answer.text()}"
        receipt: dict[str, Any] = answer.json()
        return receipt

    def seen(self, path: str) -> dict[str, Any]:
        """Get a view that has to be there."""
        answer = self._asking.get(path)
        assert answer.ok, f"{path}: {answer.text()}"
        view: dict[str, Any] = answer.json()
        return view


class ServedTown(Town):
    """
    The town as it is served: what the tests of the API do with its records, done from outside.

    Parameters
    ----------
    hand
        Gives who is signed in as an account.
    """

    name = "見本 花子"

    def __init__(self, hand: Callable[[str], Any]) -> None:
        self.hand = hand
        self.staff = hand("coordinator")
        self.lead, self.official = hand("lead"), hand("official")
        self._numbers: dict[uuid.UUID, str] = {}

    @property
    def today(self) -> dt.date:
        """The date in Japan at the service."""
        return day_in_japan(dt.datetime.now(dt.UTC))

    def add_person(self, *args: Any, **values: Any) -> uuid.UUID:
        """Register somebody who agreed to share with the meeting; the coordinator carries the case."""
        number = f"R8-{next(_numbers):03}"
        body = {**SAMPLES["PersonCreate"], "number": number, "name": self.name, "kana": "みほん はなこ"}
        person_id = uuid.UUID(self.staff.done("POST", "/api/v1/people", body)["id"])
        self._numbers[person_id] = number
        self.agree(person_id)
        return person_id

    def number_of(self, person_id: uuid.UUID) -> str:
        """Give somebody's case number."""
        return self._numbers[person_id]

    def menus(self) -> Iterator[Offered]:
        """Give the menus that have slots, those of the host who has an account first."""
        own = self.hand("host").host_id
        for host_id in (own, *(each["id"] for each in self.staff.seen("/api/v1/hosts")["hosts"])):
            host = self.staff.seen(f"/api/v1/hosts/{host_id}")
            for menu in host["menus"]:
                slots = tuple(uuid.UUID(each["id"]) for each in menu["slots"])[:2]
                if slots:
                    yield Offered(uuid.UUID(host["id"]), uuid.UUID(menu["id"]), slots, ())

    def add_menu(self, *args: Any, **values: Any) -> Offered:
        """Take the first menu."""
        return next(self.menus())

    def considered(self) -> list[dict[str, Any]]:
        """Make what a plan says of a menu that was looked at and not chosen."""
        chosen, *others = itertools.islice(self.menus(), 3)
        return [{"menu_id": str(each.menu_id), "reasons": ["hours"]} for each in others if each != chosen]

    def ids(self) -> dict[str, str]:
        """Make a record of every kind that an address of a page can name, and give their ids by its words."""
        menu = self.add_menu()
        person = self.add_person()
        plan_id = self.submitted(person, options=self.considered())
        conference = self.conference()
        self.put(conference, person, "first", plan_id=plan_id)
        placement = self.staff.seen("/api/v1/placements")["placements"][0]
        planner = self.hand("planner")
        run_id = self.made(self.staff, "/api/v1/proposals", {}).rpartition("/")[2]
        analysis = self.made(planner, "/api/v1/gaps", {"draws": 0, "confirm": 0})
        book = self.hand("admin").done("POST", "/api/v1/rule-books", SAMPLES["BookInput"])
        return {
            "person_id": str(person),
            "plan_id": plan_id,
            "conference_id": conference.rpartition("/")[2],
            "placement_id": str(placement["id"]),
            "host_id": str(menu.host_id),
            "menu_id": str(menu.menu_id),
            "slot_id": str(menu.slot_ids[0]),
            "run_id": run_id,
            "other_run_id": run_id,
            "analysis_id": analysis.rpartition("/")[2],
            "development": quote(planner.seen(f"{analysis}/found")["gaps"]["prospects"][0]["id"]),
            "book_id": str(book["id"]),
            "user_id": str(self.staff.user_id),
        }

    def made(self, by: Hand, path: str, body: dict[str, Any]) -> str:
        """Have something computed by the worker, and give its address in the API once it is done."""
        made = f"{path}/{by.done('POST', path, body)['id']}"
        until = time.monotonic() + LONGEST_JOB_S
        while (state := by.seen(made)["state"]) in {"waiting", "running"}:
            assert time.monotonic() < until, f"{path} was not computed"
            time.sleep(0.5)
        assert state == "done", f"{made}: {state}"
        return made
