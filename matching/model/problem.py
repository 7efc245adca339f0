"""The problem: everything one proposal is made from."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from matching.errors import InvalidProblem, require
from matching.model.host import Host
from matching.model.household import Household, Party
from matching.model.menu import Menu
from matching.model.person import Person
from matching.model.placement import Placement
from matching.model.pool import Pool
from matching.model.rules import RuleSet
from matching.model.timetable import Horizon
from matching.model.travel import TravelModel
from matching.model.weights import Weights
from matching.vocabulary import Condition, DrawUnit, PoolKind, ServiceGroup, Urgency

_Record = TypeVar("_Record", Person, Host, Menu, Pool, Household, Party)

_Asked = TypeVar("_Asked", Person, Menu)

_RANK = {condition: rank for rank, condition in enumerate(Condition)}

_POOLS_OF_UNIT = {
    DrawUnit.PERSON: {PoolKind.PLACES, PoolKind.BEDS},
    DrawUnit.ATTENTION_MINUTES: {PoolKind.ATTENTION},
    DrawUnit.PICK_UP_SEAT: {PoolKind.VEHICLE_SEATS},
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """
    People, hosts, what already holds, and the rules and points a proposal is made under.

    Parameters
    ----------
    date
        The day the proposal is made for.
    weeks
        How many weeks it looks ahead, 1 to 52.
    people, hosts, menus, pools
        Ids are unique within each.
    placements
        What already holds.
    households, parties
        Who lives together; who goes together (a person is in at most one party).
    rules, weights, travel
        Data, shown with the proposal.
    """

    date: dt.date
    weeks: int = 12
    people: tuple[Person, ...]
    hosts: tuple[Host, ...]
    menus: tuple[Menu, ...]
    pools: tuple[Pool, ...]
    placements: tuple[Placement, ...] = ()
    households: tuple[Household, ...] = ()
    parties: tuple[Party, ...] = ()
    rules: RuleSet
    weights: Weights
    travel: TravelModel

    @property
    def horizon(self) -> Horizon:
        """The weeks the proposal looks at."""
        return Horizon(self.date, self.weeks)

    def in_order(self) -> Problem:
        """Give the same problem with records by id and answers by kind, so that no order means anything."""
        return dataclasses.replace(
            self,
            people=tuple(_answers_in_order(person) for person in _sorted(self.people)),
            hosts=_sorted(self.hosts),
            menus=tuple(_answers_in_order(menu) for menu in _sorted(self.menus)),
            pools=_sorted(self.pools),
            households=_sorted(self.households),
            parties=_sorted(self.parties),
            placements=tuple(
                sorted(
                    self.placements, key=lambda p: (p.person_id, p.domain, p.menu_id, p.first_day, repr(p))
                )
            ),
            rules=dataclasses.replace(
                self.rules,
                gate={group: self.rules.gate[group] for group in ServiceGroup if group in self.rules.gate},
            ),
            weights=dataclasses.replace(
                self.weights, urgency={urgency: self.weights.urgency[urgency] for urgency in Urgency}
            ),
        )

    def __post_init__(self) -> None:
        Horizon(self.date, self.weeks)
        people = _unique("person", self.people)
        hosts = _unique("host", self.hosts)
        menus = {menu.id: menu for menu in self.menus}
        _unique("menu", self.menus)
        pools = {pool.id: pool for pool in self.pools}
        _unique("pool", self.pools)
        for pool in self.pools:
            if pool.host_id is not None:
                require(pool.host_id in hosts, f"pool {pool.id}", "host_id", pool.host_id, "a known host")
        for menu in self.menus:
            self._check_menu(menu, hosts, pools)
        for person in self.people:
            self._check_person(person, people, hosts, menus, pools)
        self._check_parties(people)
        for placement in self.placements:
            who = f"placement of {placement.person_id}"
            require(placement.menu_id in menus, who, "menu_id", placement.menu_id, "a known menu")
            for slot in placement.slots:
                held = menus[placement.menu_id].slots
                require(slot in held, who, "slots", slot, "slots of the placement's menu")
            for field, kind in (
                ("companion_pool_id", PoolKind.COMPANION),
                ("caseload_pool_id", PoolKind.CASELOAD),
            ):
                _check_pool(who, field, getattr(placement, field), kind, pools)

    def _check_menu(self, menu: Menu, hosts: set[str], pools: dict[str, Pool]) -> None:
        who = f"menu {menu.id}"
        require(menu.host_id in hosts, who, "host_id", menu.host_id, "a known host")
        for draw in menu.draws:
            require(draw.pool_id in pools, who, "draws", draw.pool_id, "a known pool")
            kind = pools[draw.pool_id].kind
            require(
                kind in _POOLS_OF_UNIT[draw.unit],
                who,
                "draws",
                f"{draw.unit} of {kind}",
                "one place or bed per person, minutes of attention, or seats of a vehicle",
            )
        wanted = PoolKind.BEDS if menu.is_room else PoolKind.PLACES
        require(
            any(pools[draw.pool_id].kind == wanted for draw in menu.draws),
            who,
            "draws",
            [draw.pool_id for draw in menu.draws],
            f"a pool of {wanted}",
        )

    def _check_person(
        self,
        person: Person,
        people: set[str],
        hosts: set[str],
        menus: dict[str, Menu],
        pools: dict[str, Pool],
    ) -> None:
        who = f"person {person.id}"
        for host_id in (
            *person.apart_from_hosts,
            *(reach.host_id for reach in person.can_reach),
            *(refusal.host_id for refusal in person.refusals),
        ):
            require(host_id in hosts, who, "host id", host_id, "a known host")
        for duty in person.caring:
            require(duty.person_id in people, who, "caring", duty.person_id, "a person of the problem")
        for pin in person.pins:
            require(pin.menu_id in menus, who, "pins", pin.menu_id, "a known menu")
            for slot in pin.slots:
                require(slot in menus[pin.menu_id].slots, who, "pins", slot, "slots of the pinned menu")
        _check_pool(who, "caseload_pool_id", person.caseload_pool_id, PoolKind.CASELOAD, pools)

    def _check_parties(self, people: set[str]) -> None:
        seen: set[str] = set()
        domains = {person.id: {need.domain for need in person.needs} for person in self.people}
        for party in self.parties:
            who = f"party {party.id}"
            for member in party.member_ids:
                require(member in people, who, "member_ids", member, "a person of the problem")
                require(member not in seen, who, "member_ids", member, "people of no other party")
                seen.add(member)
            shared = set.intersection(*(domains[member] for member in party.member_ids))
            require(len(shared) > 0, who, "member_ids", party.member_ids, "a need that all members share")


def _check_pool(who: str, field: str, pool_id: str | None, kind: PoolKind, pools: dict[str, Pool]) -> None:
    if pool_id is not None:
        given = pools[pool_id].kind if pool_id in pools else pool_id
        require(given == kind, who, field, given, f"a pool of {kind}")


def _unique(what: str, records: Iterable[Person | Host | Menu | Pool]) -> set[str]:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise InvalidProblem(f"{what} {record.id}", "id", record.id, "an id that occurs once")
        seen.add(record.id)
    return seen


def _sorted(records: tuple[_Record, ...]) -> tuple[_Record, ...]:
    return tuple(sorted(records, key=lambda record: record.id))


def _answers_in_order(record: _Asked) -> _Asked:
    """Give the record with its conditions in the order of the vocabulary; most have them so."""
    ranks = [_RANK[condition] for condition in record.conditions]
    if ranks == sorted(ranks):
        return record
    answers = {each: record.conditions[each] for each in Condition if each in record.conditions}
    return dataclasses.replace(record, conditions=answers)
