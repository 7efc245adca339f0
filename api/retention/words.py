"""The words of predictions, for those who read them."""

from __future__ import annotations

from matching.retention.card import why_text
from matching.retention.features import FEATURES, FROM_THE_CALENDAR
from matching.retention.model import Model
from matching.vocabulary import Feature

NOT_TRAINED = "まだ学習していません。運用の担当者が sanka retention train を実行すると、ここに表れます。"
ON = "使っています（一人の人の受入先と曜日を比べるだけで、人と人は比べません）"
FOLLOWS = "使っています（次の連絡を早めることがあります。遅らせることはなく、担当者はいつでも元に戻せます）"
OFF = "使っていません"
NEVER = "診断、手帳、債務、これまでの経歴、性別、国籍、住んでいる地区、年齢、世帯は見ません。"
LOOKS = (*(each for each in FEATURES if each not in FROM_THE_CALENDAR), Feature.SEASON_WINTER)


def note_of(model: Model | None) -> str:
    """Say what a prediction rests on; where there is no model, why."""
    if model is None:
        return NOT_TRAINED
    if why := why_text(model):
        return why
    counts, last = model.counts, model.last_day.isoformat()
    return f"受入{counts.stays}件（{last} まで）から学んだ見込みです。人の評価ではなく、合い方のことです。"
