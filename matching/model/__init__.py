"""Frozen records of a problem and a proposal, validated when made."""

from matching.model.change import Change, ChangeKind, apply_change
from matching.model.host import BusySeason, Host, service_group_of
from matching.model.household import CaringDuty, Household, Party
from matching.model.menu import Draw, Menu
from matching.model.news import HostCloses, News, PersonArrives, PersonWithdraws, apply_news
from matching.model.person import (
    LadderStep,
    Need,
    Person,
    Pin,
    Reach,
    Refusal,
    RetentionEstimate,
    SchemeCheck,
)
from matching.model.place import Place
from matching.model.placement import Placement
from matching.model.pool import Declared, Pool, PoolSlot
from matching.model.problem import Problem
from matching.model.proposal import (
    Assignment,
    Binding,
    Block,
    Floor,
    Option,
    Points,
    Preference,
    Proposal,
    Question,
    Reason,
    Unplaced,
    UnusedMargin,
    UsefulChange,
)
from matching.model.rules import LimitRule, RuleSet
from matching.model.timetable import Horizon, Period, Slot, TimeWindow, clock_text, minute_of_day
from matching.model.travel import ModeParams, TravelModel
from matching.model.weights import Weights

__all__ = [
    "Assignment",
    "Binding",
    "Block",
    "BusySeason",
    "CaringDuty",
    "Change",
    "ChangeKind",
    "Declared",
    "Draw",
    "Floor",
    "Horizon",
    "Host",
    "HostCloses",
    "Household",
    "LadderStep",
    "LimitRule",
    "Menu",
    "ModeParams",
    "Need",
    "News",
    "Option",
    "Party",
    "Period",
    "Person",
    "PersonArrives",
    "PersonWithdraws",
    "Pin",
    "Place",
    "Placement",
    "Points",
    "Pool",
    "PoolSlot",
    "Preference",
    "Problem",
    "Proposal",
    "Question",
    "Reach",
    "Reason",
    "Refusal",
    "RetentionEstimate",
    "RuleSet",
    "SchemeCheck",
    "Slot",
    "TimeWindow",
    "TravelModel",
    "Unplaced",
    "UnusedMargin",
    "UsefulChange",
    "Weights",
    "apply_change",
    "apply_news",
    "clock_text",
    "minute_of_day",
    "service_group_of",
]
