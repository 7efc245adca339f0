"""An analysis, the months and the worklist as an Excel workbook, for the plan and its evaluation."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Iterable, Sequence

import xlsxwriter
from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.gaps.schemas import AskList, GapsShown, MonthList
from api.gaps.service import list_months, show_gaps
from api.gaps.view import HIDDEN
from api.gaps.worklist import list_asks
from api.tables import District, Host, Menu
from api.web.routing import File
from matching.labels import label
from matching.vocabulary import NeedDomain

_Cell = str | int | float | None
_Sheet = tuple[str, Sequence[Sequence[_Cell]]]
_WIDTH, _WIDEST = 14, 70


def export_gaps(context: Context, analysis_id: uuid.UUID) -> File:
    """
    Write everything the user may see of an analysis, its months and its worklist into one workbook.

    Raises
    ------
    Conflict
        If the analysis is not done.
    """
    shown = show_gaps(context, analysis_id)
    sheets = [
        *_of_analysis(shown),
        _months(list_months(context)),
        _worklist(list_asks(context)),
        _resources(context),
    ]
    month = shown.analysis.month
    return File(f"shigen-gap-{month.year}-{month.month:02}.xlsx", workbook(sheets))


def workbook(sheets: Iterable[_Sheet]) -> bytes:
    """Write sheets of text and numbers; text is always text, so that nothing is taken for a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            widths: list[int] = []
            for r, row in enumerate(rows):
                widths += [_WIDTH] * (len(row) - len(widths))
                for c, cell in enumerate(row):
                    style = body if r else head
                    if isinstance(cell, str):
                        sheet.write_string(r, c, cell, style)
                        widths[c] = min(max(widths[c], 2 * len(cell)), _WIDEST)
                    elif cell is not None:
                        sheet.write_number(r, c, cell, style)
            for c, width in enumerate(widths):
                sheet.set_column(c, c, width)
            sheet.freeze_panes(1, 0)
    return out.getvalue()


def _of_analysis(shown: GapsShown) -> list[_Sheet]:
    gaps = shown.gaps
    sheets: list[_Sheet] = [
        (
            "概要",
            [["資源ギャップ"], [gaps.summary], [gaps.plan], *([text] for text in (gaps.hidden,) if text)],
        )
    ]
    for table, name in zip(gaps.tables, ("止めているもの", "来られる時間", "ひとつだけの妨げ"), strict=True):
        rows: list[list[_Cell]] = [["ニーズ", "圏域", *table.columns, "合計"]]
        for row in (*table.rows, table.totals):
            numbers = [HIDDEN if cell.number is None else cell.number for cell in (*row.cells, row.total)]
            rows.append([row.need, row.district, *numbers])
        sheets.append((name, rows))
    sheets.append(("使われていない空き", [["受入先", "空き", "妨げているもの"], *(
        [each.host, each.text, each.barriers] for each in gaps.unused
    )]))  # fmt: skip
    built = {each.id for each in gaps.built}
    sheets.append(("開発の案", [["案", "始められる人", "人日", "いちばんよい組", "内容"], *(
        [each.what, HIDDEN if each.people is None else each.people, each.effort_days,
         "○" if each.id in built else "", each.text]
        for each in gaps.prospects
    )]))  # fmt: skip
    sheets.append(("持ち寄り", [["案", "お願いの文案"], *(
        [each.what, "\n".join(each.requests)] for each in gaps.combinations
    )]))  # fmt: skip
    sheets.append(("声をかけたい受入先", [["内容"], *([text] for text in gaps.care)]))
    return sheets


def _months(shown: MonthList) -> _Sheet:
    rows: list[list[_Cell]] = [["月", "待っているニーズ", "参加先なし", "待機（週・中央値）", "空き"]]
    rows += [
        [
            _month(each.month),
            *(HIDDEN if n is None else n for n in (each.waiting, each.unmet, each.median_wait_weeks)),
            each.places,
        ]
        for each in shown.months
    ]
    for each in shown.forecasts:
        if each.expected:
            rows.append([])
            rows.append([f"{each.words}の見通し（四半期、5回に4回は幅の中）", "見込み", "下", "上"])
            spans = zip(each.expected, each.low, each.high, strict=True)
            rows += [[f"{n}期先", *span] for n, span in enumerate(spans, 1)]
            rows.append([f"方法: {shown.source}"])
    return "推移", rows


def _worklist(shown: AskList) -> _Sheet:
    rows: list[list[_Cell]] = [
        [
            "受入先",
            "案",
            "圏域",
            "段階",
            "日",
            "理由",
            "期限",
            "見込み（人）",
            "始めた人",
            "出典",
            "お願いの文案",
        ]
    ]
    rows += [
        [
            each.host_name,
            each.what,
            each.district,
            each.words,
            each.on.isoformat() if each.on else "",
            each.reason_words,
            each.due_on.isoformat() if each.due_on else "",
            HIDDEN if each.forecast is None else each.forecast,
            each.started if each.started is not None else "",
            each.source,
            each.request,
        ]
        for each in shown.asks
    ]
    rows += [[], ["出典", "打診", "見学", "体験", "受入", "見合わせ"]]
    rows += [
        [each.source, each.asked, each.visited, each.tried, each.taken, each.declined]
        for each in shown.funnel
    ]
    return "開拓", rows


def _resources(context: Context) -> _Sheet:
    """List 利用可能な社会資源・想定される連携先 for the 実施計画: hosts with the needs they answer."""
    districts = {row.id: row.name for row in context.session.execute(select(District)).scalars()}
    answers: dict[uuid.UUID, dict[str, None]] = {}
    menus: dict[uuid.UUID, list[str]] = {}
    for menu in context.session.execute(select(Menu).where(col(Menu.is_open))).scalars():
        menus.setdefault(menu.host_id, []).append(menu.name)
        for domain in menu.domains:
            answers.setdefault(menu.host_id, {})[label(NeedDomain(domain))] = None
    hosts = context.session.execute(select(Host).order_by(col(Host.name), col(Host.id))).scalars()
    rows: list[list[_Cell]] = [["受入先", "種類", "圏域", "こたえるニーズ", "支援メニュー"]]
    rows += [
        [
            host.name,
            label(host.kind),
            districts.get(host.district_id, "") if host.district_id else "",
            "・".join(answers.get(host.id, {})),
            "・".join(sorted(menus.get(host.id, []))),
        ]
        for host in hosts
    ]
    return "利用可能な社会資源", rows


def _month(day: dt.date) -> str:
    return f"{day.year}年{day.month}月"
