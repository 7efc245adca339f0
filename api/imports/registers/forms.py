"""How a cell is written: each form reads the text of a cell and writes a value as such a text."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from api.calendar import day_of_era
from api.imports.records import plain
from matching.labels import label
from matching.vocabulary import Answer

Times = tuple[tuple[dt.time, dt.time], ...]
"""Stretches of a day, each from when until when."""

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DAY = re.compile(r"(\d{4})(?:-(\d\d?)-(\d\d?)|/(\d\d?)/(\d\d?)|年(\d\d?)月(\d\d?)日)", re.ASCII)
_ERA_DAY = re.compile(
    r"(令和|平成|昭和|大正|[RHSTrhst])(元|\d\d?)(?:年(\d\d?)月(\d\d?)日|[./-](\d\d?)[./-](\d\d?))", re.ASCII
)
_CLOCK = r"(\d\d?)(?::(\d\d)|時(?:(\d\d?)分)?)"
_DASH = r"\s*[-\u2010-\u2015\u2212ー~〜]\s*"
_STRETCH = re.compile(rf"{_CLOCK}{_DASH}{_CLOCK}", re.ASCII)
_STRETCHES = re.compile(rf"{_CLOCK}{_DASH}{_CLOCK}(?:[\s、,]+{_CLOCK}{_DASH}{_CLOCK})*", re.ASCII)
_PHONE = re.compile(r"[0+][0-9() -]{8,39}")


class Unreadable(ValueError):
    """A cell does not hold what its form expects."""


@dataclass(frozen=True)
class Form:
    """
    A way to write a value in a cell.

    Parameters
    ----------
    read
        Gives the value of a text that is not blank; raises `Unreadable`.
    write
        Gives the text of a value; what is written reads back as it was.
    expected
        What a cell should hold, in Japanese.
    choices
        The words there are, for the template.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    expected: str
    choices: tuple[str, ...] = ()


def narrow(text: str) -> str:
    """Write full-width letters and digits as half-width ones; ² and ① stay what they are."""
    return text.translate(_NARROW).strip()


def whole(lowest: int, highest: int) -> Form:
    """Make a form for a whole number."""
    expected = f"{lowest}から{highest:,}までの整数"

    def read(text: str) -> int:
        if re.fullmatch(r"[0-9]{1,9}", narrow(text)) is None or not lowest <= int(narrow(text)) <= highest:
            raise Unreadable
        return int(narrow(text))

    return Form(read, str, expected)


def degrees(lowest: int, highest: int) -> Form:
    """Make a form for decimal degrees."""

    def read(text: str) -> float:
        found = re.fullmatch(r"[0-9]{2,3}(\.[0-9]{1,15})?", narrow(text))
        if found is None or not lowest <= float(narrow(text)) < highest:
            raise Unreadable
        return float(narrow(text))

    return Form(read, str, f"{lowest}以上{highest}未満の度（10進法）")


def one_of(kind: type[Enum]) -> Form:
    """Make a form for one word of the vocabulary, by its Japanese label."""
    members = {plain(label(member)): member for member in kind}
    choices = tuple(map(label, kind))

    def read(text: str) -> Enum:
        if plain(text) not in members:
            raise Unreadable
        return members[plain(text)]

    return Form(read, label, f"「{'」「'.join(choices)}」のどれか", choices)


def some_of(kind: type[Enum]) -> Form:
    """Make a form for words of the vocabulary, each once, between 、."""
    one = one_of(kind)

    def read(text: str) -> list[Enum]:
        found = [one.read(part.strip()) for part in re.split("[、,，\n]", text)]
        if len(set(found)) < len(found):
            raise Unreadable
        return found

    return Form(
        read, lambda members: "、".join(map(label, members)), f"{one.expected}（「、」で区切る）", one.choices
    )


def text_of(most: int, *, has_lines: bool = False) -> Form:
    """Make a form for a text of so many letters, on one line unless it may have more."""
    expected = f"{most:,}字までの文字" if has_lines else f"改行のない{most}字までの文字"

    def read(text: str) -> str:
        if len(text) > most or (not has_lines and "\n" in text):
            raise Unreadable
        return text

    return Form(read, str, expected)


def _read_day(text: str) -> dt.date:
    text = narrow(text)
    try:
        if found := _DAY.fullmatch(text):
            year, month, day = (int(part) for part in found.groups() if part)
            return dt.date(year, month, day)
        if found := _ERA_DAY.fullmatch(text):
            era, of_era, *parts = (part for part in found.groups() if part)
            month, day = map(int, parts)
            return day_of_era(era, 1 if of_era == "元" else int(of_era), month, day)
    except ValueError as error:
        raise Unreadable from error
    raise Unreadable


def _read_times(text: str) -> Times | Answer:
    return Answer.UNKNOWN if text == label(Answer.UNKNOWN) else _read_stretches(text)


def _read_stretches(text: str) -> Times:
    text = narrow(text)
    if _STRETCHES.fullmatch(text) is None:
        raise Unreadable
    found = [_stretch(*match.groups()) for match in _STRETCH.finditer(text)]
    if any(left[1] > right[0] for left, right in itertools.pairwise(found)):
        raise Unreadable
    return tuple(found)


def _stretch(*parts: str | None) -> tuple[dt.time, dt.time]:
    hours, minutes = parts[::3], [one or other for one, other in zip(parts[1::3], parts[2::3], strict=True)]
    try:
        start, end = (dt.time(int(h or 0), int(m or 0)) for h, m in zip(hours, minutes, strict=True))
    except ValueError as error:
        raise Unreadable from error
    if start >= end:
        raise Unreadable
    return start, end


def _write_times(times: Times | Answer) -> str:
    if isinstance(times, Answer):
        return label(times)
    return " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in times)


def _read_phone(text: str) -> str:
    text = narrow(text)
    if _PHONE.fullmatch(text) is None:
        raise Unreadable
    return text


DAY = Form(_read_day, dt.date.isoformat, "2026-11-20・2026/11/20・令和8年11月20日・R8.11.20 のような日付")
STRETCHES = Form(
    _read_stretches, _write_times, "「9:00-12:00 13:00-15:00」のような時間帯（早い順）、または空欄（なし）"
)
TIMES = Form(
    _read_times,
    _write_times,
    "「9:00-12:00 13:00-15:00」のような時間帯（早い順）、空欄（なし）、または「未聴取」",
)
LAT, LNG = degrees(20, 46), degrees(122, 154)
PHONE = Form(_read_phone, str, "0 か + で始まる電話番号（先頭の 0 が消えていないもの）")
