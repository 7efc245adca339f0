"""What each rule says of a pair: why not, and what is to be asked of whom."""

from __future__ import annotations

from typing import NamedTuple

from matching.labels import label
from matching.phrases.sentence import Sentence
from matching.vocabulary import BURDENS, Condition, Lang


class RuleSentences(NamedTuple):
    """Alternatives for each word of a rule, the one that says most first."""

    against: tuple[Sentence, ...] = ()
    ask_person: tuple[Sentence, ...] = ()
    ask_host: tuple[Sentence, ...] = ()


def _of_condition(condition: Condition) -> RuleSentences:
    ja, en = label(condition, Lang.JA), label(condition, Lang.EN)
    ask_host = (Sentence(f"{ja}はありますか", f"is there {en}?"),)
    if condition not in BURDENS:
        return RuleSentences(
            (Sentence(f"{ja}が必要ですが、ありません", f"Needs {en}, and there is none"),),
            (Sentence(f"{ja}は必要ですか", f"do you need {en}?"),),
            ask_host,
        )
    can_you = "はできますか" if condition in _DEEDS else "は大丈夫ですか"
    return RuleSentences(
        (Sentence(f"{ja}があります（本人は苦手）", f"There is {en} (hard for the person)"),),
        (Sentence(f"{ja}{can_you}", f"is {en} all right for you?"),),
        ask_host,
    )


_DEEDS = {
    Condition.STANDING,
    Condition.OUTDOORS,
    Condition.LIFTING,
    Condition.CUSTOMER_CONTACT,
    Condition.FIXED_PACE,
}
"""Burdens that are something to do; the others are something to bear."""

RULE_SENTENCES: dict[str, RuleSentences] = {
    "consent": RuleSentences(
        (Sentence("本人の同意がまだないため、提案しません", "Not proposed: the person has not agreed yet"),)
    ),
    "scheme": RuleSentences(
        (
            Sentence(
                "使える既存の制度（{domain}）があるため、まずそちらにつなぎます",
                "An existing scheme ({domain}) can meet this need and comes first",
            ),
        ),
        (
            Sentence(
                "使えそうな既存の制度（{domain}）はほかにありますか",
                "could an existing scheme ({domain}) meet this need?",
            ),
            Sentence("使えそうな既存の制度はほかにありますか", "could an existing scheme meet this need?"),
        ),
    ),
    # Nothing more may be said: neither who nor why.
    "keep_apart": RuleSentences((Sentence("この受入先は提案の対象にしません", "This host is not proposed"),)),
    "refusal": RuleSentences(
        (
            Sentence(
                "以前に本人か受入先が見合わせたため、今は提案しません",
                "Not proposed now: the person or the host declined before",
            ),
        )
    ),
    "start": RuleSentences(
        (
            Sentence(
                "始められるのは約{in_weeks}週後で、この案が見る{weeks}週間のあとです",
                "Can start in about {in_weeks:week|weeks}, after the {weeks:week|weeks} this proposal covers",
            ),
        )
    ),
    "age": RuleSentences(
        (
            Sentence(
                "対象は{from}〜{to}歳ですが、本人は{age}歳です",
                "For ages {from} to {to}; the person is {age}",
            ),
            Sentence(
                "対象は{from}歳からですが、本人は{age}歳です",
                "For ages from {from}; the person is {age}",
            ),
            Sentence(
                "対象は{to}歳までですが、本人は{age}歳です",
                "For ages up to {to}; the person is {age}",
            ),
        )
    ),
    "need_group": RuleSentences(
        ask_host=(
            Sentence(
                "{domain}のニーズがある人を受け入れられますか（区分: {service_group}）",
                "can you take someone whose need is {domain}? (service group: {service_group})",
            ),
        )
    ),
    "availability": RuleSentences(
        (
            Sentence(
                "少なくとも週{wanted}回の希望に対し、都合の合う枠は週{free}回です（枠は全部で週{offered}回）",
                "Wants at least {wanted:slot|slots} a week; at suitable times: {free} of {offered}",
            ),
            Sentence(
                "少なくとも週{wanted}回の希望に対し、都合の合う枠がありません（枠は全部で週{offered}回）",
                "Wants at least {wanted:slot|slots} a week; at suitable times: none of {offered}",
            ),
        ),
        (Sentence("来られる曜日と時間はいつですか", "on which days and at what times could you come?"),),
    ),
    "stay": RuleSentences(
        (
            Sentence(
                "1回{longest_minutes}分までの希望に対し、短くても{needed_minutes}分いる必要があります",
                "Wants to stay {longest_minutes:minute|minutes} at most; "
                "the shortest stay is {needed_minutes:minute|minutes}",
            ),
            Sentence(
                "1回{longest_minutes}分までの希望に合う枠が足りません",
                "Wants to stay {longest_minutes:minute|minutes} at most; too few slots are that short",
            ),
        )
    ),
    "companion": RuleSentences(
        (
            Sentence(
                "毎回{minutes}分の同行が必要ですが、同行できる人の時間が足りません",
                "Needs someone to go along for {minutes:minute|minutes} each time; "
                "nobody has enough time for it",
            ),
        ),
        (
            Sentence(
                "同行する人とは、どの圏域で待ち合わせるとよいですか",
                "in which district should the companion meet you?",
            ),
        ),
    ),
    "travel": RuleSentences(
        (
            Sentence("本人が「通えない」と話しています", "The person says they cannot get there", ("said",)),
            Sentence(
                "本人の移動手段では行けない距離です",
                "Too far for the person's ways of travelling",
                ("out_of_reach",),
            ),
            Sentence(
                "片道{most_minutes}分までの希望に対し、{mode}で{minutes}分かかります",
                "Wants {most_minutes:minute|minutes} one way at most; it takes {minutes} {mode}",
            ),
            Sentence(
                "片道{most_minutes}分までの希望に対し、{minutes}分かかります",
                "Wants {most_minutes:minute|minutes} one way at most; it takes {minutes}",
            ),
            Sentence(
                "片道{most_minutes}分までの希望を少し超えます",
                "A little more than the {most_minutes:minute|minutes} one way that the person wants at most",
            ),
        ),
        (
            Sentence(
                "{mode}で片道約{minutes}分かかりますが、通えますか（希望は{most_minutes}分まで）",
                "it takes about {minutes:minute|minutes} {mode}; could you come? "
                "(wants {most_minutes} at most)",
            ),
            Sentence(
                "{mode}で片道約{minutes}分かかりますが、通えますか",
                "it takes about {minutes:minute|minutes} {mode}; could you come?",
            ),
            Sentence(
                "ここまで通えますか（希望は片道{most_minutes}分まで）",
                "could you come here? (wants {most_minutes:minute|minutes} one way at most)",
            ),
            Sentence("どこまでなら通えますか", "how far could you come?"),
        ),
        (
            Sentence("バスで行けますか", "can it be reached by bus?", ("mode",)),
            Sentence("場所はどこですか", "where is it?"),
        ),
    ),
    "staff_gender": RuleSentences(
        (
            Sentence(
                "{gender}の職員がいることを希望していますが、いません",
                "Wishes for a {gender} on the staff, and there is none",
            ),
        ),
        ask_host=(Sentence("{gender}の職員はいますか", "is there a {gender} on the staff?"),),
    ),
    "avoid": RuleSentences(
        (Sentence("避けたい活動（{activity}）があります", "Has something to avoid ({activity})"),)
    ),
    **{f"condition_{condition}": _of_condition(condition) for condition in Condition},
    "places": RuleSentences(
        ask_host=(
            Sentence(
                "受け入れできる人数は何人ですか（最後の回答は {stated_on}、{days}日前）",
                "how many people can you take? (last stated {stated_on}, {days:day|days} ago)",
            ),
            Sentence(
                "受け入れできる人数は何人ですか（最後の回答は {stated_on}）",
                "how many people can you take? (last stated {stated_on})",
            ),
            Sentence("受け入れできる人数は何人ですか", "how many people can you take?"),
        )
    ),
    "too_far_below_best": RuleSentences(
        (
            Sentence(
                "本人にもっと合う受入先がほかにあるため、提案しません",
                "Not proposed: other hosts suit the person much better",
            ),
        )
    ),
    "own_time": RuleSentences(
        (
            Sentence(
                "ほかの参加と合わせると、来られる時間か回数が足りません",
                "Together with other placements there is not enough time left",
            ),
        )
    ),
    "no_common_week": RuleSentences(
        (
            Sentence(
                "必要な枠がそろって開く週が、見通せる期間にありません",
                "In no week looked at are all the slots open together",
            ),
        )
    ),
}
"""The sentences of every rule of `matching.eligibility.RULES`, and of what else stands in a reason."""

RULE_NAMES: dict[str, Sentence] = {
    "consent": Sentence("本人の同意", "the person's consent"),
    "scheme": Sentence("使える既存の制度", "an existing scheme"),
    "keep_apart": Sentence("近づけない相手", "people to keep apart"),
    "refusal": Sentence("以前の見合わせ", "an earlier refusal"),
    "start": Sentence("始められる日", "the day one can start"),
    "age": Sentence("対象の年齢", "age"),
    "need_group": Sentence("ニーズと受入先の区分", "need and service group"),
    "availability": Sentence("曜日と時間", "days and times"),
    "stay": Sentence("1回の長さ", "length of a stay"),
    "companion": Sentence("同行", "a companion"),
    "travel": Sentence("通い方", "the way there"),
    "staff_gender": Sentence("担当する職員の性別", "gender of the staff"),
    "avoid": Sentence("避けたい活動", "activities to avoid"),
    **{f"condition_{each}": Sentence(label(each, Lang.JA), label(each, Lang.EN)) for each in Condition},
}
"""What each rule of `matching.eligibility.RULES` is called where rules are listed."""
