"""候補: what one person could choose from today, and what would change if something were different."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlmodel import col

from api.cases.options import alone
from api.context import Context
from api.mapping.hosts import slot_of
from api.mapping.problem import load_problem
from api.people.service import ages_of
from api.proposals.lines import sendable
from api.tables import MenuSlot
from api.web.inputs import Input
from api.words import word
from matching.candidates import CandidateLimits
from matching.explain import Choices, choices_of
from matching.labels import label
from matching.model import Binding, Block, Declared, Option, Person, Pool, Problem, Slot
from matching.phrases import (
    Names,
    binding_text,
    points_text,
    reason_text,
    slots_text,
    travel_text,
    useful_change_text,
)
from matching.prepare import prepare
from matching.vocabulary import Activity, DeclaredMark, Lang, NeedDomain, PoolKind, TravelMode, Verdict

JA = Lang.JA
MOST_OPTIONS = 3
MOST_BLOCKS = 12
HALF_A_DAY_MINUTES = 240


class WhatIf(Input):
    """
    もしも: what is supposed for this look only; no record is touched.

    Parameters
    ----------
    pick_up
        送迎: every menu fetches the person.
    twice
        週2回: they come twice a week.
    half_day
        半日: they stay four hours at most.
    one_more
        Every slot that takes people has one more place.
    """

    pick_up: bool = False
    twice: bool = False
    half_day: bool = False
    one_more: bool = False

    @property
    def is_on(self) -> bool:
        """Something is supposed."""
        return self.pick_up or self.twice or self.half_day or self.one_more


class ChoiceSlot(BaseModel):
    """枠 of an option; a night without a weekday."""

    weekday: int | None
    start: dt.time
    end: dt.time


class ChoosableView(BaseModel):
    """One option: where, when, the way, what speaks for it, what is to be asked, and the limit that binds."""

    menu_id: uuid.UUID
    host_id: uuid.UUID
    menu: str
    times: str
    slots: list[ChoiceSlot]
    menu_slot_ids: list[uuid.UUID]
    first_day: dt.date
    last_day: dt.date
    way: str
    mode: TravelMode | None
    travel_minutes: int | None
    is_fetched: bool
    companion_pool_id: uuid.UUID | None
    companion: str
    verdict: Verdict
    strengths: list[str]
    strength_rules: list[str] = Field(description="よい点の種類（本人に見せる言葉のもと）")
    likes: list[Activity]
    questions: list[str]
    limit: str
    stated_on: dt.date | None


class ObstacleView(BaseModel):
    """A menu that is not among the options, and what stops it."""

    menu_id: uuid.UUID
    host_id: uuid.UUID
    menu: str
    reasons: list[str]


class NeedChoices(BaseModel):
    """The options for one need, how many others there are, what stops the nearest, and what would help."""

    domain: NeedDomain
    need: str
    options: list[ChoosableView]
    blocks: list[ObstacleView]
    change: str
    asked: dict[str, Any] | None = Field(description="受入先に頼める変更なら、開拓の一覧に送る形")


class ChoicesView(BaseModel):
    """What the person could choose from; what is supposed is named."""

    decide: str
    is_supposed: bool
    needs: list[NeedChoices]


def show_choices(context: Context, given: WhatIf) -> ChoicesView:
    """Look at one person alone, beside everybody's placements, as records are or as is supposed."""
    person = context.case.person
    ages = ages_of(context, [person])
    loaded = load_problem(context.session, context.now, context.today, ages=ages)
    problem = alone(loaded.problem, str(person.id))
    context.note(person, shown=["choices"], is_supposed=given.is_on)
    needs: list[NeedChoices] = []
    if any(each.id == str(person.id) for each in problem.people):
        problem = supposed(problem, str(person.id), given)
        names = Names.of(problem)
        found = choices_of(prepare(problem, CandidateLimits()), str(person.id), MOST_OPTIONS)
        rows = _slot_rows(context, [option for each in found for option, _ in each.options])
        needs = [_need(each, names, rows) for each in found]
    return ChoicesView(decide=word("decide", JA), is_supposed=given.is_on, needs=needs)


def supposed(problem: Problem, own: str, given: WhatIf) -> Problem:
    """Give a copy of the problem as it would be."""
    people, menus, pools = problem.people, problem.menus, problem.pools
    if given.pick_up:
        district = next((each.district for each in people if each.id == own), None)
        if district:
            menus = tuple(
                dataclasses.replace(
                    menu, pick_up_districts=tuple(sorted({*menu.pick_up_districts, district}))
                )
                for menu in menus
            )
    if given.one_more:
        pools = tuple(_one_more(pool, problem.date) for pool in pools)
    people = tuple(_as_supposed(each, given) if each.id == own else each for each in people)
    return dataclasses.replace(problem, people=people, menus=menus, pools=pools)


def _as_supposed(person: Person, given: WhatIf) -> Person:
    if given.pick_up and TravelMode.PICK_UP not in person.modes:
        person = dataclasses.replace(person, modes=(*person.modes, TravelMode.PICK_UP))
    if given.twice:
        person = dataclasses.replace(person, fewest_slots=2, most_slots=max(2, person.most_slots))
    if given.half_day:
        longest = min(person.longest_stay_minutes or HALF_A_DAY_MINUTES, HALF_A_DAY_MINUTES)
        person = dataclasses.replace(person, longest_stay_minutes=longest)
    return person


def _one_more(pool: Pool, today: dt.date) -> Pool:
    """Let every slot that people come to take one more person; what the law allows at most stays."""
    if pool.kind not in {PoolKind.PLACES, PoolKind.BEDS}:
        return pool
    slots = tuple(
        dataclasses.replace(
            part,
            declared=Declared(
                DeclaredMark.OPEN, (part.declared.places if part.declared and part.declared.places else 0) + 1
            ),
            stated_on=today,
        )
        for part in pool.slots
    )
    return dataclasses.replace(pool, slots=slots)


def _slot_rows(context: Context, options: Iterable[Option]) -> dict[tuple[str, Slot], uuid.UUID]:
    """Find the rows of the options' slots, by menu and times."""
    menus = {uuid.UUID(option.menu_id) for option in options}
    query = select(MenuSlot).where(col(MenuSlot.menu_id).in_(menus))
    return {(str(row.menu_id), slot_of(row)): row.id for row in context.session.execute(query).scalars()}


def _need(found: Choices, names: Names, rows: dict[tuple[str, Slot], uuid.UUID]) -> NeedChoices:
    return NeedChoices(
        domain=found.domain,
        need=label(found.domain, JA),
        options=[_option(option, binding, names, rows) for option, binding in found.options],
        blocks=[_block(each, names) for each in found.blocks[:MOST_BLOCKS]],
        change=useful_change_text(found.change, names, JA) if found.change else "",
        asked=sendable(found.change.change) if found.change and found.change.change.host_id else None,
    )


def _option(
    option: Option, binding: Binding | None, names: Names, rows: dict[tuple[str, Slot], uuid.UUID]
) -> ChoosableView:
    companion = option.companion_pool_id
    return ChoosableView(
        menu_id=uuid.UUID(option.menu_id),
        host_id=uuid.UUID(option.host_id),
        menu=names.menu(option.menu_id, option.host_id, JA),
        times=slots_text(option.slots, JA),
        slots=[ChoiceSlot(weekday=each.weekday, start=each.start, end=each.end) for each in option.slots],
        menu_slot_ids=[rows[option.menu_id, each] for each in option.slots],
        first_day=option.first_day,
        last_day=option.last_day,
        way=travel_text(option, JA),
        mode=option.mode,
        travel_minutes=option.travel_minutes,
        is_fetched=option.mode == TravelMode.PICK_UP,
        companion_pool_id=uuid.UUID(companion) if companion else None,
        companion=word("companion", JA, name=names.bringer(companion, "", JA)) if companion else "",
        verdict=option.verdict,
        strengths=[reason_text(each, JA) for each in option.strengths] or [points_text(option.points, JA)],
        strength_rules=[each.rule for each in option.strengths],
        likes=[
            Activity(code)
            for each in option.strengths
            if each.rule == "likes"
            for code in str(each.values["activities"]).split()
        ],
        questions=[reason_text(each, JA) for each in option.questions],
        limit=binding_text(binding, names, JA) if binding else "",
        stated_on=binding.stated_on if binding else None,
    )


def _block(block: Block, names: Names) -> ObstacleView:
    reasons = [reason_text(each, JA) for each in block.reasons]
    reasons += [binding_text(each, names, JA) for each in block.full]
    return ObstacleView(
        menu_id=uuid.UUID(block.menu_id),
        host_id=uuid.UUID(block.host_id),
        menu=names.menu(block.menu_id, block.host_id, JA),
        reasons=reasons,
    )
