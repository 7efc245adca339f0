"""Which rows an area holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.imports.wam import read_wam
from matching.errors import InvalidProblem

MakeFile = Callable[..., bytes]

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
"""Half-width characters to full-width ones, for `str.translate`."""

PLACES = (
    {"name": "四日市", "municipality": "三重県四日市市"},
    {"name": "菰野", "municipality": "三重県三重郡菰野町"},
    {"name": "隣の県", "municipality": "愛知県弥富市"},  # designated by 三重県, lies in 愛知県
    {"name": "札幌", "municipality_code": "01100", "authority": "札幌市", "municipality": "北海道札幌市西区"},
    {
        "name": "札幌道",
        "municipality_code": "01000",
        "authority": "北海道",
        "municipality": "北海道札幌市東区",
    },
    {"name": "明石", "municipality_code": "28100", "authority": "神戸市", "municipality": "兵庫県明石市"},
    {"name": "蒲郡", "municipality_code": "23000", "authority": "愛知県", "municipality": "愛知県蒲郡市"},
    {"name": "住所なし", "municipality_code": "23000", "authority": "愛知県", "municipality": ""},
)


@pytest.mark.parametrize(
    ("area", "names"),
    [
        (None, [place["name"] for place in PLACES]),
        ("24", ["四日市", "菰野"]),
        ("24000", ["四日市", "菰野"]),
        ("240001", ["四日市", "菰野"]),
        ("三重県", ["四日市", "菰野"]),
        ("三重", ["四日市", "菰野"]),
        ("23".translate(WIDE), ["隣の県", "蒲郡", "住所なし"]),
        ("1", ["札幌", "札幌道"]),
        ("01100", ["札幌", "札幌道"]),
        ("011002", ["札幌", "札幌道"]),
        ("1100", ["札幌", "札幌道"]),
        ("北海道札幌市", ["札幌", "札幌道"]),
        ("北海道札幌市西区", ["札幌"]),
        ("三重県四日市市", ["四日市"]),
        ("三重県菰野町", ["菰野"]),
        ("三重県三重郡菰野町", ["菰野"]),
        ("愛知県蒲郡市", ["蒲郡"]),
        ("28100", []),  # 神戸市 designates only an office in 明石市
        ("沖縄", []),
    ],
)
def test_area(make_file: MakeFile, area: str | None, names: list[str]) -> None:
    """An office belongs to where its address lies, whoever designates it."""
    assert [row.name for row in read_wam(make_file(*PLACES), area).rows] == names


@pytest.mark.parametrize(
    "area",
    [
        "",
        "48",
        "0",
        "みほん県",
        "三重県みほん市",
        "013102",
        "131023",
        "99999",
        "24202",
        "四日市市",
        "三重県津",
    ],
)
def test_an_unknown_area_is_named(make_file: MakeFile, area: str) -> None:
    """A slip, a wrong check digit or a code the file does not explain is an error, not an empty list."""
    with pytest.raises(InvalidProblem) as caught:
        read_wam(make_file(*PLACES), area)
    assert (caught.value.field, caught.value.given) == ("area", area)


def test_faults_elsewhere_are_left_out(make_file: MakeFile) -> None:
    """Who reads 三重県 sees its faults, and those of rows that could be anywhere."""
    data = make_file(
        {"quota": "x"},
        {"quota": "x", "municipality": "愛知県蒲郡市"},
        {"quota": "x", "municipality": "", "municipality_code": "x"},
    )
    assert {fault.row_number for fault in read_wam(data, "三重").faults} == {2, 4}
