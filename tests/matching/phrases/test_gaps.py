"""The sentences of a gap analysis: true, in both languages, and with nobody's name in them."""

from __future__ import annotations

import dataclasses
import re
from typing import TypeVar

import pytest

from matching.eligibility import RULES
from matching.gaps.making import developments
from matching.gaps.templates import default_templates
from matching.gaps.unused import FULL
from matching.model.gap import HostCare, Likeness, Price, UnusedPlace
from matching.phrases import Names
from matching.phrases.gaps import (
    BARRIER_SENTENCES,
    CARE_SENTENCES,
    barrier_text,
    care_text,
    development_text,
    likeness_text,
    plan_text,
    price_text,
    prospect_text,
    requests,
    unmet_text,
    unused_text,
)
from matching.vocabulary import Care, HostKind, Lang, Weekday
from tests.matching.gaps.conftest import Analysed, analysed

__all__ = ["analysed"]

T = TypeVar("T")
PERSON = re.compile(r"\bP\d{3}\b")
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")


def texts(found: Analysed, lang: Lang) -> list[str]:
    """Write every finding of the demo town."""
    report, names = found.report, Names.of(found.problem)
    prospects = (*report.prospects, *report.combinations)
    return [
        *(unmet_text(each, lang) for each in report.unmet),
        *(unused_text(each, names, lang) for each in report.unused),
        *(price_text(each, names, lang) for each in report.prices),
        *(prospect_text(each, names, lang) for each in prospects),
        *(text for each in prospects for text in requests(each.development, names, lang)),
        *(care_text(each, names, lang) for each in report.care),
        plan_text(report.plan, lang),
    ]


@pytest.mark.parametrize("lang", list(Lang))
def test_every_finding_is_one_line_without_anybody(analysed: Analysed, lang: Lang) -> None:
    """No line is empty or broken, none has a place left to fill, none names a person."""
    for text in texts(analysed, lang):
        assert text
        assert "\n" not in text
        assert not PERSON.search(text)
        assert not re.search(r"[{}]", text)


def test_points_are_shown_to_nobody(analysed: Analysed) -> None:
    """Prices are told in people."""
    names = Names.of(analysed.problem)
    for price in analysed.report.prices:
        assert str(round(price.points)) not in price_text(price, names)


@pytest.mark.parametrize("rule", [*(rule.id for rule in RULES), FULL, "own_time", "too_far_below_best", ""])
def test_every_barrier_has_a_name_in_both_languages(rule: str) -> None:
    """Each rule that can keep people out is named."""
    assert JAPANESE.search(barrier_text(rule))
    assert not JAPANESE.search(barrier_text(rule, Lang.EN))
    assert rule in BARRIER_SENTENCES or rule.startswith("condition_")


def test_each_kind_of_development_is_named(analysed: Analysed) -> None:
    """Where, when and for how many stands in each."""
    names = Names.of(analysed.problem)
    possible = developments(analysed.problem, analysed.proposal, default_templates().templates)
    by_kind = {each.kind: each for each in possible}
    told = {kind: development_text(each, names) for kind, each in by_kind.items()}
    assert len(set(told.values())) == len(told)
    for kind, each in by_kind.items():
        assert each.district in told[kind] or names.hosts[each.host_ids[0]] in told[kind]


def test_a_change_is_told_by_what_it_gains(analysed: Analysed) -> None:
    """Confirmed, without effect, and not yet recalculated are three different things."""
    names = Names.of(analysed.problem)
    change = analysed.report.prices[0].change
    told = [price_text(Price(change, 1.0, gain), names) for gain in (2, 0, None)]
    assert "2人" in told[0]
    assert "0人" in told[1]
    assert "まだ" in told[2]


def test_slots_that_are_alike_stand_in_one_line(analysed: Analysed) -> None:
    """Given several slots, the line names them all."""
    place: UnusedPlace = analysed.report.unused[0]
    names = Names.of(analysed.problem)
    other = dataclasses.replace(place.slot, weekday=Weekday.MON)
    assert "月・" in unused_text(place, names, slots=(place.slot, other))


def test_care_is_told_with_its_number() -> None:
    """Every reason to look after a host has a sentence; of the unused without a date nothing is invented."""
    names = Names(hosts={"H1": "みほん農園"})
    for care in Care:
        assert "7" in care_text(HostCare("H1", care, 7), names)
        assert care in CARE_SENTENCES
    assert "週" not in care_text(HostCare("H1", Care.UNUSED, 0), names)


def test_who_could_be_asked_is_told_as_far_as_it_is_known() -> None:
    """定員 and distance stand there only if known."""
    whole = Likeness("H1", "みほん作業所", HostKind.TYPE_B, 20, 1_234, is_same_kind=True, is_known=False)
    assert likeness_text(whole) == "みほん作業所（就労継続支援B型、定員20人、1.2 km）"
    bare = dataclasses.replace(whole, quota=None, distance_m=None)
    assert likeness_text(bare) == "みほん作業所（就労継続支援B型）"
