"""What a form may say of a 参加支援プラン, its decision and its evaluation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from api.conferences.words import CONCLUSION_WORDS
from api.forms.bindings.case import HOW_WORDS, told
from api.forms.bindings.kinds import (
    YES_NO,
    Binding,
    Choice,
    Rows,
    Text,
    day,
    lines,
    one,
    seen,
    span,
    words_of,
    yes_no,
)
from api.forms.records import Looked, Records
from api.infra.clock import day_in_japan
from api.plans.considered import REASON_WORDS
from api.plans.views import ChoiceView, DecisionView
from api.plans.words import DECISION_WORDS, KIND_WORDS, PATTERN_WORDS
from api.tables import PlanPattern
from api.tables.placement import DecisionResult
from matching.vocabulary import NeedDomain, Side


def _codes(words: dict[Any, str]) -> dict[str, str]:
    return {str(code): said for code, said in words.items()}


def _place(words: str, read: Callable[[Records, ChoiceView], str]) -> Text:
    """Bind to the place. It is shown with the wishes: where it is absent, there is none, or none to see."""

    def of(records: Records) -> str:
        seen(records.plan.goals)
        return read(records, records.plan.place) if records.plan.place else ""

    return Text(words, of)


def _decided(records: Records) -> DecisionView | None:
    found = [each for each in records.plan.decisions if each.result == DecisionResult.DECIDED]
    return found[-1] if found else None


def _decision(words: str, read: Callable[[Records, DecisionView], str]) -> Text:
    def of(records: Records) -> str:
        found = _decided(records)
        return read(records, found) if found else ""

    return Text(words, of)


def _looked(words: str, of: Callable[[Records], Looked | None], read: Callable[[Looked], str]) -> Text:
    def said(records: Records) -> str:
        found = of(records)
        return read(found) if found else ""

    return Text(words, said)


def _approval(words: str, read: Callable[[Looked], str]) -> Text:
    return _looked(words, lambda r: r.approval, read)


def _closing(words: str, read: Callable[[Looked], str]) -> Text:
    return _looked(words, lambda r: r.closing, read)


def _standby(records: Records) -> str:
    seen(records.plan.goals)
    found = records.plan.standby
    return (
        f"{records.host_name(found.host_id)} {found.menu_name or ''} {'、'.join(found.slots)}"
        if found
        else ""
    )


def _short_goals(records: Records) -> Sequence[str]:
    return seen(records.plan.goals).short_goals


PLAN: dict[str, Binding] = {
    "plan.kind": Choice("初回・再プラン", _codes(KIND_WORDS), lambda r: one(r.plan.kind)),
    "plan.kind_words": Text("初回、または再プラン第何回", lambda r: r.plan.kind_words),
    "plan.state": Text("プランの状態", lambda r: r.plan.state_words),
    "plan.submitted_on": Text(
        "提出した日", lambda r: day(day_in_japan(r.plan.submitted_at)) if r.plan.submitted_at else ""
    ),
    "plan.fixed_on": Text("確定した日", lambda r: day(r.plan.fixed_on)),
    "plan.pattern": Choice("プランのパターン", _codes(PATTERN_WORDS), lambda r: one(r.plan.pattern)),
    "plan.statutory": Choice(
        "利用する法に基づく事業",
        {"participation": "参加支援事業", "outreach": "アウトリーチ等を通じた継続的支援事業"},
        lambda r: set() if r.plan.pattern == PlanPattern.OTHER else {"participation"},
    ),
    "plan.long_goal": Text("本人の目指す姿（長期目標）", lambda r: seen(r.plan.goals).long_goal),
    "plan.short_goals": Text(
        "当面の目標（短期目標）",
        lambda r: lines(f"{number}. {goal}" for number, goal in enumerate(_short_goals(r), start=1)),
    ),
    "plan.wishes": Text("考慮した本人の希望", lambda r: seen(r.plan.goals).wishes),
    "plan.person_does": Text("本人がすること", lambda r: seen(r.plan.tasks).person_does),
    "plan.provider_does": Text("参加支援事業者がすること", lambda r: seen(r.plan.tasks).provider_does),
    "plan.others_do": Text("関係機関がすること", lambda r: seen(r.plan.tasks).others_do),
    "plan.host": _place("受入先", lambda r, place: r.host_name(place.host_id)),
    "plan.menu": _place("活動の内容（支援メニュー）", lambda r, place: place.menu_name or ""),
    "plan.slots": _place("曜日と時間", lambda r, place: "、".join(place.slots)),
    "plan.stay": _place("受入の期間", lambda r, place: span(place.first_day, place.last_day)),
    "plan.domain": Choice(
        "応えるニーズの分野",
        words_of(NeedDomain),
        lambda r: one(r.plan.place.domain if seen(r.plan.goals) and r.plan.place else None),
    ),
    "plan.standby": Text("次の候補", _standby),
    "plan.period": Text("プランの期間", lambda r: span(r.plan.first_day, r.plan.last_day)),
    "plan.next_monitoring_on": Text("次回のモニタリング", lambda r: day(r.plan.next_monitoring_on)),
    "plan.signed_on": Text("本人の同意・署名の日", lambda r: day(r.plan.signed_on)),
    "plan.signed_how": Choice("同意・署名の方法", _codes(HOW_WORDS), lambda r: one(r.plan.signed_how)),
    "plan.conference_on": _approval("会議の日", lambda found: day(found.conference.held_on)),
    "plan.conference_name": _approval("会議の名前", lambda found: found.conference.name),
    "plan.conclusion": Choice(
        "会議の結論",
        _codes(CONCLUSION_WORDS),
        lambda r: one(r.approval.item.conclusion if r.approval else None),
    ),
    "plan.decision_form": Choice(
        "支援決定の区分",
        _codes(DECISION_WORDS),
        lambda r: {each.form.value for each in r.plan.decisions if each.result == DecisionResult.DECIDED},
    ),
    "plan.decided_on": _decision("支援決定の日", lambda r, found: day(found.decided_on)),
    "plan.decision_number": _decision("支援決定番号", lambda r, found: found.number or ""),
    "plan.decided_by": _decision("支援決定をした職員", lambda r, found: r.user_name(found.decided_by)),
    "plan.ladder": Rows(
        "段階（はしご）",
        {
            "first_day": Text("いつから", lambda each: day(each.first_day)),
            "slots_a_week": Text("週の回数", lambda each: f"週{each.slots_a_week}回"),
            "stay_minutes": Text("1回の長さ", lambda each: f"{each.stay_minutes}分"),
        },
        lambda r: seen(r.plan.ladder),
    ),
    "plan.options": Rows(
        "検討した選択肢",
        {
            "menu": Text("支援メニュー", lambda each: each[0].menu_name(each[1].menu_id)),
            "reasons": Text(
                "理由",
                lambda each: "・".join(
                    REASON_WORDS[code] for code in sorted(each[1].reasons) if code in REASON_WORDS
                ),
            ),
        },
        lambda r: [(r, each) for each in seen(r.plan.options)],
    ),
}

EVALUATION: dict[str, Binding] = {
    "evaluation.goals": Rows(
        "目標ごと（長期と短期）",
        {"kind": Text("種類", lambda each: each[0]), "goal": Text("目標", lambda each: each[1])},
        lambda r: [
            ("長期", seen(r.plan.goals).long_goal),
            *(("短期", goal) for goal in _short_goals(r)),
        ],
    ),
    "evaluation.person_said": Text("本人から聞いたこと", lambda r: told(r, Side.PERSON)),
    "evaluation.host_said": Text("受入先から聞いたこと", lambda r: told(r, Side.HOST)),
    "evaluation.conference_on": _closing("評価した会議の日", lambda found: day(found.conference.held_on)),
    "evaluation.kind": Choice(
        "評価の結果（終結・中断）",
        {"closure": "終結", "break_off": "中断"},
        lambda r: one(r.closing.item.kind if r.closing else None),
    ),
    "evaluation.minutes": _closing(
        "会議での評価",
        lambda found: lines(
            f"【{each.label}】{found.document.minutes.get(each.key, '')}" for each in found.contents.contents
        ),
    ),
    "evaluation.needs_follow_up": Choice(
        "フォローアップの要否",
        YES_NO,
        lambda r: yes_no(r.closing.item.needs_follow_up if r.closing else None),
    ),
    "evaluation.follow_up_method": _closing(
        "フォローアップの方法", lambda found: found.document.follow_up_method
    ),
}
