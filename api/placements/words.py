"""Why an offer came to nothing, and on what condition a host agrees: closed lists with their words."""

from __future__ import annotations

from enum import StrEnum


class PersonReason(StrEnum):
    """Why the person said no."""

    TOO_FAR = "too_far"
    HOURS = "hours"
    TASK = "task"
    PEOPLE = "people"
    HEALTH = "health"
    OTHER_PLACE = "other_place"
    NOT_NOW = "not_now"
    OTHER = "other"


class HostReason(StrEnum):
    """Why the host said no."""

    FULL = "full"
    BUSY = "busy"
    HOURS = "hours"
    STAFF = "staff"
    TASK = "task"
    SUPPORT = "support"
    OTHER = "other"


class HostCondition(StrEnum):
    """On what condition the host would say yes."""

    SHORTER = "shorter"
    OTHER_DAY = "other_day"
    LATER = "later"
    WITH_COMPANION = "with_companion"
    MEET_FIRST = "meet_first"
    OTHER = "other"


class EndReason(StrEnum):
    """Why an offer or 見学 was ended without an answer."""

    PERSON_WISH = "person_wish"
    OTHER_PLACE = "other_place"
    CASE_CHANGED = "case_changed"
    HOST_CHANGED = "host_changed"
    MISTAKE = "mistake"
    OTHER = "other"


class StayEnd(StrEnum):
    """Why somebody who was there left, as everybody of the case may read it."""

    GOALS_MET = "goals_met"
    PERIOD_OVER = "period_over"
    MOVED_ON = "moved_on"
    PERSON_WISH = "person_wish"
    CIRCUMSTANCES = "circumstances"
    HOST_CHANGED = "host_changed"
    OTHER = "other"


HOLD_ENDED = "hold_ended"
"""The reason of the service itself: nobody answered in time."""

SEAT_RECALLED = "seat_recalled"
"""The reason of an offer whose seat the host needs for its regular users."""

DID_NOT_FIT = "did_not_fit"
"""The reason of a breakdown: a fact about the fit, of neither side."""

PERSON_REASON_WORDS: dict[str, str] = {
    PersonReason.TOO_FAR: "通うのが遠い",
    PersonReason.HOURS: "曜日・時間が合わない",
    PersonReason.TASK: "内容が合わない",
    PersonReason.PEOPLE: "人との関わりが心配",
    PersonReason.HEALTH: "体調",
    PersonReason.OTHER_PLACE: "ほかの場所にしたい",
    PersonReason.NOT_NOW: "今はまだ",
    PersonReason.OTHER: "その他",
}
HOST_REASON_WORDS: dict[str, str] = {
    HostReason.FULL: "受け入れる余裕がない",
    HostReason.BUSY: "忙しい時期",
    HostReason.HOURS: "曜日・時間が合わない",
    HostReason.STAFF: "担当できる職員がいない",
    HostReason.TASK: "任せられる作業がない",
    HostReason.SUPPORT: "必要な配慮が今はできない",
    HostReason.OTHER: "その他",
}
HOST_CONDITION_WORDS: dict[str, str] = {
    HostCondition.SHORTER: "時間が短ければ",
    HostCondition.OTHER_DAY: "別の曜日・時間なら",
    HostCondition.LATER: "始まりが遅ければ",
    HostCondition.WITH_COMPANION: "支援員の同行があれば",
    HostCondition.MEET_FIRST: "先に見学で会えれば",
    HostCondition.OTHER: "その他の条件で",
}
END_REASON_WORDS: dict[str, str] = {
    EndReason.PERSON_WISH: "本人の希望",
    EndReason.OTHER_PLACE: "ほかの場所に決まった",
    EndReason.CASE_CHANGED: "本人の事情が変わった",
    EndReason.HOST_CHANGED: "受入先の事情が変わった",
    EndReason.MISTAKE: "誤り",
    EndReason.OTHER: "その他",
    HOLD_ENDED: "期限までに答えがなかった",
    SEAT_RECALLED: "受入先が枠を本来の利用者に戻した",
    DID_NOT_FIT: "合わなかった",
    StayEnd.GOALS_MET: "目標に届いた",
    StayEnd.PERIOD_OVER: "期間の終わり",
    StayEnd.MOVED_ON: "次の場所へ進んだ",
    StayEnd.CIRCUMSTANCES: "本人の事情が変わった",
}
