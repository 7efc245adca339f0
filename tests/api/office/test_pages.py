"""The pages under 設定: the municipality, its users, its registers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.imports.registers.people import COLUMNS, SAMPLES
from api.policy.vocabulary import Role
from tests.api.imports.registers.files import csv_of
from tests.api.service import Client, Service


def sent(client: Client, page: str, form: str, to: str, data: dict[str, Any], **more: Any) -> Any:
    """Send one of a page's forms with its key and version."""
    text = client.get(page).text
    key = re.search(
        rf'name="key" value="([0-9a-f]+-{form})">(?:\s*<input type="hidden" name="version" value="(\d+)">)?',
        text,
    )
    assert key, text
    version = {"version": key[2]} if key[2] else {}
    return client.post(to, data={**version, **data, "key": key[1]}, **more)


def test_an_administrator_names_the_meeting_and_adds_a_district(service: Service) -> None:
    """What is saved stands on the page and in the API; the shipped cadence is not kept as one's own."""
    admin = service.client(Role.ADMIN)
    page = admin.get("/settings").text
    cadence = re.search(r'name="settings.cadence"[^>]*>(.*?)</textarea>', page, re.S)
    assert cadence
    data = {"name": "見本市", "settings.meeting_name": "つながり会議", "settings.cadence": ""}
    assert "保存しました" in sent(admin, "/settings", "office", "/settings", data).text
    office = admin.seen("/api/v1/office")
    assert (office["name"], office["settings"]["meeting_name"]) == ("見本市", "つながり会議")
    assert office["settings"]["cadence"] == ""
    assert office["settings"]["hold_days"] == 21
    assert (
        "加えました" in sent(admin, "/settings", "add-district", "/settings/districts", {"name": "東"}).text
    )
    assert [each["name"] for each in admin.seen("/api/v1/districts")["districts"]] == ["東"]


def test_an_administrator_registers_and_stops_a_user(service: Service) -> None:
    """Roles that are two sides of one check are refused beside their field, and nobody stops themselves."""
    admin = service.client(Role.ADMIN)
    data = {"name": "見本 花子", "sign_in_name": "mihon.hanako", "password": "mihon-no-machi"}
    path = "/settings/users"
    wrong = sent(admin, path, "new", path, {**data, "roles[]": ["admin", "auditor"]})
    assert wrong.status_code == 422
    assert "兼ねられる役割" in wrong.text
    assert 'value="mihon.hanako"' in wrong.text
    sent(admin, path, "new", path, {**data, "roles[]": ["coordinator"]})
    user = next(
        each for each in admin.seen("/api/v1/users")["users"] if each["sign_in_name"] == "mihon.hanako"
    )
    own = f"{path}/{user['id']}"
    sent(admin, own, "stop", own, {"is_active": "false"})
    assert "止めてある" in admin.get(path).text
    assert "利用を止める" not in admin.get(f"{path}/{admin.user_id}").text


@pytest.mark.parametrize("is_right", [True, False])
def test_a_register_is_checked_before_it_is_taken(service: Service, is_right: bool) -> None:
    """Checking registers nobody; faults are named by row and heading; the same file is then taken whole."""
    staff = service.client(Role.COORDINATOR)
    row = dict(SAMPLES[1]) if is_right else {**SAMPLES[1], "age_years": 400}
    files = {"file": ("meibo.csv", csv_of(COLUMNS, [row]), "text/csv")}
    path = "/settings/imports"
    checked = sent(staff, path, "people", f"{path}/people/check", {}, files=files)
    assert staff.seen("/api/v1/people")["people"] == []
    if not is_right:
        assert checked.status_code == 422
        assert "年齢（生年月日が分からないとき）" in checked.text
        assert "400" not in re.sub(r"<script.*?</script>", "", checked.text)
        return
    assert "1 行を読みました" in checked.text
    taken = sent(staff, path, "people", f"{path}/people", {}, files=files)
    assert "取り込みました" in taken.text
    assert len(staff.seen("/api/v1/people")["people"]) == 1


def test_without_a_file_the_field_is_named(service: Service) -> None:
    """A form without a file is shown again with what to do."""
    staff = service.client(Role.COORDINATOR)
    answer = sent(staff, "/settings/imports", "people", "/settings/imports/people", {})
    assert answer.status_code == 422
    assert "CSV か Excel のファイルを選ぶ" in answer.text
