"""What a form may say of the person, and of the assessment."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from api.forms.bindings.kinds import (
    ANSWERS,
    Binding,
    Choice,
    Rows,
    Text,
    day,
    lines,
    minutes,
    one,
    seen,
    words_of,
)
from api.forms.records import Records
from api.people.schemas import WindowInput
from api.policy.vocabulary import FIELD_WORDS, ROLE_WORDS, Role
from matching.labels import label
from matching.model import Slot
from matching.phrases.times import slots_text
from matching.vocabulary import Lang, NeedDomain, TravelMode, Urgency


def _joined(values: Iterable[StrEnum]) -> str:
    return "・".join(label(each, Lang.JA) for each in values)


def _hours(windows: list[WindowInput] | None) -> str | None:
    if windows is None:
        return None
    return slots_text(Slot(each.weekday, each.start, each.end) for each in windows)


def _wishes(records: Records) -> str:
    needs = seen(records.person.wishes).needs
    return lines(f"{label(each.domain, Lang.JA)}: {each.wish}" for each in needs if each.wish)


def _slots(records: Records) -> str:
    wishes = seen(records.person.wishes)
    fewest, most = wishes.fewest_slots, wishes.most_slots
    return f"週{most}回" if fewest == most else f"週{fewest}〜{most}回"


def _most_urgent(records: Records) -> set[str]:
    found = {each.urgency for each in seen(records.person.wishes).needs}
    return one(next((each for each in reversed(Urgency) if each in found), None))


def _of_role(role: Role) -> Text:
    def read(records: Records) -> str:
        found = [each for each in records.person.involvements if each.role == role]
        return "・".join(records.user_name(each.user_id) for each in found)

    return Text(f"担当（{ROLE_WORDS[role]}）", read)


def _conditions(records: Records) -> list[Any]:
    return sorted(seen(records.person.support).conditions.items())


def _district(records: Records) -> str:
    square = seen(records.person.square)
    return records.district_name(square.district_id)


PERSON: dict[str, Binding] = {
    "person.number": Text("ケース番号", lambda r: r.person.number),
    "person.name": Text("氏名", lambda r: seen(r.person.identity).name),
    "person.kana": Text("ふりがな", lambda r: seen(r.person.identity).kana),
    "person.born_on": Text("生年月日", lambda r: day(seen(r.person.identity).born_on)),
    "person.age": Text("年齢", lambda r: f"{seen(r.person.identity).age_years}歳"),
    "person.address": Text("住所（保護の対象の人は出さない）", lambda r: r.contact.address),
    "person.phone": Text("電話（保護の対象の人は出さない）", lambda r: r.contact.phone),
    "person.family_contact": Text("家族の連絡先（同）", lambda r: r.contact.family_contact),
    "person.district": Text("圏域", _district),
    "person.health": Text("診断・手帳・服薬", lambda r: seen(r.person.health).health),
    "person.family": Text("家族", lambda r: seen(r.person.family).family),
    "person.money": Text("家計・債務・給付", lambda r: seen(r.person.family).money),
    "person.history": Text("生活歴", lambda r: seen(r.person.family).history),
    "person.notes": Text("備考", lambda r: seen(r.person.family).notes),
    "person.needs": Choice(
        "狭間のニーズの分野",
        words_of(NeedDomain),
        lambda r: {each.domain.value for each in seen(r.person.wishes).needs},
    ),
    "person.urgency": Choice(
        "急ぎの程度（いちばん急ぐもの）",
        words_of(Urgency),
        _most_urgent,
    ),
    "person.wishes": Text("本人の希望（ニーズごと）", _wishes),
    "person.waiting_since": Text("相談のあった日", lambda r: day(r.person.waiting_since)),
    "person.hours": Text("通える曜日と時間", lambda r: _hours(seen(r.person.wishes).availability)),
    "person.slots": Text("週の回数", _slots),
    "person.longest_stay": Text(
        "1回の長さ（長くて）", lambda r: minutes(seen(r.person.wishes).longest_stay_minutes)
    ),
    "person.modes": Choice(
        "移動手段", words_of(TravelMode), lambda r: {each.value for each in seen(r.person.wishes).modes}
    ),
    "person.longest_way": Text(
        "片道の時間（長くて）", lambda r: minutes(seen(r.person.wishes).most_travel_minutes)
    ),
    "person.likes": Text("関心・得意", lambda r: _joined(seen(r.person.wishes).likes)),
    "person.avoids": Text("避けたいこと", lambda r: _joined(seen(r.person.wishes).avoids)),
    "person.accompaniment": Text(
        "同行（1回に）", lambda r: minutes(seen(r.person.support).accompaniment_minutes or None) or ""
    ),
    "person.coordinators": _of_role(Role.COORDINATOR),
    "person.leads": _of_role(Role.LEAD),
    "person.conditions": Rows(
        "配慮事項",
        {
            "condition": Text("条件", lambda each: label(each[0], Lang.JA)),
            "answer": Choice("答え", ANSWERS, lambda each: one(each[1])),
        },
        _conditions,
    ),
    "person.schemes": Rows(
        "狭間の確認（既存の制度）",
        {
            "domain": Text("分野", lambda each: label(each.domain, Lang.JA)),
            "scheme": Text("制度", lambda each: each.scheme),
            "possible": Choice("使えるか", ANSWERS, lambda each: one(each.possible)),
            "reason": Text("理由", lambda each: each.reason),
            "look_again_on": Text("見直す日", lambda each: day(each.look_again_on)),
        },
        lambda r: seen(r.person.wishes).schemes,
    ),
}

ASSESSMENT: dict[str, Binding] = {
    "assessment.checked_on": Text("アセスメントの日", lambda r: day(r.assessment.checked_on)),
    "assessment.wishes": Text("本人の言葉での希望", lambda r: r.assessment.wishes),
    "assessment.strengths": Text("本人の強み", lambda r: r.assessment.strengths),
    "assessment.did_not_suit": Text("これまで合わなかったこと", lambda r: r.assessment.did_not_suit),
    "assessment.remarks": Text("見立て・支援の方向", lambda r: r.assessment.remarks),
    "assessment.disclosed": Text(
        "だれに何を伝えてよいか（開示範囲）",
        lambda r: "・".join(FIELD_WORDS[each] for each in r.assessment.disclosed),
    ),
    "assessment.answers": Rows(
        "問いと答え",
        {
            "question": Text("問い", lambda each: each.text),
            "answer": Choice("答え", ANSWERS, lambda each: one(each.answer)),
        },
        lambda r: r.assessment.answers,
    ),
}
