"""Protection is on at once, and off only by a second person, after a day, and if nothing came between."""

from __future__ import annotations

import datetime as dt

import pytest

from api.policy.vocabulary import Role
from tests.api.people.samples import UNKNOWN, id_in, person_path, row_of
from tests.api.service import Client, Service

WHY = {"text": "加害者が亡くなり危険がなくなったため"}


class Removal:
    """A case under protection, its coordinator, an official, and a request to end it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.own, self.official = service.client(Role.COORDINATOR), service.client(Role.OFFICIAL)
        self.path = person_path(self.own)
        self.own.done("POST", f"{self.path}/protection")
        asked = self.own.done("POST", f"{self.path}/protection/removal", WHY, version=2)
        self.approval = f"{self.path}/protection/removal/{asked['id']}/approval"

    def wait(self, **lasts: int) -> None:
        """Let time pass; sessions start anew."""
        self.service.clock.step += dt.timedelta(**lasts)
        self.own = self.service.client_of(self.own.user_id)
        self.official = self.service.client_of(self.official.user_id)

    def refused(self, client: Client | None = None) -> str:
        """Try to approve, and give the code it is refused with; empty if it is done."""
        code: str = (client or self.official).act("POST", self.approval).json().get("code", "")
        return code

    @property
    def protected(self) -> str:
        """Whether the person is protected."""
        return row_of(self.service, self.path).protected.value


def test_protection_is_on_at_once_and_deletes_the_square(service: Service) -> None:
    """With the act the square is gone, no new one can be given, and the case is closed to others."""
    own = service.client(Role.COORDINATOR)
    path = person_path(own)
    assert row_of(service, path).home_mesh == "533945253"
    own.done("POST", f"{path}/protection")
    row = row_of(service, path)
    assert (row.protected.value, row.home_mesh) == ("yes", None)
    pin = {"home": {"pin": {"lat": 35.6895, "lng": 139.6917}}}
    assert own.act("PATCH", path, pin, version=2).json()["faults"][0]["field"] == "home"
    assert own.seen(path)["square"]["home_mesh"] is None


def test_a_second_person_ends_it_after_a_day(service: Service) -> None:
    """Nothing came between: the official sees the request with its reason, and approves it after a day."""
    removal = Removal(service)
    waiting = removal.official.seen(removal.path)["protection"]["removals"]
    assert [each["reason"] for each in waiting] == [WHY["text"]]
    removal.wait(hours=24)
    assert removal.refused() == ""
    assert removal.protected == "no"
    assert removal.own.seen(removal.path)["protection"]["removals"] == []
    assert removal.refused() == "removal_done"


def test_it_does_not_end_within_a_day(service: Service) -> None:
    """A second too early is too early, and is told from when on."""
    removal = Removal(service)
    removal.wait(hours=23, minutes=59)
    answer = removal.official.act("POST", removal.approval).json()
    assert (answer["code"], removal.protected) == ("removal_too_early", "yes")
    assert "より後にもう一度" in answer["detail"]
    removal.wait(minutes=1)
    assert removal.refused() == ""


def test_nobody_approves_their_own_request(service: Service) -> None:
    """Who asked cannot approve, not even with the role for it; a coordinator cannot at all."""
    own = service.client(Role.COORDINATOR, Role.OFFICIAL)
    path = person_path(own, protected="yes", home=None)
    asked = own.done("POST", f"{path}/protection/removal", WHY, version=1)
    approval = f"{path}/protection/removal/{asked['id']}/approval"
    service.clock.step = dt.timedelta(hours=25)
    own = service.client_of(own.user_id)
    assert own.act("POST", approval).json()["code"] == "own_removal"
    assert service.client(Role.COORDINATOR).act("POST", approval).status_code == 404
    service.client(Role.OFFICIAL).done("POST", approval)


@pytest.mark.parametrize("by", ["own", "official"])
def test_protecting_again_voids_the_request(service: Service, by: str) -> None:
    """Protection asked for again meanwhile wins over an older request to end it, also after the day."""
    removal = Removal(service)
    removal.wait(hours=12)
    getattr(removal, by).done("POST", f"{removal.path}/protection")
    assert removal.own.seen(removal.path)["protection"]["removals"] == []
    removal.wait(hours=13)
    assert (removal.refused(), removal.protected) == ("removal_overtaken", "yes")


def test_a_changed_avoidance_voids_it_and_a_changed_wish_does_not(service: Service) -> None:
    """What is approved is what was asked: new facts about whom to avoid need a new request."""
    removal = Removal(service)
    removal.own.done("PATCH", removal.path, {"most_slots": 5}, version=2)
    removal.own.done("POST", f"{removal.path}/needs", {"domain": "housing"})
    assert len(removal.own.seen(removal.path)["protection"]["removals"]) == 1
    removal.own.done("PATCH", removal.path, {"avoidance": "見本の新しい理由"}, version=4)
    removal.wait(hours=25)
    assert removal.refused() == "removal_overtaken"
    again = removal.own.done("POST", f"{removal.path}/protection/removal", WHY, version=5)
    removal.approval = f"{removal.path}/protection/removal/{again['id']}/approval"
    removal.wait(hours=24)
    assert (removal.refused(), removal.protected) == ("", "no")


def test_a_request_is_made_once_with_a_reason_and_from_what_is_there(service: Service) -> None:
    """Without a version, a reason or protection there is no request; a second one waits for the first."""
    own = service.client(Role.COORDINATOR)
    path = person_path(own)
    ask = f"{path}/protection/removal"
    assert own.act("POST", ask, WHY, 1).json()["code"] == "not_protected"
    own.done("POST", f"{path}/protection")
    assert own.act("POST", ask, WHY).status_code == 428
    stale = own.act("POST", ask, WHY, 1)
    assert (stale.status_code, stale.json()["fields"]) == (412, ["home_mesh", "protected"])
    assert own.act("POST", ask, {"text": "なし"}, 2).status_code == 422
    own.done("POST", ask, WHY, 2)
    assert own.act("POST", ask, WHY, 2).json()["code"] == "removal_asked"


def test_a_request_is_approved_only_under_its_own_person(service: Service) -> None:
    """The request of one case ends no other's protection."""
    removal = Removal(service)
    other = person_path(removal.own, number="K-002", protected="yes", home=None)
    removal.wait(hours=25)
    for path in (other, f"/api/v1/people/{UNKNOWN}"):
        wrong = removal.approval.replace(str(id_in(removal.path)), path.split("/")[4])
        assert removal.official.act("POST", wrong).status_code == 404
    assert row_of(service, other).protected.value == "yes"


def test_the_question_is_answered_once(service: Service) -> None:
    """From 未聴取 to いいえ by the coordinator, with the home in the same edit; no other way by an edit."""
    own = service.client(Role.COORDINATOR)
    path = person_path(own, protected="unknown", home=None)
    assert own.act("PATCH", path, {"protected": "yes"}, 1).status_code == 422
    pin = {"pin": {"lat": 35.6895, "lng": 139.6917}}
    own.done("PATCH", path, {"protected": "no", "home": pin}, version=1)
    assert own.seen(path)["square"]["home_mesh"] == "533945253"
    assert own.act("PATCH", path, {"protected": "unknown"}, 2).status_code == 422
    own.done("POST", f"{path}/protection")
    refused = own.act("PATCH", path, {"protected": "no"}, 3)
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (422, "protected")
    assert row_of(service, path).protected.value == "yes"
