"""The host's own side: what it is asked, as little as it needs before the consent, and its answer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from pydantic import BaseModel
from sqlalchemy import and_, or_, select
from sqlmodel import col

from api.consents.schemas import HostField
from api.consents.service import shown_to_host, valid_consent
from api.context import Context, Receipt
from api.errors import Fault, NotFound, Refused
from api.hosts.capacity import monday_of
from api.placements.answers import decline
from api.placements.cards import TASK_FIT_WORDS, CommonCombinations, TaskFit
from api.placements.events import note_event
from api.placements.holding import add_words, has_lapsed
from api.placements.notices import next_working_day
from api.placements.schemas import RequestAnswer
from api.placements.views import TimesView, times_of
from api.policy.gate import cases_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.tables import Consent, EventKind, Person, Placement, Purpose
from api.tasks.kinds import TaskKind
from api.tasks.service import add_task
from matching.vocabulary import Answer, PlacementStatus, Side


class TaskFitView(BaseModel):
    """What a task should be like, in words too."""

    code: TaskFit
    words: str


class RequestView(BaseModel):
    """
    A request as the host sees it.

    Parameters
    ----------
    id
        A token that says nothing of the person.
    slots
        Days and hours.
    answer
        What the host itself has said.
    start_week, fits, is_accompanied
        The Monday of the first week, what the task should be like, whether a companion comes: `None`
        where too few people share it.
    shown_name, shown_text, first_day, last_day
        After the person's consent to this host, as far as it names them.
    """

    id: uuid.UUID
    slots: list[TimesView]
    answer: Answer
    start_week: dt.date | None
    fits: list[TaskFitView] | None
    is_accompanied: bool | None
    shown_name: str | None
    shown_text: str | None
    first_day: dt.date | None
    last_day: dt.date | None


class RequestList(BaseModel):
    """The open requests to the host."""

    requests: list[RequestView]


def list_requests(context: Context) -> RequestList:
    """List the open requests to the user's own host, without those of people it may know nothing of."""
    host_id = context.actor.host_id
    query = select(Placement).where(
        col(Placement.host_id) == host_id,
        or_(
            col(Placement.status) == PlacementStatus.VISITING,
            and_(col(Placement.status) == PlacementStatus.OFFERED, col(Placement.expires_at) > context.now),
        ),
    )
    placements = (
        context.session.execute(query.order_by(col(Placement.created_at), col(Placement.id))).scalars().all()
    )
    people = _people(context, placements)
    cases = cases_of(context, people.values(), host_id)
    shown = [
        each
        for each in placements
        if may(Act.REQUEST_READ, cases[each.person_id].parts, cases[each.person_id].stage)
    ]
    return RequestList(requests=_views(context, shown, people))


def show_request(context: Context) -> RequestView:
    """Show one open request; what is no longer open is not there."""
    placement = _open(context)
    return _views(context, [placement], {placement.person_id: context.case.person})[0]


def answer_request(context: Context, given: RequestAnswer) -> Receipt:
    """Note what the host answers, and let the coordinator know."""
    placement = _open(context)
    _check(given)
    add_words(context, placement, host_words=given.words)
    if given.reason is not None:
        decline(context, placement, Side.HOST, given.reason.value)
    else:
        condition = given.condition.value if given.condition else None
        answer = Answer.YES if given.answer == "yes" else Answer.UNKNOWN
        context.change(placement, {"host_answer": answer, "host_condition": condition})
        said = EventKind.SAID_YES if condition is None else EventKind.SAID_CONDITION
        note_event(context, placement, said, Side.HOST)
    add_task(
        context,
        TaskKind.HOST_ANSWERED,
        next_working_day(context.today),
        person_id=placement.person_id,
        host_id=placement.host_id,
        placement_id=placement.id,
    )
    return Receipt(id=placement.id)


def _open(context: Context) -> Placement:
    placement = context.placement
    is_held = placement.status == PlacementStatus.OFFERED and not has_lapsed(placement, context.now)
    if not is_held and placement.status != PlacementStatus.VISITING:
        raise NotFound
    return placement


def _check(given: RequestAnswer) -> None:
    faults = []
    if (given.answer == "no") != (given.reason is not None):
        faults.append(Fault("reason", given.reason or "", "「いいえ」のときだけ、その理由"))
    if (given.answer == "condition") != (given.condition is not None):
        faults.append(Fault("condition", given.condition or "", "「条件つき」のときだけ、その条件"))
    if faults:
        raise Refused(faults)


def _people(context: Context, placements: Iterable[Placement]) -> dict[uuid.UUID, Person]:
    query = select(Person).where(col(Person.id).in_({each.person_id for each in placements}))
    return {person.id: person for person in context.session.execute(query).scalars()}


def _views(
    context: Context, placements: list[Placement], people: dict[uuid.UUID, Person]
) -> list[RequestView]:
    common, times = CommonCombinations.of(context), times_of(context, placements)
    return [
        _view(context, placement, people[placement.person_id], common, times.get(placement.id, []))
        for placement in placements
    ]


def _view(
    context: Context,
    placement: Placement,
    person: Person,
    common: CommonCombinations,
    times: list[TimesView],
) -> RequestView:
    told = common.told_of(person)
    view = RequestView(
        id=placement.id,
        slots=times,
        answer=placement.host_answer,
        start_week=None if told is None else monday_of(placement.first_day),
        fits=None
        if told is None
        else [TaskFitView(code=fit, words=TASK_FIT_WORDS[fit]) for fit in TaskFit if fit in told[0]],
        is_accompanied=None if told is None else told[1],
        shown_name=None,
        shown_text=None,
        first_day=None,
        last_day=None,
    )
    consent = valid_consent(context.session, person.id, Purpose.HOST, context.today, placement.host_id)
    if consent is not None:
        _tell(context, view, placement, consent)
    context.note(
        placement,
        shown=[name for name, value in view if value is not None],
        consent_id=None if consent is None else str(consent.id),
    )
    return view


def _tell(context: Context, view: RequestView, placement: Placement, consent: Consent) -> None:
    """Add what the person agreed to, word for word."""
    document = shown_to_host(context, consent)
    view.shown_name, view.shown_text = document.shown_name or None, document.shown_text or None
    if HostField.SCHEDULE in consent.fields:
        view.first_day, view.last_day = placement.first_day, placement.last_day
