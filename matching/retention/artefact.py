"""An artefact as a plain file: JSON with a hash, read back with nothing but what it says; never a pickle."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.errors import InvalidProblem, require
from matching.retention.audit import Tie
from matching.retention.curve import Curve
from matching.retention.fairness import GroupLine
from matching.retention.features import FEATURES
from matching.retention.hazard import Hazard
from matching.retention.hosts import HostRates
from matching.retention.model import CalibrationLine, Counts, Metrics, Model, Seen, WhyCurve
from matching.retention.settings import RetentionSettings
from matching.vocabulary import Feature, Parting

FORMAT = 1
_RECORD = "artefact"
_DIGITS = 8


def write_model(model: Model) -> str:
    """Write an artefact; the same artefact gives the same text, and its hash stands first in it."""
    content = _content(model)
    whole = {"hash": _hash(content), **content}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def model_hash(text: str) -> str:
    """Give the hash of a written artefact, checked."""
    return str(_checked(text)["hash"])


def read_model(text: str) -> Model:
    """
    Read an artefact.

    Raises
    ------
    InvalidProblem
        If it is not JSON, is of another format or other features, or its hash is not that of its content.
    """
    given = _checked(text)
    try:
        return _model(given)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        if isinstance(error, InvalidProblem):
            raise
        raise InvalidProblem(_RECORD, "content", str(error), "the fields of an artefact") from error


def _checked(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidProblem(_RECORD, "text", str(error), "JSON") from error
    if not isinstance(given, dict):
        raise InvalidProblem(_RECORD, "text", type(given).__name__, "an object")
    content = {name: value for name, value in given.items() if name != "hash"}
    expected = {
        "hash": _hash(content),
        "format": FORMAT,
        "features": [feature.value for feature in FEATURES],
    }
    for name, value in expected.items():
        require(given.get(name) == value, _RECORD, name, given.get(name), str(value))
    return given


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _content(model: Model) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_with": model.made_with,
        "features": list(model.features),
        "window": [model.first_day.isoformat(), model.last_day.isoformat()],
        "counts": asdict(model.counts),
        "settings": model.settings.as_table(),
        "why_curve": model.why_curve,
        "metrics": _plain(asdict(model.metrics)) if model.metrics else None,
        "ties": [_plain(asdict(each)) for each in model.ties],
        "groups": [_plain(asdict(each)) for each in model.groups],
        "curve": _arrays(model.curve),
        "seen": _arrays(model.seen),
        "hazard": _arrays(model.hazard) if model.hazard else None,
        "hosts": _arrays(model.hosts) if model.hosts else None,
    }


def _model(given: Mapping[str, Any]) -> Model:
    counts, metrics = given["counts"], given["metrics"]
    first, last = (dt.date.fromisoformat(day) for day in given["window"])
    return Model(
        first_day=first,
        last_day=last,
        counts=Counts(**{**counts, "partings": {Parting(k): v for k, v in counts["partings"].items()}}),
        settings=RetentionSettings.from_table(given["settings"]),
        curve=Curve(**{name: _array(value, name == "at_risk") for name, value in given["curve"].items()}),
        why_curve=None if given["why_curve"] is None else WhyCurve(given["why_curve"]),
        hazard=None if given["hazard"] is None else _hazard(given["hazard"]),
        hosts=None if given["hosts"] is None else _hosts(given["hosts"]),
        seen=Seen(**{name: _array(value) for name, value in given["seen"].items()}),
        metrics=None if metrics is None else _metrics(metrics),
        ties=tuple(Tie(**{**each, "feature": Feature(each["feature"])}) for each in given["ties"]),
        groups=tuple(GroupLine(**each) for each in given["groups"]),
        made_with=given["made_with"],
    )


def _metrics(given: Mapping[str, Any]) -> Metrics:
    lines = tuple(CalibrationLine(**line) for line in given["calibration"])
    slope = given["calibration_slope"]
    whole = {**given, "calibration": lines, "calibration_slope": float("nan") if slope is None else slope}
    concordance = given["concordance"]
    return Metrics(**{**whole, "concordance": float("nan") if concordance is None else concordance})


def _hazard(given: Mapping[str, Any]) -> Hazard:
    numbers = {name: _array(value, name == "bins") for name, value in given.items() if name != "ridge"}
    hazard = Hazard(**numbers, ridge=float(given["ridge"]))
    n_bins, n_features = hazard.bins.size, len(FEATURES)
    fits = (
        hazard.level.shape == hazard.leaving.shape == (n_bins,)
        and hazard.centre.shape == hazard.scale.shape == hazard.weight.shape == (n_features,)
        and hazard.draws.shape[1:] == (n_bins + n_features,)
    )
    require(fits, _RECORD, "hazard", None, "arrays of one size")
    return hazard


def _hosts(given: Mapping[str, Any]) -> HostRates:
    strength = float("inf") if given["strength"] is None else float(given["strength"])
    return HostRates(tuple(given["ids"]), _array(given["observed"]), _array(given["expected"]), strength)


def _arrays(record: object) -> dict[str, Any]:
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}  # type: ignore[arg-type]


def _array(given: object, is_whole: bool = False) -> NDArray[Any]:
    return np.array(given, dtype=np.int64 if is_whole else np.float64)


def _plain(value: Any) -> Any:
    """Give a value as JSON holds it: floats to eight digits, what is no finite number as null."""
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else None
    return value
