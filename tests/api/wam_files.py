"""Small invented files in the format of WAM NET."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from api.imports.columns import TITLES
from api.imports.hosts import WamHosts, hosts_from_wam
from api.imports.wam import WamRow, read_wam

SAMPLE = {
    "municipality_code": "24000",
    "number": "A0000000001",
    "authority": "三重県",
    "corporation": "みほん法人",
    "corporation_kana": "みほんほうじん",
    "corporate_number": "9000000000000",
    "corporation_municipality": "三重県津市",
    "corporation_street": "みほん町１番地",
    "corporation_phone": "000-000-0000",
    "corporation_fax": "000-000-0000",
    "corporation_url": "https://example.jp/",
    "service": "就労継続支援Ｂ型",
    "name": "みほん作業所",
    "kana": "みほんさぎょうしょ",
    "office_number": "2400000001",
    "municipality": "三重県四日市市",
    "street": "みほん町１番１号",
    "phone": "000-000-0000",
    "fax": "000-000-0000",
    "url": "",
    "lat": "34.9650",
    "lng": "136.6240",
    "open_weekdays": "09:30-15:30",
    "open_saturday": "",
    "open_sunday": "",
    "open_holidays": "",
    "closed_days": "土、日、祝日",
    "remarks": "",
    "quota": "20",
}

MakeFile = Callable[..., bytes]
MakeRow = Callable[..., WamRow]
MakeHosts = Callable[..., WamHosts]


def _file(
    *changes: dict[str, str],
    encoding: str = "utf-8-sig",
    titles: dict[str, str] = TITLES,
    order: tuple[str, ...] = tuple(TITLES),
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([titles[field] for field in order])
    for change in changes:
        writer.writerow([{**SAMPLE, **change}[field] for field in order])
    return text.getvalue().encode(encoding)


@pytest.fixture(scope="session")
def make_file() -> MakeFile:
    """A file with one record for each dict of changes to the sample."""
    return _file


@pytest.fixture(scope="session")
def make_row() -> MakeRow:
    """The one row of a file whose record has the changes given."""

    def make(**change: str) -> WamRow:
        (row,) = read_wam(_file(change)).rows
        return row

    return make


@pytest.fixture(scope="session")
def make_hosts() -> MakeHosts:
    """Hosts, menus, pools and notices of a file with one record for each dict of changes."""

    def make(*changes: dict[str, str]) -> WamHosts:
        return hosts_from_wam(read_wam(_file(*changes)).rows)

    return make


@pytest.fixture
def wam_csv(make_file: MakeFile) -> bytes:
    """A file with two offices that know their opening times."""
    return make_file({}, {"office_number": "2400000002", "name": "みほん作業所みなみ", "lat": "34.9500"})
