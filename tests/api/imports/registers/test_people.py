"""名簿 of people: everybody of a file or nobody, every fault by its row and heading."""

from __future__ import annotations

import io
import itertools
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from api.imports.registers.columns import Column, faults_of, read_register
from api.imports.registers.people import COLUMNS, MOST_ROWS, SAMPLES
from api.policy.vocabulary import Act, Role
from api.tables import District, Person, PersonNeed, TownBlock
from api.tables.sealed import PersonDocument
from matching.vocabulary import Activity, Answer, Gender, NeedDomain, TravelMode, Urgency
from tests.api.imports.registers.files import cells_of, count, csv_from, csv_of, faults_in, send, xlsx_of
from tests.api.imports.registers.test_forms import DAYS, stretches
from tests.api.service import Service

SMALL: dict[str, Any] = {**SAMPLES[1], "wish": "二行の\n希望"}
PLACES = {column.field: place for place, column in enumerate(COLUMNS)}
HEADINGS = {column.field: column.heading for column in COLUMNS}
_numbers = itertools.count(1)

LETTERS = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\uff5e")
WORDS = st.text(LETTERS, min_size=1, max_size=20).map(str.strip).filter(bool)


def _values(column: Column) -> st.SearchStrategy[Any]:
    """Make values a column can hold."""
    name = column.field
    kinds = {"domains": NeedDomain, "likes": Activity, "avoids": Activity, "modes": TravelMode}
    if name in kinds:
        return st.lists(st.sampled_from(kinds[name]), min_size=1, unique=True)
    if name.startswith("day_"):
        return stretches() | st.just(Answer.UNKNOWN)
    if name.startswith("condition_") or name == "protected":
        return st.sampled_from(Answer)
    if name in {"urgency", "staff_gender"}:
        return st.sampled_from(Urgency if name == "urgency" else Gender)
    if name in {"born_on", "waiting_since", "earliest_start"}:
        return DAYS
    if name == "phone":
        return st.from_regex(r"\A[0+][0-9]{9,12}\Z")
    if "整数" in column.form.expected:
        return st.integers(10, 14)
    return WORDS


ROWS = st.fixed_dictionaries(
    {column.field: _values(column) for column in COLUMNS if column.is_required},
    optional={column.field: _values(column) for column in COLUMNS if not column.is_required},
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=3))
def test_a_written_row_reads_back_as_given(rows: list[dict[str, Any]]) -> None:
    """CSV in UTF-8 and UTF-16 and a workbook give exactly the values that were written."""
    for data in (csv_of(COLUMNS, rows, "utf-8-sig"), csv_of(COLUMNS, rows, "utf-16"), xlsx_of(COLUMNS, rows)):
        faults = faults_of(COLUMNS)
        read = read_register(data, COLUMNS, MOST_ROWS, faults)
        assert faults.found == []
        assert [row.values for row in read] == rows


def test_the_template_is_what_is_read(service: Service) -> None:
    """Its first sheet has the headings, its second samples that can be imported, and nothing is a formula."""
    client = service.client(Role.COORDINATOR)
    answer = client.get("/api/v1/imports/people/template")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["本人", "記入例", "書き方と選択肢"]
    assert [cell.value for cell in book["本人"][1]] == list(HEADINGS.values())
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    del book["本人"]
    packed = io.BytesIO()
    book.save(packed)
    assert send(client, "people", packed.getvalue()).json()["details"] == {"rows": len(SAMPLES)}
    assert count(service, Person) == len(SAMPLES)


def test_everybody_of_a_file_is_registered(service: Service) -> None:
    """With the same key once; what a row says is what the case holds, sealed where it is personal."""
    client = service.client(Role.COORDINATOR)
    with service.installation.database.write(service.office) as session:
        own = {"municipality_id": service.office}
        district = District(name="北 圏域", created_at=service.clock.now(session), **own)
        session.add(district)
        session.add(TownBlock(code="131010001001", name="丸の内一丁目", lat=35.68, lng=139.76, **own))
        session.flush()
        district_id = district.id
    rows = [{**SAMPLES[0], "district": "北圏域", "town_block": "丸の内一丁目"}, SMALL]
    data = csv_of(COLUMNS, rows, "cp932")
    first, again = (send(client, "people", data, key="import-no-1") for _ in range(2))
    assert first.status_code == 201, first.text
    assert first.content == again.content
    with service.context(client.user_id, Act.PERSON_LIST, Role.COORDINATOR) as context:
        people = context.session.execute(select(Person).order_by(col(Person.number))).scalars().all()
        one, two = people
        document = context.open(one, one.id, PersonDocument)
        assert (document.name, document.kana) == ("見本 一郎", "みほん いちろう")
        assert (one.district_id, one.home_mesh is not None) == (district_id, True)
        assert [window["weekday"] for window in one.availability or []] == [1, 3, 3]
        assert one.conditions == {"noise": "no"}
        assert (two.protected, two.availability, two.home_mesh) == (Answer.UNKNOWN, None, None)
        needs = select(col(PersonNeed.domain)).where(col(PersonNeed.person_id) == one.id)
        assert set(context.session.execute(needs).scalars()) == {NeedDomain.WORK, NeedDomain.BELONGING}
    assert not any("見本" in str(row.details) for row in service.audit())
    assert service.check_audit().faults == ()


def test_every_fault_of_every_row_is_named_and_nothing_is_imported(service: Service) -> None:
    """By row and Japanese heading, without what the cell holds; the good rows are not imported either."""
    client = service.client(Role.COORDINATOR)
    send(client, "people", csv_of(COLUMNS, [{**SMALL, "number": "T-1"}]))
    wrong: list[dict[str, str]] = [
        {"number": "G-1"},
        {"number": "T-1"},
        {"number": "G-1"},
        {"number": "見本一郎"},
        {"number": "G-4", "name": "", "born_on": "平成40年1月1日"},
        {"number": "G-5", "name": "見本\ue000"},
        {"number": "G-6", "domains": "就労、お金", "phone": "312345678"},
        {"number": "G-7", "day_1": ""},
        {"number": "G-8", "day_2": "9:00-12:00"},
        {"number": "G-9", "district": "ない圏域", "town_block": "ない町"},
    ]
    header, sample = cells_of(COLUMNS, [SMALL])
    rows = [[row.get(name, sample[place]) for name, place in PLACES.items()] for row in wrong]
    answer = send(client, "people", csv_from([header, *rows]))
    expected = [
        (3, "number"),
        (4, "number"),
        (5, "number"),
        (6, "name"),
        (6, "born_on"),
        (7, "name"),
        (8, "phone"),
        (8, "domains"),
        (9, "day_1"),
        (10, "day_1"),
        (11, "district"),
        (11, "town_block"),
    ]
    assert faults_in(answer) == [(row, HEADINGS[name]) for row, name in expected]
    assert {fault["given"] for fault in answer.json()["faults"]} == {""}
    assert "見本" not in answer.text
    assert count(service, Person) == 1


def test_what_only_the_core_knows_is_named_by_its_heading_too(service: Service) -> None:
    """A row that reads well and makes no person is told like any other, and nobody is imported."""
    client = service.client(Role.COORDINATOR)
    rows = [
        {**SMALL, "number": "C-1"},
        {**SMALL, "number": "C-2", "fewest_slots": 5, "most_slots": 2},
        {key: value for key, value in {**SMALL, "number": "C-3"}.items() if key != "age_years"},
    ]
    faults = faults_in(send(client, "people", csv_of(COLUMNS, rows)))
    assert faults == [(3, HEADINGS["most_slots"]), (4, HEADINGS["born_on"])]
    assert count(service, Person) == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_file_that_is_no_register_is_refused(service: Service) -> None:
    """Missing, unknown and repeated headings, short and long rows, no rows, too many rows."""
    client = service.client(Role.COORDINATOR)
    header, row = cells_of(COLUMNS, [SMALL])
    for cells in (
        [header],
        [header[1:], row[1:]],
        [[*header, "血液型"], [*row, "A"]],
        [[*header, header[0]], [*row, row[0]]],
        [header, row[:-1]],
        [header, [*row, "x"]],
        [header, *([row] * (MOST_ROWS + 1))],
    ):
        assert send(client, "people", csv_from(cells)).status_code == 422
    assert send(client, "people", b"").status_code == 422
    assert count(service, Person) == 0
    assert send(client, "people", csv_from([[*header, ""], [*row, ""]])).status_code == 201
    for role in (Role.OFFICIAL, Role.ADMIN, Role.MEMBER):
        assert send(service.client(role), "people", csv_from([header, row])).status_code == 404


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_imported_whole_or_not_at_all(service: Service, data: st.DataObject) -> None:
    """Any byte changed, put in or left out: all rows or none, and never a fault of ours."""
    client = service.client(Role.COORDINATOR)
    batch = next(_numbers)
    rows = [{**SMALL, "number": f"D-{batch}-{row}"} for row in range(2)]
    kind = data.draw(st.sampled_from(["utf-8-sig", "cp932", "utf-16", "xlsx"]))
    file = xlsx_of(COLUMNS, rows) if kind == "xlsx" else csv_of(COLUMNS, rows, kind)
    start = 0 if kind == "xlsx" or data.draw(st.booleans()) else len(csv_of(COLUMNS, [], kind))
    place = start + data.draw(st.integers(0, 1 << 16)) % (len(file) - start)
    put_in = data.draw(st.binary(max_size=1) | st.sampled_from([b'"', b",", b"\n", b"\r", b"\0", b"\x81"]))
    left_out = data.draw(st.integers(0, 1))
    damaged = file[:place] + put_in + file[place + left_out :]
    before = count(service, Person)
    answer = send(client, "people", damaged)
    assert answer.status_code in {201, 422}, answer.text
    assert count(service, Person) - before == (2 if answer.status_code == 201 else 0)


def test_an_undamaged_file_is_imported(service: Service) -> None:
    """What the damaged ones are made of goes in, in every kind."""
    client = service.client(Role.COORDINATOR)
    for kind in ("utf-8-sig", "cp932", "utf-16", "xlsx"):
        rows = [{**SMALL, "number": f"U-{kind}-{row}"} for row in range(2)]
        file = xlsx_of(COLUMNS, rows) if kind == "xlsx" else csv_of(COLUMNS, rows, kind)
        assert send(client, "people", file).status_code == 201
    assert count(service, Person) == 8
