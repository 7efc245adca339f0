"""世帯で一つのプラン: seen with the others of the household while every one of them agrees, and no longer."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from api.policy.vocabulary import Role
from api.tables import Involvement, Person, Purpose
from matching.vocabulary import Answer
from tests.api.conferences.records import Town
from tests.api.service import Service


@pytest.fixture
def town(service: Service) -> Town:
    """A service with what plans need."""
    return Town(service)


class Home:
    """Two people who live together, one with a submitted plan."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.first, self.second = town.add_person(), town.add_person()
        self.plan = town.submitted(self.first)

    def live_together(self) -> str:
        """Record the household."""
        members = {"members": [str(self.first), str(self.second)]}
        return str(self.town.staff.done("POST", "/api/v1/households", members)["id"])

    def agree(self, person_id: uuid.UUID) -> str:
        """Let one of them agree."""
        today = self.town.today
        body = {
            "purpose": "household",
            "given_on": today.isoformat(),
            "expires_on": (today + dt.timedelta(days=30)).isoformat(),
            "how": "signed",
        }
        return str(self.town.staff.done("POST", f"/api/v1/people/{person_id}/consents", body)["id"])

    def share(self, is_shared: bool = True) -> str:
        """Share the plan, or not any more, and give the code of a refusal."""
        version = self.town.plan_of(self.first, self.plan)["version"]
        path = f"/api/v1/people/{self.first}/plans/{self.plan}/sharing"
        answer = self.town.staff.act("POST", path, {"is_shared": is_shared}, version)
        return "" if answer.is_success else str(answer.json()["code"])

    @property
    def seen(self) -> list[str]:
        """The plans shared with the second, as their coordinator sees them."""
        plans = self.town.staff.seen(f"/api/v1/people/{self.second}/plans")["shared"]
        return [each["id"] for each in plans]


def test_a_plan_is_shared_while_every_member_agrees(town: Town) -> None:
    """Alone, or with one who has not agreed, it is not; after a withdrawal it is gone at once."""
    home = Home(town)
    assert home.share() == "no_household"
    home.live_together()
    home.agree(home.first)
    assert home.share() == "household_consent_missing"
    consent = home.agree(home.second)
    assert home.share() == ""
    assert home.seen == [home.plan]
    assert town.staff.seen(f"/api/v1/people/{home.first}/plans")["shared"] == [], "one's own is no other's"
    town.staff.done("POST", f"/api/v1/people/{home.second}/consents/{consent}/withdrawal")
    assert home.seen == []
    home.agree(home.second)
    assert home.seen == [home.plan]
    assert home.share(is_shared=False) == ""
    assert home.seen == []


def test_protection_and_moving_out_end_it(town: Town) -> None:
    """Nobody under protection shares with who lives with them; and who it is, is not told."""
    home = Home(town)
    household = home.live_together()
    for person in (home.first, home.second):
        home.agree(person)
    assert home.share() == ""
    town.set(Person, home.second, protected=Answer.YES)
    assert home.seen == []
    assert home.share() == "household_consent_missing"
    town.set(Person, home.second, protected=Answer.NO)
    assert home.seen == [home.plan]
    only = {"members": [str(home.second)]}
    town.staff.done("PATCH", f"/api/v1/households/{household}", only, version=1)
    assert home.seen == []


def test_goals_and_tasks_are_shared_with_who_carries_the_other_case(town: Town) -> None:
    """Goals and tasks, for the other coordinator and the official; a member of the meeting sees none."""
    home = Home(town)
    home.live_together()
    for person in (home.first, home.second):
        home.agree(person)
    assert home.share() == ""
    theirs = town.service.client(Role.COORDINATOR)
    town.add(
        *(
            Involvement(
                municipality_id=town.service.office,
                person_id=home.second,
                user_id=client.user_id,
                role=role,
                since=town.today,
            )
            for client, role in ((theirs, Role.COORDINATOR), (town.member, Role.MEMBER))
        )
    )
    path = f"/api/v1/people/{home.second}/plans"
    (shared,) = theirs.seen(path)["shared"]
    assert (shared["goals"]["wishes"], shared["options"]) == ("見本: 静かな所がよい", None)
    assert theirs.get(f"/api/v1/people/{home.first}/plans").status_code == 404
    assert len(town.official.seen(path)["shared"]) == 1
    assert town.member.seen(path)["shared"] == []
    assert Purpose.HOUSEHOLD in {Purpose(each["purpose"]) for each in _consents(town, home.first)}


def _consents(town: Town, person_id: uuid.UUID) -> list[dict[str, str]]:
    found: list[dict[str, str]] = town.staff.seen(f"/api/v1/people/{person_id}/consents")["consents"]
    return found
