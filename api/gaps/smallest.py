"""開拓 of a smallest change: what a proposal or somebody's options say would help, on the worklist."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.gaps.schemas import ChangeAsk
from api.gaps.worklist import OVER, REGISTER
from api.mapping.problem import load_problem
from api.proposals.frozen import open_proposal
from api.proposals.making import change_of
from api.tables import Ask, Host, ProposalRun
from matching.errors import InvalidProblem
from matching.model import Change, apply_change
from matching.phrases import Names, change_aim, change_request


def add_ask_of_change(context: Context, given: ChangeAsk) -> Receipt:
    """
    Put a host on the worklist for a smallest change, worded and with a draft of what to ask for.

    What is open on the list already is not put there twice: its own receipt says ``is_there``.

    Raises
    ------
    NotFound
        If host or run are not there.
    Refused
        If the change is none a host could be asked for, or names what the records do not hold.
    """
    if given.change.host_id is None:
        raise Refused([Fault("change.host_id", "", "受入先に頼める変更")])
    host = context.find(Host, given.change.host_id)
    problem = load_problem(context.session, context.now, context.today).problem
    try:
        change = change_of(given.change)
        apply_change(problem, change)
    except InvalidProblem as error:
        raise Refused([Fault(f"change.{error.field}", "", "いまの記録にあるもの")]) from error
    names = Names.of(problem)
    what = change_aim(change, names)
    known = select(Ask).where(col(Ask.host_id) == host.id, col(Ask.what) == what, col(Ask.state).not_in(OVER))
    there = context.session.execute(known.limit(1)).scalar_one_or_none()
    if there is not None:
        context.note(there)
        return context.receipt(there, is_there=True)
    ask = Ask(
        municipality_id=context.municipality_id,
        development="",
        what=what,
        request=change_request(change, names),
        district=change.district,
        forecast=_gain(context, given.run_id, change),
        host_id=host.id,
        host_name=host.name,
        source=REGISTER,
        user_id=context.actor.user_id,
        due_on=given.due_on,
        created_at=context.now,
    )
    context.add(ask)
    return context.receipt(ask, is_there=False)


def _gain(context: Context, run_id: uuid.UUID | None, change: Change) -> int | None:
    """Give how many more take part by this change, as a run recalculated it; none where none did."""
    if run_id is None:
        return None
    run = context.find(ProposalRun, run_id)
    if run.sealed_proposal is None:
        return None
    found = open_proposal(context.installation.vault, run).changes
    return next((each.gain for each in found if each.change == change), None)
