"""大字・町丁目: the municipality's rows of the ministry's file, all or none."""

from __future__ import annotations

import pytest

from api.imports.registers.town_blocks import COLUMNS
from api.policy.vocabulary import Role
from tests.api.imports.registers.files import csv_from, faults_in, send
from tests.api.service import Service

HEADER = [column.heading for column in COLUMNS]


def _row(code: str, name: str, lat: str = "35.681", lng: str = "139.767", city: str = "13101") -> list[str]:
    return ["13", "東京都", city, "千代田区", code, name, lat, lng, "1", "3"]


ROWS = [
    _row("131010001001", "丸の内一丁目"),
    _row("131010001002", "丸の内二丁目"),
    _row("131010002000", "100%の町_"),
    _row("131020001001", "日本橋", city="13102"),
    ["13", "東京都", "13103", "港区", "壊れた行", "", "x", "", "", ""],
]


def _names(service: Service, contains: str) -> list[str]:
    answer = service.client(Role.COORDINATOR).get("/api/v1/town-blocks", params={"contains": contains})
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()["town_blocks"]]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("backend", ["sqlite"])
def test_own_rows_are_taken(service: Service, encoding: str) -> None:
    """In every encoding the file comes in; those of others are not looked at."""
    answer = send(service.client(Role.ADMIN), "town-blocks", csv_from([HEADER, *ROWS], encoding))
    assert answer.json()["details"] == {"rows": 3, "removed": 0}
    assert _names(service, "丸の内") == ["丸の内一丁目", "丸の内二丁目"]
    assert _names(service, "日本橋") == []


def test_a_new_list_takes_the_place_of_the_old(service: Service) -> None:
    """A block that stays keeps its id; the neighbour's list is its own."""
    admin = service.client(Role.ADMIN)
    send(admin, "town-blocks", csv_from([HEADER, *ROWS]))
    path = "/api/v1/town-blocks?contains=丸"
    before = admin.seen(path)["town_blocks"]
    newer = [_row("131010001001", "丸の内１丁目", lat="35.7"), _row("131010003000", "新町")]
    answer = send(admin, "town-blocks", csv_from([HEADER, *newer]))
    assert answer.json()["details"] == {"rows": 2, "removed": 2}
    (after,) = admin.seen(path)["town_blocks"]
    assert (after["id"], after["lat"]) == (before[0]["id"], 35.7)
    neighbour = service.client(Role.ADMIN, office=service.neighbour)
    assert send(neighbour, "town-blocks", csv_from([HEADER, *ROWS])).json()["details"]["rows"] == 1
    assert len(admin.seen(path)["town_blocks"]) == 1


def test_a_name_is_looked_for_letter_for_letter(service: Service) -> None:
    """% and _ are letters; the number of answers is bounded."""
    send(service.client(Role.ADMIN), "town-blocks", csv_from([HEADER, *ROWS]))
    assert _names(service, "%") == ["100%の町_"]
    assert _names(service, "_") == ["100%の町_"]
    assert _names(service, "\\") == []
    client = service.client(Role.COORDINATOR)
    some = client.seen("/api/v1/town-blocks?contains=の&limit=2")
    assert (len(some["town_blocks"]), some["has_more"]) == (2, True)
    for wrong in ("", "contains=", "contains=の&limit=0", "contains=の&limit=101", "contains=" + "の" * 61):
        assert client.get(f"/api/v1/town-blocks?{wrong}").status_code == 422
    assert service.client(Role.HOST).get("/api/v1/town-blocks?contains=の").status_code == 404


def test_all_rows_or_none(service: Service) -> None:
    """Every fault of the municipality's rows is named; without a row of its own nothing happens."""
    admin = service.client(Role.ADMIN)
    wrong = [
        ROWS[0],
        _row("13101", "短いコード"),
        _row("131010001001", "同じコード"),
        _row("131010009000", "", lat="139.7", lng="35.6"),
    ]
    answer = send(admin, "town-blocks", csv_from([HEADER, *wrong]))
    assert faults_in(answer) == [
        (3, "大字町丁目コード"),
        (4, "大字町丁目コード"),
        (5, "大字町丁目名"),
        (5, "緯度"),
        (5, "経度"),
    ]
    assert faults_in(send(admin, "town-blocks", csv_from([HEADER, ROWS[3]]))) == [(1, "市区町村コード")]
    assert _names(service, "丸の内") == []
    coordinator = service.client(Role.COORDINATOR)
    assert send(coordinator, "town-blocks", csv_from([HEADER, *ROWS])).status_code == 404
