"""PDF/UA-1 by typst: data goes in as data, templates stand beside this file, fonts come with the packages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typst

from api.documents.copies import CopyMark
from api.documents.fonts import FAMILY, fonts, lacking_variants
from api.errors import Fault, Refused
from api.infra.clock import day_in_japan

_TEMPLATES = Path(__file__).parent / "typst"
_EXPECTED = "PDF の字体にある文字（{letters} がありません。別の字で記録するか、Excel で出力してください）"


def render(
    template: str, title: str, data: Mapping[str, Any], mark: CopyMark, printed: Iterable[tuple[str, str]]
) -> bytes:
    """
    Make a PDF that screen readers can read (PDF/UA-1): the same data and mark give the same bytes.

    Parameters
    ----------
    template
        The name of a file in `typst/`, without its ending; it starts with ``#show: paper``.
    title
        Of the document.
    data
        What the template reads as `data`: texts, numbers, lists. A text is never run as code.
    mark
        What stands at the foot of each page.
    printed
        The texts of people in it, each with the name of its field, so that a letter the font lacks is named.

    Raises
    ------
    Refused
        Naming each field with a letter (外字) that the font lacks.
    """
    texts = [
        *printed,
        ("市区町村の名前", mark.municipality),
        ("出力した人の名前", mark.viewer),
        ("表題", title),
    ]
    faults = [_fault(field, letters) for field, text in texts if (letters := lacking_variants(text))]
    if faults:
        raise Refused(faults)
    try:
        pdf = _compiler(template, title, data, mark).compile(
            format="pdf", pdf_standards=["ua-1"], timestamp=int(mark.at.timestamp())
        )
    except typst.TypstError:
        faults = [_fault(field, letters) for field, text in texts if (letters := _lacking(text))]
        if not faults:  # not a letter: a fault of the template
            raise
        raise Refused(faults) from None
    assert isinstance(pdf, bytes)
    return pdf


def _compiler(template: str, title: str, data: Mapping[str, Any], mark: CopyMark) -> typst.Compiler:
    day = day_in_japan(mark.at)
    given = {
        "title": title,
        "family": FAMILY,
        "mark": mark.line,
        "date": [day.year, day.month, day.day],
        "data": data,
    }
    return _on_paper(template, given=json.dumps(given, ensure_ascii=False))


def _on_paper(template: str, **inputs: str) -> typst.Compiler:
    # Templates are files: of sources without a name, typst takes no more than 65,535 in a process.
    return typst.Compiler(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )


def _lacking(text: str) -> list[str]:
    """Give the letters of a text that cannot be set; of a text that can, none."""
    if _can_be_set(text):
        return []
    return [letter for letter in dict.fromkeys(text) if not _can_be_set(letter)] or [text[:1]]


def _can_be_set(text: str) -> bool:
    try:
        _on_paper("letter", family=FAMILY, text=text).compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True


def _fault(field: str, letters: Iterable[str]) -> Fault:
    named = "・".join(" ".join(f"U+{ord(each):04X}" for each in letter) for letter in letters)
    return Fault(field, named, _EXPECTED.format(letters=named))
