"""The smallest change that would help, as a condition and with what it would bring."""

from __future__ import annotations

from matching.labels import label
from matching.model import Change, ChangeKind, UsefulChange
from matching.phrases.names import Names
from matching.phrases.sentence import Sentence, tell
from matching.phrases.times import when
from matching.vocabulary import BURDENS, Lang, PoolKind

CHANGE_SENTENCES: dict[ChangeKind, tuple[Sentence, ...]] = {
    # Japanese verbs end before 「れば」 and 「ても」; English ones follow "if" and "even if".
    ChangeKind.ONE_MORE_PLACE: (
        Sentence("{host}が{when}{amount}人分空け", "{host} opens {amount:more place|more places}{when}"),
    ),
    ChangeKind.ASK_HOST: (
        Sentence(
            "{host}から、{of}{more}出せるという答えを得られ",
            "{host}, once asked, can bring {more}{when}",
        ),
        Sentence(
            "{host}から、{to}{amount}人受け入れられるという答えを得られ",
            "{host}, once asked, can take {amount:person|people}{when}",
        ),
    ),
    ChangeKind.MORE_AMOUNT: (
        Sentence("{bringer}が{of}{more}増やせ", "{bringer} can add {more}{when}"),
        Sentence("{bringer}が{of}持ち寄る量を増やせ", "{bringer} can add some{when}"),
    ),
    ChangeKind.ONE_MORE_NEWCOMER: (
        Sentence(
            "{host}が慣れるまでの人をもう{amount}人同時に迎えられ",
            "{host} can get to know {amount:more newcomer|more newcomers} at the same time",
        ),
    ),
    ChangeKind.ONE_MORE_SUPPORTER: (
        Sentence("{host}で受入担当が{amount}人増え", "{host} has {amount:more supporter|more supporters}"),
    ),
    ChangeKind.PICK_UP: (
        Sentence("{menu}へ{district}から送迎でき", "people from {district} can be fetched to {menu}"),
        Sentence("{menu}へ送迎でき", "people can be fetched to {menu}"),
    ),
    ChangeKind.SHORTER_STAY: (
        Sentence("{menu}に1回{amount}分から参加でき", "{menu} is open to stays of {amount:minute|minutes}"),
    ),
    ChangeKind.FEWER_SLOTS: (
        Sentence("本人が週{amount}回から始められ", "the person can start with {amount:slot|slots} a week"),
    ),
    ChangeKind.ADJUST_CONDITION: (
        Sentence("{menu}で{burden}を避けられ", "{burden} can be avoided in {menu}"),
        Sentence("{menu}で{support}を用意でき", "{menu} can offer {support}"),
        Sentence("{menu}で環境をととのえられ", "{menu} can be adjusted"),
    ),
}
"""The sentences of every kind of change."""

CHANGE_TITLES: dict[ChangeKind, Sentence] = {
    ChangeKind.ONE_MORE_PLACE: Sentence("もう1人分空ける", "one more place"),
    ChangeKind.ASK_HOST: Sentence("受け入れ人数を聞く", "ask how many places"),
    ChangeKind.MORE_AMOUNT: Sentence("持ち寄りを増やす", "bring more"),
    ChangeKind.ONE_MORE_NEWCOMER: Sentence("慣れるまでの人をもう1人", "one more newcomer"),
    ChangeKind.ONE_MORE_SUPPORTER: Sentence("受入担当をもう1人", "one more supporter"),
    ChangeKind.PICK_UP: Sentence("送迎する", "pick people up"),
    ChangeKind.SHORTER_STAY: Sentence("短い時間から受け入れる", "accept shorter stays"),
    ChangeKind.FEWER_SLOTS: Sentence("少ない回数から始める", "start with fewer days"),
    ChangeKind.ADJUST_CONDITION: Sentence("環境をととのえる", "adjust the surroundings"),
}
"""What each kind of change is called in a list or on a button."""

_IF = Sentence("{change}れば", "If {change}")
_EVEN_IF = Sentence("{change}ても", "Even if {change}")
_AIM = Sentence("{change}る", "{change}")
_REQUEST = Sentence(
    "{host}さまへ: 本来のお仕事に支障のない範囲で、次のことをご相談できないでしょうか。"
    "「{aim}」。むずかしければ、いまのままでかまいません。",
    "To {host}: as far as your own work allows, could we talk about this: {aim}? "
    "If it is too much, nothing needs to change.",
)
_MORE: dict[PoolKind, Sentence] = {
    PoolKind.ATTENTION: Sentence("見守りの時間を{amount}分", "{amount:minute|minutes} of staff attention"),
    PoolKind.COMPANION: Sentence("同行の時間を{amount}分", "{amount:minute|minutes} of accompaniment"),
    PoolKind.VEHICLE_SEATS: Sentence("車の席を{amount}席", "{amount:vehicle seat|vehicle seats}"),
    PoolKind.CASELOAD: Sentence("担当できる人数を{amount}人", "room for {amount:case|cases}"),
}
_PLACES_GAINED = Sentence(
    "{clause}、{gain}人が参加できます（使える人は{users}人）",
    "{clause}, {gain:more person|more people} can take part ({users:person|people} could use it)",
)
_NOT_CONFIRMED = Sentence(
    "{clause}、{users}人が使えます（割り当ての再計算はまだです）",
    "{clause}, {users:person|people} could use it (not yet recalculated)",
)
_NOTHING_GAINED = Sentence(
    "{clause}、ほかの制限があり参加できる人は増えません",
    "{clause}, no more people can take part because of other limits",
)


def change_title(kind: ChangeKind, lang: Lang = Lang.JA) -> str:
    """Name a kind of change, as on a button: 「送迎する」."""
    return CHANGE_TITLES[kind].fill(lang)


def change_text(change: Change, names: Names, lang: Lang = Lang.JA) -> str:
    """Give a change as a condition: 「みほん農園が水曜午後を1人分空ければ」."""
    return _clause(change, names, lang, _IF)


def change_aim(change: Change, names: Names, lang: Lang = Lang.JA) -> str:
    """Give a change as what one works towards: 「みほん農園が水曜午後を1人分空ける」."""
    return _clause(change, names, lang, _AIM)


def change_request(change: Change, names: Names, lang: Lang = Lang.JA) -> str:
    """Draft what to ask the host of a change for."""
    aim = change_aim(change, names, lang)
    return _REQUEST.fill(lang, host=names.host(change.host_id, lang), aim=aim)


def useful_change_text(useful: UsefulChange, names: Names, lang: Lang = Lang.JA) -> str:
    """Say what a change would bring, and whether that was recalculated."""
    users = len(useful.could_use)
    if useful.gain is None:
        clause = _clause(useful.change, names, lang, _IF)
        return _NOT_CONFIRMED.fill(lang, clause=clause, users=users)
    if useful.gain <= 0:
        return _NOTHING_GAINED.fill(lang, clause=_clause(useful.change, names, lang, _EVEN_IF))
    clause = _clause(useful.change, names, lang, _IF)
    return _PLACES_GAINED.fill(lang, clause=clause, gain=useful.gain, users=users)


def _clause(change: Change, names: Names, lang: Lang, opening: Sentence) -> str:
    values: dict[str, object] = {
        "amount": change.amount,
        "host": names.host(change.host_id, lang),
        "bringer": names.bringer(change.pool_id, change.host_id, lang),
        "menu": names.menu(change.menu_id, change.host_id, lang),
        "when": when(change.slot, "を", lang),
        "of": when(change.slot, "の", lang),
        "to": when(change.slot, "に", lang),
    }
    more = _MORE.get(names.pool_kinds.get(change.pool_id, PoolKind.PLACES))
    if more is not None:
        values["more"] = more.fill(lang, amount=change.amount)
    if change.district:
        values["district"] = change.district
    if change.condition is not None:
        side = "burden" if change.condition in BURDENS else "support"
        values[side] = label(change.condition, lang)
    return opening.fill(lang, change=tell(CHANGE_SENTENCES[change.kind], values, lang))
