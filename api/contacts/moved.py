"""Contacts that a prediction moved nearer: which day stands for which, and why."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.calendar import weekday_text
from api.tables import RetentionUse
from matching.labels import label
from matching.vocabulary import Feature

AT_THE_HOST = "host"
"""The code of what is seen at a host beside all features."""


@dataclass(frozen=True)
class Moved:
    """
    One move that holds.

    Parameters
    ----------
    from_day, to_day
        The day of the cadence, and the nearer one that stands for it.
    because
        What was not as usual, in words.
    """

    from_day: dt.date
    to_day: dt.date
    because: tuple[str, ...]

    @property
    def words(self) -> str:
        """The move in one sentence, for who carries the case."""
        why = f"ふつうの受入と違ったところ: {'、'.join(self.because)}。" if self.because else ""
        from_day, to_day = weekday_text(self.from_day), weekday_text(self.to_day)
        return f"定着の見込みをもとに、{from_day}の予定を{to_day}に早めました。{why}"


def moves_of(session: Session, placement_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Moved]]:
    """Give the moves that hold, by placement; what was put back holds no more."""
    query = select(RetentionUse).where(
        col(RetentionUse.placement_id).in_(list(placement_ids)), col(RetentionUse.put_back_on).is_(None)
    )
    found = defaultdict[uuid.UUID, list[Moved]](list)
    for use in session.execute(query.order_by(col(RetentionUse.used_at), col(RetentionUse.id))).scalars():
        if use.moved_from is not None and use.moved_to is not None:
            because = tuple(map(reason_words, use.reasons))
            found[use.placement_id].append(Moved(use.moved_from, use.moved_to, because))
    return found


def reason_words(code: str) -> str:
    """Give the words of a reason as it is kept."""
    return "受入先ごとの傾向" if code == AT_THE_HOST else label(Feature(code))
