"""The words of contacts, for those who read them."""

from __future__ import annotations

from api.tables import (
    ContactMethod,
    ContactResult,
    ContactState,
    HostSaid,
    NextStep,
    PersonSaid,
    SkipReason,
    WithWhom,
)
from matching.vocabulary import Side

STATE_WORDS = {
    ContactState.DUE: "予定",
    ContactState.DONE: "実施",
    ContactState.SKIPPED: "見送り",
}
OVERDUE = "期限を過ぎた予定"
METHOD_WORDS = {
    ContactMethod.CALL: "電話",
    ContactMethod.VISIT: "訪問",
    ContactMethod.MEET: "面談",
    ContactMethod.MESSAGE: "メール・SNS",
    ContactMethod.OTHER: "その他",
}
RESULT_WORDS = {
    ContactResult.REACHED: "話せた",
    ContactResult.IN_TOUCH: "連絡がつく",
    ContactResult.NOT_REACHED: "今回は連絡がつかなかった",
}
WITH_WORDS = {
    WithWhom.PERSON: "本人",
    WithWhom.FAMILY: "家族",
    WithWhom.HOST: "受入先",
    WithWhom.AGENCY: "関係機関",
}
PERSON_SAID_WORDS: dict[str, str] = {
    PersonSaid.AT_HOME: "居心地がよい",
    PersonSaid.GOING_WELL: "続けられそう",
    PersonSaid.NOT_AT_EASE: "落ち着かない",
    PersonSaid.TIRED: "疲れている",
    PersonSaid.WANTS_MORE: "回数や時間を増やしたい",
    PersonSaid.WANTS_LESS: "回数や時間を減らしたい",
    PersonSaid.WANTS_OTHER: "別のこともしてみたい",
    PersonSaid.WANTS_TO_STOP: "やめたい",
}
HOST_SAID_WORDS: dict[str, str] = {
    HostSaid.GOING_WELL: "うまくいっている",
    HostSaid.GLAD_OF_HELP: "助かっている",
    HostSaid.BURDEN: "負担がある",
    HostSaid.WORRIES: "心配がある",
    HostSaid.WANTS_MORE: "もっと来てほしい",
    HostSaid.WANTS_TO_PAUSE: "しばらく休みたい",
    HostSaid.NEEDS_ADVICE: "関わり方を相談したい",
}
SAID_WORDS = {Side.PERSON: PERSON_SAID_WORDS, Side.HOST: HOST_SAID_WORDS}
NEXT_STEP_WORDS = {
    NextStep.NONE: "予定どおり続ける",
    NextStep.TRY_AGAIN: "もう一度連絡する",
    NextStep.VISIT: "訪問する",
    NextStep.TALK_TO_HOST: "受入先と相談する",
    NextStep.TALK_TO_PERSON: "本人と相談する",
    NextStep.CHANGE_DOSE: "回数や時間を見直す",
    NextStep.CONFERENCE: "会議にかける",
}
SKIP_WORDS = {
    SkipReason.JUST_SPOKEN: "直前に話した",
    SkipReason.PERSON_WISH: "本人の希望",
    SkipReason.HOST_WISH: "受入先の希望",
    SkipReason.PAUSED: "休み中",
    SkipReason.OVER: "受入が終わった",
    SkipReason.OTHER: "その他",
}
INCIDENT = "incident"
"""How the cadence names a report of a host."""
AT_RISK = "at_risk"
"""How it names a prediction that a coordinator acted on."""
