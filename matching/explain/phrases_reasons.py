"""What a reason says in words: one rule's word on one pair, with the values it compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from matching.explain.phrases_rules import RULE_SENTENCES, RuleSentences
from matching.explain.phrases_sentence import Sentence, tell
from matching.explain.phrases_times import day_text
from matching.labels import label
from matching.model import Reason
from matching.vocabulary import Activity, Gender, Lang, NeedDomain, ServiceGroup, Side, TravelMode

_VAGUE = RuleSentences(
    (Sentence("条件が合いません", "Something does not suit"),),
    (Sentence("確かめたいことがあります", "there is something to check"),),
    (Sentence("確かめたいことがあります", "there is something to check"),),
)
"""True of any rule: for what a stored proposal may hold that the table of rules does not know."""

_ASKS = {
    Side.PERSON: Sentence("本人に確認: {question}", "Ask the person: {question}"),
    Side.HOST: Sentence("受入先に確認: {question}", "Ask the host: {question}"),
}
_WORDS: dict[str, type[StrEnum]] = {
    "domain": NeedDomain,
    "service_group": ServiceGroup,
    "gender": Gender,
    "activity": Activity,
    "mode": TravelMode,
}
_NOT_WORTH_TELLING: tuple[tuple[str, str, Callable[[Reason], bool]], ...] = (
    # Values without which another sentence of the rule is plainer or truer.
    ("age", "from", lambda reason: _number(reason, "from") <= 0),
    ("age", "to", lambda reason: _number(reason, "to") >= 120),
    ("availability", "free", lambda reason: _number(reason, "free") <= 0),
    (
        "stay",
        "needed_minutes",
        lambda reason: _number(reason, "needed_minutes") <= _number(reason, "longest_minutes"),
    ),
    (
        "travel",
        "minutes",
        lambda reason: reason.asks is None and _number(reason, "minutes") <= _number(reason, "most_minutes"),
    ),
    ("places", "days", lambda reason: _number(reason, "days") <= 0),
)


def reason_text(reason: Reason, lang: Lang = Lang.JA) -> str:
    """
    Say what a rule found, with the values it compared, or what is to be asked of whom.

    Minutes of travel follow from where a person lives: only for the case's own coordinators.
    """
    sentences = RULE_SENTENCES.get(reason.rule, _VAGUE)
    values = _as_words(reason, lang)
    if reason.asks is None:
        return tell((*sentences.against, *_VAGUE.against), values, lang)
    by_side = {
        Side.PERSON: (*sentences.ask_person, *_VAGUE.ask_person),
        Side.HOST: (*sentences.ask_host, *_VAGUE.ask_host),
    }
    return _ASKS[reason.asks].fill(lang, question=tell(by_side[reason.asks], values, lang))


def question_to_person(rule: str, lang: Lang = Lang.JA) -> str:
    """Give what a rule would ask the person whichever menu it is about: 「立ち仕事はできますか」."""
    sentences = RULE_SENTENCES.get(rule, _VAGUE)
    return tell((*sentences.ask_person, *_VAGUE.ask_person), {}, lang)


def _as_words(reason: Reason, lang: Lang) -> dict[str, object]:
    """Give the values worth telling, codes and dates among them as words."""
    idle = {name for rule, name, is_idle in _NOT_WORTH_TELLING if rule == reason.rule and is_idle(reason)}
    return {name: _word(reason, name, lang) for name in reason.values if name not in idle}


def _word(reason: Reason, name: str, lang: Lang) -> object:
    given = reason.values[name]
    if name in _WORDS:
        return label(_WORDS[name](str(given)), lang)
    if name == "stated_on":
        day = dt.date.fromisoformat(str(given))
        return day_text(day, lang, today=day + dt.timedelta(days=_number(reason, "days")))
    return given


def _number(reason: Reason, name: str) -> float:
    return float(reason.values.get(name, 0))
