"""What is sealed opens in its own place with its own key, and nowhere else."""

from __future__ import annotations

import dataclasses
import os
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import KeyLost
from api.infra.crypto import KEY_BYTES, Place, RootKeys, seal, unseal

KEY = bytes(range(KEY_BYTES))
PLACE = Place(uuid.UUID(int=1), "person", uuid.UUID(int=2), "sealed")
TEXT = "見本 一郎".encode()


def test_a_text_opens_where_it_was_sealed() -> None:
    """The same text looks different each time and comes back as it was."""
    first, second = seal(KEY, PLACE, TEXT), seal(KEY, PLACE, TEXT)
    assert first != second
    assert TEXT not in first
    assert unseal(KEY, PLACE, first) == unseal(KEY, PLACE, second) == TEXT


@pytest.mark.parametrize(
    "moved",
    [
        {"row_id": uuid.UUID(int=3)},
        {"column": "sealed_problem"},
        {"table": "person_need"},
        {"municipality_id": uuid.UUID(int=9)},
    ],
)
def test_a_text_that_was_moved_does_not_open(moved: dict[str, object]) -> None:
    """Swapped between rows, columns, tables or municipalities it is an error, not another's record."""
    with pytest.raises(KeyLost):
        unseal(KEY, dataclasses.replace(PLACE, **moved), seal(KEY, PLACE, TEXT))  # type: ignore[arg-type]


def test_parts_of_a_place_do_not_run_into_each_other() -> None:
    """A longer table with a shorter column is another place."""
    other = dataclasses.replace(PLACE, table="persons", column="ealed")
    with pytest.raises(KeyLost):
        unseal(KEY, other, seal(KEY, PLACE, TEXT))


def test_another_subjects_key_does_not_open_it() -> None:
    """A text of one subject in the row of another stays shut."""
    with pytest.raises(KeyLost):
        unseal(os.urandom(KEY_BYTES), PLACE, seal(KEY, PLACE, TEXT))


@given(st.binary(max_size=40), st.data())
def test_a_flipped_bit_is_noticed(text: bytes, data: st.DataObject) -> None:
    """Whichever bit of a sealed text is changed, it does not open; nor does a part of it."""
    sealed = seal(KEY, PLACE, text)
    assert unseal(KEY, PLACE, sealed) == text
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    cut = data.draw(st.integers(0, len(sealed) - 1))
    for wrong in (bytes(changed), sealed[:cut]):
        with pytest.raises(KeyLost):
            unseal(KEY, PLACE, wrong)


def test_each_use_has_a_key_of_its_own() -> None:
    """The keys that follow from one secret differ from each other, and with the secret."""
    one, other = RootKeys("one"), RootKeys("other")
    keys = {one.wrapping, one.audit, one.index, one.form, other.wrapping, other.audit}
    assert len(keys) == 6


def test_exact_words_are_found_whatever_their_width() -> None:
    """The index is the same for ﾐﾎﾝ and ミホン, another for other words and in another municipality."""
    roots, here, there = RootKeys("one"), uuid.UUID(int=1), uuid.UUID(int=2)
    assert roots.blind_index(here, "ﾐﾎﾝ ｲﾁﾛｳ") == roots.blind_index(here, "ミホン　イチロウ")
    assert roots.blind_index(here, "ミホンイチロウ") != roots.blind_index(here, "ミホンジロウ")
    assert roots.blind_index(here, "ミホン") != roots.blind_index(there, "ミホン")
    assert roots.blind_index(here, "ミホン") != RootKeys("other").blind_index(here, "ミホン")
