"""From templates to developments: every district, time and host they could be built for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from matching.gaps.templates import Template
from matching.model import (
    Declared,
    Draw,
    Host,
    Menu,
    Place,
    Pool,
    PoolSlot,
    Problem,
    Proposal,
    Slot,
)
from matching.model.development import Development, More
from matching.vocabulary import (
    Answer,
    DeclaredMark,
    DevelopmentKind,
    DrawUnit,
    Lang,
    NeedDomain,
    PoolKind,
)

MOST_LINES = 40
MOST_TASKS_A_DISTRICT = 12


def developments(
    problem: Problem, proposal: Proposal, templates: Iterable[Template], lang: Lang = Lang.JA
) -> tuple[Development, ...]:
    """
    Make every development the templates allow for this town.

    Only what somebody without a place might use is made: menus for needs that are unmet in some district,
    pick-ups where the way alone stops somebody, hours and half-days in districts where somebody waits.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.
    templates
        As data.
    lang
        Of their names.
    """
    town = _Town(problem, proposal, lang)
    return tuple(each for template in templates for each in _MAKE[template.kind](town, template))


def middle_of(hosts: Iterable[Host], district: str) -> Place | None:
    """Give the middle of a district: the median of its hosts' positions, never of anybody's home."""
    at = [
        (host.place.lat, host.place.lng)
        for host in hosts
        if host.place is not None and host.district == district
    ]
    return Place(*np.median(np.array(at), axis=0).tolist()) if at else None


class _Town:
    """What making developments looks at."""

    def __init__(self, problem: Problem, proposal: Proposal, lang: Lang) -> None:
        self.problem, self.proposal, self.lang = problem, proposal, lang
        people = {person.id: person for person in problem.people}
        self.unmet = Counter(
            (people[left.person_id].district or "", left.domain) for left in proposal.unplaced
        )
        self.districts = sorted({host.district for host in problem.hosts if host.district})
        self.needs = {domain for _, domain in self.unmet}
        self.of_person = {person_id: person.district or "" for person_id, person in people.items()}


def _new_hosts(town: _Town, template: Template) -> Iterator[Development]:
    """Build a new host in the middle of each district, for each of the template's times."""
    if not town.needs.intersection(template.domains):
        return
    for district in town.districts:
        place = middle_of(town.problem.hosts, district)
        for number, slots in enumerate(template.times, 1):
            at = f"+{template.key}-{district}-{number}"
            host = Host(
                id=at, name=template.name(town.lang), kind=template.host_kind, place=place, district=district
            )
            yield _with_menu(template, at, host, slots, (host,), district, town.lang)


def _carved_tasks(town: _Town, template: Template) -> Iterator[Development]:
    """Carve a task out at each host of the kinds named, for each of the template's times."""
    made: Counter[str] = Counter()
    if not town.needs.intersection(template.domains):
        return
    for host in sorted(town.problem.hosts, key=lambda host: host.id):
        if host.kind in template.host_kinds and made[host.district or ""] < MOST_TASKS_A_DISTRICT:
            made[host.district or ""] += 1
            for number, slots in enumerate(template.times, 1):
                at = f"+{template.key}-{host.id}-{number}"
                yield _with_menu(template, at, host, slots, (), host.district or "", town.lang)


def _with_menu(
    template: Template,
    at: str,
    host: Host,
    slots: tuple[Slot, ...],
    hosts: tuple[Host, ...],
    district: str,
    lang: Lang,
) -> Development:
    stated = Declared(DeclaredMark.OPEN, template.places)
    pool = Pool(
        id=f"{at}-places",
        kind=PoolKind.PLACES if template.nights is None else PoolKind.BEDS,
        host_id=host.id,
        # Nobody has stated anything yet; what is built is stated on the day it opens.
        slots=tuple(
            PoolSlot(slot, quota=template.places, regular_users=0, declared=stated) for slot in slots
        ),
    )
    menu = Menu(
        id=f"{at}-menu",
        host_id=host.id,
        name=template.name(lang),
        domains=template.domains,
        slots=slots,
        draws=(Draw(pool.id),),
        activities=template.activities,
        conditions=template.conditions,
        age_from=template.age_from,
        age_to=template.age_to,
        shortest_stay_minutes=None if template.nights else 30,
        most_nights=template.nights,
        reachable_by_bus=Answer.YES,
    )
    return Development(
        id=at,
        kind=template.kind,
        template=template.key,
        name=template.name(lang),
        district=district,
        domains=template.domains,
        slots=slots,
        places=template.places,
        effort_days=template.effort_days,
        host_ids=() if hosts else (host.id,),
        hosts=hosts,
        menus=(menu,),
        pools=(pool,),
    )


def _pick_ups(town: _Town, template: Template) -> Iterator[Development]:
    """Fetch people from a district to a menu where the way alone stops somebody there; most needed first."""
    wanted: Counter[tuple[str, str]] = Counter()
    for left in town.proposal.unplaced:
        district = town.of_person[left.person_id]
        for block in left.blocks:
            rules = [reason.rule for reason in block.reasons]
            if district and rules == ["travel"]:
                wanted[block.menu_id, district] += 1
    menus = {menu.id: menu for menu in town.problem.menus}
    for (menu_id, district), _ in sorted(wanted.items(), key=lambda entry: (-entry[1], entry[0]))[
        :MOST_LINES
    ]:
        menu = menus[menu_id]
        at = f"+{template.key}-{menu_id}-{district}"
        seats = Pool(
            id=f"{at}-seats",
            kind=PoolKind.VEHICLE_SEATS,
            slots=tuple(PoolSlot(slot, amount=template.places) for slot in menu.slots),
            name=template.name(town.lang),
            districts=(district,),
        )
        # The menu as it is, for those who are fetched: it shares all places with the menu itself.
        line = Menu(
            **{
                **vars(menu),
                "id": f"{at}-menu",
                "draws": (
                    *(draw for draw in menu.draws if draw.unit != DrawUnit.PICK_UP_SEAT),
                    Draw(seats.id, DrawUnit.PICK_UP_SEAT),
                ),
                "pick_up_districts": (district,),
            }
        )
        yield Development(
            id=at,
            kind=template.kind,
            template=template.key,
            name=template.name(town.lang),
            district=district,
            domains=menu.domains,
            slots=menu.slots,
            places=template.places,
            effort_days=template.effort_days,
            host_ids=(menu.host_id,),
            menu_id=menu.id,
            menus=(line,),
            pools=(seats,),
        )


def _companions(town: _Town, template: Template) -> Iterator[Development]:
    """Give hours to go along in each district where somebody without a place needs them."""
    in_need = {person.id for person in town.problem.people if person.accompaniment_minutes > 0}
    districts = {
        town.of_person[left.person_id] for left in town.proposal.unplaced if left.person_id in in_need
    }
    for district in sorted(districts - {""}):
        at = f"+{template.key}-{district}"
        hours = Pool(
            id=f"{at}-hours",
            kind=PoolKind.COMPANION,
            slots=(PoolSlot(None, amount=template.places),),
            name=template.name(town.lang),
            districts=(district,),
        )
        yield _without_menu(town, template, at, district, pools=(hours,))


def _coordinators(town: _Town, template: Template) -> Iterator[Development]:
    """Let each caseload that carries somebody without a place carry more."""
    left = {each.person_id for each in town.proposal.unplaced}
    carried = {p.caseload_pool_id: p.district or "" for p in town.problem.people if p.id in left}
    for pool_id, district in sorted((k, d) for k, d in carried.items() if k is not None):
        at = f"+{template.key}-{pool_id}"
        yield _without_menu(town, template, at, district, more=(More(pool_id, template.places),))


def _without_menu(
    town: _Town,
    template: Template,
    at: str,
    district: str,
    pools: tuple[Pool, ...] = (),
    more: tuple[More, ...] = (),
) -> Development:
    no_needs: tuple[NeedDomain, ...] = ()
    return Development(
        id=at,
        kind=template.kind,
        template=template.key,
        name=template.name(town.lang),
        district=district,
        domains=no_needs,
        slots=(),
        places=template.places,
        effort_days=template.effort_days,
        pools=pools,
        more=more,
    )


_MAKE = {
    DevelopmentKind.NEW_HOST: _new_hosts,
    DevelopmentKind.CARVED_TASK: _carved_tasks,
    DevelopmentKind.PICK_UP: _pick_ups,
    DevelopmentKind.COMPANION: _companions,
    DevelopmentKind.COORDINATOR: _coordinators,
}
