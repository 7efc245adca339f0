"""The person (本人) as the core knows them: what they need, bear, wish and have said; never who they are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.errors import require
from matching.model.household import CaringDuty
from matching.model.timetable import Slot, TimeWindow
from matching.vocabulary import (
    Activity,
    Answer,
    Condition,
    ConsentStage,
    Gender,
    NeedDomain,
    Side,
    TravelMode,
    Urgency,
)

MOST_SLOTS_A_WEEK = 14
_MESH_CODE = re.compile(r"(?:[345][0-9]|6[0-8])(?:2[2-9]|[34][0-9]|5[0-3])[0-7]{2}[0-9]{2}[1-4]")


@dataclass(frozen=True)
class Need:
    """
    狭間のニーズ: one need that no existing scheme covers.

    Parameters
    ----------
    domain
        What it is about.
    urgency
        How soon it should be met.
    wish
        What the person hopes for, in their own words; shown, never scored.
    """

    domain: NeedDomain
    urgency: Urgency = Urgency.SOON
    wish: str = ""


@dataclass(frozen=True)
class LadderStep:
    """
    A step of the participation ladder: how often and how long.

    Parameters
    ----------
    slots_a_week
        1 to 14.
    stay_minutes
        Length of one stay, 10 to 720.
    """

    slots_a_week: int
    stay_minutes: int

    def __post_init__(self) -> None:
        require(1 <= self.slots_a_week <= 14, "ladder step", "slots_a_week", self.slots_a_week, "1 to 14")
        require(10 <= self.stay_minutes <= 720, "ladder step", "stay_minutes", self.stay_minutes, "10 to 720")


@dataclass(frozen=True)
class Reach:
    """
    「通える」 / 「通えない」 as the person says it of one host; overrides every distance.

    Parameters
    ----------
    host_id
        The host.
    answer
        はい, いいえ or 未聴取.
    """

    host_id: str
    answer: Answer


@dataclass(frozen=True)
class SchemeCheck:
    """
    One line of the 狭間 check: could an existing scheme meet the need?

    Parameters
    ----------
    scheme
        The scheme's name as the municipality writes it.
    domain
        The need it would meet.
    possible
        はい routes the person there; いいえ and 未聴取 do not.
    reason
        Why, in words.
    look_again_on
        When to check again.
    """

    scheme: str
    domain: NeedDomain
    possible: Answer
    reason: str = ""
    look_again_on: dt.date | None = None


@dataclass(frozen=True)
class Pin:
    """
    A choice people have made: this menu, and these slots of it where given.

    Parameters
    ----------
    domain
        The need it is for.
    menu_id
        The menu.
    slots
        Slots of that menu; empty leaves them to the proposal.
    """

    domain: NeedDomain
    menu_id: str
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """
    A declined pair, not proposed again before the review date.

    Parameters
    ----------
    host_id
        The host.
    menu_id
        One menu of it, or ``None`` for all.
    until
        The review date; ``None`` for no review.
    side
        Who declined.
    """

    host_id: str
    menu_id: str | None = None
    until: dt.date | None = None
    side: Side = Side.PERSON


@dataclass(frozen=True)
class RetentionEstimate:
    """
    A predicted share still connected after six months, where a municipality has turned that criterion on.

    Parameters
    ----------
    menu_id
        The menu.
    share
        0 to 1.
    slots_a_week
        At so many slots a week, 1 to 14.
    """

    menu_id: str
    share: float
    slots_a_week: int = 1

    def __post_init__(self) -> None:
        who = f"menu {self.menu_id}"
        require(0 <= self.share <= 1, who, "retention share", self.share, "0 to 1")
        count = self.slots_a_week
        require(1 <= count <= MOST_SLOTS_A_WEEK, who, "retention slots_a_week", count, "1 to 14")


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    本人: someone to be placed.

    A diagnosis, a 手帳, debt, history, sex or nationality is no input, and there is no field for one.

    Parameters
    ----------
    id
        Opaque id, never a name.
    age_years
        0 to 120.
    needs
        At least one, one per domain.
    waiting_since
        The day of the application (利用申込).
    district
        日常生活圏域, if known.
    home_mesh
        500 m grid square of the home (標準地域メッシュ, 9 digits); ``None`` under protection or when unknown.
    is_protected
        Under protection (支援措置): no square may be given.
    availability
        Hours the person is free, by weekday; ``None`` when not yet asked (未聴取).
    fewest_slots, most_slots
        Slots a week wanted now, 1 to 14.
    goal
        Where the participation ladder should lead.
    longest_stay_minutes
        How long one stay may last now; ``None`` for no limit.
    modes
        How the person can travel by themselves.
    most_travel_minutes
        Longest way, one way; ``None`` when not yet asked.
    can_reach
        What the person says of single hosts.
    conditions
        For burdens はい means bearable; for supports はい means needed. What is missing is 未聴取.
    likes, avoids
        Activities.
    staff_gender
        Wish that staff of this gender be there.
    accompaniment_minutes
        同行 needed at each visit, in minutes; 0 for none.
    attention_minutes
        Attention of the host's staff needed in each slot, in minutes.
    apart_from_hosts, apart_from_persons
        Ids to keep apart from.
    caring
        Hours the person looks after somebody.
    schemes
        The 狭間 check.
    consent
        How far the person has agreed.
    earliest_start
        Not before this day.
    pins, refusals
        Choices and declines so far.
    caseload_pool_id
        The pool of the coordinator who carries the case.
    retention
        Predicted shares by menu and slots a week, if turned on.
    """

    id: str
    age_years: int
    needs: tuple[Need, ...]
    waiting_since: dt.date
    district: str | None = None
    home_mesh: str | None = None
    is_protected: bool = False
    availability: tuple[TimeWindow, ...] | None = None
    fewest_slots: int = 1
    most_slots: int = 1
    goal: LadderStep | None = None
    longest_stay_minutes: int | None = None
    modes: tuple[TravelMode, ...] = (TravelMode.WALK,)
    most_travel_minutes: int | None = None
    can_reach: tuple[Reach, ...] = ()
    conditions: Mapping[Condition, Answer] = field(default_factory=dict)
    likes: tuple[Activity, ...] = ()
    avoids: tuple[Activity, ...] = ()
    staff_gender: Gender | None = None
    accompaniment_minutes: int = 0
    attention_minutes: int = 0
    apart_from_hosts: tuple[str, ...] = ()
    apart_from_persons: tuple[str, ...] = ()
    caring: tuple[CaringDuty, ...] = ()
    schemes: tuple[SchemeCheck, ...] = ()
    consent: ConsentStage = ConsentStage.TO_CONSIDER
    earliest_start: dt.date | None = None
    pins: tuple[Pin, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    caseload_pool_id: str | None = None
    retention: tuple[RetentionEstimate, ...] = ()

    def __post_init__(self) -> None:
        who = f"person {self.id}"
        require(bool(self.id), "person", "id", self.id, "a non-empty id")
        # One order of answers, so that equal records are written alike.
        ordered = {each: self.conditions[each] for each in Condition if each in self.conditions}
        object.__setattr__(self, "conditions", ordered)
        require(0 <= self.age_years <= 120, who, "age_years", self.age_years, "0 to 120")
        domains = [need.domain for need in self.needs]
        require(len(set(domains)) == len(domains) > 0, who, "needs", domains, "one or more, one per domain")
        require(1 <= self.fewest_slots <= 14, who, "fewest_slots", self.fewest_slots, "1 to 14")
        require(
            self.fewest_slots <= self.most_slots <= 14,
            who,
            "most_slots",
            self.most_slots,
            f"{self.fewest_slots} to 14",
        )
        if self.home_mesh is not None:
            require(
                _MESH_CODE.fullmatch(self.home_mesh) is not None,
                who,
                "home_mesh",
                self.home_mesh,
                "a 9-digit 500 m grid square",
            )
            require(not self.is_protected, who, "home_mesh", "a square", "none for a person under protection")
        if self.longest_stay_minutes is not None:
            require(
                10 <= self.longest_stay_minutes <= 720,
                who,
                "longest_stay_minutes",
                self.longest_stay_minutes,
                "10 to 720",
            )
        if self.most_travel_minutes is not None:
            require(
                0 <= self.most_travel_minutes <= 240,
                who,
                "most_travel_minutes",
                self.most_travel_minutes,
                "0 to 240",
            )
        for name, minutes in (
            ("accompaniment_minutes", self.accompaniment_minutes),
            ("attention_minutes", self.attention_minutes),
        ):
            require(0 <= minutes <= 720, who, name, minutes, "0 to 720")
        require(self.id not in self.apart_from_persons, who, "apart_from_persons", self.id, "other people")
        for pin in self.pins:
            require(pin.domain in domains, who, "pins", pin.domain, "a need of the person")
