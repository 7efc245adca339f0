"""Filled forms: every binding reaches a record, nothing shows to who may not see it, copies are numbered."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pypdf
import pytest

from api.forms.bindings import BINDINGS
from api.forms.bindings.kinds import Rows
from api.forms.filling import UNITS
from api.policy.table import FIELDS, visible
from api.policy.vocabulary import Field, Part, Role, Stage
from api.tables import FormKind
from api.tables.sealed import PersonDocument
from matching.vocabulary import Answer
from tests.api.conferences.records import Town
from tests.api.forms.records import Filed, cells_of

NOBODY_IS_MISSING = {"conference.missing"}
HEAD = 'title = "全部"\nsource = "見本"\ncertainty = "P"\n'


def form_of_everything(kind: FormKind) -> str:
    """Make a form with every binding of a kind, labelled by its name; lists as rows for each record."""
    names = [name for name, binding in BINDINGS[kind].items() if not isinstance(binding, Rows)]
    parts = [HEAD, "[[section]]", 'title = "欄"', rows_of({name: name for name in names})]
    for name, binding in BINDINGS[kind].items():
        if isinstance(binding, Rows):
            fields = {f"{name}.{each}": each for each in binding.fields}
            parts += ["[[section]]", f'title = "{name}"', f'each = "{name}"', rows_of(fields)]
    return "\n".join(parts)


def rows_of(fields: dict[str, str]) -> str:
    """Write rows of two fields, by label and binding."""
    entries = [f'{{ label = "{label}", bind = "{bind}" }}' for label, bind in fields.items()]
    rows = [f"[{', '.join(entries[at : at + 2])}]" for at in range(0, len(entries), 2)]
    return f"rows = [{', '.join(rows)}]"


def replace(filed: Filed, kind: str, text: str | None, version: int = 0) -> dict[str, Any]:
    """Put a form of the municipality's own in place."""
    admin = filed.service.client(Role.ADMIN)
    return admin.done("POST", "/api/v1/forms", {"kind": kind, "text": text}, version=version)


def test_every_binding_reaches_a_record(filed: Filed) -> None:
    """A form with all there is to bind to leaves no field empty in a case that has everything."""
    for kind, path in filed.paths().items():
        replace(filed, kind, form_of_everything(FormKind(kind)))
        reader = filed.official if kind == "conference" else filed.staff
        cells = cells_of(reader.seen(path))
        for name, binding in BINDINGS[FormKind(kind)].items():
            names = [f"{name}.{each}" for each in binding.fields] if isinstance(binding, Rows) else [name]
            for each in names:
                is_filled = "filled" in {value["state"] for value in cells[each]}
                assert is_filled == (each not in NOBODY_IS_MISSING), f"{kind}: {each} {cells[each]}"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_shipped_forms_say_what_the_records_say(filed: Filed) -> None:
    """Nothing is typed twice: name, goals, decision, minutes stand where they belong, dates in 和暦."""
    paths = filed.paths()
    plan = cells_of(filed.staff.seen(paths["plan"]))
    assert plan["氏名"][0]["text"] == "見本のname"
    assert plan["生年月日"][0]["text"] == "昭和50年3月4日"
    assert plan["本人の目指す姿（長期目標）"][0]["text"] == "見本: 人と話せる場所をもつ"
    assert plan["曜日・時間"][0]["text"] == "水 09:00〜12:00、金 09:00〜12:00"
    assert [each["label"] for each in plan["支援決定"][0]["choices"] if each["is_chosen"]] == ["支援決定"]
    evaluation = cells_of(filed.staff.seen(paths["evaluation"]))
    assert evaluation["受入先の評価"][0]["text"].endswith("助かっている")
    assert evaluation["達成"][0]["printed"] == "□ 達成　□ 一部達成　□ 未達成"
    assessment = cells_of(filed.staff.seen(paths["assessment"]))
    assert "■ 未聴取" in [value["printed"].split("　")[-1] for value in assessment["答え"]]
    record = cells_of(filed.lead.seen(paths["conference"]))
    assert "見本 花子" in [value["text"] for value in record["氏名"]]


def test_what_was_not_asked_says_so_and_the_rest_is_left_for_the_pen(town: Town) -> None:
    """Hours nobody asked for are 未聴取, an empty text is an empty field."""
    path = f"/api/v1/people/{town.add_person()}/forms"
    cells = cells_of(town.staff.seen(f"{path}/assessment"))
    assert cells["通える曜日・時間"][0]["printed"] == "未聴取"
    assert cells["家族・世帯"][0] == {"state": "blank", "text": "", "choices": [], "printed": ""}
    intake = cells_of(town.staff.seen(f"{path}/intake"))
    assert intake["性別"][0]["printed"] == "□ 男　□ 女　□ その他・答えない"
    assert intake["受付日"][0]["state"] == "blank"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_files_say_what_the_page_says(filed: Filed) -> None:
    """JSON, page, PDF and Excel hold the same values; each copy has its number, and the trail has it too."""
    number = 0
    for kind, path in filed.paths().items():
        reader = filed.official if kind == "conference" else filed.staff
        form = reader.seen(path)
        page = reader.get(path.removeprefix("/api/v1")).text
        files = {ending: reader.get(address) for ending, address in form["files"].items()}
        pdf = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(files["pdf"].content)).pages)
        (sheet,) = openpyxl.load_workbook(io.BytesIO(files["xlsx"].content)).worksheets
        written = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
        for values in cells_of(form).values():
            for value in values:
                if value["text"]:
                    first = value["text"].split("\n")[0]
                    assert first in page
                    assert _plain(first) in _plain(pdf)
                    assert value["printed"] in written
        assert {cell.column for row in sheet.iter_rows() for cell in row} == set(range(1, UNITS + 1))
        for ending, answer in files.items():
            number += 1
            assert answer.headers["content-disposition"].endswith(f'"{kind}-{number:06}.{ending}"')
        assert f"写し第{number - 1:06}号" in pdf
    taken = [row.details["copy"] for row in filed.service.audit() if row.resource == "form"]
    assert taken == list(range(1, number + 1))
    assert filed.service.check_audit().faults == ()


def _plain(text: str) -> str:
    return "".join(text.split())


def test_a_letter_the_font_lacks_stops_the_pdf_but_not_the_workbook(town: Town) -> None:
    """外字 in a name: 422 with the field named and the letter as a code point; no number is used up."""
    person_id = town.add_person(document=PersonDocument(name="見本 \ue000"))
    path = f"/api/v1/people/{person_id}/forms/intake"
    answer = town.staff.get(f"{path}.pdf")
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert (fault["field"], fault["given"]) == ("本人: 氏名", "U+E000")
    book = town.staff.get(f"{path}.xlsx")
    assert book.headers["content-disposition"] == 'attachment; filename="intake-000001.xlsx"'


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_who_may_not_read_a_record_gets_no_form_of_it(filed: Filed) -> None:
    """Each form is there for those of the access table, copies for fewer, and for nobody else."""
    paths, service = filed.paths(), filed.service
    member = filed.member
    filed.involve(filed.person_id, member.user_id, Role.MEMBER)
    readers = {
        "coordinator": (filed.staff, {"intake", "assessment", "notes", "plan", "evaluation", "conference"}),
        "lead": (filed.lead, {"intake", "assessment", "notes", "plan", "evaluation", "conference"}),
        "official": (filed.official, {"intake", "assessment", "plan", "evaluation", "conference"}),
        "another coordinator": (service.client(Role.COORDINATOR), {"conference"}),
        "planner": (service.client(Role.PLANNER), set()),
        "admin": (service.client(Role.ADMIN), set()),
    }
    for turn, (who, (client, may_read)) in enumerate(readers.items()):
        for number, (kind, path) in enumerate(paths.items()):
            others = (path.removeprefix("/api/v1"), f"{path}.pdf", f"{path}.xlsx")
            for address in (path, others[(turn + number) % len(others)]):
                expected = 200 if kind in may_read else 404
                assert client.get(address).status_code == expected, f"{who}: {address}"
    assert {kind for kind, path in paths.items() if member.get(path).status_code == 200} == {
        "intake",
        "plan",
        "evaluation",
    }
    for kind in ("intake", "plan", "evaluation"):
        assert member.seen(paths[kind])["files"] == {}
        assert member.get(f"{paths[kind]}.pdf").status_code == 404


def test_a_form_withholds_what_its_reader_does_not_see(filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    """A municipality's form that asks for everything shows an official no health, family or address."""
    replace(filed, "intake", form_of_everything(FormKind.INTAKE))
    path = filed.paths()["intake"]
    hidden = ("person.health", "person.family", "person.money", "person.address")
    cells = cells_of(filed.official.seen(path))
    assert {cells[name][0]["state"] for name in hidden} == {"withheld"}
    assert "見本のhealth" not in json.dumps(filed.official.seen(path), ensure_ascii=False)
    book = openpyxl.load_workbook(io.BytesIO(filed.official.get(f"{path}.xlsx").content))
    assert "見本のhealth" not in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert cells_of(filed.staff.seen(path))["person.health"][0]["text"] == "見本のhealth"
    # Control: with one grant too many, the same form shows it.
    wider = {**FIELDS, Field.HEALTH: {**FIELDS[Field.HEALTH], Part.MO: frozenset(Stage)}}
    monkeypatch.setattr("api.policy.table.FIELDS", wider)
    monkeypatch.setattr("api.policy.gate.visible", visible.__wrapped__)
    assert cells_of(filed.official.seen(path))["person.health"][0]["text"] == "見本のhealth"


def test_no_form_tells_where_a_protected_person_lives(town: Town) -> None:
    """Even the lead, who may see the address on screen, gets it on no form and no copy."""
    document = PersonDocument(name="見本 一郎", address="見本の住所")
    shown = {}
    for protected in Answer:
        person_id = town.add_person(document=document, protected=protected)
        body = {"user_id": str(town.lead.user_id), "role": Role.LEAD}
        town.official.done("POST", f"/api/v1/people/{person_id}/involvements", body)
        assert town.lead.seen(f"/api/v1/people/{person_id}")["contact"]["address"] == "見本の住所"
        form = town.lead.seen(f"/api/v1/people/{person_id}/forms/intake")
        shown[protected] = cells_of(form)["住所"][0]["state"]
    assert shown == {Answer.NO: "filled", Answer.YES: "withheld", Answer.UNKNOWN: "withheld"}


def test_nothing_of_a_walled_conference_leaves_the_service(town: Town) -> None:
    """A 支援会議 can be read by its members on the page, and is no document."""
    path = town.conference(basis="106-6") + "/forms/conference"
    assert town.lead.seen(path)["files"] == {}
    answer = town.lead.get(f"{path}.pdf")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_exportable")
    assert town.staff.get(f"{path}.pdf").status_code == 404
