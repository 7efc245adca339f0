"""What a form may say of the reception, the episode and its course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.cases.views import EpisodeView, ReceptionView
from api.cases.words import NOTE_WORDS, REASON_WORDS, RESULT_WORDS, SOURCE_WORDS, STATE_WORDS
from api.conferences.words import BODY_WORDS
from api.contacts.words import METHOD_WORDS, WITH_WORDS
from api.forms.bindings.kinds import YES_NO, Binding, Choice, Rows, Text, day, lines, one, seen, yes_no
from api.forms.records import Records
from api.policy.vocabulary import FIELD_WORDS, Field
from api.tables import How, MeetingBody
from matching.labels import label
from matching.vocabulary import Lang

HOW_WORDS = {How.SIGNED: "署名", How.SPOKEN: "口頭（立会い）", How.BY_PROXY: "代理"}


def _episode(words: str, read: Callable[[EpisodeView], str]) -> Text:
    return Text(words, lambda r: read(r.episode) if r.episode else "")


def _reception(words: str, read: Callable[[ReceptionView], str]) -> Text:
    return Text(words, lambda r: read(seen(r.episode.reception)) if r.episode else "")


def _choice(words: str, codes: dict[Any, str], read: Callable[[EpisodeView], set[str]]) -> Choice:
    plain = {str(code): said for code, said in codes.items()}
    return Choice(words, plain, lambda r: read(r.episode) if r.episode else set())


def _consent(words: str, read: Callable[[Any], str]) -> Text:
    return Text(words, lambda r: read(r.consent) if r.consent else "")


CASE: dict[str, Binding] = {
    "case.number": _episode("支援ケースの番号", lambda e: e.number),
    "case.opened_on": _episode("受付日", lambda e: day(e.opened_on)),
    "case.state": _choice("支援の段階", STATE_WORDS, lambda e: one(e.state)),
    "case.closed_on": _episode("終結・中断の日", lambda e: day(e.closed_on)),
    "case.close_reason": _choice("終結・中断の理由", REASON_WORDS, lambda e: one(e.close_reason)),
    "case.close_words": _reception("終結・中断の理由（ことば）", lambda e: e.close_words),
    "case.source": _choice("相談の経路", SOURCE_WORDS, lambda e: one(seen(e.reception).source)),
    "case.lead_plan_number": _reception("多機関協働プランの番号", lambda e: e.lead_plan_number or ""),
    "case.application_on": _reception("利用申込の日", lambda e: day(e.application_on)),
    "case.applying_agency": _reception("申込機関", lambda e: e.applying_agency),
    "case.consented_on": _reception("申込への本人の同意の日", lambda e: day(e.consented_on)),
    "case.consented_how": _choice(
        "申込への本人の同意の方法", HOW_WORDS, lambda e: one(seen(e.reception).consented_how)
    ),
    "case.is_early": _choice("決定前関与", YES_NO, lambda e: yes_no(seen(e.reception).is_early)),
    "case.early_reason": _reception("決定前に関わる理由", lambda e: e.early_reason),
    "consent.given_on": _consent("会議への共有の同意の日", lambda c: day(c.given_on)),
    "consent.expires_on": _consent("同意の期限", lambda c: day(c.expires_on)),
    "consent.how": Choice(
        "同意の方法",
        {str(how): words for how, words in HOW_WORDS.items()},
        lambda r: one(r.consent.how) if r.consent else set(),
    ),
    "consent.fields": _consent(
        "共有してよい項目", lambda c: "・".join(FIELD_WORDS[Field(each)] for each in c.fields)
    ),
    "consent.bodies": _consent(
        "共有してよいほかの会議体", lambda c: "・".join(BODY_WORDS[MeetingBody(each)] for each in c.bodies)
    ),
}

NOTES: dict[str, Binding] = {
    "notes.list": Rows(
        "支援経過",
        {
            "noted_on": Text("日付", lambda each: day(each[1].noted_on)),
            "kind": Text("方法", lambda each: NOTE_WORDS[each[1].kind]),
            "result": Text("連絡", lambda each: RESULT_WORDS[each[1].result]),
            "words": Text("内容", lambda each: each[1].words),
            "recorded_by": Text("記録した人", lambda each: each[0].user_name(each[1].recorded_by)),
        },
        lambda r: [(r, each) for each in r.notes],
    ),
    "follow_ups.list": Rows(
        "フォローアップ（本人・受入先への連絡）",
        {
            "done_on": Text("日付", lambda each: day(each[1].done_on)),
            "side": Text("相手の側", lambda each: label(each[1].side, Lang.JA)),
            "method": Text("方法", lambda each: METHOD_WORDS[each[1].method] if each[1].method else ""),
            "with_whom": Text("相手", lambda each: "・".join(WITH_WORDS[whom] for whom in each[1].with_whom)),
            "heard": Text("聞いたこと", lambda each: "・".join(each[1].answer_words)),
            "words": Text("内容", lambda each: seen(each[1].words)),
            "next_step": Text("次にすること", lambda each: each[1].next_step_words or ""),
            "host": Text("受入先", lambda each: each[0].host_name(each[1].host_id)),
        },
        lambda r: [(r, each) for each in r.follow_ups],
    ),
}


def told(records: Records, side: str) -> str:
    """Put what one side said at the contacts below each other, each with its day."""
    return lines(
        f"{day(each.done_on)} {'・'.join(each.answer_words)}"
        for each in records.follow_ups
        if each.side == side and each.answer_words
    )
