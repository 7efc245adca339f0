"""Learning: the curve always, the model only where there is enough, it helps, and it is fair."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest

from matching.errors import InvalidProblem
from matching.retention.artefact import model_hash, read_model, write_model
from matching.retention.audit import audit
from matching.retention.card import as_markdown, card
from matching.retention.features import COLUMN, FEATURES
from matching.retention.learn import learn
from matching.retention.model import WhyCurve
from matching.retention.simulated import simulate
from matching.retention.stays import at_start
from matching.vocabulary import Feature
from tests.matching.retention.worlds import learned, settings, stay, world


def test_below_the_floor_nothing_is_learned() -> None:
    """One stay too few gives the curve and says why; at the floor the model is tried."""
    stays = world().stays[:200]
    below = learn(stays[:-1], settings(folds=2))
    assert below.why_curve == WhyCurve.BELOW_FLOOR
    assert below.hazard is below.hosts is below.metrics is None
    assert below.curve.share[-1] < 1
    assert learn(stays, settings(folds=2)).metrics is not None


def test_too_few_breaks_are_too_few() -> None:
    """Many stays that all go on teach nothing about breaks."""
    assert learn(world().stays, settings(least_breaks=1_000)).why_curve == WhyCurve.FEW_BREAKS


def test_a_model_that_does_not_help_is_not_kept() -> None:
    """Where stays do not differ, the cross-validated Brier score is no better, and the curve remains."""
    kept = 0
    for seed in range(3):
        alike = simulate(300, seed, effect=0.0, host_spread=0.0)
        model = learn(alike.stays, settings(folds=3))
        kept += model.hazard is not None
        assert model.metrics is not None
        assert abs(model.metrics.gain) < 0.01
    assert kept <= 1


def test_what_was_learned_finds_the_truth_again() -> None:
    """Better than the curve alone by the measures, and nearer to the truth nobody told it."""
    model, truth = learned(), world()
    assert model.why_curve is None
    assert model.metrics is not None
    assert model.metrics.brier < model.metrics.brier_curve
    assert model.metrics.concordance > 0.62
    assert abs(model.metrics.calibration_gap) < 0.05
    assert 0.6 < model.metrics.calibration_slope < 1.5
    assert model.hazard is not None
    assert model.hosts is not None
    fresh = simulate(400, 99, leaving=0.004)
    shift = model.hosts.shifts([each.host_id for each in fresh.stays])
    share = model.hazard.share(at_start(fresh.stays, 26), shift=shift)[:, -1]
    error = np.abs(share - fresh.lasts).mean()
    assert error < 0.6 * np.abs(model.curve.share[26] - fresh.lasts).mean()
    weight = dict(zip(FEATURES, model.hazard.weight, strict=True))
    assert weight[Feature.CONDITIONS] < -0.1 < 0.1 < weight[Feature.TRAVEL_MINUTES]
    assert truth.lasts.size == model.counts.stays


def test_the_order_of_stays_means_nothing() -> None:
    """The same stays give the same artefact, byte for byte."""
    stays = list(world().stays)
    random.Random(3).shuffle(stays)
    again = learn(stays, settings(in_scoring=True, in_follow_up=True, folds=3))
    assert write_model(again) == write_model(learned())


def test_an_artefact_is_a_plain_file() -> None:
    """It reads back as itself, holds no row of anybody, and what was touched is refused."""
    text = write_model(learned())
    assert write_model(read_model(text)) == text
    assert len(model_hash(text)) == 64
    assert not [each.id for each in world().stays if f'"{each.id}"' in text or f'"{each.person_id}"' in text]
    for changed in (
        text.replace('"floor":200', '"floor":50'),
        text[:-3],
        "[]",
        "{}",
        text.replace(":", ":0", 1),
    ):
        with pytest.raises(InvalidProblem):
            read_model(changed)
    curve_alone = learn(world().stays[:60], settings())
    assert read_model(write_model(curve_alone)).why_curve == WhyCurve.BELOW_FLOOR


def test_a_feature_that_stands_in_for_an_attribute_is_left_out() -> None:
    """Travel that follows the group is found by the audit and gets no weight; what does not stays in."""
    stays = []
    groups: list[str | None] = []
    for number, each in enumerate(world().stays):
        group = "北部" if number % 2 else "南部"
        minutes = 70.0 + number % 5 if group == "北部" else 10.0 + number % 7
        groups.append(group)
        stays.append(dataclasses.replace(each, at_start={**each.at_start, Feature.TRAVEL_MINUTES: minutes}))
    model = learn(stays, settings(folds=2), {"地区": groups})
    left_out = [tie.feature for tie in model.ties if tie.is_left_out]
    assert left_out == [Feature.TRAVEL_MINUTES]
    assert model.hazard is not None
    assert model.hazard.weight[COLUMN[Feature.TRAVEL_MINUTES]] == 0
    assert "外しました" in as_markdown(card(model, "0" * 64))


def test_the_audit_makes_nothing_of_chance() -> None:
    """Many small groups explain much by chance alone; that is taken off. Few known values say nothing."""
    chance = np.random.default_rng(1)
    values = np.full((300, len(FEATURES)), np.nan)
    values[:, 0] = chance.standard_normal(300)
    values[:10, 1] = np.arange(10)
    names = [f"G{number}" for number in chance.integers(0, 50, 300)]
    ties = {tie.feature: tie for tie in audit(values, {"組": names}, 0.6)}
    assert ties[FEATURES[0]].strength < 0.35
    assert ties[FEATURES[1]].strength == 0
    assert not any(tie.is_left_out for tie in ties.values())


def test_a_group_it_is_wrong_for_switches_it_off() -> None:
    """Where one large group breaks off far more than is predicted, the model is not used; small ones hide."""
    truth = world()
    worse = [truth.lasts[row] < 0.35 and row % 2 == 0 for row in range(400)]
    broke = [each.parting is not None and each.parting.is_break for each in truth.stays]
    groups: list[str | None] = [
        "甲" if (each and bad) or number % 9 == 0 else "乙"
        for number, (each, bad) in enumerate(zip(broke, worse, strict=True))
    ]
    unfair = learn(truth.stays, settings(folds=2, most_gap=0.0, least_group=20), {"組": [
        "甲" if each else "乙" for each in broke
    ]})  # fmt: skip
    assert unfair.why_curve == WhyCurve.UNFAIR
    assert any(line.is_off for line in unfair.groups)
    small = learn(truth.stays, settings(folds=2, least_group=390), {"組": groups})
    assert small.groups == ()
    assert small.why_curve is None


def test_nothing_is_refused() -> None:
    """No stay, twice the same, or no whole week: an error that says so."""
    for stays in ([], [stay(), stay()], [stay(until=stay().starts_on)]):
        with pytest.raises(InvalidProblem):
            learn(stays, settings())


def test_the_card_says_what_the_artefact_says() -> None:
    """Every figure of the card is of the artefact; with the curve alone it says why."""
    model = learned()
    assert model.metrics is not None
    text = as_markdown(card(model, model_hash(write_model(model))))
    for figure in (
        model_hash(write_model(model)),
        f"{model.metrics.brier:.4f}",
        f"受入{model.counts.stays}件",
        model.first_day.isoformat(),
        "診断",
        "いま使います",
    ):
        assert figure in text
    alone = as_markdown(card(learn(world().stays[:60], settings()), "0" * 64))
    assert "下限（200件）に届かない" in alone
    assert "いま使いません" in alone
    assert "nan" not in text + alone
