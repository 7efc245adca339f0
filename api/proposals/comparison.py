"""Two runs side by side: who moves where, who gains or loses a place, and what was asked differently."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Any

from api.context import Context
from api.proposals.access import note_people, open_people
from api.proposals.frozen import open_problem, open_proposal
from api.proposals.runs import view_of
from api.proposals.schemas import ComparisonView, MoveView
from api.tables import ProposalRun
from matching.labels import label
from matching.model import Option, Points, Proposal
from matching.phrases import Names, slots_text
from matching.vocabulary import Lang, NeedDomain

JA = Lang.JA
Choices = dict[tuple[str, NeedDomain], Option]


def compare_runs(context: Context, run_id: uuid.UUID, other_run_id: uuid.UUID) -> ComparisonView:
    """
    Compare two runs, from the first to the other; people whose case the user may not open are only counted.

    Raises
    ------
    Conflict
        If nothing has come of one of them.
    """
    before, after = context.find(ProposalRun, run_id), context.find(ProposalRun, other_run_id)
    vault = context.installation.vault
    old, new = _choices(open_proposal(vault, before)), _choices(open_proposal(vault, after))
    changed = {key: _kind(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())}
    criteria = {key: _difference(old.get(key), new.get(key)) for key in changed}
    people = open_people(context, {uuid.UUID(person_id) for person_id, _ in changed})
    note_people(context, before.id, people)
    names_before = Names.of(open_problem(vault, before).problem)
    names_after = Names.of(open_problem(vault, after).problem)
    told = {key: kind for key, kind in changed.items() if kind != "same" or criteria[key]}
    moves = [
        MoveView(
            person_id=uuid.UUID(person_id),
            number=people[uuid.UUID(person_id)].number,
            need=label(domain, JA),
            kind=kind,
            before=_text(old.get((person_id, domain)), names_before),
            after=_text(new.get((person_id, domain)), names_after),
            criteria=criteria[person_id, domain],
        )
        for (person_id, domain), kind in told.items()
        if uuid.UUID(person_id) in people
    ]
    return ComparisonView(
        before=view_of(before, None),
        after=view_of(after, None),
        is_same_input=before.problem_hash == after.problem_hash,
        weights=_differing(before.params["weights"], after.params["weights"]),
        rules=(before.rules_version, after.rules_version),
        counts={
            **Counter(changed.values()),
            "assigned": after.assigned - before.assigned,
            "left": after.left - before.left,
        },
        objective=_minus(after.objective, before.objective),
        moves=moves,
        hidden=len(told) - len(moves),
    )


def _choices(proposal: Proposal) -> Choices:
    return {(each.person_id, each.domain): each.choice for each in proposal.assignments}


def _kind(before: Option | None, after: Option | None) -> str:
    if before is None:
        return "gained"
    if after is None:
        return "lost"
    if before.menu_id != after.menu_id:
        return "moved"
    is_same = (before.slots, before.first_day, before.companion_pool_id) == (
        after.slots,
        after.first_day,
        after.companion_pool_id,
    )
    return "same" if is_same else "same_place"


def _difference(before: Option | None, after: Option | None) -> dict[str, int]:
    """Give what changed of the points of a choice, by criterion and with the person's priority."""
    if before is None or after is None:
        return {}
    old, new = _parts(before.points), _parts(after.points)
    return {
        name: new.get(name, 0) - old.get(name, 0)
        for name in (*old, *(name for name in new if name not in old))
        if new.get(name, 0) != old.get(name, 0)
    }


def _parts(points: Points) -> dict[str, int]:
    return {"placed": points.placed, "priority": points.priority, **points.by_criterion}


def _text(option: Option | None, names: Names) -> str:
    if option is None:
        return ""
    return f"{names.menu(option.menu_id, option.host_id, JA)} {slots_text(option.slots, JA)}"


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def _minus(after: int | None, before: int | None) -> int | None:
    return None if after is None or before is None else after - before
