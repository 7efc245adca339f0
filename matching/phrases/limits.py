"""Which limit leaves the least room, in which slot, how much is left, and what that rests on."""

from __future__ import annotations

from matching.labels import label
from matching.model import Binding
from matching.phrases.names import Names
from matching.phrases.sentence import Sentence, tell
from matching.phrases.times import day_text, when
from matching.vocabulary import Lang, LimitKind, PoolKind

LIMIT_SENTENCES: dict[LimitKind, Sentence] = {
    LimitKind.QUOTA: Sentence("定員の空き", "free places within the quota"),
    LimitKind.WAITING_LIST: Sentence(
        "空き（本来の利用希望者が優先）", "free places (regular users who wait come first)"
    ),
    LimitKind.STAFFING: Sentence("今の職員で見られる人数", "people the staff can look after"),
    LimitKind.DECLARED: Sentence("{counted}", "{counted}"),
    LimitKind.SUPPORTERS: Sentence("受入担当が見られる人数", "people the supporters can look after"),
    LimitKind.EQUIPMENT: Sentence("部屋と道具が足りる人数", "people the rooms and tools are enough for"),
    LimitKind.BUSY_SEASON: Sentence("繁忙期の受け入れ人数", "places in the busy season"),
    LimitKind.AMOUNT: Sentence("{counted}", "{counted}"),
    LimitKind.NEWCOMERS: Sentence("慣れるまでの人を同時に迎える人数", "newcomers at the same time"),
    LimitKind.REST: Sentence("間隔をあけて新しく迎える人数", "intakes with the agreed rest between them"),
    LimitKind.NONE_KNOWN: Sentence("{counted}", "{counted}"),
}
"""What each limit counts; `counted` is what the pool counts."""

_LEFT = {
    False: Sentence("{what}: 残り{left}", "{what}: {left} left"),
    True: Sentence("{what}: 残り{left}分", "{what}: {left:minute|minutes} left"),
}
_NOT_KNOWN = Sentence("{what}: まだ分かりません", "{what}: not known yet")
_WHAT = (
    Sentence("{bringer}、{when}{limit}（{date} の回答）", "{bringer}, {limit}{when} (stated {date})"),
    Sentence("{bringer}、{when}{limit}", "{bringer}, {limit}{when}"),
    Sentence("{when}{limit}（{date} の回答）", "{limit}{when} (stated {date})"),
    Sentence("{when}{limit}", "{limit}{when}"),
)
_IN_MINUTES = {PoolKind.ATTENTION, PoolKind.COMPANION}
_OF_A_HOST = {PoolKind.PLACES, PoolKind.BEDS, None}


def binding_text(binding: Binding, names: Names, lang: Lang = Lang.JA) -> str:
    """Say which limit binds, when, how much is left: 「水曜午後の受け入れ人数（11/02 の回答）: 残り0」."""
    kind = names.pool_kinds.get(binding.pool_id)
    default = LimitKind.AMOUNT if binding.limit == LimitKind.AMOUNT else PoolKind.PLACES
    counted = label(kind or default, lang)
    values: dict[str, object] = {
        "when": when(binding.slot, "の", lang),
        "limit": LIMIT_SENTENCES[binding.limit].fill(lang, counted=counted),
    }
    if kind not in _OF_A_HOST:
        values["bringer"] = names.bringer(binding.pool_id, binding.host_id, lang)
    if binding.stated_on is not None:
        values["date"] = day_text(binding.stated_on, lang, names.date)
    what = tell(_WHAT, values, lang)
    if lang == Lang.EN:
        what = what[:1].upper() + what[1:]
    if binding.limit == LimitKind.NONE_KNOWN:
        return _NOT_KNOWN.fill(lang, what=what)
    return _LEFT[kind in _IN_MINUTES].fill(lang, what=what, left=binding.left)
