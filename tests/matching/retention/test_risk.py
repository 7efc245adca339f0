"""Who may need a contact sooner, why, and what would help."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from matching.labels import LABELS
from matching.phrases.retention import chance_text, factor_text, help_text, less_text
from matching.retention.drift import drift
from matching.retention.features import ALLOWED, COLUMN, FEATURES
from matching.retention.learn import learn
from matching.retention.risk import Alternative, risks, what_would_help
from matching.retention.simulated import simulate
from matching.retention.stays import Stay, Step
from matching.vocabulary import Feature, Lang, Parting
from tests.matching.retention.worlds import START, learned, settings, stay, world

TODAY = START + dt.timedelta(days=30)
WELL = {Feature.WISH: 1.0, Feature.CONDITIONS: 1.0, Feature.TRAVEL_MINUTES: 10.0, Feature.ACCOMPANIED: 1.0}
BADLY = {Feature.WISH: 0.0, Feature.CONDITIONS: 0.0, Feature.TRAVEL_MINUTES: 60.0, Feature.ACCOMPANIED: 0.0}


def going_on(name: str, at_start: dict[Feature, float], minutes: float = 120.0) -> Stay:
    """Give a stay of thirty days that goes on."""
    return stay(id=name, at_start=at_start, until=TODAY, steps=(Step(START, 2.0, minutes),))


def test_who_fits_badly_is_told_first_with_reasons() -> None:
    """The greatest chance first, inside its band; only the one far above the usual needs a contact sooner."""
    found = risks(learned(), [going_on("A", WELL), going_on("B", BADLY, 240.0)], TODAY)
    assert [risk.stay_id for risk in found] == ["B", "A"]
    worst, best = found
    assert worst.needs_contact_sooner
    assert not best.needs_contact_sooner
    assert best.chance < best.usual < worst.chance
    for risk in found:
        assert risk.low is not None
        assert risk.high is not None
        assert 0 <= risk.low <= risk.chance <= risk.high <= 1
    assert len(worst.reasons) == 3
    times = [factor.times for factor in worst.reasons]
    assert times == sorted(times, reverse=True)
    assert times[-1] >= 1.1
    told = {factor.feature for factor in worst.reasons}
    assert told <= {
        Feature.WISH,
        Feature.CONDITIONS,
        Feature.TRAVEL_MINUTES,
        Feature.STAY_MINUTES,
        Feature.ACCOMPANIED,
    }
    assert worst.week == 4


def test_the_curve_alone_tells_the_usual_and_no_reason() -> None:
    """Without a model nobody stands out, and nothing is made up."""
    alone = learn(world().stays[:60], settings())
    found = risks(alone, [going_on("A", WELL), going_on("B", BADLY)], TODAY)
    assert {risk.chance for risk in found} == {found[0].usual}
    assert 0 < found[0].usual < 1
    assert not any(risk.needs_contact_sooner or risk.reasons or risk.low for risk in found)
    assert what_would_help(alone, going_on("B", BADLY), TODAY) == ()


def test_what_would_help_stays_inside_what_was_seen() -> None:
    """Shorter stays or 同行 leave less risk for certain, and no value beyond the training data is tried."""
    model, given = learned(), going_on("B", BADLY, 240.0)
    found = what_would_help(model, given, TODAY)
    assert {help_.feature for help_ in found} & {Feature.STAY_MINUTES, Feature.ACCOMPANIED}
    before = risks(model, [given], TODAY)[0].chance
    assert [help_.chance for help_ in found] == sorted(help_.chance for help_ in found)
    for help_ in found:
        assert help_.feature is not None
        assert help_.chance <= 0.9 * before
        assert 0 < help_.less_low <= help_.less_high
        read = ALLOWED[help_.feature].read(help_.instead)
        assert model.seen.low[COLUMN[help_.feature]] <= read <= model.seen.high[COLUMN[help_.feature]]
        assert help_.instead in ALLOWED[help_.feature].tried
    narrow = dataclasses.replace(model.seen, high=model.seen.low - 1)
    assert what_would_help(dataclasses.replace(model, seen=narrow), given, TODAY) == ()


def test_another_host_helps_only_where_it_fits_better() -> None:
    """A near place that fits is told with its menu; one like today's is not."""
    better, same = Alternative("M2", "H1", WELL), Alternative("M3", "H1", BADLY)
    found = what_would_help(learned(), going_on("B", BADLY, 240.0), TODAY, [better, same])
    assert [help_.menu_id for help_ in found if help_.feature is None] == ["M2"]


@pytest.mark.parametrize("lang", Lang)
def test_everything_can_be_told(lang: Lang) -> None:
    """Each reason and each help has its sentence in one line, and none names a judgement of a person."""
    texts = [factor_text(feature, 1.0, 0.5, lang) for feature in (*FEATURES, None)]
    texts += [help_text(feature, 3.0, 2.0, lang=lang) for feature, rule in ALLOWED.items() if rule.tried]
    texts += [help_text(None, np.nan, np.nan, "畑の手伝い", lang), less_text(0.05, 0.2, lang)]
    texts += [chance_text(0.2, 0.1, 0.3, 0.1, 8, lang), chance_text(0.2, None, None, 0.1, 8, lang)]
    texts += [chance_text(0.1, None, None, 0.1, 8, lang)]
    for text in texts:
        assert text
        assert "{" not in text
        assert "nan" not in text
        assert not [word for word in ("やる気", "性格", "問題", "failure", "fault") if word in text]
    assert set(LABELS[Feature]) == set(FEATURES)


def test_drift_is_seen_and_nothing_is_not() -> None:
    """New stays from the same world: quiet. Twice the breaks, or much longer ways: an alarm that names it."""
    model = learned()
    later = simulate(120, 77, leaving=0.004).stays
    moved = [_later(each) for each in later]
    quiet = drift(model, moved)
    assert quiet is not None
    assert quiet.expected > 10
    assert not quiet.is_on
    assert drift(model, moved[:20]) is None, "too few to say anything"
    assert drift(learn(world().stays[:60], settings()), moved) is None

    farther = [
        dataclasses.replace(
            each,
            at_start={
                **each.at_start,
                Feature.TRAVEL_MINUTES: min(240, 40 + 2 * each.at_start[Feature.TRAVEL_MINUTES]),
            },
        )
        for each in moved
    ]
    alarm = drift(model, farther)
    assert alarm is not None
    assert set(alarm.shifted) == {Feature.TRAVEL_MINUTES}
    harder = [_later(each) for each in simulate(120, 78, weekly_break=0.15).stays]
    alarm = drift(model, harder)
    assert alarm is not None
    assert alarm.is_surprising
    assert alarm.broke > alarm.expected


def _later(each: Stay) -> Stay:
    """Move a stay to after the data window, the season kept."""
    days = dt.timedelta(days=7 * 52 * 5)
    assert each.parting is None or isinstance(each.parting, Parting)
    return dataclasses.replace(
        each,
        starts_on=each.starts_on + days,
        watched_from=each.watched_from + days,
        until=each.until + days,
        steps=tuple(dataclasses.replace(step, from_day=step.from_day + days) for step in each.steps),
        contact_days=tuple(day + days for day in each.contact_days),
    )
