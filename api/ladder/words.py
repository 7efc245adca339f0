"""Why a placement ended, and what happened in it: closed lists with their words, none of them a blame."""

from __future__ import annotations

from enum import StrEnum

from api.tables import Came, EventKind, IncidentKind, StepWhy
from matching.vocabulary import Side


class PersonExit(StrEnum):
    """Why the person stopped, in private."""

    TASK = "task"
    HOURS = "hours"
    WAY = "way"
    TIRED = "tired"
    HEALTH = "health"
    PEOPLE = "people"
    PLACE = "place"
    TREATMENT = "treatment"
    LIFE = "life"
    ELSEWHERE = "elsewhere"
    NOT_SAID = "not_said"
    OTHER = "other"


class HostExit(StrEnum):
    """Why the host stopped, in private."""

    STAFF = "staff"
    TASK = "task"
    HOURS = "hours"
    SUPPORT = "support"
    RELATIONS = "relations"
    SAFETY = "safety"
    PLACES = "places"
    CHANGE = "change"
    NOT_SAID = "not_said"
    OTHER = "other"


PERSON_EXIT_WORDS: dict[str, str] = {
    PersonExit.TASK: "内容が思っていたものと違った",
    PersonExit.HOURS: "時間・曜日が合わなかった",
    PersonExit.WAY: "通うのが負担だった",
    PersonExit.TIRED: "疲れがたまった",
    PersonExit.HEALTH: "体調",
    PersonExit.PEOPLE: "人との関わりが合わなかった",
    PersonExit.PLACE: "場所・環境が合わなかった",
    PersonExit.TREATMENT: "いやな思いをした",
    PersonExit.LIFE: "暮らし・家族の事情",
    PersonExit.ELSEWHERE: "ほかにしたいことができた",
    PersonExit.NOT_SAID: "話したくない・まだ聞いていない",
    PersonExit.OTHER: "その他",
}
HOST_EXIT_WORDS: dict[str, str] = {
    HostExit.STAFF: "職員の手が足りなかった",
    HostExit.TASK: "任せられる作業が続かなかった",
    HostExit.HOURS: "時間・曜日が合わなかった",
    HostExit.SUPPORT: "必要な配慮が続けられなかった",
    HostExit.RELATIONS: "ほかの人との関わりが難しかった",
    HostExit.SAFETY: "安全に心配があった",
    HostExit.PLACES: "本来の利用者の枠が要る",
    HostExit.CHANGE: "受入先の事情が変わった",
    HostExit.NOT_SAID: "まだ聞いていない",
    HostExit.OTHER: "その他",
}
EXIT_WORDS = {Side.PERSON: PERSON_EXIT_WORDS, Side.HOST: HOST_EXIT_WORDS}
STEP_WORDS: dict[str, str] = {
    StepWhy.PERSON_WISH: "本人の希望",
    StepWhy.GOING_WELL: "慣れてきた",
    StepWhy.REST: "ゆっくりにする",
    StepWhy.HEALTH: "体調",
    StepWhy.HOST_ROOM: "受入先の都合",
    StepWhy.RECALLED: "本来の利用者に枠を戻した",
    StepWhy.OTHER: "その他",
}
INCIDENT_WORDS: dict[str, str] = {
    IncidentKind.UNWELL: "体調が悪い様子",
    IncidentKind.INJURY: "けが・事故",
    IncidentKind.ABSENT: "連絡なく来なかった",
    IncidentKind.RELATIONS: "人との関わりで困った",
    IncidentKind.TASK: "作業が合わない様子",
    IncidentKind.DAMAGE: "物が壊れた",
    IncidentKind.BURDEN: "受入先の負担が大きい",
    IncidentKind.OTHER: "その他",
}
CAME_WORDS: dict[str, str] = {Came.YES: "来た", Came.NO: "来なかった", Came.PARTLY: "途中まで・途中から"}
SIDE_WORDS = {Side.PERSON: "本人", Side.HOST: "受入先"}
EVENT_WORDS: dict[str, str] = {
    EventKind.OFFERED: "打診した",
    EventKind.SAID_YES: "「はい」の答え",
    EventKind.SAID_NO: "「いいえ」の答え",
    EventKind.SAID_CONDITION: "条件つきの答え",
    EventKind.EXTENDED: "打診の期限を延ばした",
    EventKind.VISIT_PLANNED: "見学",
    EventKind.HELD_AGAIN: "見学のあと、席を押さえ直した",
    EventKind.HOLD_ENDED: "打診の期限が過ぎた",
    EventKind.RELEASED: "打診を終えた",
    EventKind.TRIAL: "体験を始めた",
    EventKind.ACCEPTED: "受入を始めた",
    EventKind.SETTLED: "定着",
    EventKind.PROLONGED: "期間を変えた",
    EventKind.SEAT_RECALLED: "受入先が枠を本来の利用者に戻した",
    EventKind.ENDED: "終結",
    EventKind.BROKEN_OFF: "中断",
}
