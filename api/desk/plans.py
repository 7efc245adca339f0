"""参加支援プラン: a person's plans, and one plan as it is written, submitted and decided."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Request
from pydantic import ValidationError

from api.conferences import agenda
from api.conferences.contents import contents_of
from api.conferences.schemas import AgendaRequest
from api.conferences.words import ATTEMPT_WORDS
from api.context import Context, Receipt
from api.desk.choices import WhatIf, show_choices
from api.desk.heading import PersonHeading, can, heading_of
from api.desk.words import HOW_WORDS, Choices, menu_names_of, worded
from api.errors import Fault, Refused
from api.placements.holding import slots_of
from api.placements.views import list_placements
from api.plans import service
from api.plans.schemas import OptionInput, PlaceInput, PlanCreate, PlanFields, StandbyInput
from api.plans.views import PlanList, PlanView
from api.plans.words import FIELD_WORDS, PATTERN_WORDS
from api.policy.vocabulary import Act
from api.tables import AgendaKind, Placement, PlanKind, PlanState
from api.web.fields import Fields
from api.web.paging import Pages, gone_on
from matching.labels import label

pages = Pages()

_WRITABLE = {PlanState.DRAFT, PlanState.RETURNED}
_ASKED = (AgendaKind.CLOSURE, AgendaKind.BREAK_OFF, AgendaKind.OTHER)
MORE_STEPS = 2
MORE_ATTEMPTS = 3


@dataclass(frozen=True)
class PlansPage:
    """A person's plans, and what else can be put before a conference."""

    heading: PersonHeading
    plans: PlanList
    kind: PlanKind | None
    asked: Choices
    attempts: Choices
    may_edit: bool


@dataclass(frozen=True)
class PlanPage:
    """
    One plan.

    Parameters
    ----------
    heading, plan, words
        Whose, what it says, and what its fields are called.
    places, place, standby
        What can be chosen as the place, and what is.
    considered, options
        The menus that were considered, and those that can be named.
    is_writable
        It is a draft or was returned, and the user may write on it.
    """

    heading: PersonHeading
    plan: PlanView
    words: dict[str, str]
    places: Choices
    place: str
    standby: str
    considered: tuple[str, ...]
    options: Choices
    patterns: Choices
    hows: Choices
    steps: int
    today: dt.date
    is_writable: bool


@pages.show("/people/{person_id}/plans", Act.PLAN_READ, "plans/list.html")
def show_plans(context: Context, person_id: uuid.UUID) -> PlansPage:
    """Show a person's plans, the latest first."""
    plans = service.list_plans(context)
    states = {plan.state for plan in plans.plans}
    kind = PlanKind.RENEWED if PlanState.FIXED in states else PlanKind.FIRST
    is_open = bool(states & (_WRITABLE | {PlanState.SUBMITTED}))
    return PlansPage(
        heading=heading_of(context, "/plans"),
        plans=plans,
        kind=None if is_open else kind,
        asked=tuple((each.value, contents_of(each).label) for each in _ASKED),
        attempts=worded(ATTEMPT_WORDS),
        may_edit=can(context, Act.PLAN_EDIT),
    )


@pages.form("/people/{person_id}/plans", Act.PLAN_EDIT, again=show_plans)
def create_plan(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Begin a plan."""
    receipt = service.create_plan(context, fields.read(PlanCreate))
    return gone_on(receipt, f"/people/{person_id}/plans/{receipt.id}", "added")


@pages.form("/people/{person_id}/agenda", Act.PLAN_EDIT, again=show_plans)
def ask_for_agenda(context: Context, request: Request, fields: Fields, person_id: uuid.UUID) -> Receipt:
    """Ask the next conference for 終結, 中断 or something else."""
    receipt = agenda.ask_for(context, fields.read(AgendaRequest))
    return gone_on(receipt, f"/people/{person_id}/plans", "sent")


@pages.show("/people/{person_id}/plans/{plan_id}", Act.PLAN_READ, "plans/show.html")
def show_plan(context: Context, person_id: uuid.UUID, plan_id: uuid.UUID) -> PlanPage:
    """Show a plan, as a form where it can be written on."""
    plan = service.show_plan(context, plan_id)
    is_writable = plan.state in _WRITABLE and can(context, Act.PLAN_EDIT)
    places = _places(context, person_id) if is_writable and can(context, Act.OPTIONS_READ) else {}
    place, standby = _place_of(plan), _standby_of(plan)
    for chosen, view in ((place, plan.place), (standby, plan.standby)):
        if chosen and view is not None:
            menu, times = view.menu_name or "支援メニュー", "・".join(view.slots)
            places.setdefault(chosen, f"{menu} {times}（いまの選択）")
    considered = [str(each.menu_id) for each in plan.options or ()]
    menus = {each.split("|")[0] for each in places} | set(considered)
    names = menu_names_of(context, [uuid.UUID(each) for each in menus])
    return PlanPage(
        heading=heading_of(context, "/plans"),
        plan=plan,
        words=FIELD_WORDS,
        places=tuple(places.items()),
        place=place,
        standby=standby,
        considered=tuple(considered),
        options=tuple((str(menu_id), name) for menu_id, name in sorted(names.items(), key=lambda e: e[1])),
        patterns=worded(PATTERN_WORDS),
        hows=worded(HOW_WORDS),
        steps=len(plan.ladder or ()) + MORE_STEPS,
        today=context.today,
        is_writable=is_writable,
    )


def _places(context: Context, person_id: uuid.UUID) -> dict[str, str]:
    """Give what can be chosen as the place: what is held or placed, then the options of today."""
    found: dict[str, str] = {}
    if can(context, Act.PLACEMENT_READ):
        for held in list_placements(context, None, person_id).placements:
            if held.ended_reason is None and held.declined_reason is None:
                slots = _slot_ids(context, held.id)
                code = _code(held.menu_id, slots, held.first_day, held.last_day, held.domain.value)
                times = "・".join(slot.words for slot in held.slots)
                menu = f"{held.host_name or ''}「{held.menu_name or ''}」"
                found[code] = f"{menu} {times}（{held.status_words}）"
    for need in show_choices(context, WhatIf()).needs:
        for option in need.options:
            code = _code(
                option.menu_id, option.menu_slot_ids, option.first_day, option.last_day, need.domain.value
            )
            found.setdefault(code, f"{option.menu} {option.times}（候補・{label(need.domain)}）")
    return found


def _slot_ids(context: Context, placement_id: uuid.UUID) -> list[uuid.UUID]:
    return [slot.id for slot in slots_of(context, context.find(Placement, placement_id))]


def _code(menu_id: uuid.UUID, slots: Iterable[uuid.UUID], first: dt.date, last: dt.date, domain: str) -> str:
    return "|".join((str(menu_id), ",".join(sorted(map(str, slots))), str(first), str(last), domain))


def _place_of(plan: PlanView) -> str:
    place = plan.place
    if place is None or place.first_day is None or place.last_day is None or place.domain is None:
        return ""
    return _code(place.menu_id, place.menu_slot_ids, place.first_day, place.last_day, place.domain.value)


def _standby_of(plan: PlanView) -> str:
    standby, place = plan.standby, plan.place
    if standby is None:
        return ""
    first = place.first_day if place and place.first_day else dt.date(2000, 1, 1)
    last = place.last_day if place and place.last_day else dt.date(2000, 1, 1)
    domain = place.domain.value if place and place.domain else ""
    return _code(standby.menu_id, standby.menu_slot_ids, first, last, domain)


def _chosen(code: str, name: str) -> dict[str, object]:
    """Read a choice of a place."""
    try:
        menu_id, slots, first, last, domain = code.split("|")
    except ValueError:
        raise Refused([Fault(name, "", "一覧のどれか")]) from None
    return {
        "menu_id": menu_id,
        "menu_slot_ids": slots.split(","),
        "first_day": first,
        "last_day": last,
        "domain": domain,
    }


@pages.form("/people/{person_id}/plans/{plan_id}", Act.PLAN_EDIT, again=show_plan)
def save_plan(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, plan_id: uuid.UUID
) -> Receipt:
    """Write on a plan."""
    return gone_on(
        service.change_plan(context, plan_id, _sent(fields)), f"/people/{person_id}/plans/{plan_id}"
    )


def _sent(fields: Fields) -> PlanFields:
    """Read the form: goals stand one a line, a place is one of the choices."""
    place, standby = fields.get("place", ""), fields.get("standby", "")
    try:
        given = {
            "short_goals": [
                line.strip() for line in fields.get("short_goals", "").splitlines() if line.strip()
            ],
            "options": [OptionInput.model_validate({"menu_id": each}) for each in fields.all("considered[]")],
            "place": PlaceInput.model_validate(_chosen(place, "place")) if place else None,
            "standby": StandbyInput.model_validate(
                {name: _chosen(standby, "standby")[name] for name in ("menu_id", "menu_slot_ids")}
            )
            if standby
            else None,
        }
    except ValidationError:
        raise Refused([Fault("place", "", "一覧のどれか")]) from None
    return fields.without("short_goals", "considered", "place", "standby").read(PlanFields, **given)


@pages.form("/people/{person_id}/plans/{plan_id}/submission", Act.PLAN_EDIT, again=show_plan)
def submit_plan(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, plan_id: uuid.UUID
) -> Receipt:
    """Submit a plan to the conference."""
    receipt = service.submit_plan(context, plan_id)
    return gone_on(receipt, f"/people/{person_id}/plans/{plan_id}", "sent")


@pages.form("/people/{person_id}/plans/{plan_id}/withdrawal", Act.PLAN_EDIT, again=show_plan)
def drop_plan(
    context: Context, request: Request, fields: Fields, person_id: uuid.UUID, plan_id: uuid.UUID
) -> Receipt:
    """Give a plan up."""
    return gone_on(service.drop_plan(context, plan_id), f"/people/{person_id}/plans", "recorded")
