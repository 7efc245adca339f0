"""Whether things are still as they were when it was learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import poisson

from matching.retention.features import FEATURES, FROM_THE_CALENDAR
from matching.retention.learn import shares_of
from matching.retention.model import Model
from matching.retention.stays import Stay, at_start, weeks_at_risk
from matching.vocabulary import Feature

_LEAST_SHARE = 0.005


@dataclass(frozen=True)
class Alarm:
    """
    What has changed since; an alarm where anything has, and the next step is to learn anew or switch off.

    Parameters
    ----------
    new_stays
        Begun after the data window.
    shifted
        Features whose spread is another one, with how far (population stability index less chance).
    broke, expected
        Breaks in weeks after the window, and how many the model expected.
    chance
        Of a count so far from the expected one, 0 to 1.
    is_surprising
        Too small a chance.
    """

    new_stays: int
    shifted: dict[Feature, float]
    broke: int
    expected: float
    chance: float
    is_surprising: bool

    @property
    def is_on(self) -> bool:
        """Something has changed."""
        return bool(self.shifted) or self.is_surprising


def drift(model: Model, stays: Sequence[Stay]) -> Alarm | None:
    """
    Compare what came after the data window with what was learned.

    Parameters
    ----------
    model
        An artefact.
    stays
        All stays as they are known today.

    Returns
    -------
    ``None`` without a model, or with too few new stays to say anything.
    """
    hazard, hosts, rule = model.hazard, model.hosts, model.settings.drift
    new = [stay for stay in stays if stay.starts_on > model.last_day]
    if hazard is None or hosts is None or len(new) < rule.least_stays:
        return None
    start = at_start(new, 1)[:, 0]
    by_chance = (model.seen.shares.shape[1] - 1) * (1 / len(new) + 1 / model.counts.stays)
    shifted = {}
    for column, feature in enumerate(FEATURES):
        now = np.maximum(shares_of(start[:, column], model.seen.edges[column]), _LEAST_SHARE)
        then = np.maximum(model.seen.shares[column], _LEAST_SHARE)
        shift = float(((now - then) * np.log(now / then)).sum() - by_chance)
        if feature not in FROM_THE_CALENDAR and shift > rule.most_shift:
            shifted[feature] = shift
    weeks = weeks_at_risk(stays)
    first = np.array([(model.last_day - stay.starts_on).days // 7 + 1 for stay in stays], dtype=np.int64)
    later = weeks.week >= first[weeks.stay]
    shifts = hosts.shifts([stay.host_id for stay in stays])[weeks.stay]
    expected = float(hazard.weekly(weeks.values[later], weeks.week[later], shifts[later]).sum())
    broke = int(weeks.broke[later].sum())
    tail = poisson.cdf(broke, expected) if broke < expected else poisson.sf(broke - 1, expected)
    chance = min(1.0, 2 * float(tail))
    return Alarm(len(new), shifted, broke, expected, chance, chance < rule.surprise)
