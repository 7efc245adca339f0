"""The fonts documents are set in: those that come with the packages, never the machine's own."""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import typst

FAMILY = "Noto Sans CJK JP"
_REGULAR, _BOLD = (
    Path(str(package.FONT_PATH)) for package in (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)
)
_VARIANTS_FORMAT = 14


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Give the two weights."""
    folders = [_REGULAR.parent, _BOLD.parent]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def lacking_variants(text: str) -> list[str]:
    """
    Give the variants of letters (異体字, by a variation selector) that the font does not have.

    Set without a word, such a letter would look like another one: of a name, that is another name.
    """
    asked = [(letter, selector) for letter, selector in pairwise(text) if _is_selector(selector)]
    return [letter + selector for letter, selector in asked if (letter, selector) not in _variants()]


def _is_selector(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("VARIATION SELECTOR-")


@lru_cache(maxsize=1)
def _variants() -> frozenset[tuple[str, str]]:
    """Read which variants the font has from its table `cmap`, format 14 (OpenType, ISO/IEC 14496-22)."""
    data = _REGULAR.read_bytes()
    cmap = next(
        start
        for tag, _, start, _ in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * _number(data, 4, 2)])
        if tag == b"cmap"
    )
    records = struct.iter_unpack(">HHI", data[cmap + 4 : cmap + 4 + 8 * _number(data, cmap + 2, 2)])
    table = next(cmap + at for _, _, at in records if _number(data, cmap + at, 2) == _VARIANTS_FORMAT)
    found: set[tuple[str, str]] = set()
    for record in range(table + 10, table + 10 + 11 * _number(data, table + 6, 4), 11):
        selector = chr(_number(data, record, 3))
        if same := _number(data, record + 3, 4):  # letters that look so anyway, in runs
            for run in range(table + same + 4, table + same + 4 + 4 * _number(data, table + same, 4), 4):
                first, more = _number(data, run, 3), data[run + 3]
                found |= {(chr(letter), selector) for letter in range(first, first + more + 1)}
        if other := _number(data, record + 7, 4):  # letters that have another shape
            start = table + other + 4
            for each in range(start, start + 5 * _number(data, table + other, 4), 5):
                found.add((chr(_number(data, each, 3)), selector))
    return frozenset(found)


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")
