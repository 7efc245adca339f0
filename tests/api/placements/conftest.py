"""A world on a service."""

from __future__ import annotations

import pytest

from tests.api.placements.records import World
from tests.api.service import Service


@pytest.fixture
def world(service: Service) -> World:
    """A service with what placements need."""
    return World(service)
