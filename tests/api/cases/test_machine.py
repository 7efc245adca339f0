"""The table of steps by itself, and the page that is made from it."""

from __future__ import annotations

from pathlib import Path

from api.cases.facts import _LOOK_FOR
from api.cases.machine import RULES, missing, rule_for, rules_from
from api.cases.page import case_page
from api.cases.words import (
    NEEDED_WORDS,
    NOTE_WORDS,
    REASON_WORDS,
    RESULT_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    STEP_WORDS,
    Needed,
)
from api.tables import CaseState, CloseReason, NoteKind, NoteResult, Source, Step

ROOT = Path(__file__).parents[3]


def test_the_page_is_the_table() -> None:
    """docs/case.md is what the code makes, byte for byte."""
    assert (ROOT / "docs/case.md").read_text(encoding="utf-8") == case_page()


def test_everything_has_words_and_a_look() -> None:
    """Each state, step, record, reason and kind has its words, and each record a function that looks."""
    for kind, words in (
        (CaseState, STATE_WORDS),
        (Step, STEP_WORDS),
        (Needed, NEEDED_WORDS),
        (Needed, _LOOK_FOR),
        (Source, SOURCE_WORDS),
        (CloseReason, REASON_WORDS),
        (NoteKind, NOTE_WORDS),
        (NoteResult, RESULT_WORDS),
    ):
        assert set(kind) == set(words), kind


def test_a_step_leads_to_one_place() -> None:
    """From a state a step has one row, and every record is needed somewhere."""
    assert len({(rule.source, rule.step) for rule in RULES}) == len(RULES)
    assert {needed for rule in RULES for needed in rule.needs} == set(Needed)
    assert rule_for(CaseState.RECEIVED, Step.START) is None


def test_support_is_reached_through_every_record_on_the_way() -> None:
    """Whichever way one goes, no record between reception and support can be left out."""
    on_the_way = {
        Needed.CONSENT,
        Needed.APPLICATION,
        Needed.APPLYING_AGENCY,
        Needed.APPLICATION_CONSENT,
        Needed.ASSESSMENT,
        Needed.GAP_CHECK,
        Needed.PLAN_SUBMITTED,
        Needed.PLAN_AGREED,
        Needed.PLAN_DECIDED,
    }
    for left_out in on_the_way:
        assert CaseState.SUPPORTED not in _reached(set(Needed) - {left_out}), left_out
    assert CaseState.SUPPORTED in _reached(on_the_way)


def test_every_state_leads_to_an_end() -> None:
    """With all records, nobody is kept: from each state some way leads to the end of the episode."""
    for state in CaseState:
        assert any(end.is_over for end in _reached(set(Needed), state)), state
    assert CaseState.FINISHED not in _reached(set(Needed) - {Needed.CLOSURE_AGREED})


def _reached(held: set[Needed], start: CaseState = CaseState.RECEIVED) -> set[CaseState]:
    found, open_states = {start}, [start]
    while open_states:
        for rule in rules_from(open_states.pop()):
            if not missing(rule, held) and rule.target not in found:
                found.add(rule.target)
                open_states.append(rule.target)
    return found
