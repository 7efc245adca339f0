"""The words of a case: states, steps, and the records a step rests on with what to do without one."""

from __future__ import annotations

from enum import StrEnum

from api.tables import CaseState, CloseReason, NoteKind, NoteResult, Source, Step


class Needed(StrEnum):
    """A record that a step rests on."""

    CONSENT = "consent"
    EARLY_REASON = "early_reason"
    APPLICATION = "application"
    APPLYING_AGENCY = "applying_agency"
    APPLICATION_CONSENT = "application_consent"
    ASSESSMENT = "assessment"
    GAP_CHECK = "gap_check"
    PLAN_SUBMITTED = "plan_submitted"
    PLAN_AGREED = "plan_agreed"
    PLAN_DECIDED = "plan_decided"
    RENEWED_PLAN_AGREED = "renewed_plan_agreed"
    RENEWED_PLAN_DECIDED = "renewed_plan_decided"
    CLOSURE_AGREED = "closure_agreed"
    BREAK_OFF_AGREED = "break_off_agreed"
    CONTACT_TRIED = "contact_tried"
    FOLLOW_UP_DONE = "follow_up_done"


STATE_WORDS = {
    CaseState.RECEIVED: "受付",
    CaseState.EARLY: "決定前関与",
    CaseState.ASSESSING: "アセスメント",
    CaseState.PLANNING: "プラン案",
    CaseState.ON_AGENDA: "会議付議",
    CaseState.AWAITING_DECISION: "支援決定待ち",
    CaseState.SUPPORTED: "支援中",
    CaseState.ENDED: "終結",
    CaseState.BROKEN_OFF: "中断",
    CaseState.FOLLOWED_UP: "フォロー中",
    CaseState.FINISHED: "終了",
    CaseState.REOPENED: "再開",
}

STEP_WORDS = {
    Step.RECEIVE: "受け付ける",
    Step.INVOLVE_EARLY: "決定前から関わる",
    Step.ASSESS: "アセスメントを始める",
    Step.DRAFT: "プラン案を作る",
    Step.SUBMIT: "会議に付議する",
    Step.TAKE_BACK: "プラン案に戻す",
    Step.AGREE: "会議の承認を受ける",
    Step.START: "支援を始める",
    Step.REPLAN: "再プランで続ける",
    Step.CLOSE: "終結する",
    Step.BREAK_OFF: "中断する",
    Step.FOLLOW_UP: "終結後のフォローを始める",
    Step.FINISH: "フォローを終える",
    Step.REOPEN: "再開する",
}

NEEDED_WORDS = {
    Needed.CONSENT: (
        "{meeting}への共有の同意",
        "本人から同意を得て記録してください。同意がない間は支援会議だけができます。",
    ),
    Needed.EARLY_REASON: ("決定前に関わる理由", "受付に「決定前関与」とその理由を書いてください。"),
    Needed.APPLICATION: ("利用申込（申込日）", "受付に申込日を記録してください。"),
    Needed.APPLYING_AGENCY: ("申込機関", "受付に、申込の手続をした機関を記録してください。"),
    Needed.APPLICATION_CONSENT: (
        "申込への本人の同意（日付と方法）",
        "紹介元の機関に確かめ、受付に同意の日付と方法を記録してください。",
    ),
    Needed.ASSESSMENT: ("アセスメント", "アセスメントを記録してください。"),
    Needed.GAP_CHECK: (
        "狭間の確認（ニーズの分野ごとに、使えない既存の制度とその理由）",
        "分野ごとに、既存の制度が「使えない」ことを理由とともに記録してください（見直しの日が来たものは確かめ直す）。"
        "使えるときは、その制度につないでください。",
    ),
    Needed.PLAN_SUBMITTED: (
        "提出されたプラン",
        "プランの必須の項目をすべて書き、提出してください。",
    ),
    Needed.PLAN_AGREED: (
        "このプランを承認した{meeting}（策定）の記録",
        "自治体職員と多機関協働事業者が出席した会議の結論を記録してください。",
    ),
    Needed.PLAN_DECIDED: (
        "このプランの支援決定",
        "プランを書いていない自治体職員が、支援決定を記録してください。",
    ),
    Needed.RENEWED_PLAN_AGREED: (
        "新しいプランを承認した{meeting}（再プラン）の記録",
        "自治体職員と多機関協働事業者が出席した会議の結論を記録してください。",
    ),
    Needed.RENEWED_PLAN_DECIDED: (
        "再プランの支援決定",
        "再プランを提出し、プランを書いていない自治体職員が支援決定を記録してください。",
    ),
    Needed.CLOSURE_AGREED: (
        "終結を承認した{meeting}（終結）の記録",
        "目標の達成状況、支援者の状況、フォローアップの要否を会議に諮り、結論を記録してください。",
    ),
    Needed.BREAK_OFF_AGREED: (
        "中断を承認した{meeting}（中断）の記録",
        "中断を会議に諮り、結論を記録してください。",
    ),
    Needed.CONTACT_TRIED: (
        "本人に連絡を試みた記録（連絡がつかなかったもの {attempts}回以上）",
        "電話や訪問で連絡を試み、支援経過に記録してください。連絡がついたときは中断できません。",
    ),
    Needed.FOLLOW_UP_DONE: (
        "終結後の連絡の記録",
        "予定した終結後の連絡を済ませるか、取りやめる理由を記録してください。",
    ),
}
"""What each record is called, and what to do to have it; the office's own names are filled in."""

SOURCE_WORDS = {Source.REFERRAL: "多機関協働からの紹介", Source.OUTREACH: "アウトリーチ"}

REASON_WORDS = {
    CloseReason.GOAL_REACHED: "目標達成",
    CloseReason.OTHER_AGENCY: "他機関へ移行",
    CloseReason.MOVED: "転居",
    CloseReason.DIED: "死亡",
    CloseReason.OWN_WISH: "本人の意思",
    CloseReason.NO_CONTACT: "連絡がつかない",
    CloseReason.OTHER: "その他",
}

NOTE_WORDS = {
    NoteKind.CALL: "電話",
    NoteKind.VISIT: "訪問",
    NoteKind.MEETING: "面談",
    NoteKind.FAMILY: "家族との連絡（本人にまだ会えないとき）",
    NoteKind.OTHER: "その他",
}

RESULT_WORDS = {NoteResult.REACHED: "連絡がついた", NoteResult.NOT_REACHED: "連絡がつかなかった"}
