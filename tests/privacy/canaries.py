"""A municipality in which every sealed field holds a token that is found again wherever it turns up."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from api.infra.crypto import Place
from api.policy.vocabulary import Part, Role
from api.tables import UserAccount
from api.tables.sealed import SealedDocument, UserDocument
from api.worker import run_worker
from tests.api.placements.records import World
from tests.api.service import Client, Service
from tests.privacy.case_canaries import CaseCanaries

API = "/api/v1"
BORN_ON = "1931-07-29"
"""A birth date that stands for itself."""


def sealed_fields() -> set[str]:
    """List every field of every sealed document."""
    return {
        f"{kind.__name__}.{name}" for kind in SealedDocument.__subclasses__() for name in kind.model_fields
    }


class Canaries:
    """
    Tells a story in which every sealed field is written, as people would write it.

    Parameters
    ----------
    service
        An empty service.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.tokens: dict[str, str] = {}
        self._field_of: dict[str, str] = {}
        self.world = World(service)
        self.carrier, self.lead, self.official = (
            service.client(role) for role in (Role.COORDINATOR, Role.LEAD, Role.OFFICIAL)
        )
        self.other, self.opener = service.client(Role.COORDINATOR), service.client(Role.COORDINATOR)
        self.ids: dict[str, str] = {}
        self._hosts()
        self._user()
        self._person()
        carried = CaseCanaries(self)
        self.ids |= carried.ids
        self.left = carried.left
        self._placements()
        self._protection()
        self.clients = self._clients()

    def fields_of(self, text: str) -> set[str]:
        """Give the fields whose tokens stand in a text."""
        return {self._field_of[token] for token in self.tokens.values() if token in text}

    def token(self, field: str, shape: str = "{}", name: str = "") -> str:
        """Make a token for a field; a field may have more than one."""
        made = shape.format(secrets.token_hex(6))
        return self.keep(field, made, name)

    def keep(self, field: str, token: str, name: str = "") -> str:
        """Look for this token too."""
        self.tokens[name or field] = token
        self._field_of[token] = name or field
        return token

    def _hosts(self) -> None:
        self.menu = self.world.add_menu(places=4, weekdays=(1, 3))
        self.room = self.world.add_menu(places=3, is_room=True)
        vault, office = self.service.installation.vault, self.service.office
        for offered in (self.menu, self.room):
            vault.new_subject(office, offered.host_id)
        contact = {
            "name": self.token("ContactDocument.name"),
            "phone": self.keep("ContactDocument.phone", f"090{secrets.randbelow(10**9):09}"),
            "mail": self.token("ContactDocument.mail", "mihon.{}@example.jp"),
        }
        path = f"{API}/hosts/{self.menu.host_id}/contacts"
        self.ids["contact_id"] = self.carrier.done("POST", path, contact)["id"]
        worry = {"words": self.token("WorryDocument.words")}
        self.carrier.done("POST", f"{API}/hosts/{self.menu.host_id}/worries", worry)
        self.ids |= {
            "host_id": str(self.menu.host_id),
            "menu_id": str(self.menu.menu_id),
            "slot_id": str(self.menu.slot_ids[0]),
        }

    def _user(self) -> None:
        admin = self.service.client(Role.ADMIN)
        sent = {
            "sign_in_name": "mihon.kanaria",
            "password": self.token("password", "mihon-{}"),
            "name": self.token("UserDocument.name"),
            "roles": ["planner"],
        }
        self.ids["user_id"] = admin.done("POST", f"{API}/users", sent)["id"]
        with self.service.installation.database.write(self.service.office) as session:
            user = session.get(UserAccount, uuid.UUID(self.ids["user_id"]))
            assert user is not None
            document = UserDocument(
                name=self.tokens["UserDocument.name"],
                phone=self.keep("UserDocument.phone", f"080{secrets.randbelow(10**9):09}"),
            )
            place = Place(user.municipality_id, "user_account", user.id, "sealed")
            user.sealed = self.service.installation.vault.seal(place, user.id, document)

    def _person(self) -> None:
        texts = "name kana address phone family_contact health family money history avoidance outreach notes"
        sent: dict[str, Any] = {name: self.token(f"PersonDocument.{name}") for name in texts.split()}
        wish, reason = self.token("NeedDocument.wish"), self.token("ReasonDocument.reason", name="scheme")
        day = self.world.today.isoformat()
        sent |= {
            "number": "K-900",
            "born_on": self.keep("PersonDocument.born_on", BORN_ON),
            "protected": "no",
            "waiting_since": day,
            "home": {"pin": {"lat": 35.68971, "lng": 139.69173}},
            "needs": [{"domain": "work", "wish": wish}, {"domain": "housing"}],
            "schemes": [{"domain": "work", "scheme": "就労移行支援", "reason": reason}],
        }
        made = self.carrier.done("POST", f"{API}/people", sent)
        self.ids["person_id"], self.case = made["id"], f"{API}/people/{made['id']}"
        self.member = self.service.client(Role.MEMBER)
        for client, role in ((self.lead, "lead"), (self.member, "member")):
            body = {"user_id": str(client.user_id), "role": role}
            self.ids["involvement_id"] = self.carrier.done("POST", f"{self.case}/involvements", body)["id"]
        later = self.world.today.replace(year=self.world.today.year + 1, day=1).isoformat()
        said = {"given_on": day, "expires_on": later, "how": "signed"}
        witness = self.token("ConsentDocument.witness")
        meeting = {"purpose": "meeting", "fields": ["identity", "wishes"], **said, "witness": witness}
        self.carrier.done("POST", f"{self.case}/consents", meeting)
        host = {
            "purpose": "host",
            "host_id": self.ids["host_id"],
            "fields": ["name", "support_text"],
            "shown_name": self.token("ConsentDocument.shown_name"),
            "shown_text": self.token("ConsentDocument.shown_text"),
            **said,
        }
        self.ids["consent_id"] = self.carrier.done("POST", f"{self.case}/consents", host)["id"]
        opening = {"reason": "standing_in", "text": self.token("opening", "なぜ開くかの理由 {}")}
        self.opener.done("POST", f"{self.case}/opening", opening)

    def _placements(self) -> None:
        offers = f"{self.case}/offers"
        ended = f"{API}/placements/{self.carrier.done('POST', offers, self.world.body(self.menu))['id']}"
        why = {"reason": "other", "words": self.token("PlacementDocument.ended_words")}
        self.carrier.done("POST", f"{ended}/release", why, self.carrier.seen(ended)["version"])
        self.ended = ended.rpartition("/")[2]
        self.ids["placement_id"] = self.carrier.done("POST", offers, self.world.body(self.menu))["id"]
        at_host = self.service.client(Role.HOST, host_id=self.menu.host_id)
        words = self.token("PlacementDocument.host_words")
        path = f"{API}/host/requests/{self.ids['placement_id']}/answer"
        at_host.done("POST", path, {"answer": "yes", "words": words})
        path = f"{API}/placements/{self.ids['placement_id']}"
        said = {"side": "person", "is_yes": True, "words": self.token("PlacementDocument.person_words")}
        self.carrier.done("POST", f"{path}/answer", said, self.carrier.seen(path)["version"])
        tonight = {"menu_id": str(self.room.menu_id), "nights": 2}
        night = self.carrier.done("POST", f"{self.case}/tonight", tonight)["id"]
        decided = {"decided_on": self.world.today.isoformat(), "words": self.token("decision")}
        version = self.official.seen(f"{API}/placements/{night}")["version"]
        self.official.done("POST", f"{API}/placements/{night}/decision", decided, version)
        self.ids["run_id"] = self.carrier.done("POST", f"{API}/proposals", {"time_limit_s": 1})["id"]
        assert run_worker(self.service.installation, once=True, duties=()) == 1

    def _protection(self) -> None:
        """Ask to end the protection of another person, for that one's reason."""
        sent = {"number": "K-901", "name": "見本 次郎", "age_years": 30, "protected": "yes"}
        sent |= {"waiting_since": self.world.today.isoformat(), "needs": [{"domain": "work"}]}
        self.protected = self.carrier.done("POST", f"{API}/people", sent)["id"]
        reason = {"text": self.token("removal", "保護を終える理由 {}")}
        path = f"{API}/people/{self.protected}"
        version = self.carrier.seen(path)["version"]
        self.ids["removal_id"] = self.carrier.done("POST", f"{path}/protection/removal", reason, version)[
            "id"
        ]

    def _clients(self) -> dict[str, Client]:
        add = self.service.client
        return {
            Part.CO_A: self.carrier,
            Part.CO_R: self.opener,
            Part.CO_T: self.other,
            Part.MC_A: self.lead,
            Part.MC_T: add(Role.LEAD),
            Part.MO: self.official,
            Part.MM_A: self.member,
            Part.MM_T: add(Role.MEMBER),
            Part.HO_O: add(Role.HOST, host_id=self.menu.host_id),
            Part.HO_T: add(Role.HOST, host_id=self.room.host_id),
            Part.PL: add(Role.PLANNER),
            Part.AD: add(Role.ADMIN),
            Part.AU: add(Role.AUDITOR),
            Part.OP: add(Role.OPERATOR),
            "elsewhere": add(Role.COORDINATOR, office=self.service.neighbour),
            "nobody": self.service.client_of(None),
        }
