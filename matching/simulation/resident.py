"""A resident: one person of the town's tables and where they live on its map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple, TypedDict, Unpack

from matching.model import CaringDuty, LadderStep, Need, Person, Pin, Reach, Refusal, SchemeCheck
from matching.simulation.notation import bearable, windows, words
from matching.vocabulary import Activity, Answer, ConsentStage, Gender, NeedDomain, TravelMode, Urgency


class Resident(NamedTuple):
    """A person without a square yet, and their home in kilometres east and north; ``None`` if unknown."""

    person: Person
    home_km: tuple[float, float] | None


class Special(TypedDict, total=False):
    """What only some people have; the fields of `Person` by the same names."""

    is_protected: bool
    can_reach: tuple[Reach, ...]
    staff_gender: Gender
    accompaniment_minutes: int
    attention_minutes: int
    apart_from_hosts: tuple[str, ...]
    apart_from_persons: tuple[str, ...]
    caring: tuple[CaringDuty, ...]
    schemes: tuple[SchemeCheck, ...]
    consent: ConsentStage
    earliest_start: dt.date
    pins: tuple[Pin, ...]
    refusals: tuple[Refusal, ...]


def resident(
    id: str,  # noqa: A002 - the record's own word
    age_years: int,
    home_km: tuple[float, float] | None,
    since: str,
    needs: Mapping[str, str],
    *,
    free: str | None = None,
    times: tuple[int, int] = (1, 1),
    stay: int | None = None,
    goal: tuple[int, int] | None = None,
    by: str = "walk",
    within: int | None = None,
    likes: str = "",
    avoids: str = "",
    yes: str = "",
    no: str = "",
    **special: Unpack[Special],
) -> Resident:
    """
    Make a resident from the notation of the tables; what is left out is 未聴取.

    Parameters
    ----------
    id, age_years
        As in `Person`.
    home_km
        Kilometres east and north of the town hall.
    since
        The day of the application.
    needs
        Wish by need: ``work``, or with its urgency ``housing now``; without one it is to be met soon.
    free
        Hours of the week.
    times, stay, goal
        Fewest and most slots a week; minutes one stay may last now; slots and minutes it should lead to.
    by, within
        Ways to travel; minutes one way.
    likes, avoids, yes, no
        Activities; conditions answered はい and いいえ.
    special
        Fields of `Person` that only some have.
    """
    person = Person(
        id=id,
        age_years=age_years,
        needs=tuple(_need(*key.split(), wish=wish) for key, wish in needs.items()),
        waiting_since=dt.date.fromisoformat(since),
        availability=windows(free) if free else None,
        fewest_slots=times[0],
        most_slots=times[1],
        goal=LadderStep(*goal) if goal else None,
        longest_stay_minutes=stay,
        modes=words(TravelMode, by),
        most_travel_minutes=within,
        conditions=bearable(yes, no),
        likes=words(Activity, likes),
        avoids=words(Activity, avoids),
        **special,
    )
    return Resident(person, home_km)


def checked(
    scheme: str, domain: str, reason: str, possible: Answer = Answer.NO, again: str | None = None
) -> tuple[SchemeCheck, ...]:
    """Make one line of the 狭間 check: an existing scheme, and why it would or would not meet the need."""
    look_again_on = dt.date.fromisoformat(again) if again else None
    return (SchemeCheck(scheme, NeedDomain(domain), possible, reason, look_again_on),)


def _need(domain: str, urgency: str = Urgency.SOON, *, wish: str) -> Need:
    return Need(NeedDomain(domain), Urgency(urgency), wish)
