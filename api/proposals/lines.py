"""What a run says of people, of changes and of unused margin, to a user who may open some of the cases."""

from __future__ import annotations

import dataclasses
import uuid
from collections import Counter
from collections.abc import Collection
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.proposals import view as words
from api.proposals.access import note_people, open_people
from api.proposals.frozen import open_problem, open_proposal
from api.proposals.schemas import (
    ChangeList,
    ChangeView,
    LineList,
    LineView,
    OptionView,
    UnusedList,
    UnusedView,
)
from api.tables import LineKind, ProposalLine, ProposalRun
from matching.labels import label
from matching.model import Assignment, Change, Option, Proposal, Slot, Unplaced
from matching.phrases import Names, change_title, slot_text, slots_text, useful_change_text
from matching.vocabulary import Lang, Verdict

JA = Lang.JA
_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)
_SLOT: TypeAdapter[Slot] = TypeAdapter(Slot)


def list_lines(context: Context, run_id: uuid.UUID) -> LineList:
    """
    Give the lines of the people whose case the user may open, and count the others.

    Raises
    ------
    Conflict
        If nothing has come of the run.
    """
    run = context.find(ProposalRun, run_id)
    vault = context.installation.vault
    proposal, problem = open_proposal(vault, run), open_problem(vault, run).problem
    rows = context.session.execute(select(ProposalLine).where(col(ProposalLine.run_id) == run.id)).scalars()
    lines = {(str(row.person_id), row.domain, row.kind): row for row in rows}
    people = open_people(context, {row.person_id for row in lines.values()})
    note_people(context, run.id, people)
    shown = _about(proposal, people)
    view, names = words.proposal_view(problem, shown, JA), Names.of(problem)

    def line(about: Assignment | Unplaced, kind: LineKind, **told: Any) -> LineView:
        person = people[uuid.UUID(about.person_id)]
        row = lines.get((about.person_id, about.domain, kind))
        return LineView(
            person_id=person.id,
            number=person.number,
            domain=about.domain,
            need=label(about.domain, JA),
            kind=kind,
            placement_id=row.placement_id if row else None,
            **told,
        )

    assigned = [
        line(
            each,
            LineKind.ASSIGNED,
            choice=option_view(each.choice, names),
            standbys=[option_view(option, names) for option in each.standbys],
            **_assigned(told),
        )
        for each, told in zip(shown.assignments, view.assignments, strict=True)
    ]
    left = [
        line(each, LineKind.LEFT, **_left(told))
        for each, told in zip(shown.unplaced, view.unplaced, strict=True)
    ]
    released = [
        line(each, LineKind.RELEASED, **_left(told))
        for each, told in zip(shown.released_pins, view.released, strict=True)
    ]
    return LineList(
        decide=view.decide,
        formula=view.formula,
        lines=[*assigned, *left, *released],
        hidden=Counter(row.kind for row in lines.values() if row.person_id not in people),
    )


def list_changes(context: Context, run_id: uuid.UUID) -> ChangeList:
    """Give the most useful changes; of whom they would help only those whose case the user may open."""
    run = context.find(ProposalRun, run_id)
    vault = context.installation.vault
    proposal, problem = open_proposal(vault, run), open_problem(vault, run).problem
    names = Names.of(problem)
    helped = {each for useful in proposal.changes for each in useful.could_use}
    helped |= {useful.change.person_id for useful in proposal.changes if useful.change.person_id}
    people = open_people(context, {uuid.UUID(each) for each in helped})
    note_people(context, run.id, people)
    numbers = {str(person_id): person.number for person_id, person in people.items()}
    return ChangeList(
        changes=[
            ChangeView(
                text=useful_change_text(useful, names, JA),
                title=change_title(useful.change.kind, JA),
                change=sendable(useful.change),
                gain=useful.gain,
                could_use=len(useful.could_use),
                numbers=sorted(numbers[each] for each in useful.could_use if each in numbers),
            )
            for useful in proposal.changes
            if not useful.change.person_id or useful.change.person_id in numbers
        ]
    )


def list_unused(context: Context, run_id: uuid.UUID) -> UnusedList:
    """Give the margin nobody uses."""
    run = context.find(ProposalRun, run_id)
    vault = context.installation.vault
    proposal, names = open_proposal(vault, run), Names.of(open_problem(vault, run).problem)
    context.note_of("proposal_run", run.id, count=len(proposal.unused))
    return UnusedList(
        unused=[
            UnusedView(
                host_id=uuid.UUID(each.host_id),
                pool_id=uuid.UUID(each.pool_id),
                host=names.host(each.host_id, JA),
                slot=slot_text(each.slot, JA),
                mark=words.MARKS[Verdict.TO_CHECK if each.asks else Verdict.FITS],
                left=each.left,
                limit=label(each.limit, JA),
            )
            for each in proposal.unused
        ]
    )


def option_view(option: Option, names: Names) -> OptionView:
    """Put an option into words."""
    return OptionView(
        menu_id=uuid.UUID(option.menu_id),
        host_id=uuid.UUID(option.host_id),
        menu=names.menu(option.menu_id, option.host_id, JA),
        times=slots_text(option.slots, JA),
        slots=[_SLOT.dump_python(slot, mode="json", exclude_defaults=True) for slot in option.slots],
        first_day=option.first_day,
        last_day=option.last_day,
    )


def _about(proposal: Proposal, people: Collection[uuid.UUID]) -> Proposal:
    """Give what a proposal says of some people only."""
    ids = {str(person_id) for person_id in people}
    return dataclasses.replace(
        proposal,
        assignments=tuple(each for each in proposal.assignments if each.person_id in ids),
        unplaced=tuple(each for each in proposal.unplaced if each.person_id in ids),
        released_pins=tuple(each for each in proposal.released_pins if each.person_id in ids),
    )


def _assigned(told: words.AssignmentView) -> dict[str, Any]:
    return {
        "mark": told.mark,
        "verdict": told.verdict,
        "way": told.way,
        "companion": told.companion,
        "said": told.said,
        "strengths": list(told.strengths),
        "questions": list(told.questions),
        "preferred": told.preferred,
    }


def _left(told: words.UnplacedView) -> dict[str, Any]:
    return {
        "blocks": list(told.blocks),
        "more": told.more,
        "change": told.change,
        "questions": [told.question] if told.question else [],
    }


def sendable(change: Change) -> dict[str, Any]:
    """Give a change as it is sent to try it out: what it does not use is left out."""
    sent: dict[str, Any] = _CHANGE.dump_python(change, mode="json", exclude_defaults=True)
    return sent
