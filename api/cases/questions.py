"""The questions of the assessment, which are data, and what their answers say to the core."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.people.schemas import WindowInput
from matching.bundled import data_path
from matching.vocabulary import Answer, Condition, Weekday


class FreeHours(BaseModel):
    """Hours that are free on some weekdays."""

    model_config = ConfigDict(extra="forbid")

    weekdays: list[Weekday]
    start: dt.time
    end: dt.time


class Question(BaseModel):
    """
    One question.

    Parameters
    ----------
    id, text
        By which its answer is kept, and as it is asked.
    condition, times
        What the answer feeds; without either it is only recorded.
    """

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    text: Annotated[str, Field(min_length=1, max_length=200)]
    condition: Condition | None = None
    times: list[FreeHours] = Field(default_factory=list)


@lru_cache(maxsize=1)
def questions() -> Mapping[str, Question]:
    """
    Read the questions, in the order they are asked.

    Raises
    ------
    ValueError
        If the file cannot be used, or an id occurs twice.
    """
    return questions_from(data_path("assessment/questions.toml").read_text(encoding="utf-8"))


def questions_from(text: str) -> Mapping[str, Question]:
    """
    Read questions from TOML.

    Raises
    ------
    ValueError
        If one cannot be used, or an id occurs twice.
    """
    found = [Question.model_validate(each) for each in tomllib.loads(text)["question"]]
    by_id = {each.id: each for each in found}
    if len(by_id) != len(found):
        raise ValueError("an id of a question occurs twice")
    return by_id


def conditions_of(answers: Mapping[str, Answer]) -> dict[Condition, Answer]:
    """Give what answers say of conditions."""
    known = questions()
    return {
        condition: answer
        for name, answer in answers.items()
        if name in known and (condition := known[name].condition) is not None
    }


def hours_of(answers: Mapping[str, Answer]) -> list[WindowInput] | None:
    """Give the hours that were answered with yes; nothing is known where none was."""
    windows = [
        WindowInput(weekday=weekday, start=times.start, end=times.end)
        for name, each in questions().items()
        if answers.get(name) == Answer.YES
        for times in each.times
        for weekday in times.weekdays
    ]
    return windows or None
