"""A host, its phone, and people who come to it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.policy.vocabulary import Role
from tests.api.ladder.records import Ladder
from tests.api.placements.records import Offered
from tests.api.service import Client, Service

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


class Phone:
    """A browser on a host's phone: no script, one page after the other."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.path, self.text, self.status = "", "", 0

    def go(self, path: str) -> str:
        """Open a page and give its text."""
        answer = self.client.get(path)
        self.path, self.text, self.status = answer.url.path, answer.text, answer.status_code
        return self.text

    def form(self, action: str, number: int = 0) -> dict[str, str]:
        """Give the hidden fields of a form of the page, by the end of its address."""
        forms = re.findall(rf'<form[^>]*action="[^"]*{action}"[^>]*>(.*?)</form>', self.text, re.DOTALL)
        hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', forms[number])
        return dict(hidden)

    def send(self, action: str, number: int = 0, **more: Any) -> str:
        """Press a button of a form; the page it leads to is the next."""
        (path,) = {each for each in re.findall(r'action="([^"]*)"', self.text) if each.endswith(action)}
        fields = self.form(action, number) | {name: str(value) for name, value in more.items()}
        answer = self.client.post(path, data=fields)
        self.path, self.text, self.status = answer.url.path, answer.text, answer.status_code
        return self.text


class Farm(Ladder):
    """A world with one host and its phone."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.menu: Offered = self.add_menu(places=2, weekdays=EVERY_DAY)
        self.path = f"/host/{self.menu.host_id}"
        self.card = f"/api/v1/hosts/{self.menu.host_id}"

    def phone(self, menu: Offered | None = None) -> Phone:
        """Give the phone of somebody with an account of the host."""
        menu = menu or self.menu
        return Phone(self.service.client(Role.HOST, host_id=menu.host_id))

    def link(self, days: int = 30, menu: Offered | None = None) -> str:
        """Give the host a new link and its address without the origin."""
        card = f"/api/v1/hosts/{(menu or self.menu).host_id}"
        staff = self.client()
        staff.done("POST", f"{card}/links", {"days": days})
        address: str = staff.seen(f"{card}/links")["links"][0]["address"]
        return address.removeprefix(self.service.installation.settings.origin)

    def by_link(self, address: str) -> Phone:
        """Open a link on a phone nobody is signed in on."""
        phone = Phone(self.service.client_of(None))
        phone.go(address)
        return phone


@pytest.fixture
def farm(service: Service) -> Farm:
    """A service with one host and its phone."""
    return Farm(service)
