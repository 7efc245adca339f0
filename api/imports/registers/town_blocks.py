"""大字・町丁目 from the 位置参照情報 of the ministry (国土交通省, 大字・町丁目レベル)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.imports.registers.columns import Column, faults_of, read_values, texts_of
from api.imports.registers.forms import LAT, LNG, Form, Unreadable, narrow, text_of
from api.office.service import replace_town_blocks
from api.tables import Municipality, TownBlock

MOST_ROWS = 100_000
"""Every prefecture has fewer; the whole country is not sent at once."""


def _digits(count: int) -> Form:
    def read(text: str) -> str:
        if re.fullmatch(rf"[0-9]{{{count}}}", narrow(text)) is None:
            raise Unreadable
        return narrow(text)

    return Form(read, str, f"{count}桁の数字（先頭の 0 も書く）")


_ANY = text_of(120)
COLUMNS: Sequence[Column] = (
    Column("都道府県コード", "prefecture_code", _ANY),
    Column("都道府県名", "prefecture", _ANY),
    Column("市区町村コード", "municipality_code", _digits(5), is_required=True),
    Column("市区町村名", "municipality", _ANY),
    Column("大字町丁目コード", "code", _digits(12), is_required=True),
    Column("大字町丁目名", "name", _ANY, is_required=True),
    Column("緯度", "lat", LAT, is_required=True),
    Column("経度", "lng", LNG, is_required=True),
    Column("原典資料コード", "source", _ANY),
    Column("大字・字・丁目区分コード", "level", _ANY),
)


def import_town_blocks(context: Context, data: bytes) -> Receipt:
    """
    Take the municipality's rows from a file, all or none, in place of the list there was.

    Raises
    ------
    Refused
        With every fault of its rows, or if it has none.
    """
    own = context.session.execute(
        select(col(Municipality.code)).where(col(Municipality.id) == context.municipality_id)
    ).scalar_one()[:5]
    faults = faults_of(COLUMNS)
    blocks: dict[str, TownBlock] = {}
    is_there = False
    for number, texts in texts_of(data, COLUMNS, MOST_ROWS):
        if narrow(texts["municipality_code"]) != own:
            continue
        is_there = True
        row = read_values(number, texts, COLUMNS, faults)
        if {"code", "name", "lat", "lng"} <= row.values.keys():
            code = row.values["code"]
            if code in blocks:
                faults.add(number, "code", "ほかの行と違う大字町丁目コード")
            blocks[code] = TownBlock(
                municipality_id=context.municipality_id,
                code=code,
                name=row.values["name"],
                lat=row.values["lat"],
                lng=row.values["lng"],
            )
    if not is_there:
        faults.add(1, "municipality_code", f"この自治体のコード（{own}）の行が一つ以上")
    faults.stop()
    return replace_town_blocks(context, list(blocks.values()))
