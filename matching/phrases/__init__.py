"""
Every sentence about a proposal, in Japanese and English; no other module spells one.

Sentences stand in tables, both languages side by side, keyed by the code they are about: rules
(`rules`), what speaks for an option (`strengths`), limits (`limits`), changes
(`changes`), times and ways (`times`). All functions are pure, and give one line.
"""

from __future__ import annotations

import math

from matching.model import Points, Preference, Proposal, Question
from matching.phrases.changes import (
    CHANGE_SENTENCES,
    CHANGE_TITLES,
    change_aim,
    change_request,
    change_text,
    change_title,
    useful_change_text,
)
from matching.phrases.limits import LIMIT_SENTENCES, binding_text
from matching.phrases.names import Names
from matching.phrases.reasons import question_to_person, reason_text
from matching.phrases.rules import RULE_NAMES, RULE_SENTENCES
from matching.phrases.sentence import Sentence, tell
from matching.phrases.strengths import STRENGTH_SENTENCES
from matching.phrases.times import day_text, part_of_day_text, slot_text, slots_text, travel_text
from matching.vocabulary import Lang, SolveStatus

__all__ = [
    "CHANGE_SENTENCES",
    "CHANGE_TITLES",
    "CRITERION_SENTENCES",
    "LIMIT_SENTENCES",
    "RULE_NAMES",
    "RULE_SENTENCES",
    "STATUS_SENTENCES",
    "STRENGTH_SENTENCES",
    "Names",
    "binding_text",
    "change_aim",
    "change_request",
    "change_text",
    "change_title",
    "day_text",
    "part_of_day_text",
    "points_text",
    "preference_text",
    "question_text",
    "question_to_person",
    "reason_text",
    "slot_text",
    "slots_text",
    "status_text",
    "travel_text",
    "useful_change_text",
]

_FIRST_QUESTIONS = (
    Sentence(
        "最初に聞くとよいこと: {question}（答えによって{touches}件中{opens}件が候補として確定します）",
        "Worth asking first: {question} (the answer can settle {opens} of {touches:option|options})",
        ("has_more",),
    ),
    Sentence(
        "最初に聞くとよいこと: {question}（答えによって{opens}件が候補として確定します）",
        "Worth asking first: {question} (the answer can settle {opens:option|options})",
    ),
    Sentence(
        "最初に聞くとよいこと: {question}（{touches}件の候補に関わります）",
        "Worth asking first: {question} (it bears on {touches:option|options})",
    ),
)
STATUS_SENTENCES: dict[SolveStatus, tuple[Sentence, ...]] = {
    SolveStatus.OPTIMAL: (
        Sentence("最適（これ以上よい割当はありません）", "Optimal (no better assignment exists)"),
    ),
    SolveStatus.WITHIN_GAP: (
        Sentence("最適との差 {gap} % 以内", "Within {gap} % of the best possible assignment"),
    ),
    SolveStatus.TIMED_OUT: (
        Sentence(
            "時間切れ（最適との差は最大 {gap} %）", "Timed out (at most {gap} % below the best possible)"
        ),
    ),
    SolveStatus.STOPPED: (
        Sentence("中止（最適との差は最大 {gap} %）", "Stopped (at most {gap} % below the best possible)"),
    ),
    SolveStatus.INFEASIBLE: (
        Sentence(
            "不成立（固定した割当が成り立ちません: {pins}）",
            "Infeasible (fixed assignments that cannot hold: {pins})",
        ),
        Sentence(
            "不成立（固定した割当が成り立ちません: {count}件）",
            "Infeasible ({count:fixed assignment|fixed assignments} cannot hold)",
        ),
    ),
}
_PREFERENCES = (
    Sentence(
        "{menu}のほうが本人に合いますが、空きが足りません。{full}",
        "{menu} suits the person better, but has not enough room. {full}",
    ),
    Sentence(
        "{menu}のほうが本人に合い、空きもあります（今の割当が固定されているか、計算が途中で終わりました）",
        "{menu} suits the person better and is free "
        "(this assignment is fixed, or the calculation ended early)",
        ("is_free",),
    ),
    Sentence(
        "{menu}のほうが本人に合いますが、ほかの割当と両立しません",
        "{menu} suits the person better, but does not go together with other assignments",
    ),
)
CRITERION_SENTENCES = {
    "wish": Sentence("希望", "wishes"),
    "conditions": Sentence("環境", "surroundings"),
    "travel": Sentence("近さ", "nearness"),
    "continuity": Sentence("受入先の継続", "a host already known"),
    "retention": Sentence("定着の見込み", "likely to last"),
    "host_unknown": Sentence("受入先に未確認", "not yet asked of the host"),
    "ladder": Sentence("回数と次の一歩", "pace and next step"),
    "spread": Sentence("曜日の散らばり", "days spread out"),
    "late_start": Sentence("開始の遅れ", "later start"),
}
"""What the points of each criterion of `matching.scoring` are for."""

_OTHER_CRITERION = Sentence("その他", "other")
_BETWEEN = Sentence("・", ", ")
_NO_POINTS = Sentence("内訳なし", "no points of its own")


def question_text(question: Question, lang: Lang = Lang.JA) -> str:
    """Give the question worth asking first, and what its answer could settle."""
    values: dict[str, object] = {"question": question_to_person(question.rule, lang)}
    values["touches"] = question.touches
    if question.opens > 0:
        values["opens"] = question.opens
    if question.touches > question.opens:
        values["has_more"] = True
    return tell(_FIRST_QUESTIONS, values, lang)


def status_text(proposal: Proposal, lang: Lang = Lang.JA, names: Names | None = None) -> str:
    """
    Say how the solve ended, with the proven gap to the best possible assignment, never rounded down.

    Parameters
    ----------
    proposal
        The proposal.
    lang
        The language.
    names
        Where given, menus of fixed assignments that cannot hold are named, else they are counted. Why each
        cannot hold stands with its person and not here, where everybody may read it.
    """
    gap = max(0.0, math.ceil(proposal.optimality_gap * 1000 - 1e-6) / 10)
    values: dict[str, object] = {"gap": f"{gap:.1f}", "count": len(proposal.released_pins)}
    blocks = [block for pin in proposal.released_pins for block in pin.blocks]
    if names is not None and blocks:
        menus = dict.fromkeys(names.menu(block.menu_id, block.host_id, lang) for block in blocks)
        values["pins"] = _BETWEEN.fill(lang).join(menus)
    return tell(STATUS_SENTENCES[proposal.status], values, lang)


def preference_text(preference: Preference, names: Names, lang: Lang = Lang.JA) -> str:
    """Say why an option that suits better is not the first choice; nothing of whom else it may concern."""
    option = preference.option
    values: dict[str, object] = {"menu": names.menu(option.menu_id, option.host_id, lang)}
    if preference.full is not None:
        values["full"] = binding_text(preference.full, names, lang)
    if preference.is_free:
        values["is_free"] = True
    return tell(_PREFERENCES, values, lang)


def points_text(points: Points, lang: Lang = Lang.JA) -> str:
    """Give the fit of an option by criterion: 「希望 +250・近さ +160・受入先に未確認 −60」."""
    return _BETWEEN.fill(lang).join(
        f"{CRITERION_SENTENCES.get(name, _OTHER_CRITERION).fill(lang)} {_signed(number)}"
        for name, number in points.by_criterion.items()
    ) or _NO_POINTS.fill(lang)


def _signed(number: int) -> str:
    return f"{'−' if number < 0 else '+'}{abs(number):,}"
