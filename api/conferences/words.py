"""What conferences and what is in them are called."""

from __future__ import annotations

from enum import StrEnum

from api.tables import Conclusion, ConferenceState, MeetingBody, Mode, Seating, TimeBand


class AttemptMethod(StrEnum):
    """How one tried to reach the person."""

    VISIT = "visit"
    PHONE = "phone"
    LETTER = "letter"
    MESSAGE = "message"
    AGENCIES = "agencies"
    NEIGHBOURS = "neighbours"


BAND_WORDS = {
    TimeBand.MORNING: "午前",
    TimeBand.AFTERNOON: "午後",
    TimeBand.EVENING: "夕方",
    TimeBand.NIGHT: "夜",
}
MODE_WORDS = {Mode.REGULAR: "定期", Mode.AS_NEEDED: "随時", Mode.ONLINE: "オンライン"}
STATE_WORDS = {
    ConferenceState.PLANNED: "予定",
    ConferenceState.OPEN: "開催中",
    ConferenceState.CLOSED: "終了",
}
SEATING_WORDS = {
    Seating.OFFICE: "自治体職員",
    Seating.LEAD: "多機関協働事業者",
    Seating.PROVIDER: "参加支援事業者",
    Seating.OUTREACH: "アウトリーチ等事業者",
    Seating.PERSON: "本人・家族",
    Seating.AGENCY: "関係機関",
}
CONCLUSION_WORDS = {
    Conclusion.APPROVED: "承認",
    Conclusion.CHANGES: "修正",
    Conclusion.AGAIN: "再協議",
}
BODY_WORDS = {
    MeetingBody.SUPPORT_COORDINATION: "支援調整会議",
    MeetingBody.COMMUNITY_CARE: "地域ケア会議",
    MeetingBody.DISABILITY_COUNCIL: "協議会（障害）",
    MeetingBody.CHILD_PROTECTION: "要保護児童対策地域協議会",
    MeetingBody.OTHER: "その他の会議体",
}
ATTEMPT_WORDS = {
    AttemptMethod.VISIT: "訪問",
    AttemptMethod.PHONE: "電話",
    AttemptMethod.LETTER: "手紙",
    AttemptMethod.MESSAGE: "メール・SNS",
    AttemptMethod.AGENCIES: "関係機関への確認",
    AttemptMethod.NEIGHBOURS: "家族・住民への確認",
}
