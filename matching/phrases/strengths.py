"""What speaks for an option."""

from __future__ import annotations

from matching.labels import label
from matching.phrases.sentence import Sentence
from matching.vocabulary import BURDENS, Activity, Condition, Lang

STRENGTH_SENTENCES: dict[str, tuple[Sentence, ...]] = {
    "likes": (Sentence("好きな活動があります（{activities}）", "Has what the person likes ({activities})"),),
    "suits": (
        Sentence(
            "環境の希望が{of}件中{met}件合います（{conditions}）",
            "Meets {met} of {of:wish|wishes} about the place ({conditions})",
            ("is_partly",),
        ),
        Sentence(
            "環境の希望にすべて合います（{conditions}）", "Meets every wish about the place ({conditions})"
        ),
    ),
    "near": (
        Sentence(
            "片道{most_minutes}分までの希望に対し、{mode}で{minutes}分で着きます",
            "Wants {most_minutes:minute|minutes} one way at most; it takes {minutes} {mode}",
        ),
    ),
    "as_often": (
        Sentence("希望どおり週{slots}回参加できます", "As often as wished: {slots:slot|slots} a week"),
    ),
    "known_host": (Sentence("すでに関わりのある受入先です", "A host the person already knows"),),
}
"""The sentences of every reason of `matching.explain.strengths`."""

_WITH = Sentence("{label}あり", "with {label}")
_WITHOUT = Sentence("{label}なし", "without {label}")
_BETWEEN = Sentence("、", ", ")


def activities_text(codes: str, lang: Lang) -> str:
    """Name activities given by their codes with spaces between."""
    return _BETWEEN.fill(lang).join(label(Activity(code), lang) for code in codes.split())


def conditions_text(codes: str, lang: Lang) -> str:
    """Name conditions that are met: burdens that are not there, supports that are."""
    return _BETWEEN.fill(lang).join(
        (_WITHOUT if condition in BURDENS else _WITH).fill(lang, label=label(condition, lang))
        for condition in map(Condition, codes.split())
    )
