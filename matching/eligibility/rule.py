"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from matching.eligibility.pairs import Pairs
from matching.model.proposal import Value


class Outcome(IntEnum):
    """A rule's word on a pair; 要確認 says whose answer is missing, for only the host's costs anything."""

    FITS = 0
    ASK_PERSON = 1
    ASK_HOST = 2
    DOES_NOT_FIT = 3


Outcomes = NDArray[np.int8]


@dataclass(frozen=True)
class Rule:
    """
    A hard rule.

    Parameters
    ----------
    id
        Its phrases stand under this id in `matching.phrases`.
    source
        Law, notification, seed document or project decision.
    check
        Gives int8[p] of `Outcome` for a table of p pairs.
    values
        Gives the values the phrase compares, for one row of the table.
    """

    id: str
    source: str
    check: Callable[[Pairs], Outcomes]
    values: Callable[[Pairs, int], dict[str, Value]]


def outcome(
    pairs: Pairs,
    does_not_fit: NDArray[np.bool_],
    ask_person: NDArray[np.bool_] | None = None,
    ask_host: NDArray[np.bool_] | None = None,
) -> Outcomes:
    """Build the outcomes from masks; 不適合 comes before 要確認, the host's before the person's."""
    result = np.zeros(len(pairs), dtype=np.int8)
    if ask_person is not None:
        result[ask_person] = Outcome.ASK_PERSON
    if ask_host is not None:
        result[ask_host] = Outcome.ASK_HOST
    result[does_not_fit] = Outcome.DOES_NOT_FIT
    return result


def no_values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Compare nothing: the rule's sentence says it all."""
    return {}
