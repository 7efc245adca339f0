"""The project's own rules, weights and travel model, and the demo town made under them."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.model import Host, Menu, Person, Pool, Problem, RuleSet, TravelModel, Weights
from matching.simulation import demo_town

_DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """Read the default rule set."""
    return RuleSet.from_toml((_DATA / "rules" / "default.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def weights() -> Weights:
    """Read the default weights."""
    return Weights.from_toml((_DATA / "weights" / "default.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def travel() -> TravelModel:
    """Read the default travel model."""
    return TravelModel.from_toml((_DATA / "travel" / "default.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def town(rules: RuleSet, weights: Weights, travel: TravelModel) -> Problem:
    """Build the demo town from its own seed."""
    return demo_town(rules=rules, weights=weights, travel=travel)


@pytest.fixture(scope="session")
def people(town: Problem) -> dict[str, Person]:
    """Give the town's people by id."""
    return {each.id: each for each in town.people}


@pytest.fixture(scope="session")
def hosts(town: Problem) -> dict[str, Host]:
    """Give the town's hosts by id."""
    return {each.id: each for each in town.hosts}


@pytest.fixture(scope="session")
def menus(town: Problem) -> dict[str, Menu]:
    """Give the town's menus by id."""
    return {each.id: each for each in town.menus}


@pytest.fixture(scope="session")
def pools(town: Problem) -> dict[str, Pool]:
    """Give the town's pools by id."""
    return {each.id: each for each in town.pools}
