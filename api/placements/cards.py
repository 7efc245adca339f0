"""What a host is told of a person before their consent: codes from a closed list, if many share them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlmodel import col

from api.context import Context
from api.tables import Municipality, Person
from matching.vocabulary import BURDENS, Answer, Condition

FEWEST_SHARED = 5
"""How many open cases at least share a combination of codes before it is told."""

FEWEST_PEOPLE = 25_000
"""In a smaller municipality no codes are told, for everybody knows everybody."""


class TaskFit(StrEnum):
    """What a task should be like."""

    SMALL_GROUP = "small_group"
    QUIET = "quiet"
    NO_STANDING = "no_standing"
    INDOORS = "indoors"
    NO_LIFTING = "no_lifting"
    NO_CUSTOMERS = "no_customers"
    NO_SMELL = "no_smell"
    SOFT_LIGHT = "soft_light"
    OWN_PACE = "own_pace"
    STEP_FREE = "step_free"
    PLACE_TO_REST = "place_to_rest"
    ONE_TO_ONE = "one_to_one"
    EASY_WORDS = "easy_words"


TASK_FIT_WORDS = {
    TaskFit.SMALL_GROUP: "一人・少人数の作業",
    TaskFit.QUIET: "静かな場所",
    TaskFit.NO_STANDING: "立ち仕事なし",
    TaskFit.INDOORS: "屋内",
    TaskFit.NO_LIFTING: "重い物を持たない",
    TaskFit.NO_CUSTOMERS: "接客なし",
    TaskFit.NO_SMELL: "においの強くない場所",
    TaskFit.SOFT_LIGHT: "まぶしくない場所",
    TaskFit.OWN_PACE: "自分のペースでできる作業",
    TaskFit.STEP_FREE: "段差のない場所",
    TaskFit.PLACE_TO_REST: "休める場所",
    TaskFit.ONE_TO_ONE: "一対一の説明",
    TaskFit.EASY_WORDS: "やさしい言葉での説明",
}

_FIT_OF = {
    Condition.LARGE_GROUP: TaskFit.SMALL_GROUP,
    Condition.NOISE: TaskFit.QUIET,
    Condition.STANDING: TaskFit.NO_STANDING,
    Condition.OUTDOORS: TaskFit.INDOORS,
    Condition.LIFTING: TaskFit.NO_LIFTING,
    Condition.CUSTOMER_CONTACT: TaskFit.NO_CUSTOMERS,
    Condition.SMELL: TaskFit.NO_SMELL,
    Condition.BRIGHT_LIGHT: TaskFit.SOFT_LIGHT,
    Condition.FIXED_PACE: TaskFit.OWN_PACE,
    Condition.STEP_FREE: TaskFit.STEP_FREE,
    Condition.PLACE_TO_REST: TaskFit.PLACE_TO_REST,
    Condition.ONE_TO_ONE: TaskFit.ONE_TO_ONE,
    Condition.EASY_WORDS: TaskFit.EASY_WORDS,
}

Combination = tuple[frozenset[TaskFit], bool]
"""Codes, and whether a companion comes along."""


def combination_of(conditions: Mapping[str, str], accompaniment_minutes: int) -> Combination:
    """Give the codes for what somebody cannot bear or needs; what was not asked is no code."""
    codes = {
        fit
        for condition, fit in _FIT_OF.items()
        if conditions.get(condition) == (Answer.NO if condition in BURDENS else Answer.YES)
    }
    return frozenset(codes), accompaniment_minutes > 0


@dataclass(frozen=True)
class CommonCombinations:
    """
    The combinations of codes that say of nobody who it is.

    Parameters
    ----------
    count
        How many open cases have each; empty where no codes are told.
    """

    count: Mapping[Combination, int]

    @classmethod
    def of(cls, context: Context) -> CommonCombinations:
        """Count the open cases of the municipality."""
        office = context.session.get(Municipality, context.municipality_id)
        if office is None or office.population is None or office.population < FEWEST_PEOPLE:
            return cls({})
        query = select(col(Person.conditions), col(Person.accompaniment_minutes)).where(
            or_(col(Person.ended_on).is_(None), col(Person.ended_on) > context.today)
        )
        return cls(Counter(combination_of(*row) for row in context.session.execute(query)))

    def told_of(self, person: Person) -> Combination | None:
        """Give what may be told of a person; nothing if too few share it."""
        combination = combination_of(person.conditions, person.accompaniment_minutes)
        return combination if self.count.get(combination, 0) >= FEWEST_SHARED else None


def is_plain(context: Context, person: Person) -> bool:
    """Tell whether a host is told days and hours only, so that the coordinator has to talk with it."""
    return CommonCombinations.of(context).told_of(person) is None
