"""The proposal (割当案): what the machine proposes, with its reasons; people decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.model.change import Change
from matching.model.timetable import Slot
from matching.vocabulary import LimitKind, NeedDomain, Side, SolveStatus, TravelMode, Verdict

Value = str | int | float


@dataclass(frozen=True)
class Reason:
    """
    One rule's word on one pair, or one full limit: a code and the values compared.

    Parameters
    ----------
    rule
        The rule's id; its phrases stand in `matching.phrases`.
    verdict
        適合, 要確認 or 不適合.
    values
        What the phrase compares.
    asks
        Whose answer is missing, where the verdict is 要確認.
    """

    rule: str
    verdict: Verdict
    values: Mapping[str, Value] = field(default_factory=dict)
    asks: Side | None = None


@dataclass(frozen=True)
class Binding:
    """
    The limit that leaves the least room: which, in which slot, and how much is left.

    Parameters
    ----------
    limit
        The kind of limit.
    pool_id
        The pool it bounds; empty for a limit of the host as a whole (newcomers, rest).
    host_id
        Whose limit it is; empty for the municipality's own pools.
    slot
        The slot, or ``None`` for the whole week.
    left
        What is left of it after the proposal, in the pool's unit.
    stated_on
        The date of what it rests on, if dated.
    """

    limit: LimitKind
    pool_id: str
    host_id: str
    slot: Slot | None
    left: int
    stated_on: dt.date | None = None


@dataclass(frozen=True)
class Points:
    """
    What a candidate is worth, in points, by part.

    Parameters
    ----------
    value
        ``placed + priority + fit − best fit of the person``; a party's is the sum over its members.
    placed, priority, fit, best_fit
        The parts.
    by_criterion
        Fit by criterion; costs are negative.
    """

    value: int
    placed: int
    priority: int
    fit: int
    best_fit: int
    by_criterion: Mapping[str, int]


@dataclass(frozen=True)
class Option:
    """
    One menu with its slots for one person: where, when, how to get there, what is still to be asked.

    Parameters
    ----------
    menu_id, host_id
        Where.
    slots
        When, each week.
    first_day, last_day
        From the first to the last visit inside the horizon.
    mode, travel_minutes, distance_m
        The way there; ``None`` when no square or position is known.
    companion_pool_id
        Who goes along, where 同行 is needed.
    verdict
        適合 or 要確認.
    questions
        What to ask, where 要確認.
    strengths
        What speaks for it, the strongest reason first.
    points
        What it is worth.
    """

    menu_id: str
    host_id: str
    slots: tuple[Slot, ...]
    first_day: dt.date
    last_day: dt.date
    mode: TravelMode | None
    travel_minutes: int | None
    distance_m: int | None
    companion_pool_id: str | None
    verdict: Verdict
    questions: tuple[Reason, ...]
    strengths: tuple[Reason, ...]
    points: Points


@dataclass(frozen=True)
class Preference:
    """
    An option that was not chosen, and why: it is worth less, or a limit is full.

    Parameters
    ----------
    option
        The option.
    is_free
        It could be taken beside everybody else's assignment (a standby).
    full
        The limit that stops it, where it is not free.
    """

    option: Option
    is_free: bool
    full: Binding | None = None


@dataclass(frozen=True)
class Assignment:
    """
    割当: a chosen option for one need of one person.

    Parameters
    ----------
    person_id, domain
        Who, for which need.
    party_id
        The party it is made for, if any.
    choice
        The first choice.
    standbys
        Up to two more options that are free beside the others' assignments, in order.
    preferred
        An option of greater fit that was not free, if any: why it is not the first choice.
    binding
        The limit that leaves least room beside this assignment.
    is_pinned, is_current
        A choice people have made; a placement that already holds.
    """

    person_id: str
    domain: NeedDomain
    party_id: str | None
    choice: Option
    standbys: tuple[Option, ...]
    preferred: Preference | None
    binding: Binding | None
    is_pinned: bool = False
    is_current: bool = False


@dataclass(frozen=True)
class Block:
    """
    What stops one near menu for one person: rules, or a full limit.

    Parameters
    ----------
    menu_id, host_id
        The menu.
    reasons
        Rules that say 不適合; empty if only limits stop it.
    full
        Limits that are full, where no rule stops it.
    """

    menu_id: str
    host_id: str
    reasons: tuple[Reason, ...]
    full: tuple[Binding, ...]


@dataclass(frozen=True)
class Question:
    """
    The question worth asking a person first.

    Parameters
    ----------
    rule
        The rule that waits for the answer.
    opens
        Near menus that become 適合 by a favourable answer alone.
    touches
        Near menus it bears on.
    """

    rule: str
    opens: int
    touches: int


@dataclass(frozen=True)
class UsefulChange:
    """
    A smallest change and whom it would place.

    Parameters
    ----------
    change
        What would change.
    could_use
        Ids of people without a place who could use it.
    gain
        How many more people a re-solve places; ``None`` where it was not confirmed.
    """

    change: Change
    could_use: tuple[str, ...]
    gain: int | None = None


@dataclass(frozen=True)
class Unplaced:
    """
    A need without a place, and why.

    Parameters
    ----------
    person_id, domain
        Who, for which need.
    blocks
        Each near menu with what stops it, nearest to possible first.
    change
        The smallest change that would place them, if one is known.
    question
        The question worth asking first, if one is open.
    """

    person_id: str
    domain: NeedDomain
    blocks: tuple[Block, ...]
    change: UsefulChange | None
    question: Question | None


@dataclass(frozen=True)
class UnusedMargin:
    """
    受入余力 nobody uses in this proposal.

    Parameters
    ----------
    host_id, pool_id
        Whose.
    slot
        When.
    left
        Places left in the week with the least room.
    limit
        The limit that sets the margin.
    asks
        Something about the margin is to be asked of the host.
    """

    host_id: str
    pool_id: str
    slot: Slot
    left: int
    limit: LimitKind
    asks: bool


@dataclass(frozen=True)
class Floor:
    """
    What became of the least share asked for one district.

    Parameters
    ----------
    district
        Which.
    least_share
        Asked, 0 to 1.
    people
        How many look for a place there; someone with two needs counts twice.
    placed_without, placed
        How many have one without the floors, and with them.
    raised
        Points its people were raised by.
    """

    district: str
    least_share: float
    people: int
    placed_without: int
    placed: int
    raised: int

    @property
    def is_kept(self) -> bool:
        """Whether the share asked for is reached."""
        return self.placed >= self.least_share * self.people - 1e-9


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """
    割当案: assignments, standbys, reasons, people left, and a proven bound.

    Parameters
    ----------
    date, weeks
        As the problem's.
    status
        How the solve ended.
    objective, bound
        Total value, and a proven upper bound on any total value: without floors, and whoever moves.
    problem_hash
        SHA-256 of the problem in canonical JSON.
    rules_version, solver
        What it was made with.
    is_replan
        Placements that already held were up for change.
    assignments, unplaced
        By person id and need.
    questions
        The question worth asking first, for people with a place and open answers.
    changes
        The most useful smallest changes, confirmed ones first.
    unused
        Margin nobody uses.
    released_pins
        Pins that could not hold, with what stops each; the status is then INFEASIBLE.
    floors
        What became of the shares asked for districts.
    floors_cost
        Total value given up for them, in points.
    """

    date: dt.date
    weeks: int
    status: SolveStatus
    objective: int
    bound: float
    problem_hash: str
    rules_version: str
    solver: str
    is_replan: bool
    assignments: tuple[Assignment, ...]
    unplaced: tuple[Unplaced, ...]
    questions: Mapping[str, Question]
    changes: tuple[UsefulChange, ...]
    unused: tuple[UnusedMargin, ...]
    released_pins: tuple[Unplaced, ...] = ()
    floors: tuple[Floor, ...] = ()
    floors_cost: int = 0

    @property
    def optimality_gap(self) -> float:
        """The proven relative gap, 0 when optimal."""
        return (self.bound - self.objective) / max(1.0, abs(self.bound))
