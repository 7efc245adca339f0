"""The part of Japan an import is asked for, and whether an office lies in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from api.imports.codes import (
    five_digit_code,
    prefecture_name,
    prefecture_number,
    prefecture_of_address,
)
from api.imports.records import plain
from matching.errors import InvalidProblem, require

_EXPECTED = (
    "a prefecture number (24) or name (三重県, 三重), a municipality code of five digits or six with the "
    "right check digit, or a municipality with its prefecture (三重県四日市市)"
)


@dataclass(frozen=True)
class Site:
    """
    Where a record says it belongs.

    Parameters
    ----------
    code
        Cell of the designating authority's code.
    authority
        Cell of its name.
    address
        Cell of the office's municipality, prefecture first.
    """

    code: str
    authority: str
    address: str

    @property
    def prefecture(self) -> str | None:
        """The prefecture the office lies in: by address, else by the authority's code."""
        code = five_digit_code(plain(self.code))
        return prefecture_of_address(plain(self.address)) or (prefecture_name(code[:2]) if code else None)

    @property
    def municipality(self) -> str:
        """The municipality the office lies in, without 郡 and with the ward of a large city."""
        return _without_county(plain(self.address).removeprefix(self.prefecture or ""))


@dataclass(frozen=True)
class Area:
    """
    A prefecture or one municipality of it.

    Parameters
    ----------
    prefecture
        Name in full.
    municipality
        Name without 郡; ``None`` for the whole prefecture.
    """

    prefecture: str
    municipality: str | None = None

    def holds(self, site: Site) -> bool:
        """Tell whether the office lies here, or nobody can tell where: then its faults should be seen."""
        if site.prefecture is None:
            return True
        return site.prefecture == self.prefecture and (
            self.municipality is None or _is_part_of(site.municipality, self.municipality)
        )


def find_area(area: str, sites: Iterable[Site]) -> Area:
    """
    Understand what area is meant.

    A prefecture is known by number, code or name. A municipality's code is known only where the file itself
    tells its name, that is where the municipality designates offices (政令市, 中核市 and some others); any
    other is given by its name with the prefecture.

    Raises
    ------
    InvalidProblem
        No such area, or a municipality the file does not know.
    """
    text = plain(area)
    name = prefecture_name(text.zfill(2)) if text.isdigit() else _full_prefecture(text)
    if name is not None:
        return Area(name)
    code = five_digit_code(text)
    if code is not None:
        return _area_of_code(area, code, sites)
    prefecture = prefecture_of_address(text)
    if prefecture is None:
        raise InvalidProblem("import", "area", area, _EXPECTED)
    found = Area(prefecture, _without_county(text.removeprefix(prefecture)))
    require(
        any(site.prefecture is not None and found.holds(site) for site in sites),
        "import",
        "area",
        area,
        "a municipality that has an office in the file",
    )
    return found


def _area_of_code(area: str, code: str, sites: Iterable[Site]) -> Area:
    """Give the area of a five-digit code by the name of the authority that has it."""
    prefecture = prefecture_name(code[:2])
    if prefecture is None:
        raise InvalidProblem("import", "area", area, _EXPECTED)
    if code.endswith("000"):
        return Area(prefecture)
    names = Counter(plain(site.authority) for site in sites if five_digit_code(plain(site.code)) == code)
    if not names:
        expected = "a code the file names, or the municipality's name with its prefecture (三重県四日市市)"
        raise InvalidProblem("import", "area", area, expected)
    return Area(prefecture, names.most_common(1)[0][0])


def _full_prefecture(name: str) -> str | None:
    """Give a prefecture's name in full from its full or short name."""
    number = prefecture_number(name)
    return prefecture_name(number) if number else None


def _without_county(municipality: str) -> str:
    """Leave out the 郡 before a town or village: 三重郡菰野町 is 菰野町, 蒲郡市 stays."""
    _, county, rest = municipality[1:].partition("郡")
    return rest if county and len(rest) > 1 and rest.endswith(("町", "村")) else municipality


def _is_part_of(municipality: str, name: str) -> bool:
    """Tell whether a municipality is the named one or a ward of it."""
    return municipality == name or (name.endswith("市") and municipality.startswith(name))
