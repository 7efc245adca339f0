"""Tests of the labels."""

from __future__ import annotations

import inspect
import re
from enum import Enum

import pytest

from matching import vocabulary
from matching.labels import LABELS, label, plain_label
from matching.vocabulary import HostKind, Lang, NeedDomain, ServiceGroup, Verdict, Weekday

ENUMS = [
    found
    for _, found in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(found, Enum) and found.__module__ == vocabulary.__name__
]
MEMBERS = [member for enum in ENUMS for member in enum]
WRITTEN_IN_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
DIAGNOSIS = re.compile(
    "障害|障がい|病|症|診断|手帳|うつ|disab|disorder|illness|diagnos|patient", re.IGNORECASE
)


def test_there_is_a_table_for_each_enum_of_the_vocabulary() -> None:
    """No enum is without a table, and no table holds members that are gone."""
    assert set(LABELS) == set(ENUMS)
    assert {(kind, member) for kind, table in LABELS.items() for member in table} == {
        (type(member), member) for member in MEMBERS
    }


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_every_member_has_a_label_in_both_languages(member: Enum) -> None:
    """Both are there, standard and plain; Japanese is Japanese, English has none of it."""
    for name in (label, plain_label):
        assert WRITTEN_IN_JAPANESE.search(name(member, Lang.JA))
        english = name(member, Lang.EN)
        assert english
        assert not WRITTEN_IN_JAPANESE.search(english)
        assert "_" not in name(member, Lang.JA) + english


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
@pytest.mark.parametrize("lang", Lang)
def test_members_of_one_enum_are_told_apart(enum: type[Enum], lang: Lang) -> None:
    """No two members of an enum share a label, neither the standard nor the plain one."""
    assert len({label(member, lang) for member in enum}) == len(enum)
    assert len({plain_label(member, lang) for member in enum}) == len(enum)


@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_no_label_is_a_diagnosis(member: Enum) -> None:
    """No word of the vocabulary names an illness or a disability."""
    for lang in Lang:
        assert not DIAGNOSIS.search(label(member, lang) + plain_label(member, lang))


def test_members_with_equal_values_keep_their_own_labels() -> None:
    """Enums of strings are equal across enums; their labels are not mixed up."""
    assert str(HostKind.RESIDENTIAL) == str(ServiceGroup.RESIDENTIAL)
    assert label(HostKind.RESIDENTIAL) == "入所・居住系サービス"
    assert label(ServiceGroup.RESIDENTIAL) == "入所・居住系"


@pytest.mark.parametrize(
    ("member", "ja", "en"),
    [
        (HostKind.WORK_EXPERIENCE, "就労体験", "work experience"),
        (HostKind.TYPE_B, "就労継続支援B型", "supported work, type B"),
        (HostKind.SALON, "通いの場", "community salon"),
        (Verdict.TO_CHECK, "要確認", "to check"),
        (Weekday.WED, "水", "Wed"),
    ],
)
def test_standard_terms_are_those_of_the_field(member: Enum, ja: str, en: str) -> None:
    """The terms coordinators know are spelled as they know them; Japanese is the default."""
    assert label(member) == label(member, Lang.JA) == ja
    assert label(member, Lang.EN) == en


def test_plain_words_are_for_the_person() -> None:
    """Where the standard term is jargon there is an everyday word; elsewhere the term itself."""
    assert plain_label(NeedDomain.HOUSING) == "住まい"
    assert plain_label(Verdict.TO_CHECK) == "確かめることがあります"
    assert plain_label(HostKind.SALON) == label(HostKind.SALON)
