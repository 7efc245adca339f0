"""Read the open data of WAM NET on services for people with disabilities (障害福祉サービス等情報公表)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from api.imports import cells
from api.imports.area import Site, find_area
from api.imports.cells import Opening
from api.imports.faults import Expected, RowFault, Severity
from api.imports.records import records

SOURCE = "WAM NET 障害福祉サービス等情報公表システム オープンデータ"

_Value = TypeVar("_Value")


@dataclass(frozen=True, kw_only=True)
class WamRow:
    """
    One office with one service. What nobody filled in is ``None`` or empty, never zero.

    Parameters
    ----------
    row_number
        Row of the file; the header is 1.
    municipality_code
        Five digits of the authority that designates the office, not of where it lies.
    service, name, kana, corporation
        As written.
    corporate_number
        法人番号 of 13 digits.
    office_number
        事業所番号 of ten digits; branches share it.
    address
        Prefecture first.
    lat, lng
        Degrees; both or neither.
    open_weekdays, open_saturday, open_sunday, open_holidays
        From when until when.
    closed_days, remarks
        定休日 and 特記事項, as written.
    quota
        定員.
    """

    row_number: int
    municipality_code: str
    service: str
    name: str
    kana: str
    corporation: str
    corporate_number: str | None
    office_number: str
    address: str
    lat: float | None
    lng: float | None
    open_weekdays: Opening | None
    open_saturday: Opening | None
    open_sunday: Opening | None
    open_holidays: Opening | None
    closed_days: str
    remarks: str
    quota: int | None


@dataclass(frozen=True)
class WamFile:
    """
    What a file holds for the area asked for.

    Parameters
    ----------
    rows
        The rows that can be used, in the order of the file.
    faults
        What was wrong; rows with an error are not among the rows.
    source
        For attribution, with a fingerprint of the file.
    """

    rows: tuple[WamRow, ...]
    faults: tuple[RowFault, ...]
    source: str


def read_wam(data: bytes, area: str | None = None) -> WamFile:
    """
    Read a file of the official 29 columns, in UTF-8 with or without BOM or in cp932.

    The code column names the authority that designates an office, and that is often not where it lies: an
    office in 四日市市 has the code of 三重県, one designated by 栃木県 may lie in 群馬県. So an area is
    compared with the office's address. Only an address without a prefecture falls back on the code. A
    municipality's code is turned into a name with the help of the rows it designates; a municipality that
    designates none (most towns, the wards of Tokyo) is asked for by name: 三重県四日市市, 東京都中央区.

    Parameters
    ----------
    data
        The file.
    area
        A prefecture's number or name, a municipality's code of five or six digits or its name with the
        prefecture; ``None`` for all. Faults of rows elsewhere are left out.

    Raises
    ------
    InvalidProblem
        The file as a whole cannot be read, or the area is not known. A bad row never raises.
    """
    faults: list[RowFault] = []
    found: list[tuple[int, Mapping[str, str]]] = []
    for row_number, fields, given in records(data):
        if len(given) == len(fields):
            found.append((row_number, dict(zip(fields, given, strict=True))))
        else:
            field = fields[min(len(given), len(fields) - 1)]
            faults.append(RowFault(row_number, field, f"{len(given)}", Expected.CELLS))
    if area is not None:
        sites = [_site(record) for _, record in found]
        wanted = find_area(area, sites)
        found = [part for part, site in zip(found, sites, strict=True) if wanted.holds(site)]
    rows = [row for row_number, record in found if (row := _read_row(row_number, record, faults))]
    faults.sort(key=lambda fault: fault.row_number)
    return WamFile(tuple(rows), tuple(faults), f"{SOURCE} (sha256 {hashlib.sha256(data).hexdigest()[:12]})")


def _site(record: Mapping[str, str]) -> Site:
    """Take from a record what tells where the office lies."""
    return Site(record["municipality_code"], record["authority"], record["municipality"])


def _read_row(row_number: int, record: Mapping[str, str], faults: list[RowFault]) -> WamRow | None:
    """Read one record; adds its faults to the list and gives nothing if one of them is an error."""
    own: list[RowFault] = []

    def read(field: str, reader: Callable[[str], tuple[_Value, Expected | None]]) -> _Value:
        value, expected = reader(record[field])
        if expected is not None:
            own.append(RowFault(row_number, field, record[field], expected))
        return value

    place, misplaced = cells.read_position(record["lat"], record["lng"])
    if misplaced is not None:
        own.append(RowFault(row_number, misplaced[0], f"{record['lat']}, {record['lng']}", misplaced[1]))
    row = WamRow(
        row_number=row_number,
        municipality_code=read("municipality_code", cells.read_code),
        service=read("service", cells.read_required_text),
        name=read("name", cells.read_required_text),
        kana=read("kana", cells.read_text),
        corporation=read("corporation", cells.read_text),
        corporate_number=read("corporate_number", cells.read_corporate_number),
        office_number=read("office_number", cells.read_office_number),
        address=read("municipality", cells.read_municipality) + read("street", cells.read_text),
        lat=place.lat if place else None,
        lng=place.lng if place else None,
        open_weekdays=read("open_weekdays", cells.read_opening),
        open_saturday=read("open_saturday", cells.read_opening),
        open_sunday=read("open_sunday", cells.read_opening),
        open_holidays=read("open_holidays", cells.read_opening),
        closed_days=read("closed_days", cells.read_text),
        remarks=read("remarks", cells.read_text),
        quota=read("quota", cells.read_quota),
    )
    faults.extend(own)
    return None if any(fault.severity is Severity.ERROR for fault in own) else row
