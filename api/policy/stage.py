"""From the facts of a case to its stage, and from a user's roles to the parts they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.policy.vocabulary import Part, Role, Stage


@dataclass(frozen=True)
class CaseFacts:
    """
    What the stage of a case follows from.

    Parameters
    ----------
    is_protected
        Under protection, or not yet asked.
    shares_with_meeting
        A consent to share with the meeting holds today.
    has_withdrawn
        A consent was withdrawn and none was given since.
    is_decided
        A 支援決定 is recorded.
    shares_with_host
        A consent to the host at hand holds today (for a view without a host: to any).
    is_placed
        A placement (at that host) takes a seat in 体験・受入中・定着.
    has_ended
        The case is closed or broken off.
    """

    is_protected: bool
    shares_with_meeting: bool = False
    has_withdrawn: bool = False
    is_decided: bool = False
    shares_with_host: bool = False
    is_placed: bool = False
    has_ended: bool = False


def stage_of(facts: CaseFacts) -> Stage:
    """Give the stage; protection and withdrawal go before everything."""
    if facts.is_protected or facts.has_withdrawn:
        return Stage.SX
    if facts.has_ended:
        return Stage.S5
    if facts.shares_with_host:
        return Stage.S4 if facts.is_placed else Stage.S3
    if facts.is_decided:
        return Stage.S2
    return Stage.S1 if facts.shares_with_meeting else Stage.S0


@dataclass(frozen=True)
class Relation:
    """
    How a user stands to the record at hand.

    Parameters
    ----------
    is_coordinator, is_lead
        The user carries the case as coordinator, or for 多機関協働.
    is_on_agenda
        The case was put before a meeting the user is a member of, and the consent to share it there holds:
        a decision or a consent to a host does not stand in for it.
    has_reason
        The user opened the case with a reason that still holds.
    is_own_host
        The record is about the user's own organisation.
    """

    is_coordinator: bool = False
    is_lead: bool = False
    is_on_agenda: bool = False
    has_reason: bool = False
    is_own_host: bool = False


NO_RELATION = Relation()


def parts_of(roles: Iterable[Role], relation: Relation) -> frozenset[Part]:
    """Give the parts a user stands in, each role at the closest relation it has."""
    return frozenset(_part(role, relation) for role in roles)


def _part(role: Role, relation: Relation) -> Part:
    match role:
        case Role.COORDINATOR:
            if relation.is_coordinator:
                return Part.CO_A
            return Part.CO_R if relation.has_reason else Part.CO_T
        case Role.LEAD:
            return Part.MC_A if relation.is_lead else Part.MC_T
        case Role.MEMBER:
            return Part.MM_A if relation.is_on_agenda else Part.MM_T
        case Role.HOST:
            return Part.HO_O if relation.is_own_host else Part.HO_T
        case Role.OFFICIAL:
            return Part.MO
        case Role.PLANNER:
            return Part.PL
        case Role.ADMIN:
            return Part.AD
        case Role.AUDITOR:
            return Part.AU
        case Role.OPERATOR:
            return Part.OP
