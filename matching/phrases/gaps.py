"""The sentences of a gap analysis: unmet needs, unused places, prices, developments, hosts to look after."""

from __future__ import annotations

from matching.labels import label
from matching.model import Slot
from matching.model.development import Development, Piece
from matching.model.gap import (
    Barrier,
    DevelopmentPlan,
    HostCare,
    Likeness,
    Price,
    Prospect,
    UnmetNeed,
    UnusedPlace,
)
from matching.phrases.changes import change_text
from matching.phrases.names import Names
from matching.phrases.sentence import Sentence, tell
from matching.phrases.times import part_of_day_text, slots_text
from matching.vocabulary import Care, Condition, DevelopmentKind, Lang, PoolKind, Stop

_UNMET = (
    Sentence(
        "{district}・{domain}・{band}: {stop}（ひとつだけで妨げているのは{barrier}）",
        "{district}, {domain}, {band}: {stop} (what alone is in the way: {barrier})",
    ),
    Sentence("{district}・{domain}・{band}: {stop}", "{district}, {domain}, {band}: {stop}"),
)
_ASK_FIRST = Sentence("（先に聞けば開くかもしれません）", " (asking first may open a place)")
_NO_DISTRICT = Sentence("圏域は不明", "district not known")

BARRIER_SENTENCES: dict[str, Sentence] = {
    "travel": Sentence("遠さ（送迎があれば）", "the way there (a pick-up would help)"),
    "availability": Sentence("曜日と時間", "days and times"),
    "stay": Sentence("1回の長さ", "the length of a stay"),
    "start": Sentence("始められる時期", "when it can start"),
    "companion": Sentence("同行する人", "somebody to go along"),
    "staff_gender": Sentence("職員の性別の希望", "the wished gender of staff"),
    "avoid": Sentence("避けたい活動", "an activity to avoid"),
    "age": Sentence("年齢の範囲", "the ages admitted"),
    "need_group": Sentence("受け入れられるニーズ", "the needs it answers"),
    "consent": Sentence("同意がまだないこと", "consent not given yet"),
    "scheme": Sentence("既存の制度が先", "an existing scheme comes first"),
    "refusal": Sentence("以前の見合わせ", "declined before"),
    # Nothing more may be said: neither who nor why.
    "keep_apart": Sentence("提案の対象にしないこと", "not proposed"),
    "own_time": Sentence("本人の予定", "the person's own week"),
    "no_common_week": Sentence("合う週がないこと", "no week in common"),
    "too_far_below_best": Sentence("ほかのほうが合うこと", "others suit better"),
    "full": Sentence("ほかの制限（いっぱい）", "another limit that is full"),
    "": Sentence("ひとつだけではない", "not one thing alone"),
}
_CONDITION_BARRIERS: dict[Condition, Sentence] = {
    Condition.LARGE_GROUP: Sentence("少人数でないこと", "not a small group"),
    Condition.NOISE: Sentence("静かでないこと", "not quiet"),
}
_CONDITION = Sentence("環境（{condition}）", "surroundings ({condition})")
_OTHER = Sentence("その他", "other")

_UNUSED = (
    Sentence(
        "{host} {when}: {left}人分が使われていません。{barrier}だけが妨げている人が{alone}人います",
        "{host}, {when}: {left:place|places} unused; {barrier} alone keeps out {alone:person|people}",
    ),
    Sentence(
        "{host} {when}: {left}人分が使われていません（近くで待つ{nearby}人には、ひとつ以上の妨げがあります）",
        "{host}, {when}: {left:place|places} unused (several things keep out the {nearby} who wait near it)",
        ("is_near",),
    ),
    Sentence(
        "{host} {when}: {left}人分が使われていません（必要とする人が近くにいません）",
        "{host}, {when}: {left:place|places} unused (nobody near it needs it)",
    ),
)
_PRICE = (
    Sentence(
        "{change}、{gain}人が始められます（再計算で確認）",
        "{change}, {gain:more person|more people} can start (recalculated)",
        ("has_gain",),
    ),
    Sentence(
        "{change}、という効果は再計算では0人でした",
        "{change}: recalculated, nobody more starts",
        ("no_gain",),
    ),
    Sentence("{change}（再計算はまだです）", "{change} (not yet recalculated)"),
)
_DEVELOPMENT: dict[DevelopmentKind, Sentence] = {
    DevelopmentKind.NEW_HOST: Sentence(
        "{district}に「{name}」を新しくつくる（{slots}、{places}人）",
        'a new "{name}" in {district} ({slots}, {places:place|places})',
    ),
    DevelopmentKind.CARVED_TASK: Sentence(
        "{host}に「{name}」をお願いする（{slots}、{places}人）",
        'ask {host} for "{name}" ({slots}, {places:place|places})',
    ),
    DevelopmentKind.PICK_UP: Sentence(
        "{district}から{menu}への送迎（{places}席）",
        "a pick-up from {district} to {menu} ({places:seat|seats})",
    ),
    DevelopmentKind.COMPANION: Sentence(
        "{district}に同行の時間を週{places}分", "{places:minute|minutes} a week to go along in {district}"
    ),
    DevelopmentKind.COORDINATOR: Sentence(
        "{district}のコーディネーターの半日（あと{places}人を担当）",
        "a coordinator's half-day in {district} ({places:more person|more people} carried)",
    ),
    DevelopmentKind.COMBINATION: Sentence(
        "{partners}の持ち寄りで「{name}」（{slots}、{places}人）",
        '"{name}", brought together by {partners} ({slots}, {places:place|places})',
    ),
}
_PROSPECT = (
    Sentence(
        "{what}: {confirmed}人が始められます（再計算で確認、{effort}人日）",
        "{what}: {confirmed:person|people} could start (recalculated, {effort:day|days} of work)",
    ),
    Sentence(
        "{what}: {forecast}人が始められる見込み（再計算はまだ、{effort}人日）",
        "{what}: {forecast:person|people} could start (not yet recalculated, {effort:day|days} of work)",
    ),
)
_STAYS = Sentence(
    "。だれが来るかを引き直しても{percent} % で最善の組に残ります",
    "; it stays in the best set in {percent} % of draws of who arrives",
)
_PLAN = (
    Sentence(
        "{budget}人日のうち{effort}人日で{started}人が始められます"
        "（再計算では{confirmed}人。最善との差は最大 {gap} %）",
        "With {effort} of {budget:day|days} of work {started:person|people} could start "
        "(recalculated: {confirmed}; at most {gap} % below the best)",
    ),
    Sentence(
        "{budget}人日のうち{effort}人日で{started}人が始められます（最善との差は最大 {gap} %）",
        "With {effort} of {budget:day|days} of work {started:person|people} could start "
        "(at most {gap} % below the best)",
    ),
)
_NEVER_KNOWN = Sentence(
    "{host}は登録されていますが、いまも割当案でもだれも通いません",
    "{host} is registered, and nobody is there now or in the proposal",
)
CARE_SENTENCES: dict[Care, Sentence] = {
    Care.CONCENTRATION: Sentence(
        "{host}に受入の{number} % が集まっています", "{number} % of all placements are at {host}"
    ),
    Care.FALLING: Sentence(
        "{host}の受入余力が3か月続けて減りました（{number}人分）",
        "The margin of {host} fell three months in a row (by {number:place|places})",
    ),
    Care.STALE: Sentence(
        "{host}の申告は{number}日前のものです", "{host} stated its places {number:day|days} ago"
    ),
    Care.BURDEN: Sentence(
        "{host}から負担の声が{number}件あります", "{host} reported {number:burden|burdens}"
    ),
    Care.UNUSED: Sentence(
        "{host}には{number}週以上だれも通っていません",
        "Nobody has been at {host} for {number:week|weeks} or more",
    ),
    Care.INTRODUCES: Sentence(
        "{host}は{number}か所を紹介してくれました。次の紹介もお願いできます",
        "{host} introduced {number:host|hosts} and may know more",
    ),
}
_REQUEST_PIECES: dict[PoolKind, Sentence] = {
    PoolKind.PLACES: Sentence(
        "{host}さまへ: {slots}に、場所を{places}人分お借りできないでしょうか。",
        "To {host}: could you lend room for {places:person|people} ({slots})?",
    ),
    PoolKind.ATTENTION: Sentence(
        "{host}さまへ: {slots}に、職員の方に見守りに来ていただけないでしょうか。",
        "To {host}: could one of your staff come and look after people ({slots})?",
    ),
    # Who it is stays with the host, who asks them first.
    PoolKind.COMPANION: Sentence(
        "{host}さまへ: {slots}に、支え手の方にそばにいていただけるか、"
        "ご本人にうかがっていただけないでしょうか。",
        "To {host}: could you ask your supporter whether they would be beside somebody ({slots})?",
    ),
    PoolKind.VEHICLE_SEATS: Sentence(
        "{host}さまへ: {slots}に、車で送り迎えをしていただけないでしょうか。",
        "To {host}: could you fetch people by car ({slots})?",
    ),
}
_REQUEST = (
    Sentence(
        "{host}さまへ: 「{name}」として、{slots}に{places}人を、"
        "本来のお仕事に支障のない範囲で受け入れていただけないでしょうか。まず見学だけでもかまいません。",
        'To {host}: could you take {places:person|people} for "{name}" ({slots}), as far as your own work '
        "allows? A visit first is enough.",
    ),
)
_FOR_OTHERS = Sentence("{what}を検討してください", "Please consider: {what}")
_LIKENESS = (
    Sentence("{name}（{kind}、定員{quota}人、{km} km）", "{name} ({kind}, quota {quota}, {km} km)"),
    Sentence("{name}（{kind}、{km} km）", "{name} ({kind}, {km} km)"),
    Sentence("{name}（{kind}）", "{name} ({kind})"),
)
_AND = Sentence("と", " and ")


def barrier_text(rule: str, lang: Lang = Lang.JA) -> str:
    """Name what keeps people out, in a word or two: 「遠さ（送迎があれば）」, 「静かでないこと」."""
    if rule.startswith("condition_"):
        condition = Condition(rule.removeprefix("condition_"))
        known = _CONDITION_BARRIERS.get(condition)
        return known.fill(lang) if known else _CONDITION.fill(lang, condition=label(condition, lang))
    return BARRIER_SENTENCES.get(rule, _OTHER).fill(lang)


def unmet_text(need: UnmetNeed, lang: Lang = Lang.JA) -> str:
    """Say of a need without a place what stops it; nothing of whose it is."""
    values: dict[str, object] = {
        "district": need.district or _NO_DISTRICT.fill(lang),
        "domain": label(need.domain, lang),
        "band": label(need.band, lang),
        "stop": label(need.stop, lang),
    }
    if need.barrier and need.stop not in {Stop.CONSENT, Stop.EXISTING_SCHEME}:
        values["barrier"] = barrier_text(need.barrier, lang)
    return tell(_UNMET, values, lang) + (_ASK_FIRST.fill(lang) if need.asks_first else "")


def unused_text(place: UnusedPlace, names: Names, lang: Lang = Lang.JA, slots: tuple[Slot, ...] = ()) -> str:
    """Say what nobody uses, and what keeps most people out; of all slots given, where they are alike."""
    values: dict[str, object] = {
        "host": names.host(place.host_id, lang),
        "when": slots_text(slots, lang) if slots else part_of_day_text(place.slot, lang),
        "left": place.left,
        "nearby": place.nearby,
    }
    worst = next((barrier for barrier in place.barriers if barrier.alone), None)
    if worst is not None:
        values |= {"barrier": barrier_text(worst.rule, lang), "alone": worst.alone}
    if place.nearby:
        values["is_near"] = True
    return tell(_UNUSED, values, lang)


def barriers_text(barriers: tuple[Barrier, ...], lang: Lang = Lang.JA) -> str:
    """List what keeps people out, with how many each keeps out alone: 「遠さ 4・年齢の範囲 1」."""
    between = "・" if lang == Lang.JA else ", "
    return between.join(f"{barrier_text(each.rule, lang)} {each.alone}" for each in barriers if each.alone)


def price_text(price: Price, names: Names, lang: Lang = Lang.JA) -> str:
    """Say what one more place would bring, in people; points are shown to nobody."""
    values: dict[str, object] = {"change": change_text(price.change, names, lang)}
    if price.gain is not None:
        values |= {"gain": price.gain, "has_gain" if price.gain > 0 else "no_gain": True}
    return tell(_PRICE, values, lang)


def development_text(development: Development, names: Names, lang: Lang = Lang.JA) -> str:
    """Name a development with where, when and for how many."""
    partners = [names.bringer(piece.pool_id, piece.host_id, lang) for piece in development.pieces]
    return _DEVELOPMENT[development.kind].fill(
        lang,
        name=development.name,
        district=development.district or _NO_DISTRICT.fill(lang),
        host=names.host(development.host_ids[0] if development.host_ids else "", lang),
        menu=names.menu(development.menu_id, development.host_ids[0] if development.host_ids else "", lang),
        slots=slots_text(development.slots, lang),
        places=development.places,
        partners=_AND.fill(lang).join(dict.fromkeys(partners)),
    )


def prospect_text(prospect: Prospect, names: Names, lang: Lang = Lang.JA) -> str:
    """Say how many could start by a development alone, what it takes, and how sure it is."""
    values: dict[str, object] = {
        "what": development_text(prospect.development, names, lang),
        "forecast": prospect.forecast,
        "effort": prospect.development.effort_days,
    }
    if prospect.confirmed is not None:
        values["confirmed"] = max(0, prospect.confirmed)
    text = tell(_PROSPECT, values, lang)
    if prospect.stays_best is not None:
        text += _STAYS.fill(lang, percent=round(100 * prospect.stays_best))
    return text


def plan_text(plan: DevelopmentPlan, lang: Lang = Lang.JA) -> str:
    """Say what the best set would bring, and how far from the best it can be at most."""
    values: dict[str, object] = {
        "budget": plan.budget_days,
        "effort": plan.effort_days,
        "started": plan.started,
        "gap": f"{max(0.0, plan.optimality_gap) * 100:.1f}",
    }
    if plan.confirmed is not None:
        values["confirmed"] = plan.confirmed
    return tell(_PLAN, values, lang)


def care_text(care: HostCare, names: Names, lang: Lang = Lang.JA) -> str:
    """Say why a host should be looked after."""
    if care.care == Care.UNUSED and not care.number:
        return _NEVER_KNOWN.fill(lang, host=names.host(care.host_id, lang))
    return CARE_SENTENCES[care.care].fill(lang, host=names.host(care.host_id, lang), number=care.number)


def likeness_text(host: Likeness, lang: Lang = Lang.JA) -> str:
    """Name a host to be asked, with its kind, 定員 and how far it is from the middle of the district."""
    values: dict[str, object] = {"name": host.name, "kind": label(host.kind, lang)}
    if host.quota is not None:
        values["quota"] = host.quota
    if host.distance_m is not None:
        values["km"] = f"{host.distance_m / 1000:.1f}"
    return tell(_LIKENESS, values, lang)


def requests(development: Development, names: Names, lang: Lang = Lang.JA) -> tuple[str, ...]:
    """Draft what to ask for: one request to each partner, or to the host that is asked; nothing is sent."""
    if development.pieces:
        return tuple(_piece_request(development, piece, names, lang) for piece in development.pieces)
    if development.kind in {DevelopmentKind.NEW_HOST, DevelopmentKind.CARVED_TASK}:
        return (
            request_to(development, development.host_ids[0] if development.host_ids else "", names, lang),
        )
    return (_FOR_OTHERS.fill(lang, what=development_text(development, names, lang)),)


def request_to(development: Development, host_id: str, names: Names, lang: Lang = Lang.JA) -> str:
    """Draft a request to one host to take people in: days, task and places."""
    values: dict[str, object] = {
        "host": names.host(host_id, lang),
        "name": development.name,
        "slots": slots_text(development.slots, lang),
        "places": development.places,
    }
    return tell(_REQUEST, values, lang)


def _piece_request(development: Development, piece: Piece, names: Names, lang: Lang) -> str:
    slots: tuple[Slot, ...] = development.slots
    return _REQUEST_PIECES[piece.kind].fill(
        lang,
        host=names.host(piece.host_id, lang),
        slots=slots_text(slots, lang),
        places=development.places,
    )
