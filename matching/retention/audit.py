"""The correlation audit: whether a feature stands in for something a prediction may not look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.retention.features import FEATURES, FROM_THE_CALENDAR
from matching.vocabulary import Feature

_LEAST_KNOWN = 20
_LEAST_IN_A_GROUP = 5


@dataclass(frozen=True)
class Tie:
    """
    How closely a feature is tied to an attribute that is looked at for this audit alone.

    Parameters
    ----------
    feature, attribute
        Which two.
    strength
        0 to 1: how much of the feature's spread the attribute explains (correlation ratio eta), less what
        that many groups explain by chance.
    is_left_out
        Too close: the feature is not used.
    """

    feature: Feature
    attribute: str
    strength: float
    is_left_out: bool


def audit(
    values: NDArray[np.float64], attributes: Mapping[str, Sequence[str | None]], most: float
) -> tuple[Tie, ...]:
    """
    Measure every feature against every attribute.

    Parameters
    ----------
    values
        float64[n, features]: what was known of each stay.
    attributes
        A value for each stay, ``None`` where unknown, by the attribute's name: sex, nationality, district …
        They are compared here, and enter nothing else.
    most
        A feature tied closer than this is left out.
    """
    return tuple(
        Tie(feature, name, strength, strength > most)
        for name in sorted(attributes)
        for column, feature in enumerate(FEATURES)
        if feature not in FROM_THE_CALENDAR
        for strength in [_strength(values[:, column], attributes[name])]
    )


def _strength(values: NDArray[np.float64], attribute: Sequence[str | None]) -> float:
    known = ~np.isnan(values) & np.array([each is not None for each in attribute], dtype=bool)
    if known.sum() < _LEAST_KNOWN:
        return 0.0
    x = values[known]
    names, group = np.unique(
        np.array([str(each) for each in attribute], dtype=object)[known], return_inverse=True
    )
    sizes = np.bincount(group)
    large = sizes >= _LEAST_IN_A_GROUP
    x, group = x[large[group]], group[large[group]]
    whole = ((x - x.mean()) ** 2).sum() if x.size else 0.0
    count = int(large.sum())
    if count < 2 or whole == 0:
        return 0.0
    means = np.bincount(group, weights=x, minlength=names.size) / np.maximum(sizes, 1)
    between = ((means[group] - x.mean()) ** 2).sum() / whole
    # By chance alone, k groups of n explain (k − 1) / (n − 1) of the spread.
    chance = (count - 1) / (x.size - 1)
    return float(np.sqrt(max(0.0, (between - chance) / (1 - chance))))
