"""A person under protection changes nothing for those who may not know of them; a home is only its square."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from api.policy.vocabulary import Role
from api.worker import run_worker
from tests.api.placements.records import World
from tests.api.service import Client, Service
from tests.contracts.routes import routes_of

API = "/api/v1"
PARTS = 1 if os.environ.get("SANKA_SOAK") == "1" else 3
"""A test looks at one part of all addresses, another each time; a long one at all of them."""
ALWAYS = ("/people/{person_id}", "/input", "/lines", "/margins", "/tonight")
"""What a test asks for by name, as the end of its address."""
MUST_NOT_KNOW = ("other", "lead", "member", "own_host", "other_host", "planner", "admin", "elsewhere")
SEATS = {"used", "left", "free", "limit", "limit_words", "places"}
"""A seat that is taken is taken for everybody: numbers of seats change with a placement, at its host."""

Pages = Mapping[str, bytes]


class Town:
    """
    A town with a few cases, seen by people who must not know of a protected one.

    Parameters
    ----------
    service
        An empty service.
    """

    def __init__(self, service: Service) -> None:
        self.service, self.world = service, World(service)
        self.part = random.randrange(PARTS)
        self.menu = self.world.add_menu(places=4, weekdays=(1, 3))
        self.room = self.world.add_menu(places=3, is_room=True)
        self.carrier = self.world.staff
        add = service.client
        self.outsiders: dict[str, Client] = {
            "other": add(Role.COORDINATOR),
            "lead": add(Role.LEAD),
            "member": add(Role.MEMBER),
            "own_host": add(Role.HOST, host_id=self.menu.host_id),
            "other_host": add(Role.HOST, host_id=self.room.host_id),
            "planner": add(Role.PLANNER),
            "admin": add(Role.ADMIN),
            "elsewhere": add(Role.COORDINATOR, office=service.neighbour),
        }
        other = self.outsiders["other"]
        self.people = [self.world.add_person(staff_id=other.user_id) for _ in range(3)]
        placed = self.world.offered(self.people[0], self.menu, client=other)
        self.run_id = self.run()
        self.ids = {
            "host_id": [str(self.menu.host_id), str(self.room.host_id)],
            "person_id": [*map(str, self.people)],
            "placement_id": [str(placed["id"])],
            "run_id": [self.run_id],
            "other_run_id": [self.run_id],
        }

    def run(self) -> str:
        """Make a run, as a coordinator who must not know of the protected person."""
        asked = self.outsiders["other"].done("POST", f"{API}/proposals", {"time_limit_s": 1})
        assert run_worker(self.service.installation, once=True, duties=()) == 1
        return str(asked["id"])

    def add_protected(self, **more: Any) -> str:
        """Register a person under protection, as their coordinator does, and give the id."""
        sent = {
            "number": f"K-{uuid.uuid4().hex[:6]}",
            "name": "見本 花子",
            "address": "見本町3-3",
            "age_years": 41,
            "protected": "yes",
            "waiting_since": self.world.today.isoformat(),
            "apart_from_hosts": [str(self.menu.host_id)],
            "avoidance": "見本の避けたい理由",
            "needs": [{"domain": "work"}, {"domain": "housing"}],
        }
        return str(self.carrier.done("POST", f"{API}/people", {**sent, **more})["id"])

    def pages_of(self, client: Client, *more: str, only: tuple[str, ...] = ("",)) -> dict[str, bytes]:
        """
        Give every answer to every GET, with all ids there are and these more, as one user gets it.

        Of those alone, if asked for, that have one of these in their path.
        """
        known = {**self.ids, "person_id": [*self.ids["person_id"], *more]}
        known["placement_id"] = [*self.ids["placement_id"], *more]
        pages = {}
        for number, route in enumerate(routes_of(self.service.app)):
            if only == ("",) and number % PARTS != self.part and not route.path.endswith(ALWAYS):
                continue
            # Who looks is in the one, these looks too; the other counts wrong links, and says so after some.
            if route.method != "GET" or route.path.endswith(("/views", "/host/link/{token}")):
                continue
            if not any(part in route.path for part in only):
                continue
            for ids in itertools.product(*(known.get(name, [UNKNOWN]) for name in route.ids)):
                url = route.url(dict(zip(route.ids, ids, strict=True)))
                # A copy has a number of its own each time; what is in it is what its view shows.
                if "template" not in url and not url.endswith((".pdf", ".xlsx")):
                    got = client.get(url, params={"contains": "町"} if "blocks" in url else {})
                    pages[url] = _FRESH.sub(b"", got.content)
        search = {"words": "見本 花子"}
        pages["search"] = client.request("POST", f"{API}/people/search", json=search).content
        return pages

    def seen_by(
        self, *more: str, who: tuple[str, ...] = MUST_NOT_KNOW, only: tuple[str, ...] = ("",)
    ) -> dict[str, dict[str, bytes]]:
        """Give the pages of everybody who must not know."""
        return {name: self.pages_of(self.outsiders[name], *more, only=only) for name in who}


_FRESH = re.compile(rb'name="key" value="[\w-]+"|\d{4}-\d\d-\d\d \d\d:\d\d')
"""Every form has a key of its own, and every page says in which minute it was made."""
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def differences(before: Mapping[str, Pages], after: Mapping[str, Pages]) -> list[str]:
    """Name what changed for whom."""
    return [
        f"{who} {url}"
        for who, pages in after.items()
        for url, content in pages.items()
        if content != before[who][url]
    ]


def changed_names(before: object, after: object, name: str = "") -> set[str]:
    """Give the names of the values that differ between two answers."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        return {each for key in before for each in changed_names(before[key], after[key], key)}
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return {
            each for one, other in zip(before, after, strict=True) for each in changed_names(one, other, name)
        }
    return set() if before == after else {name}


@pytest.fixture
def town(service: Service) -> Town:
    """A town with a few cases."""
    return Town(service)


def test_a_protected_person_changes_no_byte_for_those_who_must_not_know(town: Town) -> None:
    """Registered, changed and deleted from nowhere: every answer stays as it was, and the id is unknown."""
    unknown = str(uuid.uuid4())
    before = town.seen_by(unknown)
    person = town.add_protected()
    town.carrier.done("PATCH", f"{API}/people/{person}", {"notes": "見本の覚え書き"}, version=1)
    after = {
        who: {url.replace(person, unknown): content for url, content in pages.items()}
        for who, pages in town.seen_by(person).items()
    }
    assert differences(before, after) == []
    assert len(before["other"]) > 30


def test_a_seat_they_take_is_only_a_seat(town: Town) -> None:
    """A placement of theirs changes numbers of seats at its host and nothing else, for nobody by id."""
    before = town.seen_by()
    person = town.add_protected()
    room = {"menu_id": str(town.room.menu_id), "nights": 2}
    placement = town.carrier.done("POST", f"{API}/people/{person}/tonight", room)["id"]
    after = town.seen_by()
    allowed = {f"{API}/hosts/{town.room.host_id}/margins", f"{API}/tonight"}
    changed = differences(before, after)
    assert {each.split(" ")[1] for each in changed} <= allowed
    assert changed, "the seat is seen to be taken"
    for each in changed:
        who, url = each.split(" ")
        one, other = (json.loads(pages[who][url]) for pages in (before, after))
        assert changed_names(one, other) <= SEATS
    everything = b"".join(content for pages in after.values() for content in pages.values()).decode()
    assert person not in everything
    assert placement not in everything


def test_a_run_with_them_in_it_tells_how_many_and_never_who(town: Town) -> None:
    """In lines, changes, comparison and the frozen input of a run made with them stands nothing of them."""
    person = town.add_protected(conditions={"noise": "no"}, apart_from_persons=[str(town.people[1])])
    together = {"members": [person, str(town.people[1])]}
    assert town.outsiders["other"].act("POST", f"{API}/parties", together).status_code == 404
    run_id = town.run()
    town.ids["run_id"].append(run_id)
    town.ids["other_run_id"].append(run_id)
    pages = town.seen_by(person, who=("other", "lead", "planner", "elsewhere"))
    for who, seen in pages.items():
        for url, content in seen.items():
            told = content.decode().replace(url.rpartition("/")[2], "") if person in url else content.decode()
            assert person not in told, f"{who} {url}"
    given = json.loads(pages["other"][f"{API}/proposals/{run_id}/input"])
    assert {each["id"] for each in given["people"]} == {*map(str, town.people)}
    assert not any(each.get("is_protected") or each.get("apart_from_hosts") for each in given["people"])
    own = town.carrier.seen(f"{API}/proposals/{run_id}/input")
    (protected,) = (each for each in own["people"] if each["id"] == person)
    assert protected["is_protected"], "the control: who carries the case gets all of it"
    hidden = json.loads(pages["other"][f"{API}/proposals/{run_id}/lines"])["hidden"]
    assert sum(hidden.values()) == 2, "how many there are of all others is told, as of any others"


TOLD = ("/lines", "/host/", "/placements")
"""Where a reason could be told."""
SQUARE = ((35.68971, 139.69173), (35.68802, 139.69012))
"""Two homes in one square of 500 m."""
NEXT_SQUARE = (35.6950, 139.6990)


def test_a_home_that_moves_in_its_square_changes_no_byte(town: Town) -> None:
    """For nobody, not even who carries the case: the point is gone. Control: in another square it shows."""
    point = {"lat": SQUARE[0][0], "lng": SQUARE[0][1]}
    open_case = {"protected": "no", "apart_from_hosts": [], "home": {"pin": point}}
    person = town.add_protected(**open_case)
    town.outsiders["carrier"] = town.carrier
    town.ids["person_id"].append(person)
    who = (*MUST_NOT_KNOW, "carrier")
    seen, versions = [town.seen_by(who=who)], [_version(town, person)]
    for lat, lng in (SQUARE[1], NEXT_SQUARE):
        home = {"home": {"pin": {"lat": lat, "lng": lng}}}
        town.carrier.done("PATCH", f"{API}/people/{person}", home, versions[-1])
        seen.append(town.seen_by(who=who))
        versions.append(_version(town, person))
    assert differences(seen[0], seen[1]) == []
    assert f"carrier {API}/people/{person}" in differences(seen[1], seen[2])
    assert versions[0] == versions[1] < versions[2]


def test_whom_somebody_avoids_is_not_told_by_a_reason(town: Town) -> None:
    """With and without an entry to avoid a host, those who may not see it get the same words and lines."""

    def lines() -> dict[str, Pages]:
        run_id = town.run()
        town.ids["run_id"] = town.ids["other_run_id"] = [run_id]
        return {
            who: {
                url.replace(run_id, "run"): content.replace(run_id.encode(), b"run")
                for url, content in pages.items()
            }
            for who, pages in town.seen_by(who=("other", "own_host", "member"), only=TOLD).items()
        }

    person = town.add_protected(protected="no", apart_from_hosts=[])
    before = lines()
    version = _version(town, person)
    town.carrier.done(
        "PATCH", f"{API}/people/{person}", {"apart_from_hosts": [str(town.menu.host_id)]}, version
    )
    after = lines()
    assert differences(before, after) == []
    own = [
        line
        for line in town.carrier.seen(f"{API}/proposals/{town.ids['run_id'][0]}/lines")["lines"]
        if line["person_id"] == person
    ]
    assert own, "the control: who carries the case is told of both needs"


def _version(town: Town, person: str) -> int:
    return int(town.carrier.seen(f"{API}/people/{person}")["version"])


def test_a_difference_is_found(town: Town) -> None:
    """Control: a person who is not protected is found by name."""
    before = town.seen_by(who=("other",))
    town.add_protected(protected="no")
    assert differences(before, town.seen_by(who=("other",))) == ["other search"]
