"""PDF: readable by screen readers, the same twice, without code from data, and no letter left out."""

from __future__ import annotations

import datetime as dt
import io
import os
from typing import Any

import pypdf
import pytest
import typst

from api.documents import pdf as subject
from api.documents.copies import CopyMark
from api.documents.fonts import lacking_variants
from api.documents.pdf import render
from api.errors import Refused

MARK = CopyMark(7, "みほん町", "見本 花子", dt.datetime(2026, 11, 20, 4, 30, 59, 123456, tzinfo=dt.UTC))
CELL: dict[str, Any] = {
    "label": "氏名",
    "label_units": 4,
    "value_units": 20,
    "lines": 1,
    "required": True,
    "reported": False,
}


def drawn(text: str, mark: CopyMark = MARK) -> bytes:
    """Draw a form with one field."""
    value = {"state": "filled", "choices": [], "printed": text}
    block = {"number": None, "rows": [[{**CELL, "value": value}]]}
    section = {"title": "本人", "note": "", "table": None, "blocks": [block]}
    data = {
        "subtitle": "見本",
        "municipality": "みほん町",
        "sections": [section],
        "required": "",
        "withheld": "",
        "nothing": "",
        "origin": "見本の様式",
    }
    return render("form", "見本の帳票", data, mark, [("氏名", text)])


def text_of(pdf: bytes) -> str:
    """Give the text of all pages."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_a_document_is_one_that_screen_readers_can_read() -> None:
    """Tagged, in Japanese, with a title, named as PDF/UA-1; its text can be taken out."""
    reader = pypdf.PdfReader(io.BytesIO(drawn("見本 一郎")))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "ja-JP"
    assert reader.metadata is not None
    assert reader.metadata.title == "見本の帳票"
    assert b"pdfuaid:part>1<" in catalog["/Metadata"].get_data().replace(b"\n", b"")
    assert "見本 一郎" in text_of(drawn("見本 一郎"))


def test_the_foot_says_whose_copy_it_is_on_every_page() -> None:
    """取扱注意, number, time in Japan, viewer, municipality; page and pages."""
    pages = pypdf.PdfReader(io.BytesIO(drawn("行\n" * 120))).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        for said in ("取扱注意", "写し第000007号", "2026-11-20 13:30", "見本 花子（みほん町）"):
            assert said in text
        assert f"{number} / {len(pages)}" in text


def test_only_the_bundled_fonts_are_used() -> None:
    """Every font in the file is Noto Sans CJK JP and goes with it."""
    page: Any = pypdf.PdfReader(io.BytesIO(drawn("見本 Abc 123"))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        assert "NotoSansCJKjp" in font["/BaseFont"]
        assert "/FontFile3" in inner["/FontDescriptor"]


def test_the_same_data_give_the_same_bytes() -> None:
    """Nothing but data, mark and title decides what is in the file."""
    assert drawn("見本") == drawn("見本")
    assert drawn("見本") != drawn("見本2")


@pytest.mark.parametrize(
    "text", ['#panic("x")', "= 見出し #let a = 1", "$x^2$ `z` *b* _i_ @ref <label>", '"); #(']
)
def test_a_text_is_never_run(text: str) -> None:
    """What looks like typst is printed letter for letter."""
    assert text.split()[0] in text_of(drawn(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("見本\ue000郎", "U+E000"),
        ("見本 😀", "U+1F600"),
        ("邉\U000e0110", "U+9089 U+E0110"),
        ("葛\U000e01ef城", "U+845B U+E01EF"),
    ],
)
def test_a_letter_the_font_lacks_stops_with_its_field(text: str, named: str) -> None:
    """外字 and variants that are not there are named; no other letter is set in their place."""
    with pytest.raises(Refused) as refused:
        drawn(text)
    (fault,) = refused.value.faults
    assert (fault.field, fault.given) == ("氏名", named)
    assert "見本" not in fault.given + fault.expected


@pytest.mark.parametrize(
    "text", ["𠮷野 髙橋 﨑", "葛\U000e0100飾 葛\U000e0101城", "か\u3099", "①Ⅲ㈱㍻", "a\u200bb\tc"]
)
def test_a_letter_the_font_has_is_printed(text: str) -> None:
    """Control: rare letters, variants the font has, and what is put together of two signs."""
    assert lacking_variants(text) == []
    assert drawn(text).startswith(b"%PDF")


@pytest.mark.skipif(os.environ.get("SANKA_SOAK") != "1", reason="a minute; make soak")
def test_a_process_never_runs_out_of_documents() -> None:
    """More documents than typst has numbers for nameless sources: each is still made."""
    for _ in range(70_000):
        subject._on_paper("letter", family="", text="")
    assert drawn("見本").startswith(b"%PDF")


def test_what_is_no_letter_is_not_blamed_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a fault of the template stays what it is."""
    with pytest.raises(typst.TypstError):
        render("form", "見本", {}, MARK, [("氏名", "見本")])


def test_a_name_in_the_foot_is_checked_too() -> None:
    """The viewer's own name may hold a letter the font lacks."""
    with pytest.raises(Refused) as refused:
        drawn("見本", CopyMark(1, "みほん町", "\ue001", MARK.at))
    assert [fault.field for fault in refused.value.faults] == ["出力した人の名前"]
