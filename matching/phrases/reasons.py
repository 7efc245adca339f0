"""What a reason says in words: one rule's word on one pair, with the values it compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

from matching.labels import label
from matching.model import Reason
from matching.phrases.rules import RULE_SENTENCES, RuleSentences
from matching.phrases.sentence import Sentence, tell
from matching.phrases.strengths import STRENGTH_SENTENCES, activities_text, conditions_text
from matching.phrases.times import day_text
from matching.vocabulary import Activity, Gender, Lang, NeedDomain, ServiceGroup, Side, TravelMode, Verdict

_VAGUE = RuleSentences(
    (Sentence("条件が合いません", "Something does not suit"),),
    (Sentence("確かめたいことがあります", "there is something to check"),),
    (Sentence("確かめたいことがあります", "there is something to check"),),
)
_VAGUE_STRENGTH = Sentence("本人に合うところがあります", "Suits the person in some ways")
"""True of any rule: for what a stored proposal may hold that the tables do not know."""

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
_LISTS: dict[str, Callable[[str, Lang], str]] = {
    "activities": activities_text,
    "conditions": conditions_text,
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
    Say what a rule found, with the values it compared, what is to be asked of whom, or what speaks for it.

    Minutes of travel follow from where a person lives: only for the case's own coordinators.
    """
    values = _as_words(reason, lang)
    if reason.verdict == Verdict.FITS:
        return tell((*STRENGTH_SENTENCES.get(reason.rule, ()), _VAGUE_STRENGTH), values, lang)
    sentences = RULE_SENTENCES.get(reason.rule, _VAGUE)
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
    words: dict[str, object] = {}
    for name in reason.values.keys() - idle:
        # A stored code the vocabulary has lost is left out; a sentence that needs less is told then.
        with suppress(ValueError):
            words[name] = _word(reason, name, lang)
    if _number(reason, "met") < _number(reason, "of"):
        words["is_partly"] = True
    return words


def _word(reason: Reason, name: str, lang: Lang) -> object:
    given = reason.values[name]
    if name in _WORDS:
        return label(_WORDS[name](str(given)), lang)
    if name in _LISTS:
        return _LISTS[name](str(given), lang)
    if name == "stated_on":
        day = dt.date.fromisoformat(str(given))
        return day_text(day, lang, today=day + dt.timedelta(days=_number(reason, "days")))
    return given


def _number(reason: Reason, name: str) -> float:
    given = reason.values.get(name, 0)
    return 0 if isinstance(given, str) else given
