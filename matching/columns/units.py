"""Units: who is placed together for which need; each is one group of the kernel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import DOMAINS
from matching.model import Party, Problem
from matching.vocabulary import NeedDomain, PlacementStatus, Urgency

URGENCIES = tuple(Urgency)


@dataclass(frozen=True, eq=False)
class Units:
    """
    One row per unit: a person or a party, and one need.

    Parameters
    ----------
    lead
        int64[u], person row of the first member.
    domain
        int64[u], index into `DOMAINS`.
    size
        int64[u], members.
    member_unit, member_person
        int64[k], unit and person of each membership, ordered by unit.
    member_urgency
        int64[k], index into `URGENCIES`.
    party_ids
        Id of the party, or ``None``.
    """

    lead: NDArray[np.int64]
    domain: NDArray[np.int64]
    size: NDArray[np.int64]
    member_unit: NDArray[np.int64]
    member_person: NDArray[np.int64]
    member_urgency: NDArray[np.int64]
    party_ids: tuple[str | None, ...]

    @classmethod
    def of(cls, problem: Problem, replan: bool) -> Units:
        """
        List the units that look for a place.

        A need that has a placement is no unit unless a re-plan is asked; neither is a party's need that one
        member has a placement for.
        """
        rows = {person.id: row for row, person in enumerate(problem.people)}
        urgency = {
            (row, need.domain): URGENCIES.index(need.urgency)
            for row, person in enumerate(problem.people)
            for need in person.needs
        }
        served = set() if replan else served_needs(problem)
        party_of = {member: party for party in problem.parties for member in party.member_ids}
        lead: list[int] = []
        domains: list[int] = []
        parties: list[str | None] = []
        members: list[tuple[int, int, int]] = []
        for row, person in enumerate(problem.people):
            party = party_of.get(person.id)
            for need in person.needs:
                together = _together(party, need.domain, rows, urgency)
                if together and together[0] != row:
                    continue
                who = together or (row,)
                if any((problem.people[member].id, need.domain) in served for member in who):
                    continue
                members += [(len(lead), member, urgency[member, need.domain]) for member in who]
                lead.append(row)
                domains.append(DOMAINS.index(need.domain))
                parties.append(party.id if party and together else None)
        table = np.array(members, dtype=np.int64).reshape(-1, 3)
        return cls(
            lead=np.array(lead, dtype=np.int64),
            domain=np.array(domains, dtype=np.int64),
            size=np.bincount(table[:, 0], minlength=len(lead)).astype(np.int64),
            member_unit=table[:, 0],
            member_person=table[:, 1],
            member_urgency=table[:, 2],
            party_ids=tuple(parties),
        )


def served_needs(problem: Problem) -> set[tuple[str, str]]:
    """Give the needs (person id, domain) whose placement is under way in the horizon, seat taken or not."""
    return {
        (placement.person_id, placement.domain)
        for placement in problem.placements
        if placement.status not in {PlacementStatus.BROKEN_OFF, PlacementStatus.ENDED}
        and (placement.last_day is None or placement.last_day >= problem.horizon.first_monday)
    }


def _together(
    party: Party | None,
    domain: NeedDomain,
    rows: dict[str, int],
    urgency: dict[tuple[int, NeedDomain], int],
) -> tuple[int, ...]:
    """Give the rows of the party's members when all share the need; nobody otherwise."""
    if party is None:
        return ()
    members = tuple(sorted(rows[member] for member in party.member_ids))
    return members if all((member, domain) in urgency for member in members) else ()
