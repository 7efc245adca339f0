"""What is said of hosts in words: closed lists."""

from __future__ import annotations

from api.tables import AnswerBy, Heard

URGENCY_WORDS: dict[str, str] = {
    AnswerBy.NOW: "すぐ連絡がほしい",
    AnswerBy.SOON: "数日のうちに",
    AnswerBy.LATER: "次の連絡のときに",
}
HEARD_WORDS: dict[str, str] = {
    Heard.TELEPHONE: "電話で聞いた",
    Heard.FAX: "FAXで届いた",
    Heard.VISIT: "訪ねて聞いた",
}
