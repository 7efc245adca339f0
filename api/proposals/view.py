"""A proposal in words: one view, shown by the terminal and by the page alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.calendar import date_text
from api.words import word
from matching.labels import label
from matching.model import Assignment, Block, Option, Problem, Proposal, Slot, Unplaced, UnusedMargin
from matching.phrases import (
    Names,
    binding_text,
    day_text,
    points_text,
    preference_text,
    question_text,
    reason_text,
    slot_text,
    slots_text,
    status_text,
    travel_text,
    useful_change_text,
)
from matching.vocabulary import Lang, Verdict, Weekday

MARKS = {Verdict.FITS: "○", Verdict.TO_CHECK: "△", Verdict.DOES_NOT_FIT: "×"}
MOST_UNUSED = 15
_MOST_MENUS = 2


@dataclass(frozen=True)
class AssignmentView:
    """One proposed placement: who, where, when, the way there, and why."""

    person_id: str
    need: str
    mark: str
    verdict: str
    menu: str
    times: str
    week: tuple[tuple[str, int], ...]
    way: str
    companion: str
    said: str
    strengths: tuple[str, ...]
    questions: tuple[str, ...]
    preferred: str
    standbys: tuple[str, ...]


@dataclass(frozen=True)
class UnplacedView:
    """One need without a place: what stops the nearest menus, and what would help."""

    person_id: str
    need: str
    blocks: tuple[str, ...]
    more: str
    change: str
    question: str


@dataclass(frozen=True)
class UnusedView:
    """Margin nobody uses."""

    host: str
    slot: str
    mark: str
    left: int
    limit: str


@dataclass(frozen=True)
class ProposalView:
    """Everything a proposal says, in one language."""

    date: str
    status: str
    decide: str
    counts: str
    assignments: tuple[AssignmentView, ...]
    unplaced: tuple[UnplacedView, ...]
    released: tuple[UnplacedView, ...]
    changes: tuple[str, ...]
    unused: tuple[UnusedView, ...]
    formula: str


def proposal_view(problem: Problem, made: Proposal, lang: Lang) -> ProposalView:
    """Put a proposal into words."""
    names = Names.of(problem)
    weights = problem.weights
    return ProposalView(
        date=date_text(made.date, lang),
        status=status_text(made, lang, names),
        decide=word("decide", lang),
        counts=word(
            "counts",
            lang,
            people=len(problem.people),
            needs=sum(len(person.needs) for person in problem.people),
            served=len({(p.person_id, p.domain) for p in problem.placements}),
            hosts=len(problem.hosts),
            menus=len(problem.menus),
            assigned=len(made.assignments),
            unplaced=len(made.unplaced),
        ),
        assignments=tuple(_assignment(each, made, names, lang) for each in made.assignments),
        unplaced=tuple(_unplaced(each, names, lang) for each in made.unplaced),
        released=tuple(_unplaced(each, names, lang) for each in made.released_pins),
        changes=tuple(useful_change_text(each, names, lang) for each in made.changes if each.gain),
        unused=tuple(_unused(each, names, lang) for each in made.unused),
        formula=word(
            "formula",
            lang,
            placed=weights.placed,
            week=weights.waiting_point_a_week,
            rules=made.rules_version,
            solver=made.solver,
        ),
    )


def _assignment(assignment: Assignment, made: Proposal, names: Names, lang: Lang) -> AssignmentView:
    choice = assignment.choice
    marks = (
        ("together", assignment.party_id is not None),
        ("pinned", assignment.is_pinned),
        ("current", assignment.is_current),
    )
    companion = choice.companion_pool_id
    preferred = assignment.preferred
    return AssignmentView(
        person_id=assignment.person_id,
        need=label(assignment.domain, lang),
        mark=MARKS[choice.verdict],
        verdict=label(choice.verdict, lang),
        menu=names.menu(choice.menu_id, choice.host_id, lang),
        times=word(
            "times",
            lang,
            slots=slots_text(choice.slots, lang),
            day=day_text(choice.first_day, lang, made.date),
        ),
        week=_week(choice.slots, lang),
        way=travel_text(choice, lang),
        companion=word("companion", lang, name=names.bringer(companion, "", lang)) if companion else "",
        said="・".join(word(key, lang) for key, holds in marks if holds),
        strengths=_strengths(choice, lang),
        questions=tuple(reason_text(question, lang) for question in choice.questions),
        preferred=preference_text(preferred, names, lang) if preferred else "",
        standbys=tuple(
            f"{names.menu(option.menu_id, option.host_id, lang)} {slots_text(option.slots, lang)}"
            for option in assignment.standbys
        ),
    )


def _strengths(choice: Option, lang: Lang) -> tuple[str, ...]:
    told = tuple(reason_text(strength, lang) for strength in choice.strengths)
    return told or (points_text(choice.points, lang),)


def _week(slots: Iterable[Slot], lang: Lang) -> tuple[tuple[str, int], ...]:
    """Give for each weekday its short name and how many slots it holds; a room holds every night."""
    held = tuple(slots)
    return tuple(
        (label(day, lang), sum(slot.is_night or slot.weekday == day for slot in held)) for day in Weekday
    )


def _unplaced(left: Unplaced, names: Names, lang: Lang) -> UnplacedView:
    more = len(left.blocks) - _MOST_MENUS
    change = left.change
    blocks = tuple(_block(block, names, lang) for block in left.blocks[:_MOST_MENUS])
    return UnplacedView(
        person_id=left.person_id,
        need=label(left.domain, lang),
        blocks=blocks or (word("no_menu", lang),),
        more=word("more_menus", lang, n=more) if more > 0 else "",
        change=useful_change_text(change, names, lang) if change else _next_step(left, lang),
        question=question_text(left.question, lang) if left.question else "",
    )


def _next_step(left: Unplaced, lang: Lang) -> str:
    """Say what comes next where no single change of a host would help."""
    for rule in ("consent", "scheme"):
        if left.blocks and all(rule in {reason.rule for reason in block.reasons} for block in left.blocks):
            return word(f"next_{rule}", lang)
    return word("no_change", lang)


def _block(block: Block, names: Names, lang: Lang) -> str:
    reasons = [reason_text(reason, lang) for reason in block.reasons]
    reasons += [binding_text(binding, names, lang) for binding in block.full[:2]]
    return f"{names.menu(block.menu_id, block.host_id, lang)}: {' / '.join(reasons)}"


def _unused(margin: UnusedMargin, names: Names, lang: Lang) -> UnusedView:
    return UnusedView(
        host=names.host(margin.host_id, lang),
        slot=slot_text(margin.slot, lang),
        mark=MARKS[Verdict.TO_CHECK if margin.asks else Verdict.FITS],
        left=margin.left,
        limit=label(margin.limit, lang),
    )
