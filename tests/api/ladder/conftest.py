"""A ladder on a service."""

from __future__ import annotations

import pytest

from tests.api.ladder.records import Ladder
from tests.api.service import Service


@pytest.fixture
def world(service: Service) -> Ladder:
    """A service with what placements on the ladder need."""
    return Ladder(service)
