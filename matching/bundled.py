"""The data files that ship with the package: rules, weights, travel and the demo town."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from matching.model import RuleSet, TravelModel, Weights

_INSTALLED = Path(__file__).parent / "data"
_CHECKOUT = Path(__file__).parent.parent / "data"


def data_path(name: str) -> Path:
    """Give the path of a data file, in an installed package or in a checkout."""
    return (_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT) / name


@lru_cache(maxsize=1)
def default_rules() -> RuleSet:
    """Read the rule set a municipality starts from."""
    return RuleSet.from_toml(data_path("rules/default.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def default_weights() -> Weights:
    """Read the points a municipality starts from."""
    return Weights.from_toml(data_path("weights/default.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def default_travel() -> TravelModel:
    """Read the travel model a municipality starts from."""
    return TravelModel.from_toml(data_path("travel/default.toml").read_text(encoding="utf-8"))
