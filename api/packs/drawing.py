"""A pack as a file: PDF and Excel, both from the one view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.calendar import date_text
from api.documents.copies import CopyMark
from api.documents.pdf import render
from api.documents.workbook import Book, Column
from api.packs.views import PackItem, PackView
from matching.vocabulary import Lang

HIDDEN = "少数のため非表示"
NOT_SEEN = "（この立場では見られません）"


def pdf_of(pack: PackView, mark: CopyMark) -> bytes:
    """
    Draw a pack as PDF/UA-1.

    Raises
    ------
    Refused
        Naming the fields with letters that the font lacks.
    """
    return render("pack", _title(pack), data_of(pack), mark, printed(pack))


def data_of(pack: PackView) -> dict[str, Any]:
    """Give what the template `pack` reads."""
    most = max((each.places for each in pack.spare), default=0)
    return {
        "held": f"{date_text(pack.conference.held_on, Lang.JA)}　{pack.conference.mode_words}",
        "members": [
            [each.seating_words, each.organisation, each.role, "出席" if each.has_attended else ""]
            for each in pack.conference.members
        ],
        "agenda": [
            [
                str(number),
                each.item.person_number,
                each.item.kind_words + ("（緊急）" if each.item.is_urgent else ""),
                each.item.plan.kind_words if each.item.plan else "",
                each.item.conclusion_words or "",
            ]
            for number, each in enumerate(pack.items, start=1)
        ],
        "items": [_item(number, each) for number, each in enumerate(pack.items, start=1)],
        "lacks": _lacks(pack),
        "run": f"{date_text(pack.run.made_on, Lang.JA)} の割当案（{pack.run.words}）" if pack.run else "",
        "unmet": [[need, people] for need, people in _unmet(pack)],
        "spare": [
            {
                "host": each.host,
                "places": each.places,
                "share": each.places / most,
                "slots": "、".join(each.slots),
            }
            for each in pack.spare
        ],
    }


def excel_of(pack: PackView, mark: CopyMark) -> bytes:
    """Draw the tables of a pack as a workbook."""
    book = Book(_title(pack), mark)
    book.add_table(
        "付議",
        [
            Column("番号", 6),
            Column("ケース", 14),
            Column("区分", 14),
            Column("プラン", 16),
            Column("結論", 10),
        ],
        data_of(pack)["agenda"],
    )
    book.add_table(
        "プラン",
        [Column("ケース", 14), Column("項目", 26), Column("内容", 60)],
        [
            [each.item.person_number, term, words]
            for each in pack.items
            for term, words in (*_facts(each), *(("検討した選択肢", line) for line in _considered(each)))
        ],
    )
    book.add_table(
        "フォローの経過",
        [
            Column("ケース", 14),
            Column("日", 12),
            Column("区切り", 18),
            Column("結果", 20),
            Column("聞いたこと", 50),
        ],
        [[each.item.person_number, *row] for each in pack.items for row in _follow_ups(each)],
    )
    book.add_table(
        "足りない資源",
        [
            Column("日", 12),
            Column("分野", 18),
            Column("圏域", 14),
            Column("曜日・時間帯", 16),
            Column("条件", 40),
        ],
        _lacks(pack),
    )
    book.add_table(
        "参加先のない人", [Column("ニーズ", 20), Column("人数", 16)], [[*row] for row in _unmet(pack)]
    )
    book.add_table(
        "使われていない余力",
        [Column("受入先", 30), Column("人数", 10), Column("枠", 60)],
        [[each.host, each.places, "、".join(each.slots)] for each in pack.spare],
    )
    return book.content()


def printed(pack: PackView) -> Iterator[tuple[str, str]]:
    """Give every text of the pack with the name of its field."""
    yield "会議の名前", _title(pack)
    for each in pack.conference.members:
        yield "構成員", f"{each.organisation}{each.role}"
    for item in pack.items:
        number = item.item.person_number
        for term, words in _facts(item):
            yield f"{number}: {term}", words
        yield f"{number}: 検討した選択肢", "\n".join(_considered(item))
        yield f"{number}: 経過", "\n".join("".join(row) for row in _follow_ups(item))
        yield f"{number}: 協議の内容", "\n".join(item.item.minutes.values())
    for spare in pack.spare:
        yield "受入先", spare.host


def _title(pack: PackView) -> str:
    return f"{pack.conference.name} 会議資料"


def _item(number: int, each: PackItem) -> dict[str, Any]:
    item = each.item
    return {
        "title": f"{number}. {item.person_number}　{item.kind_words}"
        + ("（緊急）" if item.is_urgent else ""),
        "facts": [list(fact) for fact in _facts(each)],
        "considered": _considered(each),
        "follow_ups": _follow_ups(each),
        "sees_follow_ups": each.follow_ups is not None,
        "minutes": [[content.label, item.minutes.get(content.key, "")] for content in item.contents],
        "conclusion": item.conclusion_words or "",
    }


def _facts(each: PackItem) -> Iterator[tuple[str, str]]:
    plan = each.item.plan
    if plan is None:
        return
    yield "プラン", f"{plan.kind_words}　{plan.pattern_words}"
    if plan.goals is None or plan.tasks is None:
        yield "内容", NOT_SEEN
    if plan.goals is not None:
        yield "本人の目指す姿（長期目標）", plan.goals.long_goal
        yield "当面の目標（短期目標）", "\n".join(plan.goals.short_goals)
        yield "考慮した本人の希望", plan.goals.wishes
    if plan.tasks is not None:
        yield "本人がすること", plan.tasks.person_does
        yield "参加支援事業者がすること", plan.tasks.provider_does
        yield "関係機関がすること", plan.tasks.others_do
    for term, choice in (("受入先と枠", plan.place), ("次の候補", plan.standby)):
        if choice is not None:
            yield term, f"{choice.menu_name or ''}　{'、'.join(choice.slots)}"
    if plan.first_day and plan.last_day:
        yield "期間", f"{date_text(plan.first_day, Lang.JA)} から {date_text(plan.last_day, Lang.JA)}"
    if plan.next_monitoring_on:
        yield "次回のモニタリング", date_text(plan.next_monitoring_on, Lang.JA)


def _considered(each: PackItem) -> list[str]:
    return [f"{option.menu}：{'・'.join(option.reasons) or '理由の記録なし'}" for option in each.considered]


def _follow_ups(each: PackItem) -> list[list[str]]:
    return [
        [
            contact.done_on.isoformat() if contact.done_on else "",
            contact.kind_words,
            contact.result_words or "",
            "・".join(contact.answer_words),
        ]
        for contact in each.follow_ups or ()
    ]


def _lacks(pack: PackView) -> list[list[str]]:
    return [
        [each.noted_on.isoformat(), each.need, each.district, each.when, each.conditions]
        for each in pack.lacks
    ]


def _unmet(pack: PackView) -> list[tuple[str, str | int]]:
    """Give people without a place by need with their total, or that a number is too small to be told."""
    rows = [(each.need, each.people) for each in pack.unmet]
    if rows:
        rows.append(("計", pack.unmet_total))
    return [(need, HIDDEN if people is None else people) for need, people in rows]
