"""「水曜午後に来られる人」: who could use one slot, by the kernel's own pairs and rules; nothing is kept."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator, Mapping

import numpy as np
from sqlalchemy import select

from api.context import Context
from api.errors import NotFound
from api.host_cards.views import CandidatesView, SlotCandidateView
from api.hosts.queries import slot_view
from api.mapping.problem import LoadedProblem, load_problem
from api.people.service import ages_of
from api.policy.gate import cases_of
from api.policy.vocabulary import Field
from api.tables import Menu, MenuSlot, Person
from matching.columns import Columns
from matching.columns.people import DOMAINS, MODES
from matching.eligibility import Pairs, evaluate, reasons
from matching.labels import label
from matching.model import Problem
from matching.pairing import pairs_of
from matching.phrases import reason_text
from matching.vocabulary import Verdict

_ORDER = {Verdict.FITS: 0, Verdict.TO_CHECK: 1, Verdict.DOES_NOT_FIT: 2}
_NOT_THEN = (
    ("free", "この曜日・時間は空いていません"),
    ("short_enough", "この枠は、本人が続けられる時間より長いです"),
    ("accompanied", "この時間に同行できる人がいません"),
)


def show_candidates(context: Context, menu_id: uuid.UUID, slot_id: uuid.UUID) -> CandidatesView:
    """
    Give who could use a slot of one of the host's menus, and why others could not.

    People who already have a place for the need, or wait for an answer on one, are left out.

    Raises
    ------
    NotFound
        If the menu is not the host's, or the slot not the menu's.
    """
    menu, slot = context.find(Menu, menu_id), context.find(MenuSlot, slot_id)
    if menu.host_id != context.host.id or slot.menu_id != menu.id:
        raise NotFound
    people = context.session.execute(select(Person)).scalars().all()
    seen = {each for each, case in cases_of(context, people).items() if Field.WISHES in case.visible}
    shown = [person for person in people if person.id in seen]
    loaded = load_problem(context.session, context.now, context.today, ages=ages_of(context, shown))
    numbers = {str(person.id): person.number for person in people}
    found = list(_candidates(loaded, menu, slot_id, numbers))
    own = [each for each in found if each.person_id in seen]
    fitting = [each for each in found if each.verdict != Verdict.DOES_NOT_FIT]
    context.note(context.host, menu_id=str(menu.id), slot_id=str(slot_id), shown=len(own))
    return CandidatesView(
        menu_id=menu.id,
        menu=menu.name,
        slot=slot_view(slot),
        candidates=sorted(own, key=lambda each: (_ORDER[each.verdict], each.waiting_since, each.number)),
        hidden=sum(each.person_id not in seen for each in fitting),
    )


def _candidates(
    loaded: LoadedProblem, menu: Menu, slot_id: uuid.UUID, numbers: Mapping[str, str]
) -> Iterator[SlotCandidateView]:
    problem = loaded.problem
    rows = [row for row, each in enumerate(problem.menus) if each.id == str(menu.id)]
    if not rows:  # closed, or nothing is known of what it draws on
        return
    (row,) = rows
    slots = problem.menus[row].slots
    bit = [loaded.hosts.menu_slots[str(menu.id), slot] for slot in slots].index(slot_id)
    columns = Columns.of(problem)
    units = columns.units
    member = np.flatnonzero((columns.menus.domains[row] >> units.domain[units.member_unit]) & 1)
    pairs = pairs_of(
        problem,
        columns,
        units.member_unit[member],
        units.member_person[member],
        np.full(member.size, row, dtype=np.int64),
    )
    findings = evaluate(pairs)
    for at in range(len(pairs)):
        missing = [words for name, words in _NOT_THEN if not int(getattr(pairs, name)[at]) >> bit & 1]
        told = reasons(pairs, findings, at)
        if missing or not findings.allows[at]:
            verdict = Verdict.DOES_NOT_FIT
        else:
            verdict = Verdict.TO_CHECK if told else Verdict.FITS
        words = [*missing, *(reason_text(each) for each in told)]
        yield _candidate(problem, pairs, at, verdict, words, numbers)


def _candidate(
    problem: Problem, pairs: Pairs, at: int, verdict: Verdict, words: list[str], numbers: Mapping[str, str]
) -> SlotCandidateView:
    person = problem.people[int(pairs.person[at])]
    domain = DOMAINS[int(pairs.domain[at])]
    return SlotCandidateView(
        person_id=uuid.UUID(person.id),
        number=numbers[person.id],
        waiting_since=person.waiting_since,
        domain=domain,
        need=label(domain),
        verdict=verdict,
        way=_way(pairs, at),
        reasons=words,
    )


def _way(pairs: Pairs, at: int) -> str:
    minutes, mode = float(pairs.minutes[at]), int(pairs.mode[at])
    if mode < 0 or not math.isfinite(minutes):
        return ""
    return f"{label(MODES[mode])}で片道 {math.ceil(minutes)}分"
