"""The checks, one promise each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

from matching.columns.people import DOMAINS
from matching.columns.units import Units
from matching.model import Assignment, Option, Problem, Proposal
from matching.verify.case import Case, Fault, about
from matching.verify.ledger import covers
from matching.vocabulary import PoolKind, SolveStatus, Verdict


def unknown_records(problem: Problem, proposal: Proposal) -> Iterator[Fault]:
    """Every id, need and slot stands in the problem."""
    people = {person.id: person for person in problem.people}
    menus = {menu.id: menu for menu in problem.menus}
    companions = {pool.id for pool in problem.pools if pool.kind == PoolKind.COMPANION}
    for assignment in proposal.assignments:
        name = about(assignment)
        person = people.get(assignment.person_id)
        if person is None or assignment.domain not in {need.domain for need in person.needs}:
            yield Fault("unknown_need", name)
        for option in (assignment.choice, *assignment.standbys):
            menu = menus.get(option.menu_id)
            if menu is None or menu.host_id != option.host_id:
                yield Fault("unknown_menu", name, option.menu_id)
            elif not option.slots or len(set(option.slots) & set(menu.slots)) != len(option.slots):
                yield Fault("unknown_slots", name, option.menu_id)
            if option.companion_pool_id is not None and option.companion_pool_id not in companions:
                yield Fault("unknown_companion", name, option.companion_pool_id)


def served_needs(problem: Problem, proposal: Proposal) -> Iterator[Fault]:
    """No need is assigned that looks for no place, because a placement holds."""
    units = Units.of(problem, proposal.is_replan)
    looking = {
        (problem.people[person].id, DOMAINS[units.domain[unit]])
        for unit, person in zip(units.member_unit, units.member_person, strict=True)
    }
    for assignment in proposal.assignments:
        if (assignment.person_id, assignment.domain) not in looking:
            yield Fault("need_is_served", about(assignment))


def one_per_need(case: Case) -> Iterator[Fault]:
    """Each need has one assignment at most."""
    seen: set[tuple[str, str]] = set()
    for assignment in case.proposal.assignments:
        key = assignment.person_id, assignment.domain
        if key in seen:
            yield Fault("two_assignments", about(assignment))
        seen.add(key)


def rules(case: Case) -> Iterator[Fault]:
    """
    No rule is against an option, its slots are ones the person could come to, and 要確認 is said.

    What people have set is theirs to answer for: a placement that holds, and the menu and slots of a pin.
    """
    usable, fewest = case.pairs.usable, case.pairs.fewest
    for row, (assignment, option) in enumerate(case.options):
        name = about(assignment)
        menu = case.menus[option.menu_id]
        if assignment.is_current and option is assignment.choice:
            continue
        if assignment.domain not in menu.domains and not _is_pinned_menu(case, assignment, menu.id):
            yield Fault("menu_for_other_need", name, menu.id)
        if case.findings.against[row]:
            yield Fault("rule_against", name, menu.id)
        asks = bool(case.findings.ask_person[row] | case.findings.ask_host[row])
        if asks and option.verdict != Verdict.TO_CHECK:
            yield Fault("unsaid_question", name, menu.id)
        if assignment.is_pinned and option is assignment.choice:
            continue
        chosen = sum(1 << menu.slots.index(slot) for slot in option.slots)
        if chosen & ~int(usable[row]):
            yield Fault("slot_out_of_hours", name, menu.id)
        if not menu.is_room:
            person = case.people[assignment.person_id]
            taken = int(case.columns.people.taken_slots[case.pairs.person[row]])
            if not fewest[row] <= len(option.slots) <= max(person.most_slots - taken, 0):
                yield Fault("slots_a_week", name, f"{len(option.slots)} of {menu.id}")


def weeks(case: Case) -> Iterator[Fault]:
    """
    An option lies in the horizon and its slots' dates, starts when the person can, and a room ends.

    In its first and its last week all of its slots are held.
    """
    horizon = case.problem.horizon
    for assignment, option in case.options:
        person, menu = case.people[assignment.person_id], case.menus[option.menu_id]
        first, last = case.first_week(option), case.last_week(option)
        if not 0 <= first <= last < case.problem.weeks:
            yield Fault("outside_horizon", about(assignment), f"{option.first_day} {option.last_day}")
            continue
        for week in (first, last):
            closed = [] if assignment.is_current else case.ledger.closed_pools(option, week)
            for pool_id in closed:
                yield Fault("closed_that_week", about(assignment), f"{pool_id} week {week}")
        for slot in option.slots:
            days = horizon.day(first, slot.weekday or 1), horizon.day(last, slot.weekday or 7)
            if not assignment.is_current and not all(slot.held_on(day) for day in days):
                yield Fault("outside_dates", about(assignment), menu.id)
        early = person.earliest_start is not None and option.first_day < person.earliest_start
        if early and not assignment.is_current:
            yield Fault("too_early", about(assignment), str(option.first_day))
        if menu.is_room and (option.last_day - option.first_day).days >= (menu.most_nights or 0):
            yield Fault("room_too_long", about(assignment), str(option.last_day))


def companions(case: Case) -> Iterator[Fault]:
    """Whoever needs somebody to go along has a companion of their district in every slot."""
    pools = {pool.id: pool for pool in case.problem.pools}
    for assignment, option in case.options:
        person = case.people[assignment.person_id]
        if person.accompaniment_minutes == 0:
            continue
        if option.companion_pool_id is None:
            yield Fault("nobody_goes_along", about(assignment), option.menu_id)
            continue
        pool = pools[option.companion_pool_id]
        if pool.districts and person.district is not None and person.district not in pool.districts:
            yield Fault("companion_of_other_district", about(assignment), pool.id)
        for slot in option.slots:
            if not any(covers(part, slot) for part in pool.slots):
                yield Fault("companion_has_no_hours", about(assignment), pool.id)


def own_time(case: Case) -> Iterator[Fault]:
    """Nobody is in two places at once, or comes more often than they want over all needs."""
    for assignment, option in case.options:
        is_set = option is assignment.choice and (assignment.is_pinned or assignment.is_current)
        if not is_set and any(one.overlaps(two) for one, two in combinations(option.slots, 2)):
            yield Fault("two_places_at_once", assignment.person_id, option.menu_id)
    by_person = defaultdict(list)
    for assignment in case.proposal.assignments:
        if not case.menus[assignment.choice.menu_id].is_room:
            by_person[assignment.person_id].append(assignment.choice)
    rows = {person.id: row for row, person in enumerate(case.problem.people)}
    for person_id, options in by_person.items():
        for one, two in combinations(options, 2):
            if _together_in_time(case, one, two) and any(a.overlaps(b) for a in one.slots for b in two.slots):
                yield Fault("two_places_at_once", person_id, f"{one.menu_id} {two.menu_id}")
        if len(options) > 1:
            wanted = case.people[person_id].most_slots - int(case.columns.people.taken_slots[rows[person_id]])
            for week in range(case.problem.weeks):
                here = [o for o in options if case.first_week(o) <= week <= case.last_week(o)]
                if len(here) > 1 and sum(len(option.slots) for option in here) > wanted:
                    yield Fault("too_often", person_id, f"week {week}")


def kept_apart(case: Case) -> Iterator[Fault]:
    """People to keep apart are never at one host in the same weeks."""
    at_host = defaultdict(list)
    for assignment in case.proposal.assignments:
        at_host[assignment.choice.host_id].append(assignment)
    for host_id, assignments in at_host.items():
        for one, two in combinations(assignments, 2):
            apart = (
                two.person_id in case.people[one.person_id].apart_from_persons
                or one.person_id in case.people[two.person_id].apart_from_persons
            )
            if apart and _together_in_time(case, one.choice, two.choice):
                yield Fault("not_kept_apart", host_id)


def parties(case: Case) -> Iterator[Fault]:
    """People of a party go together, or not at all."""
    found = {(a.person_id, a.domain): a for a in case.proposal.assignments}
    for party in case.problem.parties:
        for domain in DOMAINS:
            sharing = all(
                domain in {need.domain for need in case.people[member].needs} for member in party.member_ids
            )
            places = [found.get((member, domain)) for member in party.member_ids]
            together = {(p.choice.menu_id, p.choice.slots, p.choice.first_day) if p else None for p in places}
            if sharing and len(together) > 1:
                yield Fault("party_parted", f"{party.id} {domain}")


def capacity(case: Case) -> Iterator[Fault]:
    """No pool gives more than its margin in any week, and every pool drawn on has the time."""
    for (pool_id, part, week), taken, left in case.ledger.overdrawn():
        yield Fault("over_capacity", pool_id, f"slot {part} week {week}: {taken} of {left}")
    for assignment, option in case.options:
        if assignment.is_current and option is assignment.choice:
            continue
        for pool_id in case.ledger.missing_pools(case.people[assignment.person_id], option):
            yield Fault("no_such_time", about(assignment), pool_id)


def intake(case: Case) -> Iterator[Fault]:
    """No host gets more newcomers at once than it can, or sooner than it rests."""
    hosts = {host.id: row for row, host in enumerate(case.problem.hosts)}
    starts = defaultdict(list)
    for assignment in case.proposal.assignments:
        if not assignment.is_current:
            week = case.first_week(assignment.choice)
            starts[assignment.choice.host_id].append((week, assignment.party_id or assignment.person_id))
    for host_id, weeks_and_parties in starts.items():
        row = hosts[host_id]
        for week in range(case.problem.weeks):
            new = sum(first <= week < first + case.intake.newcomer_weeks for first, _ in weeks_and_parties)
            if new and new > case.intake.newcomers[row, week]:
                yield Fault("too_many_newcomers", host_id, f"week {week}: {new}")
        intakes = sorted(set(weeks_and_parties))
        rest = int(case.intake.rest_weeks[row])
        for (earlier, _), (later, _) in pairwise(intakes):
            if later - earlier < rest:
                yield Fault("no_rest", host_id, f"weeks {earlier} and {later}")
        for first, _ in intakes:
            if not case.intake.may_start[row, first]:
                yield Fault("no_rest", host_id, f"week {first}")


def standbys(case: Case) -> Iterator[Fault]:
    """Each standby could be taken in place of the first choice."""
    for assignment in case.proposal.assignments:
        person = case.people[assignment.person_id]
        if assignment.party_id is not None:
            continue
        for option in assignment.standbys:
            case.ledger.enter(person, assignment.choice, -1)
            case.ledger.enter(person, option, 1)
            if case.ledger.overdrawn_by(person, option):
                yield Fault("standby_not_free", about(assignment), option.menu_id)
            case.ledger.enter(person, option, -1)
            case.ledger.enter(person, assignment.choice, 1)


def pins(case: Case) -> Iterator[Fault]:
    """A pin with slots is kept, or released and said so, while the need looks for a place."""
    found = {(a.person_id, a.domain): a for a in case.proposal.assignments}
    released: set[tuple[str, str]] = {(pin.person_id, pin.domain) for pin in case.proposal.released_pins}
    units = case.columns.units
    looking = {
        (case.problem.people[person].id, DOMAINS[units.domain[unit]])
        for unit, person in zip(units.member_unit, units.member_person, strict=True)
    }
    for person in case.problem.people:
        for pin in person.pins:
            key = person.id, pin.domain
            if not pin.slots or key in released or key not in looking:
                continue
            kept = found.get(key)
            if kept is None or kept.choice.menu_id != pin.menu_id or set(kept.choice.slots) != set(pin.slots):
                yield Fault("pin_not_kept", f"{person.id} {pin.domain}", pin.menu_id)


def value(case: Case) -> Iterator[Fault]:
    """The total is the sum of the values, the formula holds, and the bound is never below the total."""
    counted: dict[tuple[str, str], int] = {}
    for assignment in case.proposal.assignments:
        points = assignment.choice.points
        counted[assignment.party_id or assignment.person_id, assignment.domain] = points.value
        size = points.placed // max(case.problem.weights.placed, 1)
        expected = points.placed + points.priority + size * (points.fit - points.best_fit)
        expected += case.problem.weights.change * size * assignment.is_current
        if points.value != expected or points.fit != sum(points.by_criterion.values()):
            yield Fault("wrong_points", about(assignment), f"{points.value}, expected {expected}")
    total = sum(counted.values())
    if total != case.proposal.objective:
        yield Fault("wrong_total", "proposal", f"{case.proposal.objective}, expected {total}")
    if case.proposal.bound < total:
        yield Fault("bound_below_total", "proposal", f"{case.proposal.bound} < {total}")
    if case.proposal.status == SolveStatus.OPTIMAL and case.proposal.bound >= total + 1:
        yield Fault("not_proven", "proposal", f"{case.proposal.bound} - {total}")


def _is_pinned_menu(case: Case, assignment: Assignment, menu_id: str) -> bool:
    """Tell whether the person, or somebody of the party, has chosen the menu for the need."""
    parties = {party.id: party.member_ids for party in case.problem.parties}
    members = parties.get(assignment.party_id or "", (assignment.person_id,))
    pins = (pin for member in members for pin in case.people[member].pins)
    return any(pin.domain == assignment.domain and pin.menu_id == menu_id for pin in pins)


def _together_in_time(case: Case, one: Option, two: Option) -> bool:
    return case.first_week(one) <= case.last_week(two) and case.first_week(two) <= case.last_week(one)


CHECKS: tuple[Callable[[Case], Iterator[Fault]], ...] = (
    one_per_need,
    rules,
    weeks,
    companions,
    own_time,
    kept_apart,
    parties,
    capacity,
    intake,
    standbys,
    pins,
    value,
)
