"""A town on a service."""

from __future__ import annotations

import pytest

from tests.api.conferences.records import Town
from tests.api.service import Service


@pytest.fixture
def town(service: Service) -> Town:
    """A service with what plans and conferences need."""
    return Town(service)
