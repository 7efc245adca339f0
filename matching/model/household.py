"""People who live together, go together, or look after each other."""

from __future__ import annotations

from dataclasses import dataclass

from matching.errors import require
from matching.model.timetable import TimeWindow


@dataclass(frozen=True)
class Household:
    """
    世帯: people who live together; the core reads it only to say so in a proposal.

    Parameters
    ----------
    id
        Opaque id.
    member_ids
        Person ids, at least one.
    """

    id: str
    member_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        require(len(self.member_ids) > 0, f"household {self.id}", "member_ids", self.member_ids, "a member")


@dataclass(frozen=True)
class Party:
    """
    組: people placed together, in the same slots of the same menu, or not at all.

    Parameters
    ----------
    id
        Opaque id.
    member_ids
        Two or more person ids.
    """

    id: str
    member_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        require(
            len(set(self.member_ids)) == len(self.member_ids) >= 2,
            f"party {self.id}",
            "member_ids",
            self.member_ids,
            "two or more different people",
        )


@dataclass(frozen=True)
class CaringDuty:
    """
    Hours in which a person looks after another and is not free.

    The hours are covered, and the carer free, while the person cared for goes along in the same party or is
    at a current placement.

    Parameters
    ----------
    person_id
        Who is looked after.
    times
        The hours, by weekday.
    """

    person_id: str
    times: tuple[TimeWindow, ...]
