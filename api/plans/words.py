"""What plans and what is in them are called."""

from __future__ import annotations

from api.tables import PlanKind, PlanPattern, PlanState
from api.tables.placement import DecisionForm

KIND_WORDS = {PlanKind.FIRST: "初回", PlanKind.RENEWED: "再プラン"}
STATE_WORDS = {
    PlanState.DRAFT: "案",
    PlanState.SUBMITTED: "提出済み",
    PlanState.RETURNED: "差戻し",
    PlanState.FIXED: "確定",
    PlanState.SUPERSEDED: "再プランに替わった",
    PlanState.ENDED: "終了",
}
PATTERN_WORDS = {
    PlanPattern.STATUTORY: "①法に基づく事業のみ",
    PlanPattern.MIXED: "②法に基づく事業とそれ以外",
    PlanPattern.OTHER: "③法に基づく事業を含まない",
}
DECISION_WORDS = {
    DecisionForm.DECISION: "支援決定",
    DecisionForm.DECISION_AND_CHECK: "支援決定と内容確認",
    DecisionForm.REPORT: "報告",
}
FIELD_WORDS = {
    "long_goal": "本人の目指す姿（長期目標）",
    "short_goals": "当面の目標（短期目標）",
    "wishes": "考慮した本人の希望",
    "person_does": "本人がすること",
    "provider_does": "参加支援事業者がすること",
    "others_do": "関係機関がすること",
    "place": "受入先と枠（決まっていなければ、検討した選択肢）",
    "first_day": "プランの期間の始まり",
    "last_day": "プランの期間の終わり",
    "next_monitoring_on": "次回のモニタリングの日",
    "signed_on": "本人が同意・署名した日",
    "signed_how": "本人の同意・署名の方法",
}
"""What a plan needs before it is submitted."""


def kind_text(kind: PlanKind, number: int) -> str:
    """Name a plan: 初回, or 再プラン第n回."""
    return KIND_WORDS[kind] if kind == PlanKind.FIRST else f"{KIND_WORDS[kind]}第{number}回"
