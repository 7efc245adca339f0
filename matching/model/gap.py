"""What a gap analysis finds: unmet needs, unused places, prices, what to develop, hosts to look after."""

from __future__ import annotations

from dataclasses import dataclass

from matching.model.change import Change
from matching.model.development import Development
from matching.model.timetable import Slot
from matching.vocabulary import (
    Care,
    HostKind,
    LimitKind,
    NeedDomain,
    SolveStatus,
    Stop,
    TimeBand,
    Urgency,
)


@dataclass(frozen=True)
class UnmetNeed:
    """
    A need without a place, with one word for each thing it is counted by.

    Parameters
    ----------
    person_id, domain, urgency, waiting_weeks
        Whose, which, how soon, and how long it has waited.
    district
        Empty when unknown or under protection.
    band
        When the person can come.
    stop
        What stops it.
    barrier
        The rule that alone bars most near menus (送迎, 少人数, 静か …); empty where none does alone.
    asks_first
        An answer of the person or a host may open a place; to be asked before anything is developed.
    """

    person_id: str
    domain: NeedDomain
    urgency: Urgency
    waiting_weeks: int
    district: str
    band: TimeBand
    stop: Stop
    barrier: str
    asks_first: bool


@dataclass(frozen=True)
class Barrier:
    """
    One rule that keeps people out of a place nobody uses.

    Parameters
    ----------
    rule
        The rule.
    alone
        People it alone keeps out: without it they could come.
    among
        People it keeps out, alone or with others.
    """

    rule: str
    alone: int
    among: int


@dataclass(frozen=True)
class UnusedPlace:
    """
    Places nobody can use (もったいない), with what keeps people out.

    Parameters
    ----------
    host_id, pool_id, slot
        Which.
    band
        When, in one word.
    left
        Places left in every week.
    limit, asks
        The limit that sets the margin; the host is to be asked about it.
    menu_ids
        Menus that could use them.
    nearby
        People without a place for whom one of these menus was looked at.
    barriers
        What keeps them out, the rule that alone keeps out most first.
    """

    host_id: str
    pool_id: str
    slot: Slot
    band: TimeBand
    left: int
    limit: LimitKind
    asks: bool
    menu_ids: tuple[str, ...]
    nearby: int
    barriers: tuple[Barrier, ...]


@dataclass(frozen=True)
class Price:
    """
    What one more place, seat, hour or newcomer is worth.

    Parameters
    ----------
    change
        What would be asked for.
    points
        The price of one more unit in the relaxation, in points; what the order comes from.
    gain
        How many more people could start, by a re-solve; ``None`` where it was not confirmed.
    """

    change: Change
    points: float
    gain: int | None = None


@dataclass(frozen=True)
class Prospect:
    """
    What one development by itself would bring.

    Parameters
    ----------
    development
        What would be built.
    could_use
        Ids of people without a place who could use it.
    forecast
        How many of them could start while everybody else keeps their place.
    points
        The same, weighted by priority.
    confirmed
        How many more people a re-solve of everything places; ``None`` where it was not confirmed.
    stays_best
        Share of draws of who arrives in which it is in the best set; ``None`` where none was drawn.
    """

    development: Development
    could_use: tuple[str, ...]
    forecast: int
    points: int
    confirmed: int | None = None
    stays_best: float | None = None


@dataclass(frozen=True)
class DistrictStart:
    """
    How many of a district could start.

    Parameters
    ----------
    district
        Which.
    started, could_ever, waiting
        People who start with the plan, who could with all developments together, and who wait.
    """

    district: str
    started: int
    could_ever: int
    waiting: int


@dataclass(frozen=True)
class DevelopmentPlan:
    """
    The set of developments within a budget that lets most people start.

    Parameters
    ----------
    built
        Ids, those that let most start first.
    effort_days, budget_days
        What it takes, and what there is.
    started
        People who could start.
    points, bound
        Its worth, and proven: no other set within the budget is worth more.
    status
        How the search ended.
    by_district
        The worst-off first.
    confirmed
        How many more people a re-solve of everything places; ``None`` where it was not confirmed.
    """

    built: tuple[str, ...]
    effort_days: int
    budget_days: int
    started: int
    points: int
    bound: float
    status: SolveStatus
    by_district: tuple[DistrictStart, ...]
    confirmed: int | None = None

    @property
    def optimality_gap(self) -> float:
        """The proven relative gap, 0 when optimal."""
        return (self.bound - self.points) / max(1.0, abs(self.bound))


@dataclass(frozen=True)
class GreedyStep:
    """
    One step of the greedy list: the next development, its effort, and how many more start by it.

    Parameters
    ----------
    development_id, effort_days, started
        Which, what it takes, and how many more people start.
    """

    development_id: str
    effort_days: int
    started: int


@dataclass(frozen=True)
class Likeness:
    """
    A real host to be asked for a development, because it looks like what is needed.

    Parameters
    ----------
    host_id, name, kind
        Who.
    quota
        定員, if known.
    distance_m
        From the middle of the district, in metres; ``None`` when unknown.
    is_same_kind
        Of the very kind that is sought, not only of its service group.
    is_known
        It takes people in already.
    """

    host_id: str
    name: str
    kind: HostKind
    quota: int | None
    distance_m: int | None
    is_same_kind: bool
    is_known: bool


@dataclass(frozen=True)
class HostCare:
    """
    A host to look after, and why.

    Parameters
    ----------
    host_id, care
        Which host, and why.
    number
        Behind it: the share of all placements in percent, places fewer, days since the oldest statement,
        reports, weeks unused (0 where nobody knows since when), hosts introduced.
    """

    host_id: str
    care: Care
    number: int


@dataclass(frozen=True, kw_only=True)
class GapReport:
    """
    A whole gap analysis.

    Parameters
    ----------
    problem_hash
        Of the problem it was made for.
    waiting, placed
        Needs that look for a place, and those the proposal places.
    unmet, unused, prices, prospects, plan, greedy, combinations, care
        The findings.
    """

    problem_hash: str
    waiting: int
    placed: int
    unmet: tuple[UnmetNeed, ...]
    unused: tuple[UnusedPlace, ...]
    prices: tuple[Price, ...]
    prospects: tuple[Prospect, ...]
    plan: DevelopmentPlan
    greedy: tuple[GreedyStep, ...]
    combinations: tuple[Prospect, ...]
    care: tuple[HostCare, ...]
