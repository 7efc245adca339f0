"""Simulated worlds, learned once for all tests that look at them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import lru_cache
from typing import Any

from matching.retention.learn import learn
from matching.retention.model import Model
from matching.retention.settings import RetentionSettings, default_settings
from matching.retention.simulated import Truth, simulate
from matching.retention.stays import Stay, Step
from matching.vocabulary import Feature, Parting

START = dt.date(2025, 4, 7)
SETTINGS = default_settings()


def settings(**changed: Any) -> RetentionSettings:
    """Give the settings a municipality starts from, with changes."""
    return dataclasses.replace(SETTINGS, **changed)


@lru_cache(maxsize=1)
def world() -> Truth:
    """Give 400 stays whose chances differ, some of which end without a break."""
    return simulate(400, 11, leaving=0.004)


@lru_cache(maxsize=1)
def learned() -> Model:
    """Give what is learned from the world."""
    return learn(world().stays, settings(in_scoring=True, in_follow_up=True, folds=3))


def stay(**given: Any) -> Stay:
    """Give a stay of ten weeks that goes on, all of them watched, with changes."""
    usual: dict[str, Any] = {
        "id": "S1",
        "person_id": "P1",
        "host_id": "H1",
        "starts_on": START,
        "watched_from": START,
        "until": START + dt.timedelta(days=69),
        "parting": None,
        "at_start": {Feature.WISH: 0.5, Feature.TRAVEL_MINUTES: 30.0},
        "steps": (Step(START, 1.0, 120.0),),
    }
    return Stay(**{**usual, **given})


def broke_in(week: int, **given: Any) -> Stay:
    """Give a stay that broke off in the middle of a week."""
    return stay(until=START + dt.timedelta(days=7 * week + 3), **{"parting": Parting.BROKE_OFF, **given})
