"""A demonstration on real hosts from open data, with synthetic people and simulated statements."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Sequence
from pathlib import Path

from api.imports.hosts import WamHosts, hosts_from_wam
from api.imports.simulated import simulated_statements
from api.imports.wam import read_wam
from matching.bundled import default_rules, default_travel, default_weights
from matching.errors import InvalidProblem
from matching.model import Person, Problem
from matching.simulation.synthetic import synthetic_people_near

DEMO_DATE = dt.date(2026, 11, 20)
_SHORTEST_STAY_MINUTES = 60
_DRAWN_FOR_ONE = 4


@dataclasses.dataclass(frozen=True)
class RealHosts:
    """
    A problem with real hosts.

    Parameters
    ----------
    problem
        Real hosts; synthetic people; simulated statements.
    rows, faults
        Rows read from the files, and what was found wrong with them.
    sources
        For attribution.
    """

    problem: Problem
    rows: int
    faults: int
    sources: tuple[str, ...]


def problem_with_real_hosts(files: Sequence[Path], area: str, people: int, seed: int) -> RealHosts:
    """
    Make a problem from open data.

    Open data tells neither free places nor the shortest useful stay, so both are simulated here.

    Parameters
    ----------
    files
        WAM NET files of the official 29 columns.
    area
        A prefecture or municipality; empty for all.
    people
        How many synthetic people, living within 8 km of the hosts.
    seed
        For people and statements.

    Raises
    ------
    InvalidProblem
        If a file or the area cannot be used, or no host lies in the area.
    """
    read = [read_wam(file.read_bytes(), area or None) for file in files]
    found = hosts_from_wam(row for file in read for row in file.rows)
    if not found.menus:
        raise InvalidProblem("area", "hosts", area, "an area with a host whose opening times are known")
    menus = tuple(
        menu if menu.is_room else dataclasses.replace(menu, shortest_stay_minutes=_SHORTEST_STAY_MINUTES)
        for menu in found.menus
    )
    problem = dataclasses.replace(
        hosts_as_problem(found),
        menus=menus,
        pools=simulated_statements(found.pools, seed, DEMO_DATE, hosts=found.hosts),
        people=_people_these_could_help(found, people, seed),
    )
    return RealHosts(
        problem=problem,
        rows=sum(len(file.rows) for file in read),
        faults=sum(len(file.faults) for file in read) + len(found.notices),
        sources=tuple(file.source for file in read),
    )


def _people_these_could_help(found: WamHosts, people: int, seed: int) -> tuple[Person, ...]:
    """Draw people with the needs these services answer; a register of workshops says nothing of salons."""
    answered = {domain for menu in found.menus for domain in menu.domains}
    drawn = synthetic_people_near(found.hosts, _DRAWN_FOR_ONE * people, seed, DEMO_DATE)
    kept = (
        dataclasses.replace(person, needs=needs)
        for person in drawn
        if (needs := tuple(need for need in person.needs if need.domain in answered))
    )
    return tuple(itertools.islice(kept, people))


def hosts_as_problem(found: WamHosts) -> Problem:
    """Give imported hosts as a problem without people, which others can be added to."""
    return Problem(
        date=DEMO_DATE,
        people=(),
        hosts=found.hosts,
        menus=found.menus,
        pools=found.pools,
        rules=default_rules(),
        weights=default_weights(),
        travel=default_travel(),
    )
