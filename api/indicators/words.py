"""The names of the indicators and their parts."""

from __future__ import annotations

INDICATOR_WORDS = {
    "K1": "利用申込件数",
    "K2": "支援対象者数",
    "K3": "プラン作成件数",
    "K4": "終結・中断件数",
    "K5": "協力事業者数",
    "K6": "新規開拓数",
    "K7": "打診から定着まで",
    "K8": "定着率",
    "K9": "フォロー実施率",
    "K10": "受入先支援回数",
    "K11": "未充足ニーズ",
    "K12": "申込から初回受入までの日数（中央値）",
}
PART_WORDS = {
    "first": "初回",
    "renewed": "再プラン",
    "closure": "終結",
    "break_off": "中断",
    "reason.goal_reached": "理由: 目標達成",
    "reason.other_agency": "理由: 他機関へ移行",
    "reason.moved": "理由: 転居",
    "reason.died": "理由: 死亡",
    "reason.own_wish": "理由: 本人の意思",
    "reason.no_contact": "理由: 連絡がとれない",
    "reason.other": "理由: その他",
    "cooperating": "期末に協力できる受入先",
    "hosting": "実際に受け入れた受入先",
    "offered": "打診",
    "visited": "見学まで",
    "tried": "体験まで",
    "accepted": "受入まで",
    "settled": "定着まで",
    "months.1": "1か月",
    "months.3": "3か月",
    "months.6": "6か月",
    "months.12": "12か月",
    "person": "本人",
    "host": "受入先",
}
