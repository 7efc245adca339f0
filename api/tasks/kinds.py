"""The kinds of tasks, each with its words; the feature that makes a task adds its kind here."""

from __future__ import annotations

from enum import StrEnum

from api.policy.vocabulary import Role


class TaskKind(StrEnum):
    """What is to be done."""

    CONSENT_WITHDRAWN = "consent_withdrawn"
    OVER_CAPACITY = "over_capacity"
    HOLD_ENDED = "hold_ended"
    ASK_HOST = "ask_host"
    HOST_ANSWERED = "host_answered"
    DECISION_DUE = "decision_due"
    PROTECTION_REMOVAL = "protection_removal"
    CONSENT_DUE = "consent_due"
    NEXT_CANDIDATE = "next_candidate"
    SEAT_RECALLED = "seat_recalled"
    INCIDENT = "incident"
    HOST_WORRY = "host_worry"
    TELL_HOST = "tell_host"
    CONFERENCE_DUE = "conference_due"
    LOOK_AGAIN = "look_again"
    PAIR_RESTED = "pair_rested"


TASK_WORDS = {
    TaskKind.CONSENT_WITHDRAWN: "同意が撤回されました。受入先や会議への連絡を確かめてください。",
    TaskKind.OVER_CAPACITY: "枠より多くの人が通う日があります。受入先と相談してください。",
    TaskKind.HOLD_ENDED: "打診の期限が過ぎ、席を戻しました。続けるなら打診し直してください。",
    TaskKind.ASK_HOST: "受入先に連絡し、打診の内容を話してください（画面では曜日と時間しか伝わりません）。",
    TaskKind.HOST_ANSWERED: "受入先から答えがありました。内容を確かめ、本人に伝えてください。",
    TaskKind.DECISION_DUE: "「今夜から」の支援決定を記録してください。",
    TaskKind.PROTECTION_REMOVAL: "保護の解除が申請されています。理由を確かめ、承認するか決めてください。",
    TaskKind.CONSENT_DUE: "「今夜から」の滞在について、本人から会議への共有の同意を聞いてください。",
    TaskKind.NEXT_CANDIDATE: "合わなかった受入のあとです。プランの控えの受入先を本人と相談してください。",
    TaskKind.SEAT_RECALLED: "受入先が本来の利用者に枠を戻します。プランの控えの受入先を勧めてください。",
    TaskKind.INCIDENT: "受入先から困りごとの知らせがありました。内容を確かめ、連絡してください。",
    TaskKind.HOST_WORRY: "受入先から心配ごとの知らせがありました。受入先のページで読み、連絡してください。",
    TaskKind.TELL_HOST: "受入先にメールで知らせられません。電話かFAXで、打診があることを伝えてください。",
    TaskKind.CONFERENCE_DUE: "支援決定の前の受入です。期日までの会議に付議し、結論を記録してください。",
    TaskKind.LOOK_AGAIN: "狭間の確認を見直す日です。使える制度ができていないか確かめてください。",
    TaskKind.PAIR_RESTED: "見送った受入先を見直す日です。もう一度勧めるか、本人と相談してください。",
}

ONLY_BY_ITS_ACT = frozenset({TaskKind.CONFERENCE_DUE})
"""Tasks nobody ticks off: the act they ask for does."""

ROLE_OF_KIND = {TaskKind.DECISION_DUE: Role.OFFICIAL, TaskKind.PROTECTION_REMOVAL: Role.OFFICIAL}
"""Tasks that are also for everyone of a role, whoever carries the case."""
