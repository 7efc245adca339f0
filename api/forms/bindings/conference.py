"""What a form may say of a conference, who was there, and what was put before it."""

from __future__ import annotations

from typing import Any

from api.conferences.contents import contents_of
from api.conferences.views import ItemView, MemberView
from api.conferences.words import (
    ATTEMPT_WORDS,
    BAND_WORDS,
    BODY_WORDS,
    CONCLUSION_WORDS,
    MODE_WORDS,
    SEATING_WORDS,
)
from api.conferences.words import STATE_WORDS as CONFERENCE_WORDS
from api.forms.bindings.kinds import YES_NO, Binding, Choice, Rows, Text, day, lines, one, yes_no
from api.forms.records import Records
from api.plans.words import PATTERN_WORDS
from api.tables import AgendaKind, Basis
from matching.labels import label
from matching.vocabulary import Condition, Lang, Weekday

BASIS_WORDS = {Basis.CONSENT: "本人の同意（法第106条の4）", Basis.SECRECY: "構成員の守秘義務（法第106条の6）"}
_KINDS = {kind.value: contents_of(kind).label for kind in AgendaKind}


def _codes(words: dict[Any, str]) -> dict[str, str]:
    return {str(code): said for code, said in words.items()}


def _member(records: Records, member: MemberView) -> str:
    return member.name or (records.user_name(member.user_id) if member.user_id else "")


def _attempts(item: ItemView) -> str:
    return lines(f"{day(each.tried_on)} {ATTEMPT_WORDS[each.method]}" for each in item.attempts)


def _minutes(item: ItemView) -> str:
    return lines(f"【{each.label}】{item.minutes.get(each.key, '')}" for each in item.contents)


def _goals(item: ItemView) -> str:
    goals = item.plan.goals if item.plan else None
    return lines([goals.long_goal, *goals.short_goals]) if goals else ""


def _when(gap: Any) -> str:
    weekday = f"{label(Weekday(gap.weekday), Lang.JA)}曜" if gap.weekday else ""
    return weekday + (BAND_WORDS[gap.time_band] if gap.time_band else "")


CONFERENCE: dict[str, Binding] = {
    "conference.name": Text("会議の名前", lambda r: r.conference.name),
    "conference.held_on": Text("開催日", lambda r: day(r.conference.held_on)),
    "conference.mode": Choice("開き方", _codes(MODE_WORDS), lambda r: one(r.conference.mode)),
    "conference.state": Choice("状態", _codes(CONFERENCE_WORDS), lambda r: one(r.conference.state)),
    "conference.basis": Choice(
        "情報を共有する根拠",
        {"consent": BASIS_WORDS[Basis.CONSENT], "secrecy": BASIS_WORDS[Basis.SECRECY]},
        lambda r: {r.conference.basis.name.lower()},
    ),
    "conference.body": Choice("一緒に開いた会議体", _codes(BODY_WORDS), lambda r: one(r.conference.body)),
    "conference.missing": Text("必要な出席で、まだないもの", lambda r: "・".join(r.conference.missing)),
    "conference.members": Rows(
        "構成員",
        {
            "seating": Choice("立場", _codes(SEATING_WORDS), lambda each: one(each[1].seating)),
            "seating_words": Text("立場（ことば）", lambda each: each[1].seating_words),
            "organisation": Text("機関", lambda each: each[1].organisation),
            "role": Text("職", lambda each: each[1].role),
            "name": Text("氏名", lambda each: _member(*each)),
            "has_attended": Choice(
                "出席", {"yes": "出席", "no": "欠席"}, lambda each: yes_no(each[1].has_attended)
            ),
        },
        lambda r: [(r, each) for each in r.conference.members],
    ),
    "conference.items": Rows(
        "付議（見てよいケースだけ）",
        {
            "number": Text("ケース番号", lambda each: each.person_number),
            "kind": Choice("開催区分", _KINDS, lambda each: one(each.kind)),
            "is_urgent": Choice("緊急の受入の報告", YES_NO, lambda each: yes_no(each.is_urgent)),
            "plan": Text("プラン", lambda each: each.plan.kind_words if each.plan else ""),
            "pattern": Choice(
                "プランのパターン",
                _codes(PATTERN_WORDS),
                lambda each: one(each.plan.pattern if each.plan else None),
            ),
            "goals": Text("本人の目標", _goals),
            "minutes": Text("協議の内容（区分ごとの項目）", _minutes),
            "conclusion": Choice("結論", _codes(CONCLUSION_WORDS), lambda each: one(each.conclusion)),
            "next_monitoring_on": Text("モニタリングの時期", lambda each: day(each.next_monitoring_on)),
            "needs_follow_up": Choice(
                "フォローアップの要否", YES_NO, lambda each: yes_no(each.needs_follow_up)
            ),
            "follow_up_method": Text("フォローアップの方法", lambda each: each.follow_up_method),
            "attempts": Text("連絡を試みた記録", _attempts),
        },
        lambda r: r.conference.items,
    ),
    "conference.gaps": Rows(
        "足りなかった社会資源",
        {
            "domain": Text("分野", lambda each: label(each[1].domain, Lang.JA)),
            "district": Text("圏域", lambda each: each[0].district_name(each[1].district_id)),
            "when": Text("曜日・時間帯", lambda each: _when(each[1])),
            "conditions": Text(
                "条件",
                lambda each: "・".join(label(Condition(code), Lang.JA) for code in each[1].conditions),
            ),
        },
        lambda r: [(r, each) for each in r.gaps],
    ),
}
