"""A sentence in both languages with places for values, and how it is filled."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matching.vocabulary import Lang


class Sentence(NamedTuple):
    """
    One sentence, or a part of one, in Japanese and English.

    Parameters
    ----------
    ja, en
        Values stand in braces: ``{free}``; English counts with both forms of the noun: ``{free:slot|slots}``.
    needs
        Values that must be there for the sentence to be true, beside those it prints.
    """

    ja: str
    en: str
    needs: tuple[str, ...] = ()

    def can_be_told(self, values: Mapping[str, object]) -> bool:
        """Tell whether every value it prints or needs is there."""
        printed = {name for text in self[:2] for _, name, _, _ in _FILLER.parse(text) if name}
        return printed.union(self.needs) <= values.keys()

    def fill(self, lang: Lang, **values: object) -> str:
        """Put the values in; the result is one line, whatever people have typed into a name."""
        return _FILLER.vformat(self.ja if lang == Lang.JA else self.en, (), values)


def tell(alternatives: Sequence[Sentence], values: Mapping[str, object], lang: Lang) -> str:
    """
    Fill the first of the alternatives that can be told with the values at hand.

    Parameters
    ----------
    alternatives
        The one that says most comes first; the last needs no value.
    values
        By name; those no sentence prints do no harm.
    lang
        The language.
    """
    sentence = next((each for each in alternatives if each.can_be_told(values)), alternatives[-1])
    return sentence.fill(lang, **values)


class _Filler(string.Formatter):
    """Format values as people read them."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write a number with its noun in singular or plural, anything else as it is."""
        shown = f"{value:g}" if isinstance(value, float) else " ".join(str(value).splitlines())
        if not format_spec:
            return shown
        one, many = format_spec.split("|")
        return f"{shown} {one if value == 1 else many}"


_FILLER = _Filler()
