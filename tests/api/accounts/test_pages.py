"""Signing in and out in a browser, without JavaScript."""

from __future__ import annotations

import re

import pytest

from api.policy.vocabulary import Role
from tests.api.accounts.test_routes import NEW_USER, PASSWORD
from tests.api.service import Service


@pytest.fixture
def registered(service: Service) -> Service:
    """A service with one known user."""
    service.client(Role.ADMIN).done("POST", "/api/v1/users", NEW_USER)
    return service


def test_a_browser_signs_in_sees_today_and_signs_out(registered: Service) -> None:
    """The form leads to 今日; its button ends the session."""
    browser = registered.client_of(None)
    assert str(browser.get("/").url).endswith("/sign-in")
    form = {"sign_in_name": "mihon.hanako", "password": PASSWORD}
    page = browser.post("/sign-in", data=form)
    assert "<h1>今日</h1>" in page.text
    assert "見本 花子" in page.text
    key = re.search(r'name="key" value="([\w-]+)"', page.text)
    assert key is not None
    assert "<h1>サインイン</h1>" in browser.post("/sign-out", data={"key": key[1]}).text
    assert str(browser.get("/").url).endswith("/sign-in")


def test_a_wrong_password_says_so_and_keeps_the_name(registered: Service) -> None:
    """The error is told in words, at the top, and what was typed stays; the password does not."""
    page = registered.client_of(None).post(
        "/sign-in", data={"sign_in_name": "mihon.hanako", "password": "wrong<script>"}
    )
    assert page.status_code == 401
    assert 'role="alert"' in page.text
    assert 'value="mihon.hanako"' in page.text
    assert "wrong" not in page.text


def test_a_form_of_our_own_page_passes_and_a_foreign_one_does_not(registered: Service) -> None:
    """Browsers hide the origin of forms on pages that send no referrer; then Sec-Fetch-Site decides."""
    browser = registered.client_of(None)
    form = {"sign_in_name": "mihon.hanako", "password": PASSWORD}
    browser.headers["Origin"] = "null"
    assert browser.post("/sign-in", data=form).status_code == 403
    foreign = browser.post("/sign-in", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    own = browser.post("/sign-in", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert "<h1>今日</h1>" in own.text
