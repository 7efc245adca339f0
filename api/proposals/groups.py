"""Who gets places in two runs, by group: whether predictions in the points move places between groups."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.proposals.frozen import open_problem, open_proposal
from api.proposals.schemas import GroupLine, GroupsView
from api.retention.models import settings_of
from api.retention.stays import groups_of
from api.tables import Person, ProposalRun
from matching.retention.fairness import allocation_difference


def compare_groups(context: Context, run_id: uuid.UUID, other_run_id: uuid.UUID) -> GroupsView:
    """
    Count placed people by group in two runs; a group smaller than the municipality's limit is not shown.

    Raises
    ------
    Conflict
        If nothing has come of one of them.
    """
    before, after = context.find(ProposalRun, run_id), context.find(ProposalRun, other_run_id)
    vault = context.installation.vault
    ids = [uuid.UUID(person.id) for person in open_problem(vault, before).problem.people]
    people = context.session.execute(select(Person).where(col(Person.id).in_(ids))).scalars().all()
    least = settings_of(context.session, context.municipality_id).least_group
    attributes: dict[str, dict[str, str]] = {}
    for person_id, groups in groups_of(context.session, people).items():
        for attribute, group in groups.items():
            if group is not None:
                attributes.setdefault(attribute, {})[str(person_id)] = group
    lines = allocation_difference(
        open_proposal(vault, before), open_proposal(vault, after), attributes, least
    )
    return GroupsView(
        least_group=least,
        lines=[
            GroupLine(
                attribute=line.attribute,
                group=line.group,
                people=line.people,
                before=line.without,
                after=line.with_model,
                moved=line.moved,
            )
            for line in lines
        ],
    )
