"""Making a run: its input is frozen in the act, and a job is queued. A what-if touches no record."""

from __future__ import annotations

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from api.context import Context, Receipt
from api.errors import Fault, NotFound, Refused
from api.jobs.queue import enqueue
from api.mapping.problem import load_problem
from api.people.service import ages_of
from api.proposals.access import open_people
from api.proposals.frozen import open_problem, seal_problem, weights_hash
from api.proposals.schemas import ChangeInput, HeldSlotInput, RunCreate
from api.retention.scoring import with_predictions
from api.tables import Person, ProposalRun
from matching.errors import InvalidProblem
from matching.model import Change, Pin, Problem, Refusal, Slot, apply_change
from matching.serialize import problem_hash
from matching.vocabulary import Weekday

PROPOSE = "propose"
"""The kind of job."""
WEEKS = 12

_EXPECTED = {
    "pool_id": "計算に入っている持ち寄り",
    "menu_id": "計算に入っている支援メニュー",
    "host_id": "計算に入っている受入先",
    "person_id": "計算に入っている人",
    "slot": "その持ち寄りの枠",
    "slots": "その支援メニューの枠",
    "pins": "その人のニーズの分野",
    "district": "送迎する圏域",
    "condition": "変える条件",
    "end": "始まりより後の時刻",
    "last_day": "最初の日より前でない日",
    "deepest_fit": "placed より小さい点数",
    "urgency": "緊急度すべての点数",
    "shortest_stay_minutes": "10〜720分",
    "most_slots": "その人の多くの回数（週）まで",
    "fewest_slots": "1〜14回",
}


def make_run(context: Context, given: RunCreate) -> Receipt:
    """
    Freeze the input of a run and queue its job.

    Raises
    ------
    Conflict
        If the municipality has as many runs under way as it may.
    NotFound
        If the base run, or a person named, is not there for this user.
    Refused
        If a pin, a change or the points cannot be used.
    """
    run = ProposalRun(
        municipality_id=context.municipality_id, created_by=context.actor.user_id, created_at=context.now
    )
    enqueue(context.session, context.now, context.municipality_id, PROPOSE, run.id)
    problem, versions, predictions = _starting_point(context, given)
    _check_people(context, given)
    problem = _with_choices(problem, given)
    for position, change in enumerate(given.changes):
        with _refusing(f"changes.{position}"):
            problem = apply_change(problem, change_of(change))
    problem = problem.in_order()
    vault = context.installation.vault
    vault.new_subject(context.municipality_id, run.id)
    seal_problem(vault, run, problem, versions)
    run.params = _params(given, problem) | {"retention": predictions}
    run.base_run_id = given.base_run_id
    run.problem_hash = problem_hash(problem)
    run.rules_version = problem.rules.version
    run.weights_hash = weights_hash(problem.weights)
    context.add(run, people=len(problem.people), pins=len(given.pins), changes=len(given.changes))
    return context.receipt(run, is_what_if=is_what_if(run))


def is_what_if(run: ProposalRun) -> bool:
    """Tell whether a run was not made from the records as they were: nothing follows from it by itself."""
    return run.base_run_id is not None or bool(run.params["changes"])


def _starting_point(
    context: Context, given: RunCreate
) -> tuple[Problem, Mapping[uuid.UUID, int], dict[str, Any]]:
    """Give the problem, the versions of its people's records, and what is said of predictions in it."""
    if given.base_run_id is None:
        people = context.session.execute(select(Person)).scalars()
        loaded = load_problem(
            context.session,
            context.now,
            context.today,
            given.weeks or WEEKS,
            ages=ages_of(context, people),
        )
        problem, predictions = with_predictions(context, loaded.problem)
        if given.weights.retention is not None:
            problem = dataclasses.replace(problem, weights=loaded.problem.weights)
        return _with_weights(problem, given), loaded.person_versions, predictions
    base = context.find(ProposalRun, given.base_run_id)
    frozen = open_problem(context.installation.vault, base)
    problem = dataclasses.replace(frozen.problem, weeks=given.weeks or frozen.problem.weeks)
    return _with_weights(problem, given), frozen.person_versions, base.params.get("retention", {})


def _with_weights(problem: Problem, given: RunCreate) -> Problem:
    with _refusing("weights"):
        return dataclasses.replace(problem, weights=given.weights.on(problem.weights))


def _check_people(context: Context, given: RunCreate) -> None:
    """Whoever names a person must be one who may open their case."""
    named = {pin.person_id for pin in given.pins} | {each.person_id for each in given.forbidden}
    named |= {change.person_id for change in given.changes if change.person_id is not None}
    if named - open_people(context, named).keys():
        raise NotFound


def _with_choices(problem: Problem, given: RunCreate) -> Problem:
    """Add pins and what is forbidden to the people they are about."""
    hosts_of = {menu.id: menu.host_id for menu in problem.menus}
    slots_of = {menu.id: menu.slots for menu in problem.menus}
    needs_of = {person.id: {need.domain for need in person.needs} for person in problem.people}
    hosts = {host.id for host in problem.hosts}
    pins: defaultdict[str, list[Pin]] = defaultdict(list)
    refusals: defaultdict[str, list[Refusal]] = defaultdict(list)
    for position, pin in enumerate(given.pins):
        where, person, menu = f"pins.{position}", str(pin.person_id), str(pin.menu_id)
        _require(person in needs_of, where, "person_id")
        _require(menu in hosts_of, where, "menu_id")
        if pin.domain not in needs_of[person]:
            raise Refused([Fault(f"{where}.domain", pin.domain, _EXPECTED["pins"])])
        with _refusing(f"{where}.slots"):
            slots = tuple(_slot(slot) for slot in pin.slots)
        _require(set(slots) <= set(slots_of[menu]), where, "slots")
        pins[person].append(Pin(pin.domain, menu, slots))
    for position, each in enumerate(given.forbidden):
        where, person = f"forbidden.{position}", str(each.person_id)
        _require(person in needs_of, where, "person_id")
        if each.menu_id is not None:
            _require(str(each.menu_id) in hosts_of, where, "menu_id")
            refusals[person].append(Refusal(hosts_of[str(each.menu_id)], str(each.menu_id)))
        else:
            _require(str(each.host_id) in hosts, where, "host_id")
            refusals[person].append(Refusal(str(each.host_id)))
    people = tuple(
        dataclasses.replace(
            person,
            pins=(*person.pins, *pins[person.id]),
            refusals=(*person.refusals, *refusals[person.id]),
        )
        if person.id in pins.keys() | refusals.keys()
        else person
        for person in problem.people
    )
    return dataclasses.replace(problem, people=people)


def _require(holds: bool, where: str, field: str) -> None:
    if not holds:
        raise Refused([Fault(f"{where}.{field}", "", _EXPECTED[field])])


def _slot(given: HeldSlotInput) -> Slot:
    weekday = None if given.weekday is None else Weekday(given.weekday)
    return Slot(weekday, given.start, given.end, given.first_day, given.last_day)


def change_of(given: ChangeInput) -> Change:
    """Give a change as the core takes it."""
    ids = {
        name: "" if getattr(given, name) is None else str(getattr(given, name))
        for name in ("host_id", "menu_id", "pool_id", "person_id")
    }
    return Change(
        kind=given.kind,
        slot=None if given.slot is None else _slot(given.slot),
        condition=given.condition,
        district=given.district or "",
        amount=given.amount,
        **ids,
    )


def _params(given: RunCreate, problem: Problem) -> dict[str, Any]:
    """Give what is shown of how a run was made: no person is named in it."""
    return {
        "date": problem.date.isoformat(),
        "weeks": problem.weeks,
        "time_limit_s": given.time_limit_s,
        "relative_gap": given.relative_gap,
        "is_replan": given.is_replan,
        "weights": dataclasses.asdict(problem.weights),
        "pins": len(given.pins),
        "forbidden": len(given.forbidden),
        "changes": [
            change.model_dump(mode="json", exclude_defaults=True, exclude={"person_id"})
            for change in given.changes
        ],
        "people": len(problem.people),
        "needs": sum(len(person.needs) for person in problem.people),
        "hosts": len(problem.hosts),
        "menus": len(problem.menus),
    }


@contextmanager
def _refusing(where: str) -> Iterator[None]:
    try:
        yield
    except InvalidProblem as error:
        expected = _EXPECTED.get(error.field, f"使える値（{error.expected}）")
        raise Refused([Fault(f"{where}.{error.field}", "", expected)]) from error
