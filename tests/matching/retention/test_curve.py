"""The curve: Kaplan-Meier without other ends, Aalen-Johansen with them, with honest bands."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest

from matching.retention.curve import Curve
from matching.retention.simulated import simulate
from matching.retention.stays import PARTINGS, Weeks, weeks_at_risk
from matching.vocabulary import Parting
from tests.matching.retention.worlds import START, broke_in, stay

DAY = dt.timedelta(days=1)


def weeks(*each: tuple[int, Parting | None], late: int = 0) -> Weeks:
    """Lay out stays given by how many whole weeks they lasted and how they ended."""
    return weeks_at_risk(
        [
            stay(
                id=f"S{number}",
                watched_from=START + 7 * late * DAY,
                until=START + (7 * count + (0 if parting else -1)) * DAY,
                parting=parting,
            )
            for number, (count, parting) in enumerate(each)
        ]
    )


def test_without_other_ends_it_is_kaplan_meier() -> None:
    """The remission times of Freireich et al. (1963), as in Kalbfleisch and Prentice: to three digits."""
    broke, lost = (6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    given = [(week, Parting.BROKE_OFF) for week in broke] + [(week + 1, None) for week in lost]
    curve = Curve.of(weeks(*given), 30)
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {week: round(float(curve.share[week + 1]), 3) for week in published} == published
    greenwood = {6: 0.0764, 7: 0.0869, 10: 0.0963, 13: 0.1068, 16: 0.1141, 22: 0.1282, 23: 0.1346}
    for week, error in greenwood.items():
        share = curve.share[week + 1]
        width = math.log(math.log(curve.low[week + 1]) / math.log(share))
        assert width * share * -math.log(share) / 1.959964 == pytest.approx(error, abs=2e-4)


def test_who_moved_on_has_not_broken_off() -> None:
    """Of four, one broke and one moved on: a quarter has broken, whatever the other did."""
    curve = Curve.of(weeks((1, Parting.MOVED_ON), (2, Parting.BROKE_OFF), (9, None), (9, None)), 8)
    assert curve.share[-1] == pytest.approx(0.75)
    assert curve.ended[PARTINGS.index(Parting.MOVED_ON), -1] == pytest.approx(0.25)
    as_if_lost = Curve.of(weeks((1, None), (2, Parting.BROKE_OFF), (9, None), (9, None)), 8)
    assert as_if_lost.share[-1] < curve.share[-1], "taking them for lost would say that they might still"


def test_the_ways_to_end_add_up() -> None:
    """Whoever has not ended is there: shares of ends grow, and with those there they are one."""
    found = weeks_at_risk(simulate(300, 3, leaving=0.02).stays)
    curve = Curve.of(found, 80)
    assert np.all(np.diff(curve.ended, axis=1) >= 0)
    assert curve.ended[:, -1].sum() < 1
    assert np.all(np.diff(curve.share) <= 0)
    assert np.all((curve.low <= curve.share) & (curve.share <= curve.high))
    assert np.all(np.diff(curve.at_risk) <= 0)


def test_late_watching_biases_only_who_ignores_it() -> None:
    """The truth is in the band with left truncation, and outside if late stays count from week 0."""
    truth = simulate(800, 5, watched_late=0.9, effect=0.0, host_spread=0.0)
    kept = Curve.of(weeks_at_risk(truth.stays), 26)
    assert kept.low[26] <= truth.lasts.mean() <= kept.high[26]
    ignored = weeks_at_risk([dataclasses.replace(each, watched_from=each.starts_on) for each in truth.stays])
    assert Curve.of(ignored, 26).low[26] > truth.lasts.mean()


def test_the_band_holds_what_it_promises() -> None:
    """Of 100 small samples with other ends, the 95 % band covers the truth in about 95."""
    covered = 0
    for seed in range(100):
        truth = simulate(40, seed, leaving=0.02, effect=0.0, host_spread=0.0, hosts=3)
        curve = Curve.of(weeks_at_risk(truth.stays), 26)
        covered += bool(curve.low[26] <= truth.lasts.mean() <= curve.high[26])
    assert 88 <= covered <= 100


def test_nobody_is_no_error() -> None:
    """Without weeks the share is 1 and nobody is at risk."""
    curve = Curve.of(weeks(), 4)
    assert curve.share.tolist() == [1, 1, 1, 1, 1]
    assert curve.at_risk.tolist() == [0, 0, 0, 0]
    assert Curve.of(weeks_at_risk([broke_in(0)]), 2).share.tolist() == [1, 0, 0]
