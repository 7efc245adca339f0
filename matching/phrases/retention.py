"""Why a connection may need care, and what would help; facts about the fit, never about the person."""

from __future__ import annotations

import math

from matching.phrases.sentence import Sentence, tell
from matching.vocabulary import Feature, Lang

FACTOR_SENTENCES: dict[Feature, tuple[Sentence, ...]] = {
    Feature.WISH: (
        Sentence(
            "したい活動との重なりが{value}%（ふつうは{usual}%）", "Wishes met: {value}% (usually {usual}%)"
        ),
    ),
    Feature.CONDITIONS: (
        Sentence(
            "環境の希望のうち合うと分かっているのが{value}%（ふつうは{usual}%）",
            "Surroundings known to suit: {value}% (usually {usual}%)",
        ),
    ),
    Feature.TRAVEL_MINUTES: (
        Sentence("片道{value}分（ふつうは{usual}分）", "{value:minute|minutes} one way (usually {usual})"),
    ),
    Feature.SLOTS_A_WEEK: (
        Sentence("週{value}回（ふつうは{usual}回）", "{value:time|times} a week (usually {usual})"),
    ),
    Feature.STAY_MINUTES: (
        Sentence("1回{value}分（ふつうは{usual}分）", "{value:minute|minutes} each time (usually {usual})"),
    ),
    Feature.LADDER_STEP: (
        Sentence(
            "回数や時間を増やしたのが{value}回（ふつうは{usual}回）",
            "Stepped up {value:time|times} (usually {usual})",
        ),
    ),
    Feature.HOST_EXPERIENCE: (
        Sentence(
            "受入先がこれまでに迎えたのは{value}人（ふつうは{usual}人）",
            "The host has taken in {value:person|people} before (usually {usual})",
        ),
    ),
    Feature.ATTENTION_MINUTES: (
        Sentence(
            "担当の人がそばにいるのが1回{value}分（ふつうは{usual}分）",
            "{value:minute|minutes} of attention each time (usually {usual})",
        ),
    ),
    Feature.ACCOMPANIED: (
        Sentence("支援員の同行があります", "Somebody goes along", ("has",)),
        Sentence("支援員の同行がありません", "Nobody goes along"),
    ),
    Feature.CONTACTS_A_MONTH: (
        Sentence(
            "話したのがひと月に{value}回（ふつうは{usual}回）",
            "Spoken with {value:time|times} a month (usually {usual})",
        ),
    ),
    Feature.SEASON_WINTER: (Sentence("続きにくい季節です", "A hard season of the year"),),
    Feature.SEASON_SPRING: (Sentence("続きにくい季節です", "A hard season of the year"),),
}
_HOST_FACTOR = Sentence(
    "この受入先では、条件が同じでも続きにくい傾向があります",
    "Under like conditions, fewer connections last at this host",
)
HELP_SENTENCES: dict[Feature, tuple[Sentence, ...]] = {
    Feature.SLOTS_A_WEEK: (
        Sentence("週{value}回を{instead}回にする", "{instead:time|times} a week instead of {value}"),
    ),
    Feature.STAY_MINUTES: (
        Sentence("1回{value}分を{instead}分にする", "{instead:minute|minutes} each time instead of {value}"),
    ),
    Feature.ATTENTION_MINUTES: (
        Sentence(
            "担当の人がそばにいる時間を{value}分から{instead}分にする",
            "{instead:minute|minutes} of attention instead of {value}",
        ),
    ),
    Feature.ACCOMPANIED: (Sentence("支援員が同行する", "Somebody goes along"),),
    Feature.CONTACTS_A_MONTH: (
        Sentence(
            "話すのをひと月{value}回から{instead}回にする",
            "Speak {instead:time|times} a month instead of {value}",
        ),
    ),
}
_OTHER_HOST = Sentence("ほかの受入先（{menu}）で始める", "Start at another host ({menu})")
_CHANCE = (
    Sentence(
        "この先{weeks}週間に途切れる見込み 100人中およそ{chance}人（{low}〜{high}人。ふつうは{usual}人）",
        "In the next {weeks:week|weeks} about {chance} in 100 such connections break "
        "({low} to {high}; usually {usual})",
        ("low",),
    ),
    Sentence(
        "この先{weeks}週間に途切れる見込み 100人中およそ{chance}人（ふつうは{usual}人）",
        "In the next {weeks:week|weeks} about {chance} in 100 such connections break (usually {usual})",
        ("is_own",),
    ),
    Sentence(
        "この先{weeks}週間に途切れるのは、同じころの受入で100人中およそ{usual}人",
        "In the next {weeks:week|weeks} about {usual} in 100 connections of that age break",
    ),
)
_LESS = Sentence(
    "100人中およそ{less_low}〜{less_high}人少ない見込み", "about {less_low} to {less_high} in 100 fewer"
)
_AS_PERCENT = frozenset({Feature.WISH, Feature.CONDITIONS})


def factor_text(feature: Feature | None, value: float, usual: float, lang: Lang = Lang.JA) -> str:
    """
    Give one reason why a break is more likely than usual.

    Parameters
    ----------
    feature
        Which; ``None`` for what is seen at the host beside all features.
    value, usual
        As people count it; NaN where nothing is counted.
    lang
        The language.
    """
    if feature is None:
        return _HOST_FACTOR.fill(lang)
    values: dict[str, object] = {"value": _shown(feature, value), "usual": _shown(feature, usual)}
    if feature == Feature.ACCOMPANIED and value >= 0.5:
        values["has"] = True
    return tell(FACTOR_SENTENCES[feature], values, lang)


def help_text(
    feature: Feature | None, value: float, instead: float, menu: str = "", lang: Lang = Lang.JA
) -> str:
    """Give one thing that could be arranged; without a feature it is another menu, by its name."""
    if feature is None:
        return _OTHER_HOST.fill(lang, menu=menu)
    values = {"value": _shown(feature, value), "instead": _shown(feature, instead)}
    return tell(HELP_SENTENCES[feature], values, lang)


def chance_text(
    chance: float, low: float | None, high: float | None, usual: float, weeks: int, lang: Lang = Lang.JA
) -> str:
    """Give a chance as people of a hundred, with its band where there is one."""
    values: dict[str, object] = {"weeks": weeks, "chance": _in_100(chance), "usual": _in_100(usual)}
    if low is not None and high is not None:
        values |= {"low": _in_100(low), "high": _in_100(high)}
    if chance != usual:
        values["is_own"] = True
    return tell(_CHANCE, values, lang)


def less_text(low: float, high: float, lang: Lang = Lang.JA) -> str:
    """Give how many fewer of a hundred would break."""
    return _LESS.fill(lang, less_low=_in_100(low), less_high=_in_100(high))


def _in_100(share: float) -> int:
    return round(100 * share)


def _shown(feature: Feature, value: float) -> float | int:
    if math.isnan(value):
        return 0
    if feature in _AS_PERCENT:
        return _in_100(value)
    return round(value, 1) if value < 10 and not float(value).is_integer() else round(value)
