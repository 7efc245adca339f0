"""What rules, points and ways of travelling are called where they are edited."""

from __future__ import annotations

from matching.eligibility import RULES
from matching.phrases import RULE_NAMES

RULE_WORDS = {rule.id: RULE_NAMES[rule.id].ja for rule in RULES}
"""Rules by id, in the order in which reasons are told."""

WEIGHT_WORDS = {
    "placed": "1人が参加できること",
    "waiting_point_a_week": "待機1週につき",
    "most_waiting_weeks": "待機を数える上限（週）",
    "wish": "希望・好きな活動",
    "conditions": "環境が合うこと",
    "travel": "近さ",
    "ladder": "希望の回数と次の一歩",
    "spread": "曜日の散らばり",
    "continuity": "いまの受入先の続き",
    "retention": "定着の見込み",
    "host_unknown": "受入先の未回答1件（引く）",
    "late_start": "開始が1週遅れる（引く）",
    "deepest_fit": "最良からこれ以上離れたら提案しない",
    "change": "見直しで人を動かす（引く）",
}
"""Whole points; `urgency` has a number for each degree."""

MODE_WORDS = {
    "speed_kmh": "速さ（km/時）",
    "detour": "迂回率",
    "fixed_minutes": "固定（分）",
    "reach_m": "直線で（m）まで",
}
