"""What leaves as a document: an analysis, the months, 開拓 and what the plan needs, as tables."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.documents.workbook import Cell, Column
from api.gaps.schemas import AskList, GapsShown, MonthList
from api.gaps.view import HIDDEN, TableView
from api.indicators.periods import Grain
from api.indicators.schemas import ValueView
from api.indicators.service import show_indicators
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import AskState, District, Host, Menu
from matching.labels import label
from matching.vocabulary import NeedDomain

_NAMES = {"stop": "止めているもの", "band": "来られる時間", "barrier": "ひとつだけの妨げ"}
_YEARS = 3


@dataclass(frozen=True)
class Sheet:
    """
    One table of the document.

    Parameters
    ----------
    name
        Its heading on paper, and its sheet in a workbook.
    columns
        With their widths.
    rows
        Texts stay texts, numbers numbers.
    note
        A sentence before the table.
    is_heat
        Its numbers are shaded by their size.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    is_heat: bool = False


def of_analysis(shown: GapsShown) -> list[Sheet]:
    """Give the tables of an analysis."""
    gaps = shown.gaps
    built = {each.id for each in gaps.built}
    return [
        *(_of_table(table) for table in gaps.tables),
        Sheet(
            "使われていない余力",
            (Column("余力", 80), Column("妨げているもの", 40)),
            [[each.text, each.barriers] for each in gaps.unused],
        ),
        Sheet(
            "開発の案",
            (
                Column("案", 90),
                Column("始められる人", 14),
                Column("人日", 8),
                Column("最善の組", 12),
            ),
            [
                [each.text, _number(each.people), each.effort_days, "○" if each.id in built else ""]
                for each in gaps.prospects
            ],
            gaps.plan,
        ),
        Sheet(
            "持ち寄り",
            (Column("案", 40), Column("お願いの下書き", 80)),
            [[each.what, "\n".join(each.requests)] for each in gaps.combinations],
        ),
        Sheet("声をかけたい受入先", (Column("内容", 100),), [[text] for text in gaps.care]),
    ]


def of_months(shown: MonthList) -> list[Sheet]:
    """Give the frozen months, and what they let expect."""
    months = Sheet(
        "月ごとの動き",
        (
            Column("月", 14),
            Column("待っているニーズ", 18),
            Column("参加先のないニーズ", 20),
            Column("待った週（中央値）", 20),
            Column("使われていない余力", 20),
        ),
        [
            [
                month_words(each.month),
                *(_number(n) for n in (each.waiting, each.unmet, each.median_wait_weeks)),
                each.places,
            ]
            for each in shown.months
        ],
    )
    ahead: list[list[Cell]] = [
        [each.words, f"{n}期先", *span]
        for each in shown.forecasts
        for n, span in enumerate(zip(each.expected, each.low, each.high, strict=True), 1)
    ]
    columns = Column("数", 26), Column("四半期", 12), Column("見込み", 12), Column("下", 12), Column("上", 12)
    words = "\n".join([*(each.text for each in shown.forecasts if each.text), shown.outlook])
    return [months, Sheet("見通し", columns, ahead, words)]


def of_asks(shown: AskList) -> list[Sheet]:
    """Give the worklist beside what came of it, and how far the hosts of each source came."""
    return [
        Sheet(
            "開拓",
            (
                Column("受入先", 24),
                Column("案", 34),
                Column("段階", 11),
                Column("日", 17),
                Column("理由", 16),
                Column("期限", 17),
                Column("見込み（人）", 12),
                Column("始めた人", 10),
                Column("お願いの下書き", 46),
            ),
            [
                [
                    each.host_name,
                    each.what,
                    each.words,
                    each.on.isoformat() if each.on else "",
                    each.reason_words,
                    each.due_on.isoformat() if each.due_on else "",
                    _number(each.forecast),
                    _number(each.started) if each.state == AskState.TAKEN and each.host_id else "",
                    each.request,
                ]
                for each in shown.asks
            ],
        ),
        Sheet(
            "開拓の進み方",
            (Column("どこで知ったか", 30), *(Column(name, 10) for name in _STEPS)),
            [
                [each.source, each.asked, each.visited, each.tried, each.taken, each.declined]
                for each in shown.funnel
            ],
        ),
    ]


_STEPS = ("打診", "見学", "体験", "受入", "見合わせ")


def of_results(context: Context) -> list[Sheet]:
    """Give the indicators by 年度, to whoever may read them; others get none."""
    if not may(Act.INDICATOR_READ, parts_of(context.actor.roles, NO_RELATION), None):
        return []
    today = context.today
    shown = show_indicators(context, today.replace(year=today.year - _YEARS + 1, day=1), today, Grain.YEAR)
    note = "目標は、実施計画から書き入れてください。"
    if shown.is_suppressed:
        note += f"{HIDDEN} は、少ない人数のため表示していないものです。"
    return [
        Sheet(
            "年度ごとの目標と実績",
            (Column("指標", 40), Column("目標", 14), *(Column(each.words, 18) for each in shown.periods)),
            # Unmet needs by district stand in the tables of the analysis.
            [
                [line.words, "", *(_value(each) for each in line.values)]
                for line in shown.lines
                if line.code != "K11"
            ],
            note,
        )
    ]


def of_resources(context: Context) -> list[Sheet]:
    """List 利用可能な社会資源・想定される連携先 for the 実施計画: hosts with the needs they answer."""
    districts = {row.id: row.name for row in context.session.execute(select(District)).scalars()}
    answers: dict[uuid.UUID, dict[str, None]] = {}
    menus: dict[uuid.UUID, list[str]] = {}
    for menu in context.session.execute(select(Menu).where(col(Menu.is_open))).scalars():
        menus.setdefault(menu.host_id, []).append(menu.name)
        for domain in menu.domains:
            answers.setdefault(menu.host_id, {})[label(NeedDomain(domain))] = None
    hosts = context.session.execute(select(Host).order_by(col(Host.name), col(Host.id))).scalars()
    return [
        Sheet(
            "利用可能な社会資源",
            (
                Column("受入先", 30),
                Column("種類", 24),
                Column("圏域", 12),
                Column("こたえるニーズ", 30),
                Column("支援メニュー", 40),
            ),
            [
                [
                    host.name,
                    label(host.kind),
                    districts.get(host.district_id, "") if host.district_id else "",
                    "・".join(answers.get(host.id, {})),
                    "・".join(sorted(menus.get(host.id, []))),
                ]
                for host in hosts
            ],
        )
    ]


def month_words(day: dt.date) -> str:
    """Write a month as offices do: 2026年11月."""
    return f"{day.year}年{day.month}月"


def _of_table(table: TableView) -> Sheet:
    columns = Column("ニーズ", 22), Column("圏域", 14), *(Column(name, 12) for name in table.columns)
    rows = [
        [row.need, row.district, *(_number(cell.number) for cell in (*row.cells, row.total))]
        for row in (*table.rows, table.totals)
    ]
    return Sheet(_NAMES[table.view], (*columns, Column("計", 8)), rows, table.title, is_heat=True)


def _number(number: float | None) -> Cell:
    return HIDDEN if number is None else number


def _value(value: ValueView) -> Cell:
    if value.is_hidden:
        return HIDDEN
    if value.rate is not None:
        return f"{value.rate:.0%}（{value.value:g} / {value.of:g}）"
    if value.value is None or value.of == 0:
        return ""
    return int(value.value) if value.value.is_integer() else round(value.value, 1)
