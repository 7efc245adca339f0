"""The pages of rule books."""

from __future__ import annotations

import re

from api.policy.vocabulary import Role
from api.rules.words import RULE_WORDS, WEIGHT_WORDS
from api.worker import run_worker
from matching.eligibility import RULES
from matching.model import Weights
from tests.api.town import Town

PATH = "/settings/rules"


def test_an_administrator_tries_a_draft_and_puts_it_in_force(town: Town) -> None:
    """Blank fields stay as shipped; what was typed stays where a field is wrong; counts come before."""
    admin = town.service.client(Role.ADMIN)
    page = admin.get(PATH).text
    key = re.search(r'name="key" value="([^"]+-draft)"', page)
    assert key
    blank = dict.fromkeys(re.findall(r'name="(changes[^"]+)"', page), "")
    wrong = {**blank, "key": key[1], "reason": "", "changes.weights.travel": "\uff10"}
    again = admin.post(PATH, data=wrong)
    assert again.status_code == 422
    assert 'aria-invalid="true"' in again.text
    assert 'value="\uff10"' in again.text
    key = re.search(r'name="key" value="([^"]+-draft)"', again.text)
    assert key
    sent = admin.post(PATH, data={**wrong, "key": key[1], "reason": "近さは問わない"}, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    path = sent.headers["location"].partition("?")[0]
    assert "使い始める</button>" not in admin.get(path).text
    run_worker(town.service.installation, once=True, duties=())
    shown = admin.get(path).text
    assert "別の受入先になる" in shown
    book = admin.seen(f"/api/v1/rule-books/{path.rpartition('/')[2]}")
    assert book["changes"]["weights"]["travel"] == 0
    assert book["changes"]["rules"]["limits"] == {}
    assert book["changes"]["travel"] == {}
    key = re.search(r'name="key" value="([^"]+-in-force)"', shown)
    assert key
    done = admin.post(f"{path}/in-force", data={"key": key[1], "version": book["version"]})
    assert "この版を使い始めました" in done.text
    assert "いま使っている版" in done.text


def test_who_may_not_edit_sees_versions_without_a_form(town: Town) -> None:
    """A coordinator reads what is in force, and is offered no draft."""
    page = town.coordinator.get(PATH).text
    assert "新しい案を作る" not in page
    assert town.coordinator.post(PATH, data={"key": "abcdefgh-draft"}).status_code == 404


def test_everything_that_can_be_changed_has_words() -> None:
    """Each rule and each weight has a name of its own."""
    assert set(RULE_WORDS) == {rule.id for rule in RULES}
    assert set(WEIGHT_WORDS) == set(Weights.__dataclass_fields__) - {"urgency"}
