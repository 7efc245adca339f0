"""会議資料: all that a conference looks at, by case number, for those who may see it."""

from __future__ import annotations

import io
import re
import uuid

import openpyxl
import pypdf
import pytest

from api.policy.vocabulary import Role
from tests.api.conferences.records import Town
from tests.api.service import Client

NAME = "見本 一郎"


def pdf_text(content: bytes) -> str:
    """Give the text of a PDF without its line ends."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


@pytest.fixture
def put(town: Town) -> tuple[uuid.UUID, str]:
    """A person whose plan stands before a conference."""
    person = town.add_person()
    version = town.staff.seen(f"/api/v1/people/{person}")["version"]
    town.staff.done("PATCH", f"/api/v1/people/{person}", {"name": NAME}, version)
    plan_id = town.submitted(person)
    path = town.conference()
    town.put(path, person, "first", plan_id=plan_id)
    return person, path.rpartition("/")[2]


def test_the_pack_has_what_is_recorded_and_no_name(town: Town, put: tuple[uuid.UUID, str]) -> None:
    """Paper, workbook and screen show the plan and the options by case number; the copy has a number."""
    path = f"/api/v1/conferences/{put[1]}"
    pack = town.official.seen(f"{path}/pack")
    number = pack["items"][0]["item"]["person_number"]
    plan = pack["items"][0]["item"]["plan"]
    paper = town.official.get(f"{path}/pack.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    text = pdf_text(paper.content)
    for words in (
        number,
        plan["goals"]["long_goal"],
        "検討した選択肢と理由",
        "足りない資源",
        "写し第000001号",
    ):
        assert re.sub(r"\s", "", words) in text
    book = openpyxl.load_workbook(io.BytesIO(town.official.get(f"{path}/pack.xlsx").content))
    assert number in {cell.value for row in book["付議"].iter_rows() for cell in row}
    screen = town.official.get(f"/conferences/{put[1]}/screen").text
    assert number in screen
    assert town.official.seen(f"/api/v1/people/{put[0]}")["identity"]["name"] == NAME
    cells = "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    for shown in (text, cells, screen):
        assert NAME.replace(" ", "") not in shown.replace(" ", "")


def test_who_does_not_sit_there_gets_nothing(town: Town, put: tuple[uuid.UUID, str]) -> None:
    """A member of no conference, a planner and a host get what unknown addresses get."""

    def status(client: Client, end: str) -> int:
        return client.get(f"/api/v1/conferences/{put[1]}/{end}").status_code

    for role in (Role.MEMBER, Role.PLANNER):
        assert status(town.service.client(role), "pack") == 404
        assert status(town.service.client(role), "pack.pdf") == 404
    assert status(town.official, "pack") == 200
