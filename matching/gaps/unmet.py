"""Unmet need: what stops each need without a place, and what is to be asked before anything is developed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from matching.gaps.bands import band_of_person
from matching.model import Block, Person, Problem, Proposal, Unplaced
from matching.model.gap import UnmetNeed
from matching.vocabulary import LimitKind, Stop

_STOP_OF_RULE = {
    "scheme": Stop.EXISTING_SCHEME,
    "consent": Stop.CONSENT,
    "need_group": Stop.NO_MENU,
    "travel": Stop.TOO_FAR,
    "availability": Stop.TIMES,
    "start": Stop.TIMES,
    "stay": Stop.TIMES,
    "own_time": Stop.TIMES,
    "no_common_week": Stop.TIMES,
    "companion": Stop.CONDITIONS,
    "staff_gender": Stop.CONDITIONS,
}
_OF_THE_WHOLE_NEED = (Stop.EXISTING_SCHEME, Stop.CONSENT)
"""What stops a need at every menu alike."""

_MOST_TO_ASK = (Stop.UNKNOWN, Stop.FULL, Stop.TIMES, Stop.TOO_FAR, Stop.CONDITIONS, Stop.OTHER, Stop.NO_MENU)
"""Of stops that alone stop equally many menus, the one that is cleared most easily."""


def stop_of_rule(rule: str) -> Stop:
    """Give the stop a rule counts as."""
    return Stop.CONDITIONS if rule.startswith("condition_") else _STOP_OF_RULE.get(rule, Stop.OTHER)


def unmet_needs(problem: Problem, proposal: Proposal) -> tuple[UnmetNeed, ...]:
    """
    Say of each need without a place what stops it, by person and need.

    Parameters
    ----------
    problem, proposal
        The proposal must be one of this problem.
    """
    people = {person.id: person for person in problem.people}
    return tuple(_unmet(problem, people[left.person_id], left) for left in proposal.unplaced)


def _unmet(problem: Problem, person: Person, left: Unplaced) -> UnmetNeed:
    need = next(need for need in person.needs if need.domain == left.domain)
    stops = [_stops(block) for block in left.blocks]
    return UnmetNeed(
        person_id=person.id,
        domain=left.domain,
        urgency=need.urgency,
        waiting_weeks=max(0, (problem.date - person.waiting_since).days // 7),
        district=person.district or "",
        band=band_of_person(person, left.domain),
        stop=_stop(stops),
        barrier=_barrier(left.blocks),
        asks_first=left.question is not None or {Stop.UNKNOWN} in stops,
    )


def _stops(block: Block) -> set[Stop]:
    """Give everything that stops a menu; a limit nobody has stated is something to ask, not a full place."""
    stops = {stop_of_rule(reason.rule) for reason in block.reasons}
    if block.full:
        unknown = all(binding.limit == LimitKind.NONE_KNOWN for binding in block.full)
        stops.add(Stop.UNKNOWN if unknown else Stop.FULL)
    return stops


def _stop(stops: list[set[Stop]]) -> Stop:
    """
    Give what stops a need.

    An existing scheme or missing consent stops it everywhere; else it is what stops most of those menus
    that are nearest to possible.
    """
    everywhere = set.intersection(*stops) if stops else set()
    for stop in _OF_THE_WHOLE_NEED:
        if stop in everywhere:
            return stop
    if not stops:
        return Stop.NO_MENU
    fewest = min(len(each) for each in stops)
    counts = Counter(stop for each in stops if len(each) == fewest for stop in each)
    return max(counts, key=lambda stop: (counts[stop], -_rank(stop)))


def _rank(stop: Stop) -> int:
    return _MOST_TO_ASK.index(stop) if stop in _MOST_TO_ASK else len(_MOST_TO_ASK)


def _barrier(blocks: Iterable[Block]) -> str:
    """Give the rule that alone bars most near menus; the first by name of equals."""
    alone = Counter(block.reasons[0].rule for block in blocks if len(block.reasons) == 1 and not block.full)
    return min(alone, key=lambda rule: (-alone[rule], rule)) if alone else ""
