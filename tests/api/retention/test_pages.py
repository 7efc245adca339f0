"""The pages of predictions in plain Japanese: who, why, what would help, and how it was used."""

from __future__ import annotations

import re

import pytest

from api.policy.vocabulary import Role
from matching.retention.drift import Alarm
from matching.vocabulary import Feature
from tests.api.retention.past import Past
from tests.api.retention.test_retention import BADLY, WELL, learn_from_the_past
from tests.api.service import Service


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_coordinator_sees_and_acts(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Risk, reasons and help in words; one button brings contacts closer; the person's page tells of it."""
    past = Past(service)
    learn_from_the_past(service, past)
    badly, well = past.going_on(BADLY, 240), past.going_on(WELL, 60)
    coordinator = past.coordinator(badly, well)
    page = coordinator.get("/contacts/sooner").text
    assert "ふつうと違うところ" in page
    assert "片道70分" in page
    assert "助けになりそうなこと" in page
    assert "連絡の間隔を詰める" not in page, "not before the municipality has turned it on"
    admin = service.client(Role.ADMIN)
    admin.done("PATCH", "/api/v1/office", {"settings": {"retention_in_follow_up": True}}, version=2)
    page = coordinator.get("/contacts/sooner").text
    form = re.search(rf'action="/contacts/sooner/{badly.id}".*?</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(key|version)" value="([^"]+)"', form[0]))
    answer = coordinator.post(f"/contacts/sooner/{badly.id}", data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/contacts/sooner")
    assert "連絡の間隔を詰めています" in coordinator.get("/contacts/sooner").text
    told = coordinator.get(f"/people/{badly.person_id}/retention").text
    assert "連絡の間隔を詰めた（モデル第1版）" in told
    assert "診断、手帳、債務" in told
    card = service.client(Role.PLANNER).get("/settings/retention").text
    assert "モデルカード（第1版）" in card
    assert "受入先の負担" in card
    assert "nan" not in page + told + card
    alarm = Alarm(40, {Feature.WISH: 0.4}, 9, 3.0, 0.001, is_surprising=True)
    monkeypatch.setattr("api.retention.cards.drift", lambda model, stays: alarm)
    warned = service.client(Role.PLANNER).get("/settings/retention").text
    assert "様子が変わりました" in warned
    assert "途切れた受入は9件で、見込みの3件と合いません" in warned
    assert "連絡を自動で早めることはしません" in warned


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_before_the_first_training_every_page_says_so(service: Service) -> None:
    """An empty page has a next step, and nothing is made up."""
    past = Past(service)
    records = past.records
    placement = records.placement(records.person(), records.menu(records.host()))
    coordinator = past.coordinator(placement)
    assert "まだ学習していません" in coordinator.get("/contacts/sooner").text
    assert "まだ学習していません" in coordinator.get(f"/people/{placement.person_id}/retention").text
    assert "まだ学習していません" in service.client(Role.PLANNER).get("/settings/retention").text
