"""A world with the people of a conference, for the pages of the case."""

from __future__ import annotations

import pytest

from tests.api.conferences.records import Town as Meeting
from tests.api.service import Service


@pytest.fixture
def meeting(service: Service) -> Meeting:
    """A service with what plans and conferences need."""
    return Meeting(service)
