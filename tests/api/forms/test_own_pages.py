"""設定の「様式」: a municipality's own form is checked, used, and taken back on a page."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pypdf

from api.forms.reading import default_form, default_text
from api.policy.vocabulary import Role
from api.tables import FormKind
from tests.api.forms.test_own_forms import FORMS, OWN
from tests.api.service import Client, Service

PATH = "/settings/forms/plan"


def sent(client: Client, form: str, to: str, data: dict[str, Any], text: bytes | None = None) -> Any:
    """Send one of the page's forms with its key and version, and a file."""
    found = re.search(
        rf'value="([0-9a-f]+-{form})">\s*<input type="hidden" name="version" value="(\d+)">',
        client.get(PATH).text,
    )
    assert found
    files = {"text": ("plan.toml", text)} if text is not None else None
    return client.post(to, data={**data, "key": found[1], "version": found[2]}, files=files)


def test_an_own_form_is_checked_used_and_taken_back(service: Service) -> None:
    """Checking changes nothing; each version stands in the list with its file; the default comes again."""
    admin = service.client(Role.ADMIN)
    own = "\ufeff".encode() + OWN.encode()
    assert "まだ使い始めていません" in sent(admin, "take", PATH, {"is_dry_run": "true"}, own).text
    assert not any(each["is_own"] for each in admin.seen(FORMS)["forms"])
    taken = sent(admin, "take", PATH, {"is_dry_run": "false"}, own).text
    assert "この様式を使い始めました" in taken
    assert "みほん町 参加支援計画書" in taken
    assert "みほん町 参加支援計画書" in admin.get("/settings/forms").text
    assert admin.get(f"{FORMS}/definition.toml?kind=plan").text == OWN
    back = sent(admin, "default", f"{PATH}/default", {}).text
    assert "はじめから入っている様式に戻しました" in back
    assert "第1版のファイル" in back
    assert admin.get(f"{FORMS}/definition.toml?kind=plan").text == default_text(FormKind.PLAN)
    assert admin.get(f"{FORMS}/definition.toml?kind=plan&number=1").text == OWN
    assert admin.get(f"{FORMS}/definition.toml?kind=plan&number=9").status_code == 404


def test_what_cannot_be_used_is_named_as_a_reader_counts(service: Service) -> None:
    """A wrong name is told with its place, and nothing was taken; so is a file that is none."""
    admin = service.client(Role.ADMIN)
    wrong = OWN.replace("person.name", "person.secret").encode()
    answer = sent(admin, "take", PATH, {"is_dry_run": "false"}, wrong)
    assert answer.status_code == 422
    assert "1番目の section・1段目・1つ目の bind" in answer.text
    assert "person.secret" in answer.text
    for broken, told in ((None, "TOML のファイルを選ぶ"), ("様".encode("cp932"), "UTF-8 で保存したファイル")):
        assert told in sent(admin, "take", PATH, {"is_dry_run": "false"}, broken).text
    assert not any(each["is_own"] for each in admin.seen(FORMS)["forms"])


def test_who_may_not_change_sees_forms_without_a_field(service: Service) -> None:
    """A coordinator takes an empty form, and is offered no change."""
    staff = service.client(Role.COORDINATOR)
    page = staff.get(PATH).text
    assert 'type="file"' not in page
    assert "変えられるのは管理者です" in page
    assert staff.post(PATH, data={"key": "abcdefgh-take"}).status_code == 404


def test_an_empty_form_has_every_field_and_nothing_in_it(service: Service) -> None:
    """Paper and workbook have the labels, places to write, the choices, and no number of a copy."""
    staff = service.client(Role.COORDINATOR)
    for kind in FormKind:
        paper = staff.get(f"{FORMS}/blank.pdf?kind={kind.value}").content
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)
        text = re.sub(r"\s", "", text)
        assert "取扱注意" in text
        assert "写し第" not in text
        assert "記録はありません" not in text
        book = openpyxl.load_workbook(io.BytesIO(staff.get(f"{FORMS}/blank.xlsx?kind={kind.value}").content))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        assert not any("■" in cell for cell in cells)
        for section in default_form(kind).section:
            assert re.sub(r"\s", "", section.title) in text
            for entry in (*(each for row in section.rows for each in row), *section.columns):
                assert any(entry.label in cell for cell in cells), entry.label
