"""One cell each: the value it holds, and the fault if it is not as it should be."""

from __future__ import annotations

import datetime as dt
import re

from api.imports.codes import five_digit_code, is_corporate_number, is_digits, prefecture_of_address
from api.imports.faults import Expected
from api.imports.records import plain
from matching.model.place import Place

Opening = tuple[dt.time, dt.time]
"""From when until when; the end is later than the start."""

_MOST_QUOTA = 10_000
_DASH = r"[-\u2010-\u2015\u2212ー~〜\u223c]"
_CLOCK = r"(\d{1,2})[:時](\d{2})?分?"
_OPENING = re.compile(rf"{_CLOCK}{_DASH}{_CLOCK}", re.ASCII)
_QUOTA = re.compile(r"(\d{1,9})(?:\.0+)?[人名]?", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d*)?", re.ASCII)


def read_text(cell: str) -> tuple[str, None]:
    """Read a text as it is written, without outer space and with a space for a line break."""
    return re.sub(r"\s+", _one_space, cell.strip()), None


def _one_space(found: re.Match[str]) -> str:
    space = found[0]
    return " " if "\n" in space or "\r" in space else space


def read_required_text(cell: str) -> tuple[str, Expected | None]:
    """Read a text that may not be blank."""
    text, _ = read_text(cell)
    return text, None if text else Expected.TEXT


def read_code(cell: str) -> tuple[str, Expected | None]:
    """Read a 全国地方公共団体コード as five digits."""
    code = five_digit_code(plain(cell))
    return (code, None) if code else ("", Expected.CODE)


def read_office_number(cell: str) -> tuple[str, Expected | None]:
    """Read the ten digits of an office number; with nine the leading zero was lost."""
    text = plain(cell)
    number = "0" + text if is_digits(text, 9) else text
    return (number, None) if is_digits(number, 10) else ("", Expected.OFFICE_NUMBER)


def read_corporate_number(cell: str) -> tuple[str | None, Expected | None]:
    """Read a 法人番号; blank is unknown, and so is one that cannot be right."""
    number = plain(cell)
    if not number:
        return None, None
    return (number, None) if is_corporate_number(number) else (None, Expected.CORPORATE_NUMBER)


def read_municipality(cell: str) -> tuple[str, Expected | None]:
    """Read the first part of an address, which starts with the prefecture."""
    text, _ = read_text(cell)
    return text, None if prefecture_of_address(plain(text)) else Expected.ADDRESS


def read_quota(cell: str) -> tuple[int | None, Expected | None]:
    """Read a 定員; blank and 0 both mean that nobody filled it in."""
    text = plain(cell).replace(",", "")
    if not text:
        return None, None
    found = _QUOTA.fullmatch(text)
    if not found or int(found[1]) > _MOST_QUOTA:
        return None, Expected.QUOTA
    return int(found[1]) or None, None


def read_opening(cell: str) -> tuple[Opening | None, Expected | None]:
    """
    Read a time span like 09:00-17:00; ``None`` when closed or unknown.

    The file writes both "closed" and "not filled in" as a blank or as 00:00-00:00.
    """
    text = plain(cell)
    if not text:
        return None, None
    found = _OPENING.fullmatch(text)
    if not found:
        return None, Expected.OPENING
    start, end = _minutes(found[1], found[2]), _minutes(found[3], found[4])
    if start is None or end is None:
        return None, Expected.OPENING
    if start == end == 0:
        return None, None
    if end in {0, 24 * 60} and start < 24 * 60:
        return (_clock(start), dt.time(23, 59)), Expected.OPENING_TO_MIDNIGHT
    if start >= end:
        return None, Expected.OPENING
    return (_clock(start), _clock(end)), None


def read_position(lat_cell: str, lng_cell: str) -> tuple[Place | None, tuple[str, Expected] | None]:
    """
    Read latitude and longitude together; swapped ones are put right, blank ones are unknown.

    The fault comes with the field it lies in.
    """
    if not plain(lat_cell) and not plain(lng_cell):
        return None, None
    lat, lng = _degrees(lat_cell), _degrees(lng_cell)
    if _is_lat(lat) and _is_lng(lng):
        return Place(lat, lng), None
    if _is_lat(lng) and _is_lng(lat):
        return Place(lng, lat), ("lat", Expected.POSITION_SWAPPED)
    return None, ("lng" if _is_lat(lat) else "lat", Expected.POSITION)


def _minutes(hours: str, minutes: str | None) -> int | None:
    """Give minutes since midnight, up to 24:00; ``None`` when there is no such time."""
    total = int(hours) * 60 + int(minutes or 0)
    return total if int(minutes or 0) < 60 and total <= 24 * 60 else None


def _clock(minutes: int) -> dt.time:
    """Give a time of day from minutes since midnight."""
    return dt.time(minutes // 60, minutes % 60)


def _degrees(cell: str) -> float:
    """Read degrees; what is no number becomes 0, which lies outside Japan either way."""
    text = plain(cell)
    return float(text) if _NUMBER.fullmatch(text) else 0.0


def _is_lat(degrees: float) -> bool:
    """Tell whether it can be a latitude of a `Place`."""
    return 20 <= degrees <= 46


def _is_lng(degrees: float) -> bool:
    """Tell whether it can be a longitude of a `Place`."""
    return 122 <= degrees <= 154
