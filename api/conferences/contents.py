"""What a conference looks at by 開催区分, read from a data file."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.tables import AgendaKind
from matching.bundled import data_path


class Content(BaseModel):
    """One thing that has to be looked at; `source` says how sure that is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern="^[a-z_]{2,40}$")
    label: str
    source: Literal["S", "V", "M", "P"]


class KindContents(BaseModel):
    """
    One 開催区分.

    Parameters
    ----------
    label, timing, contents
        What it is called, when it has to be held, what is looked at.
    needs_plan, needs_monitoring, needs_follow_up, needs_attempts
        What else belongs to it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    timing: str
    contents: tuple[Content, ...] = Field(min_length=1)
    needs_plan: bool = False
    needs_monitoring: bool = False
    needs_follow_up: bool = False
    needs_attempts: bool = False


class _Contents(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    first: KindContents
    renewed: KindContents
    closure: KindContents
    break_off: KindContents
    other: KindContents


@lru_cache(maxsize=1)
def _contents() -> _Contents:
    text = data_path("conferences/default.toml").read_text(encoding="utf-8")
    return _Contents.model_validate(tomllib.loads(text))


def contents_of(kind: AgendaKind) -> KindContents:
    """Give what belongs to a 開催区分."""
    found: KindContents = getattr(_contents(), kind.value)
    return found
