"""ふりがな on the sheet a person is shown."""

from __future__ import annotations

import pytest

from api.desk.ruby import KANJI, READINGS, kanji_without_reading, over, ruby
from api.desk.sheet import WORDS, plain_strengths, plain_way
from api.web.weeks import DAY_NAMES
from matching.labels import plain_label
from matching.vocabulary import Activity, NeedDomain, TravelMode

RULES = ("likes", "suits", "as_often", "near", "known_host")
SAID = [
    *WORDS.values(),
    *DAY_NAMES,
    *(plain_label(each) for each in NeedDomain),
    *(plain_way(mode, 12) for mode in TravelMode),
    plain_way(None, None),
    *(line for each in Activity for line in plain_strengths([each], RULES)),
]


@pytest.mark.parametrize("text", sorted(set(SAID)))
def test_every_kanji_of_the_sheet_has_its_reading(text: str) -> None:
    """Nothing on the sheet but a name asks for more than kana."""
    assert kanji_without_reading(text) == []


def test_a_kanji_that_is_not_in_the_table_is_found() -> None:
    """The check sees what is missing."""
    assert kanji_without_reading("鬱") == ["鬱"]


def test_readings_stand_over_whole_words_and_text_is_never_markup() -> None:
    """The longest word wins, and what a name holds is escaped."""
    assert ruby("自転車で") == over("自転車", "じてんしゃ") + "で"
    assert ruby("<b>") == "&lt;b&gt;"
    assert all(KANJI.fullmatch(letter) for word in READINGS for letter in word)
